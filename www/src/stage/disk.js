// The disk under a node: its snapshot, its last entries, and its condition.

import { attr, svg } from "../core/dom.js";
import { round } from "./geometry.js";

/** @typedef {import("../core/types.js").NodeView} NodeView */

/** Entries drawn, normally and when there are many nodes; a longer log shows its end. */
const SLOTS = 6, DENSE_SLOTS = 4;
const SLOT = 8;
const PITCH = 10;
/** Width of a snapshot. */
const SHEET = 14;

/** Path of the line under the entries, from x over a width: a full disk has a wall, a failing one a cross, a torn one a
 * jagged end. @type {Record<string, (x: number, width: number) => string>} */
const PLATTERS = {
  well: (x, width) => `M${x} 12h${width}`,
  full: (x, width) => `M${x} 12h${width}v-14M${x} 12v-5`,
  fails: (x, width) => `M${x} 12h${width}M${x + width + 4} 0l8 8m0-8l-8 8`,
  torn: (x, width) => `M${x} 12h${width}l3-4 3 7 3-7 3 4`,
};

/**
 * Draws the last entries written: filled once durable, hollow until then; before them the snapshot, as far as it has
 * been received; and a mark at the left while a term or a vote is not yet durable.
 * @param {SVGGElement} group @param {NodeView} node @param {[number, number] | undefined} receiving Bytes of a snapshot
 *   received, and in total.
 * @param {boolean} dense
 */
export function writeDisk(group, node, receiving, dense) {
  const { disk } = node, slots = dense ? DENSE_SLOTS : SLOTS;
  const end = disk.lastIndex + disk.pendingEntries;
  const first = Math.max(disk.snapshotIndex + 1, end - slots + 1);
  const count = Math.max(0, end - first + 1), durable = disk.lastIndex - first + 1;
  const earlier = first > disk.snapshotIndex + 1;
  const sheet = receiving || disk.pendingSnapshot ? "pending" : disk.snapshotIndex > 0 ? "durable" : "";
  const part = receiving ? receiving[0] / Math.max(1, receiving[1]) : disk.pendingSnapshot ? 1 : 0;
  const key = `${count}/${earlier}/${disk.pendingHardState}/${disk.state}/${sheet}/${round(part)}`;
  if (group.getAttribute("data-key") !== key) { group.setAttribute("data-key", key); makeDisk(group, count, earlier, node, sheet, part); }
  group.querySelectorAll("rect.slot").forEach((slot, i) => attr(slot, "class", i < durable ? "slot durable" : "slot pending"));
}

/** @param {SVGGElement} group @param {number} count @param {boolean} earlier @param {NodeView} node @param {string} sheet @param {number} part */
function makeDisk(group, count, earlier, { disk }, sheet, part) {
  group.replaceChildren();
  const before = sheet === "" ? 0 : SHEET + 2, width = PITCH * Math.max(count, 3) + before;
  const left = round(-width / 2 + 1), slots = left + before;
  group.append(svg("path", { class: `platter ${disk.state}`, d: (PLATTERS[disk.state] ?? PLATTERS["well"])?.(left - 2, width + 2) ?? "" }));
  if (sheet !== "") group.append(...snapshot(earlier ? left - 10 : left, sheet, part));
  for (let i = 0; i < count; i++) group.append(svg("rect", { class: "slot", x: slots + PITCH * i, y: 0, width: SLOT, height: SLOT, rx: 1.5 }));
  if (earlier) group.append(svg("path", { class: "earlier", d: `M${slots - 12 + (sheet === "" ? 0 : 3)} 4h.01M${slots - 7.5 + (sheet === "" ? 0 : 3)} 4h.01` }));
  if (disk.pendingHardState) group.append(svg("path", { class: "hard-pending", d: `M${left - (earlier ? 22 : 11)} -1l5 5-5 5-5-5z` }));
}

/** A sheet with lines; while not durable it is hollow, and filled from below as far as received.
 * @param {number} x @param {string} state @param {number} part */
function snapshot(x, state, part) {
  const height = 9 * part;
  return [
    svg("rect", { class: `sheet ${state}`, x, y: -2, width: SHEET, height: SLOT + 3, rx: 1.5 }),
    ...(state === "pending" ? [svg("rect", { class: "sheet-part", x: x + 1, y: round(8 - height), width: SHEET - 2, height: round(height) })] : []),
    svg("path", { class: "sheet-lines", d: `M${x + 3} 1h8M${x + 3} 3.5h8M${x + 3} 6h5` }),
  ];
}
