// The text in a row whose log ends before the visible columns: where it ends.

import { attr, el, keyed, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").NodeView} NodeView */

/**
 * A layer over the logs that does not move with them.
 * @param {import("../core/types.js").I18n} i18n
 */
export function createLogEnds(i18n) {
  const layer = el("div", { class: "log-ends", "aria-hidden": "true" });
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();

  return {
    layer,
    /** @param {NodeView[]} nodes @param {number} first The first index in sight. */
    update(nodes, first) {
      keyed(layer, held, nodes, (node) => node.name, () => el("div", { class: "log-end" }), (row, { name, lastIndex }) => {
        const isOver = lastIndex < first;
        attr(row, "data-node", name);
        text(row, isOver ? i18n.t("logs-ends", { index: lastIndex }) : "");
      });
    },
  };
}
