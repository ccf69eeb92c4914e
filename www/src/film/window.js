// The part of the space-time diagram that a film shows: from its first step to its last.

/** The width that is assumed while the diagram is closed, px. */
const WIDTH = 1_200;
/** The parts of the width before the first step and after the last. */
const BEFORE = 0.06, AFTER = 0.08;
/** The shortest film that is worth a window, µs. */
const SHORTEST_US = 10_000;

/** @param {Pick<import("../core/types.js").FilmView, "steps">} film @param {number} width */
export function windowOf({ steps }, width) {
  const from = steps[0]?.atUs ?? 0, span = Math.max(SHORTEST_US, (steps.at(-1)?.atUs ?? 0) - from);
  const whole = span / (1 - BEFORE - AFTER);
  return { follow: false, leftUs: from - whole * BEFORE, usPerPx: whole / (width || WIDTH) };
}
