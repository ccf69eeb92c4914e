// The texts of a panel that loads late: they load with it, and again in another language.

import { Missing } from "./library.js";

/**
 * Returns a function that tells whether the texts of the current language are loaded, and loads them if they are not.
 * @param {(lang: string) => Promise<string>} words @param {string} worded A message that each of the catalogues has.
 * @param {import("./types.js").Context} context
 */
export function createLateWords(words, worded, { i18n, actions }) {
  let isComing = false;
  return () => {
    if (i18n.has(worded)) return true;
    if (isComing) return false;
    isComing = true;
    const lang = i18n.lang();
    words(lang).then((messages) => { if (lang === i18n.lang() && !i18n.has(worded)) i18n.add(messages); }, (error) => {
      if (!(error instanceof Missing)) throw error;
      actions.tell("note-missing", { file: error.path });
    }).finally(() => { isComing = false; actions.redraw(); });
    return false;
  };
}
