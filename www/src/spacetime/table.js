// The diagram as tables, for users who cannot see the picture: the events and the messages in sight.

import { changes, el, text } from "../core/dom.js";
import { FATE, KINDS, endName } from "../core/kinds.js";
import { DOT_STRIDE, DOTS, FATES, FLAG, SENT_STRIDE } from "./rows.js";
import { nameOf, rowsIn } from "./scale.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./spacetime.js").Sight} Sight */
/** @typedef {{event: number, head: string, cells: string[]}} Row */

const MOST_ROWS = 200;
/** Frames between two updates while time plays: nobody reads faster. */
const FRAMES_A_WRITING = 20;

/** @param {HTMLElement} root @param {Context} context */
export function createSpacetimeTable(root, { i18n, actions }) {
  const events = el("tbody"), messages = el("tbody"), more = el("p", { class: "about" });
  const table = (/** @type {string} */ caption, /** @type {string[]} */ heads, /** @type {HTMLElement} */ body) => el("table", { class: "st-rows" },
    el("caption", { l10n: caption }), el("thead", {}, el("tr", {}, ...heads.map((id) => el("th", { scope: "col", l10n: id })))), body);
  root.append(more, el("div", { class: "st-tables" },
    table("spacetime-events", ["spacetime-when", "spacetime-lane-name", "spacetime-what"], events),
    table("spacetime-messages", ["table-message", "table-kind", "table-from", "table-to", "spacetime-sent", "spacetime-took", "spacetime-fate"], messages)));
  i18n.localize(root);
  const changed = changes();
  let frames = 0;

  /** Rows are written in place, so that focus and reading position stay. @param {HTMLTableSectionElement} body @param {Row[]} rows @param {number | null} chosen */
  function write(body, rows, chosen) {
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((row, i) => {
      let line = body.rows[i];
      if (!line) {
        line = body.insertRow();
        line.append(el("th", { scope: "row" }, el("button", { class: "quiet data" })), ...row.cells.map(() => el("td")));
      }
      const button = /** @type {HTMLButtonElement} */ (line.querySelector("button"));
      text(button, row.head);
      button.onclick = () => actions.chooseEvent(row.event);
      button.setAttribute("aria-pressed", String(row.event === chosen));
      row.cells.forEach((cell, k) => text(/** @type {HTMLElement} */ (line?.children[k + 1]), cell));
    });
  }

  /** @param {Float64Array} dots @param {number} i @returns {Row} */
  const eventRow = (dots, i) => ({
    event: dots[i] ?? 0, head: i18n.clock(dots[i + 1] ?? 0, 6),
    cells: [dots[i + 2] ? nameOf(dots[i + 2] ?? 0) : "–", i18n.t(`spacetime-dot-${DOTS[dots[i + 3] ?? 0]}`)],
  });

  /** @param {Float64Array} data @param {number} i @returns {Row} */
  function messageRow(data, i) {
    const fate = data[i + 6] ?? 0, refused = ((data[i + 7] ?? 0) & FLAG.refused) !== 0 && fate === FATE.delivered;
    return {
      event: data[i + 8] ?? 0, head: `m${data[i]}`,
      cells: [KINDS[data[i + 1] ?? 0]?.name ?? "", endName(data[i + 2] ?? 0), endName(data[i + 3] ?? 0), i18n.clock(data[i + 4] ?? 0, 6),
        i18n.duration((data[i + 5] ?? 0) - (data[i + 4] ?? 0)), i18n.t(refused ? "spacetime-refused" : `spacetime-fate-${FATES[fate]}`)],
    };
  }

  return {
    /** @param {State} state @param {Sight} sight */
    update(state, { chunks, window, width }) {
      if (frames++ % FRAMES_A_WRITING !== 0 && state.playing) return;
      if (!changed(state.lang, state.chosenEvent, window.leftUs, window.usPerPx, width, ...chunks)) return;
      const fromUs = window.leftUs, toUs = fromUs + Math.max(1, width) * window.usPerPx;
      /** @type {Row[]} */
      const told = [], sent = [];
      let left = 0;
      for (const chunk of chunks) {
        for (let i = 0; i < chunk.dots.length; i += DOT_STRIDE) {
          const us = chunk.dots[i + 1] ?? 0;
          if (us < fromUs || us > toUs || !chunk.dots[i]) continue;
          if (told.length < MOST_ROWS) told.push(eventRow(chunk.dots, i)); else left++;
        }
        const [first, last] = rowsIn(chunk, fromUs, toUs);
        for (let i = first; i < last; i++) if (sent.length < MOST_ROWS) sent.push(messageRow(chunk.messages, i * SENT_STRIDE)); else left++;
      }
      write(events, told, state.chosenEvent);
      write(messages, sent, state.chosenEvent);
      text(more, i18n.t("spacetime-span", { from: i18n.clock(Math.max(0, fromUs), 6), to: i18n.clock(toUs, 6), left }));
    },
  };
}
