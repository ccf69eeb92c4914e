// Places a box above or below a line of text, wherever it covers the least of the controls.

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

/** Margin to the edge of the page, and gap between a term and its tooltip. */
const EDGE = 8, GAP = 6;

/** The area that two boxes share. @param {Box} a @param {Box} b */
function overlap(a, b) {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * @param {{left: number, top: number, bottom: number}} term @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} page @param {Box[]} controls
 * @returns {{left: number, top: number, side: "above" | "below"}}
 */
export function placeBox(term, size, page, controls) {
  const left = Math.max(EDGE, Math.min(term.left, page.width - size.width - EDGE));
  const places = /** @type {const} */ ([["above", term.top - GAP - size.height], ["below", term.bottom + GAP]]).map(([side, wanted]) => {
    const top = Math.max(EDGE, Math.min(wanted, page.height - size.height - EDGE));
    const covered = controls.reduce((sum, control) => sum + overlap({ left, top, ...size }, control), 0);
    // A box that had to be shifted would cover the term, so the shift counts as covered area.
    return { side, left, top, cost: covered + Math.abs(top - wanted) * size.width };
  });
  const [above, below] = places;
  const { side, top } = above && below && below.cost < above.cost ? below : above ?? { side: "above", top: EDGE };
  return { left, top, side };
}
