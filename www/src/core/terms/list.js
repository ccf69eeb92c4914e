// The whole glossary, in the help: a list with a filter.

import { el, hide, text } from "../dom.js";

/** @typedef {import("./index.js").Term} Term */

/** Lower case without accents, so that the user need not type them. @param {string} words */
const bare = (words) => words.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/**
 * @param {HTMLElement} root
 * @param {{all: Term[], sourceOf: (term: Term) => string, say: (id: string) => string, lang: string}} glossary
 */
export function writeList(root, { all, sourceOf, say, lang }) {
  if (root.dataset["lang"] === lang) return;
  root.dataset["lang"] = lang;
  const none = el("p", { class: "glossary-none", role: "status" });
  const rows = [...all].sort((a, b) => a.word.localeCompare(b.word, lang)).map((term) => ({
    found: bare([...term.forms, term.sentence].join(" ")),
    row: el("div", {}, el("dt", {}, term.word), el("dd", {}, term.sentence, " ", el("span", { class: "glossary-source" }, sourceOf(term)))),
  }));
  const filter = el("input", { type: "search", class: "glossary-filter", "aria-label": say("glossary-filter"), placeholder: say("glossary-filter"), autocomplete: "off", spellcheck: "false", input: () => {
    const wanted = bare(filter.value.trim());
    for (const { row, found } of rows) hide(row, !found.includes(wanted));
    text(none, rows.some(({ row }) => !row.hidden) ? "" : say("glossary-none"));
  } });
  // Escape closes the dialog; if the filter has text, Escape clears it first.
  filter.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || filter.value === "") return;
    event.preventDefault();
    event.stopPropagation();
    filter.value = "";
    filter.dispatchEvent(new Event("input"));
  });
  root.replaceChildren(el("h3", {}, say("glossary")), filter, none, el("dl", { class: "glossary" }, ...rows.map(({ row }) => row)));
}
