// The page's text files, served beside it: catalogues, scenes, lessons and quizzes.

import { within } from "./within.js";

/** @typedef {ReturnType<typeof createLibrary>} Library */

/** The scene that the page opens with, and the base of a fresh cluster of another size. */
export const OPENING = "living-cluster";

/** The scenes of the menu, in its order. Their titles are in the catalogues. */
export const SCENES = [
  OPENING, "first-election", "split-vote", "leader-failover", "partition", "full-restart", "figure-7", "figure-8", "stale-read",
  "lease-drift", "pre-vote", "transfer", "joint-consensus", "snapshot", "torn-disk",
];

/** The quizzes, by name. */
export const QUIZZES = ["chapter", "beyond"];

/** A text file of the page could not be fetched. */
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
    // A network error is treated like a missing file.
  }
  throw new Missing(path);
}

/** Keeps every fetched text, so that the page works offline from then on. */
export function createLibrary() {
  /** @type {Map<string, Promise<string>>} */
  const texts = new Map();

  /** @param {string} path */
  function text(path) {
    const known = texts.get(path);
    if (known) return known;
    const coming = download(path);
    texts.set(path, coming);
    // A failed fetch is retried on the next call.
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
  /** The glossary, and the titles of the paper's sections and figures. @param {string} lang */
  const glossary = (lang) => text(`i18n/glossary.${lang}.json`);
  /** The questions of a quiz. @param {string} name @param {string} lang */
  const quiz = (name, lang) => text(`lessons/quiz/${name}.${lang}.json`);
  /** The script of a question. @param {string} id */
  const quizRun = (id) => text(`lessons/quiz/runs/${id}.raft`);
  /** The quiz's own texts. @param {string} lang */
  const quizWords = (lang) => text(`i18n/quiz.${lang}.json`);
  /** The texts of the panel of rules. @param {string} lang */
  const rulesWords = (lang) => text(`i18n/rules.${lang}.json`);
  /** The texts of the panel of futures. @param {string} lang */
  const futuresWords = (lang) => text(`i18n/futures.${lang}.json`);
  /** The texts of the terminal. @param {string} lang */
  const terminalWords = (lang) => text(`i18n/terminal.${lang}.json`);
  /** The texts about traces. @param {string} lang */
  const tracesWords = (lang) => text(`i18n/traces.${lang}.json`);
  /** The texts of the card of a film. @param {string} lang */
  const ledgerWords = (lang) => text(`i18n/ledger.${lang}.json`);

  return {
    words, explanations, scene, lesson, captions, lessons, glossary, quiz, quizRun, quizWords, rulesWords, futuresWords, terminalWords, tracesWords, ledgerWords,
    /** Fetches the texts that the user may need later. A missing one is reported when needed.
     * @param {readonly string[]} languages */
    async prefetch(languages) {
      await Promise.allSettled([...[words, explanations, glossary, lessons].flatMap((texts) => languages.map(texts)), ...SCENES.map(scene)]);
    },
  };
}
