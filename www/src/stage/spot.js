// Places a bar beside a node, where it hides the least: a pure function of boxes.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{face: Box, disk: Box, words: Box, side: "left" | "right" | "above" | "below"}} Node The boxes of a node's
 * parts, and the side of its words. */

const GAP = 8;

/** The area that two boxes share. @param {Box} a @param {Box} b */
const hidden = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** The bounding box of boxes. @param {Box[]} boxes @returns {Box} */
export function around(boxes) {
  return {
    left: Math.min(...boxes.map(({ left }) => left)), top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)), bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** Candidate places, the best first: below the words, above them, beyond them, below the disk, above the node.
 * @param {Node} node @param {number} width @param {number} height @returns {[number, number][]} */
function places({ face, disk, words, side }, width, height) {
  const under = words.bottom + GAP / 2, over = words.top - GAP / 2 - height, level = (words.top + words.bottom - height) / 2;
  const below = Math.max(face.bottom, disk.bottom, words.bottom) + GAP / 2, on = Math.min(face.top, words.top) - GAP / 2 - height;
  if (side === "right") {
    const clear = Math.max(words.left, disk.right + GAP / 2);
    return [[words.left, under], [clear, under], [words.left, over], [words.right + GAP, level], [face.left, below], [face.left, on]];
  }
  if (side === "left") {
    const clear = Math.min(words.right, disk.left - GAP / 2);
    return [[words.right - width, under], [clear - width, under], [words.right - width, over], [words.left - GAP - width, level], [face.right - width, below], [face.right - width, on]];
  }
  const centre = (face.left + face.right - width) / 2;
  const beside = /** @type {[number, number][]} */ ([[words.right + GAP, level], [words.left - GAP - width, level]]);
  return side === "above" ? [...beside, [centre, on], [centre, below]] : [[centre, below], ...beside, [centre, on]];
}

/**
 * The place that hides the least; of equals, the first.
 * @param {Node} node @param {{width: number, height: number}} size @param {Box} bounds @param {Box[]} others Boxes that
 *   should stay visible.
 */
export function spotBeside(node, { width, height }, bounds, others) {
  let best = { x: bounds.left, y: bounds.top }, least = Infinity;
  for (const [left, top] of places(node, width, height)) {
    const x = Math.round(Math.max(bounds.left, Math.min(bounds.right - width, left))), y = Math.round(Math.max(bounds.top, Math.min(bounds.bottom - height, top)));
    const hides = others.reduce((sum, one) => sum + hidden({ left: x, top: y, right: x + width, bottom: y + height }, one), 0);
    if (hides < least) { best = { x, y }; least = hides; }
  }
  return best;
}
