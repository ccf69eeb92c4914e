// The glossary of a language: its terms, the paper's titles, and marking terms in texts. Loaded late.

import { el } from "../dom.js";
import { addStyles } from "../styles.js";
import { writeList } from "./list.js";
import { createMatcher } from "./match.js";
import { explain } from "./tip.js";
import css from "./terms.css" with { type: "text" };

/** @typedef {import("./match.js").Place} Place */
/** @typedef {ReturnType<typeof createTerms>} Terms */
/** @typedef {{key: string, word: string, forms: string[], sentence: string, section: string}} Term */
/** @typedef {{head: string, words: string, source: string}} Explained The explanation of a term, or of a place in
 * the paper. */

/** A message pattern, parsed at build time: text, or text with argument placeholders.
 * @typedef {string | (string | {name: string})[]} Pattern */

/** @param {Pattern} pattern @param {Record<string, string>} args */
const format = (pattern, args) => (typeof pattern === "string" ? pattern : pattern.map((part) => (typeof part === "string" ? part : args[part.name] ?? "")).join(""));

let isStyled = false;

/** @param {string} lang @param {{id: string, value: Pattern, attributes: Record<string, Pattern>}[]} messages */
export function createTerms(lang, messages) {
  if (!isStyled) { addStyles(css); isStyled = true; }
  const said = new Map(messages.map((message) => [message.id, message.value]));
  const say = (/** @type {string} */ id, /** @type {Record<string, string>} */ args = {}) => format(said.get(id) ?? "", args);
  /** @type {Term[]} */
  const all = messages.filter(({ attributes }) => attributes["term"] !== undefined).map(({ id, value, attributes }) => {
    const forms = format(attributes["term"] ?? "", {}).split("|");
    return { key: id.replace("glossary-", ""), word: forms[0] ?? "", forms, sentence: format(value, {}), section: format(attributes["section"] ?? "", {}) };
  });
  const byKey = new Map(all.map((term) => [term.key, term]));
  const split = createMatcher(all, lang);
  const id = (/** @type {Place} */ { kind, number }) => `paper-${kind}-${number.replaceAll(".", "-")}`;

  /** @param {Place} place @returns {Explained} */
  const explainPlace = (place) => ({ head: say(`paper-${place.kind}`, { n: place.number }), words: say(id(place)), source: "" });

  /** The number and title of a term's section. @param {Term} term */
  function sourceOf({ section }) {
    const number = section.replace("§", "");
    return number === "" ? "" : say("paper-source", { n: number, title: say(`paper-section-${number.replaceAll(".", "-")}`) });
  }

  /** The explanation of an element that is a term, or whose text contains one.
   * @param {Element} element @returns {Explained | null} */
  function explained(element) {
    const named = element.getAttribute("data-term");
    const pieces = named ? [] : split(element.textContent ?? "", new Set());
    // A reference to the paper takes precedence over a term.
    const piece = pieces.find(({ place }) => place) ?? pieces.find(({ key }) => key !== undefined);
    if (piece?.place) return explainPlace(piece.place);
    const term = byKey.get(named ?? piece?.key ?? "");
    return term ? { head: term.word, words: term.sentence, source: sourceOf(term) } : null;
  }
  explain(explained);

  /** @param {Node | string} node @param {Set<string>} seen @returns {(Node | string)[]} */
  function markOne(node, seen) {
    if (typeof node === "string") {
      return split(node, seen).map(({ text, key, place }) => (key === undefined && !place ? text
        : el("dfn", { class: "gloss", tabindex: 0, role: "button", "aria-describedby": "term-tip", "data-term": key ?? null }, text)));
    }
    // Terms are marked within bold text only; code is typed input, not prose.
    if (node instanceof HTMLElement && node.localName === "b") node.replaceChildren(...[...node.childNodes].flatMap((child) => markOne(child instanceof Text ? child.data : child, seen)));
    return [node];
  }

  return {
    all, sourceOf, say,
    section: (/** @type {string} */ number) => say(`paper-section-${number.replaceAll(".", "-")}`),
    mark: (/** @type {(Node | string)[]} */ nodes, /** @type {Set<string>} */ seen) => nodes.flatMap((node) => markOne(node, seen)),
    list: (/** @type {HTMLElement} */ root) => writeList(root, { all, sourceOf, say, lang }),
  };
}
