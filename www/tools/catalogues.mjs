// Where the words of the page stand: the core's sentences, which the command line shares, and a catalogue for each feature.

import { readdirSync } from "node:fs";

const WWW = new URL("../", import.meta.url);

export const LANGUAGES = ["en", "fr"];

/**
 * The catalogues that a page begins with, in a language.
 * @param {string} language @returns {URL[]}
 */
export function catalogues(language) {
  const features = readdirSync(new URL("src/", WWW), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`.${language}.ftl`)).map((path) => `src/${path}`).sort();
  return [`i18n/core.${language}.ftl`, ...features].map((path) => new URL(path, WWW));
}

/**
 * The sentences that explain the terms of the field, and what the paper's sections and figures are called; fetched when
 * somebody may want one.
 * @param {string} language @returns {URL[]}
 */
export function glossary(language) { return ["glossary", "paper"].map((name) => new URL(`i18n/${name}.${language}.ftl`, WWW)); }

/** The words of the quiz, which are fetched when one is opened. @param {string} language @returns {URL} */
export function quizCatalogue(language) { return new URL(`i18n/quiz.${language}.ftl`, WWW); }

/** The catalogue of the words of the script language, which is fetched when somebody writes in it. @param {string} language @returns {URL} */
export function editorCatalogue(language) { return new URL(`i18n/words.${language}.ftl`, WWW); }
