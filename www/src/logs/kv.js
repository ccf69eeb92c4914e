// The key-value state of every node.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { shownText } from "../core/requests.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** Longest text that fits a cell and needs no tooltip, since writing a title makes the browser recompute styles. */
const FITS = 4;

/** @param {HTMLElement} root @param {Context} context */
export function createKv(root, { i18n }) {
  const heads = el("tr"), body = el("tbody");
  const table = el("table", { class: "kv data" }, el("caption", { class: "sr", l10n: "kv" }), el("thead", {}, heads), body);
  const more = el("p", { class: "empty" }), empty = el("p", { class: "empty" });
  const foot = el("i", { class: "kv-foot", "aria-hidden": "true" });
  const below = svg("svg", { viewBox: "0 0 12 12", class: "icon kv-more", "aria-hidden": "true" }, svg("path", { d: "M2 4l4 4 4-4" }));
  const scroller = el("div", { class: "kv-scroller", tabindex: 0, role: "region", l10n: "kv-scroller" }, table, empty, more, foot);
  root.append(el("h2", { l10n: "kv" }), scroller, below);
  watchFoot(scroller, foot, (out) => toggle(root, "more-below", out));
  /** @type {Map<string, HTMLTableCellElement>} */
  const heldHeads = new Map();
  /** @type {Map<string, HTMLTableRowElement>} */
  const held = new Map();
  const changed = changes();

  return {
    /** @param {State} state */
    update(state) {
      const view = state.logs;
      if (!view || !changed(view, state.lang)) return false;
      hide(table, view.kv.length === 0);
      hide(empty, view.kv.length > 0);
      if (view.kv.length === 0) {
        const why = emptyOf(view), asks = !state.told && ["keyless", "nothing"].includes(why);
        text(empty, [i18n.t("kv-empty", { why }), ...(asks ? [i18n.t("kv-hint")] : [])].join(" "));
      }
      hide(more, view.kvMore === 0);
      if (view.kvMore > 0) text(more, i18n.t("kv-more", { n: view.kvMore }));
      keyed(heads, heldHeads, [{ name: "", node: null }, ...view.nodes.map((node) => ({ name: node.name, node }))],
        (head) => head.name, () => el("th", { scope: "col" }), (cell, head) => {
          text(cell, head.node ? head.name : i18n.t("kv-key"));
          toggle(cell, "leader", head.node?.status === "up" && head.node.role === "leader");
          toggle(cell, "doubted", head.node?.heard?.doubted ?? false);
          toggle(cell, "down", head.node?.status === "down");
        });
      // Truncated keys may be equal, so their position is added.
      keyed(body, held, view.kv.entries(), ([i, row]) => (row.cut?.[0] ? `${row.key} ${i}` : row.key), () => el("tr", {}, el("th", { scope: "row" }, el("bdi"))), (line, [, row]) => {
        const key = /** @type {HTMLElement} */ (line.querySelector("bdi")), shownKey = shownText(row.key, row.cut?.[0], i18n);
        text(key, shownKey === "" ? "“”" : shownKey);
        attr(key, "title", shownKey);
        while (line.children.length > row.values.length + 1) line.lastElementChild?.remove();
        row.values.forEach((value, i) => {
          if (!line.children[i + 1]) line.append(el("td", {}, el("bdi")));
          const cell = /** @type {HTMLElement} */ (line.children[i + 1]);
          const shown = value == null ? "–" : shownText(value, row.cut?.[i + 1], i18n);
          text(/** @type {Element} */ (cell.firstElementChild), shown);
          attr(cell, "title", shown.length > FITS ? shown : null);
          toggle(cell, "absent", value == null);
          toggle(cell, "down", view.nodes[i]?.status === "down");
        });
      });
      return true;
    },
  };
}

/** The reason why no node holds a key, as a variant of the message `kv-empty`.
 * @param {import("../core/types.js").ClusterView} view */
function emptyOf({ nodes }) {
  if (!nodes.some(({ lastIndex, disk }) => lastIndex > 0 || disk.lastIndex > 0)) return "nothing";
  if (nodes.every(({ status }) => status === "down")) return "down";
  // The applied entries changed no key: no-ops of new leaders, configurations.
  return nodes.some(({ lastApplied }) => lastApplied > 0) ? "keyless" : "unapplied";
}

/**
 * Reports whether the end of a scroller is out of sight. An observer, because asking for it after a change forces a
 * layout.
 * @param {Element} scroller @param {Element} foot @param {(out: boolean) => void} tell
 */
function watchFoot(scroller, foot, tell) {
  new IntersectionObserver(([entry]) => { if (entry) tell(!entry.isIntersecting); }, { root: scroller }).observe(foot);
}
