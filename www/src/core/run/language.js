// The script language, for whoever writes in it: what is wrong, what may follow, and what each word does. All of it is the
// core's own knowledge; its explanations are fetched when somebody first writes.

import { Missing } from "../library.js";

/** @typedef {import("../types.js").I18n} I18n */
/** @typedef {import("../types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {ReturnType<typeof createLanguage>} Language */

/** A message that every catalogue of explanations has. */
const EXPLAINED = "word-statement-run";

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "check" | "completion" | "completionHere" | "keywords" | "words">} parts.lab
 * @param {import("../library.js").Library} parts.library
 * @param {I18n} parts.i18n
 * @param {(call: () => void) => void} parts.safely Runs what may trap.
 */
export function createLanguage({ lab, library, i18n, safely }) {
  /** @template T @param {() => T} call @returns {T | null} Nothing after a trap. */
  function answered(call) {
    /** @type {T | null} */
    let answer = null;
    safely(() => { answer = call(); });
    return answer;
  }

  return {
    /** Fetches the explanations in the language that the page speaks. Without them words are offered all the same. */
    async learn() {
      const lang = i18n.lang();
      if (i18n.has(EXPLAINED)) return;
      try {
        const messages = await library.explanations(lang);
        if (lang === i18n.lang() && !i18n.has(EXPLAINED)) i18n.add(messages);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
      }
    },
    /** What is wrong with a script, in the order of its lines. @param {string} text @returns {ScriptErrorView[]} */
    check: (text) => answered(() => lab.check(text))?.errors ?? [],
    /** What may stand at a place of a script. @param {string} text @param {number} offset */
    inScript: (text, offset) => answered(() => lab.completion(text, offset)),
    /** What may stand at a place of statements that are to be done now. @param {string} text @param {number} offset */
    here: (text, offset) => answered(() => lab.completionHere(text, offset)),
    keywords: () => answered(() => lab.keywords()) ?? [],
    /** The statements, settings and conditions, each with an example. */
    words: () => answered(() => lab.words()),
  };
}
