// The compacted part of a log: one block, from the first index to the last in the snapshot.

import { attr, el, text, toggle } from "../core/dom.js";

/** Least number of columns for the long text of the block. */
const WORDS_FROM = 3;

/**
 * Returns a function that writes the block of a row, and returns whether it changed.
 * @param {number} column Width of a column. @param {import("../core/types.js").I18n} i18n
 * @returns {(cells: HTMLElement, node: import("../core/types.js").NodeView) => boolean}
 */
export function createCompacted(column, i18n) {
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();

  return (cells, { name, baseIndex: index, baseTerm: term, disk }) => {
    let block = held.get(name);
    if (index === 0) { block?.remove(); return held.delete(name); }
    if (!block || block.parentElement !== cells) {
      block = el("div", { class: "log-cell compacted", role: "cell", tabindex: -1, "data-node": name, "aria-colindex": 2 }, el("bdi"));
      held.set(name, block);
      cells.prepend(block);
    }
    const durable = index <= disk.snapshotIndex, key = `${index} ${durable} ${i18n.lang()}`;
    if (block.getAttribute("data-key") === key) return false;
    attr(block, "data-key", key);
    attr(block, "data-index", index);
    attr(block, "aria-colspan", index);
    block.style.width = `${index * column - 2}px`;
    toggle(block, "pending", !durable);
    text(/** @type {Element} */ (block.firstElementChild), i18n.t(index < WORDS_FROM ? "logs-compacted-short" : "logs-compacted", { index }));
    attr(block, "title", i18n.t("logs-compacted-title", { index, term, bytes: disk.snapshotBytes, durable: durable ? "yes" : "no" }));
    return true;
  };
}
