// Finds terms in a text: the longest form first, whole words only, each term at its first occurrence. Also finds
// references to figures and sections of the paper, and to sections of the thesis.

/** @typedef {{key: string, forms: string[]}} Forms */
/** @typedef {{kind: "figure" | "section" | "thesis", number: string}} Place */
/** @typedef {{text: string, key?: string, place?: Place}} Piece */

/** Unicode isolates (U+2066 to U+2069) may surround inserted data. */
const ISOLATED = "[\\u2066-\\u2069]?";
const NUMBER = `${ISOLATED}\\d+(?:\\.\\d+)*`;
const PLACES = [`th[eè]s(?:is|e)[,]?\\s§${NUMBER}`, `§${NUMBER}`, `figure\\s${ISOLATED}\\d+`];

/** A form as a regular expression: any white space between its words, and either apostrophe. @param {string} form */
const pattern = (form) => form.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\s+/g, "\\s+").replaceAll(/['’]/g, "['’]");

/** Normalizes a form for comparison. @param {string} words @param {string} lang */
const bare = (words, lang) => words.replaceAll(/\s+/g, " ").replaceAll("'", "’").toLocaleLowerCase(lang);

/** The figure or section that a text refers to. @param {string} words @returns {Place | null} */
export function placeOf(words) {
  const number = /\d+(?:\.\d+)*/.exec(words)?.[0];
  if (number === undefined) return null;
  if (/^th/i.test(words)) return { kind: "thesis", number };
  if (words.startsWith("§")) return { kind: "section", number };
  return /^figure/i.test(words) ? { kind: "figure", number } : null;
}

/**
 * @param {Forms[]} terms @param {string} lang
 * @returns {(text: string, seen: Set<string>) => Piece[]} Splits a text; adds the terms it finds to `seen`.
 */
export function createMatcher(terms, lang) {
  const keys = new Map(terms.flatMap(({ key, forms }) => forms.map((form) => [bare(form, lang), key])));
  const forms = [...keys.keys()].sort((a, b) => b.length - a.length).map(pattern);
  // A hyphen joins words: `client-timeout` does not contain the term "client".
  const finder = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${[...PLACES, ...forms].join("|")})(?![\\p{L}\\p{N}_-])`, "giu");

  return (text, seen) => {
    /** @type {Piece[]} */
    const pieces = [];
    let from = 0;
    for (const { 0: words, index } of text.matchAll(finder)) {
      const key = keys.get(bare(words, lang)), place = key === undefined ? placeOf(words) : null;
      const name = key ?? (place ? `${place.kind} ${place.number}` : "");
      if (name === "" || seen.has(name)) continue;
      seen.add(name);
      if (index > from) pieces.push({ text: text.slice(from, index) });
      pieces.push({ text: words, ...(key === undefined ? {} : { key }), ...(place ? { place } : {}) });
      from = index + words.length;
    }
    if (from < text.length) pieces.push({ text: text.slice(from) });
    return pieces;
  };
}
