// What may follow while somebody writes a statement: the core's offers, as rows of a list.

/** @typedef {import("./types.js").CompletionView} CompletionView */
/** @typedef {import("./types.js").OfferView} OfferView */
/** @typedef {import("./types.js").I18n} I18n */

/**
 * @typedef {object} Suggestion
 * @property {string} word
 * @property {string} about What it does; nothing while the explanations are on their way.
 * @property {boolean} isExample Whether others of its kind may stand there as well.
 */

/** What an offer is, and between which bounds. @param {OfferView} offer @param {I18n} i18n */
function about({ key, bounds }, i18n) {
  if (!i18n.has(key)) return "";
  const what = i18n.t(key);
  return bounds ? i18n.t("suggestion-bounds", { what, least: bounds[0] ?? "", most: bounds[1] ?? "" }) : what;
}

/**
 * The offers that the word begins which is being written; none if it is one of them already, and no other begins so.
 * @param {readonly OfferView[]} offers @param {string} begun @param {I18n} i18n @returns {Suggestion[]}
 */
export function suggestions(offers, begun, i18n) {
  const wanted = begun.toLowerCase();
  const found = offers.filter(({ word }) => word.toLowerCase().startsWith(wanted));
  if (found.length === 1 && found[0]?.word === begun) return [];
  return found.map((offer) => ({ word: offer.word, about: about(offer, i18n), isExample: offer.isExample }));
}
