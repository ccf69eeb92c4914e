// The page's texts, which lie beside it as files: the catalogues of words and the scenes.

import { within } from "./within.js";

/** @typedef {ReturnType<typeof createLibrary>} Library */

/** The scene that the page opens on, and that a fresh cluster of another size is made from. */
export const OPENING = "living-cluster";

/** The scenes of the menu, in its order. Their titles are in the catalogues. */
export const SCENES = [
  OPENING, "first-election", "split-vote", "leader-failover", "partition", "full-restart", "figure-7", "figure-8", "stale-read",
  "lease-drift", "pre-vote", "transfer", "joint-consensus", "snapshot", "torn-disk",
];

/** The quizzes, by name. */
export const QUIZZES = ["chapter", "beyond"];

/** A text that should lie beside the page could not be fetched. */
export class Missing extends Error {
  /** @param {string} path */
  constructor(path) {
    super(path);
    this.path = path;
  }
}

/** @param {string} path */
async function download(path) {
  const brought = within();
  if (brought) {
    const text = brought.text(path);
    if (text === undefined) throw new Missing(path);
    return text;
  }
  try {
    const response = await fetch(new URL(path, document.baseURI));
    if (response.ok) return await response.text();
  } catch {
    // No network, or no answer: as missing as a file that is not there.
  }
  throw new Missing(path);
}

/** What was fetched once is kept, so that the page works offline from then on. */
export function createLibrary() {
  /** @type {Map<string, Promise<string>>} */
  const texts = new Map();

  /** @param {string} path */
  function text(path) {
    const known = texts.get(path);
    if (known) return known;
    const coming = download(path);
    texts.set(path, coming);
    // What failed is asked for again the next time.
    coming.catch(() => texts.delete(path));
    return coming;
  }

  /** @param {string} lang */
  const words = (lang) => text(`i18n/${lang}.json`);
  /** What each word of the script language does. @param {string} lang */
  const explanations = (lang) => text(`i18n/words.${lang}.json`);
  /** @param {string} id */
  const scene = (id) => text(`scenes/${id}.raft`);
  /** @param {string} id */
  const lesson = (id) => text(`lessons/${id}.raft`);
  /** The texts of a lesson, by their keys. @param {string} id @param {string} lang */
  const captions = (id, lang) => text(`lessons/${id}.${lang}.json`);
  /** The groups of lessons, in their order. @param {string} lang */
  const lessons = (lang) => text(`lessons/index.${lang}.json`);
  /** The terms of the field, and what the paper's sections and figures are called. @param {string} lang */
  const glossary = (lang) => text(`i18n/glossary.${lang}.json`);
  /** The questions of a quiz. @param {string} name @param {string} lang */
  const quiz = (name, lang) => text(`lessons/quiz/${name}.${lang}.json`);
  /** The run of a question. @param {string} id */
  const quizRun = (id) => text(`lessons/quiz/runs/${id}.raft`);
  /** What the quiz itself says. @param {string} lang */
  const quizWords = (lang) => text(`i18n/quiz.${lang}.json`);

  return {
    words, explanations, scene, lesson, captions, lessons, glossary, quiz, quizRun, quizWords,
    /** Fetches all that the person may want later. What is missing is told when it is wanted. @param {readonly string[]} languages */
    async prefetch(languages) {
      await Promise.allSettled([...[words, explanations, glossary, lessons].flatMap((texts) => languages.map(texts)), ...SCENES.map(scene)]);
    },
  };
}
