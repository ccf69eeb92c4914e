// The script language, for the editors: errors, completions, and explanations of words. Errors and completions come
// from the core; the explanations are fetched when the user first writes.

import { Missing } from "../library.js";

/** @typedef {import("../types.js").I18n} I18n */
/** @typedef {import("../types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {ReturnType<typeof createLanguage>} Language */

/** A message that every catalogue of explanations contains. */
const EXPLAINED = "word-statement-run";

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "check" | "completion" | "completionHere" | "keywords" | "words">} parts.lab
 * @param {import("../library.js").Library} parts.library
 * @param {I18n} parts.i18n
 * @param {(call: () => void) => void} parts.safely Runs a call that may trap.
 */
export function createLanguage({ lab, library, i18n, safely }) {
  /** @template T @param {() => T} call @returns {T | null} Null after a trap. */
  function answered(call) {
    /** @type {T | null} */
    let answer = null;
    safely(() => { answer = call(); });
    return answer;
  }

  return {
    /** Fetches the explanations in the current language. Completion works without them too. */
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
    /** The errors of a script, in the order of its lines. @param {string} text @returns {ScriptErrorView[]} */
    check: (text) => answered(() => lab.check(text))?.errors ?? [],
    /** Completions at an offset of a script. @param {string} text @param {number} offset */
    inScript: (text, offset) => answered(() => lab.completion(text, offset)),
    /** Completions at an offset of statements to be executed now. @param {string} text @param {number} offset */
    here: (text, offset) => answered(() => lab.completionHere(text, offset)),
    keywords: () => answered(() => lab.keywords()) ?? [],
    /** The statements, settings and conditions, each with an example. */
    words: () => answered(() => lab.words()),
  };
}
