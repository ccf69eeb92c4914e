// The facts of the broken invariant, side by side, as of a step of the film.

import { el } from "../core/dom.js";

/** @typedef {import("../core/types.js").FilmView} FilmView */
/** @typedef {FilmView["ledger"][number]} Column */
/** @typedef {Column["rows"][number]} Row */

/** The mark of each standing, which a screen reader hears as a word. @type {Record<string, string>} */
const MARKS = { holds: "✓", wrong: "✗", "under-way": "→", "to-come": "◌" };

/** How a fact stands after an event. @param {Row} row @param {number} event */
export function standingOf({ sent, event: from, wrong }, event) {
  if (from <= event) return wrong ? "wrong" : "holds";
  return sent !== null && sent <= event ? "under-way" : "to-come";
}

/** How many facts of a column count after an event. @param {Column} column @param {number} event */
export const countOf = ({ rows }, event) => rows.filter((row) => row.counts && row.event <= event).length;

/** @param {Column} column @param {number} event @param {import("../core/types.js").I18n} i18n */
function columnOf(column, event, i18n) {
  const { key, args, event: since, rows, needed } = column;
  const words = (/** @type {string} */ id, /** @type {object} */ list) => i18n.t(`ledger-${id}`, i18n.args(list));
  return el("section", { class: since !== null && since <= event ? "ledger-column" : "ledger-column still-to-come" },
    el("h2", {}, words(key, args)),
    el("ul", {}, ...rows.map((row) => {
      const standing = standingOf(row, event);
      return el("li", { class: standing }, el("span", { class: "ledger-mark", "aria-hidden": "true" }, MARKS[standing] ?? ""),
        el("span", { class: "sr" }, i18n.t(`film-${standing}`)), el("span", {}, words(row.key, row.args)));
    })),
    needed === null ? null : el("p", { class: "ledger-tally" }, i18n.t("film-tally", { n: countOf(column, event), needed })));
}

/** @param {FilmView} film @param {number} event @param {import("../core/types.js").I18n} i18n */
export const ledgerOf = (film, event, i18n) => film.ledger.map((column) => columnOf(column, event, i18n));
