// The paths of the catalogues: the core's messages, which the command line shares, and one catalogue per feature.

import { readdirSync } from "node:fs";

const WWW = new URL("../", import.meta.url);

export const LANGUAGES = ["en", "fr"];

/**
 * The catalogues that the page starts with, in a language.
 * @param {string} language @returns {URL[]}
 */
export function catalogues(language) {
  const features = readdirSync(new URL("src/", WWW), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`.${language}.ftl`) && !/^(?:rules|futures|terminal)\b/.test(path)).map((path) => `src/${path}`).sort();
  return [`i18n/core.${language}.ftl`, ...features].map((path) => new URL(path, WWW));
}

/**
 * The catalogues of the glossary: explanations of terms, and titles of the paper's sections and figures; loaded when
 * needed.
 * @param {string} language @returns {URL[]}
 */
export function glossary(language) { return ["glossary", "paper"].map((name) => new URL(`i18n/${name}.${language}.ftl`, WWW)); }

/** The catalogue of the panel of rules, loaded when it is opened. @param {string} language @returns {URL} */
export function rulesCatalogue(language) { return new URL(`src/rules/rules.${language}.ftl`, WWW); }

/** The catalogue of the panel of futures, loaded when it is opened. @param {string} language @returns {URL} */
export function futuresCatalogue(language) { return new URL(`src/futures/futures.${language}.ftl`, WWW); }
/** The catalogue of the terminal, loaded when it is opened. @param {string} language @returns {URL} */
export function terminalCatalogue(language) { return new URL(`src/terminal/terminal.${language}.ftl`, WWW); }

/** The catalogue of traces, loaded when one cannot be read. @param {string} language @returns {URL} */
export function tracesCatalogue(language) { return new URL(`i18n/traces.${language}.ftl`, WWW); }

/** The catalogue of the card of a film, loaded with the first film. @param {string} language @returns {URL} */
export function ledgerCatalogue(language) { return new URL(`i18n/ledger.${language}.ftl`, WWW); }

/** The catalogue of the quiz, loaded when a quiz is opened. @param {string} language @returns {URL} */
export function quizCatalogue(language) { return new URL(`i18n/quiz.${language}.ftl`, WWW); }

/** The catalogue that explains the script language, loaded when the user first writes in it.
 * @param {string} language @returns {URL} */
export function editorCatalogue(language) { return new URL(`i18n/words.${language}.ftl`, WWW); }
