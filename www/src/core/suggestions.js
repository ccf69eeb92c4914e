// Completions while the user types a statement: the core's offers as rows of a list.

/** @typedef {import("./types.js").CompletionView} CompletionView */
/** @typedef {import("./types.js").OfferView} OfferView */
/** @typedef {import("./types.js").I18n} I18n */

/**
 * @typedef {object} Suggestion
 * @property {string} word
 * @property {string} about What it does; empty while the explanations load.
 * @property {boolean} isExample Whether other words of its kind are valid there too.
 */

/** The explanation of an offer, with its bounds. @param {OfferView} offer @param {I18n} i18n */
function about({ key, bounds }, i18n) {
  if (!i18n.has(key)) return "";
  const what = i18n.t(key);
  return bounds ? i18n.t("suggestion-bounds", { what, least: bounds[0] ?? "", most: bounds[1] ?? "" }) : what;
}

/**
 * The offers that start with `begun`; none if the only match equals it.
 * @param {readonly OfferView[]} offers @param {string} begun @param {I18n} i18n @returns {Suggestion[]}
 */
export function suggestions(offers, begun, i18n) {
  const wanted = begun.toLowerCase();
  const found = offers.filter(({ word }) => word.toLowerCase().startsWith(wanted));
  if (found.length === 1 && found[0]?.word === begun) return [];
  return found.map((offer) => ({ word: offer.word, about: about(offer, i18n), isExample: offer.isExample }));
}
