// Paints the space-time diagram off the main thread. It keeps a copy of the stretches that the page sends, and
// acknowledges each picture, so that the page never sends more than it can paint.

import { createPainter } from "./painter.js";

/** @typedef {import("./painter.js").Frame} Frame */
/** @typedef {import("./rows.js").Chunk} Chunk */
/** @typedef {{canvas: OffscreenCanvas} | {key: number, chunk: Chunk | null} | {frame: Frame}} Order */

const painter = createPainter((width, height) => new OffscreenCanvas(width, height));
/** @type {Map<number, Chunk>} */
const chunks = new Map();
/** Requested once: Firefox does not return it a second time. @type {OffscreenCanvasRenderingContext2D | null} */
let pen = null;

/** @param {Frame} frame */
function paint(frame) {
  if (!pen) return;
  const { canvas } = pen;
  const width = Math.round(frame.width * frame.scale), height = Math.round(frame.height * frame.scale);
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
  painter.paint(pen, frame, frame.keys.flatMap((key) => chunks.get(key) ?? []));
}

addEventListener("message", (event) => {
  /** @type {Order} */
  const order = event.data;
  if ("canvas" in order) pen = order.canvas.getContext("2d");
  else if ("key" in order) { if (order.chunk) chunks.set(order.key, order.chunk); else chunks.delete(order.key); }
  else { paint(order.frame); postMessage("painted"); }
});
