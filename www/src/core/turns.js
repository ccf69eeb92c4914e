// Turns: while time plays, one part of the page writes per frame. Most of a frame's cost is the browser's work after a
// write, so two parts that write in one frame make that frame slow, while spread over two frames neither is noticed.

/**
 * @template S
 * @typedef {object} Part
 * @property {number} everyMs Least real time between two turns: writing faster than the user reads is useless.
 * @property {(state: S) => boolean | "more" | void} update Returns false when there was nothing to write, and "more"
 *   when the rest is left for the next turn, even if other parts wait.
 */

/** A part is late after waiting this many times its `everyMs`. */
const LATE = 6;

/**
 * @template S
 * @param {Part<S>[]} parts
 */
export function createTurns(parts) {
  const line = parts.map((part) => ({ part, lastMs: -Infinity }));

  return {
    /** Writes every part at once: used while time stands still, when the page must show the exact state.
     * @param {S} state */
    all(state) { for (const { update } of parts) update(state); },

    /**
     * Lets the part write that has waited longest relative to its `everyMs`, and every late part: with slow frames, one
     * part per frame would show the past. A part with nothing to write leaves the turn to the next.
     * @param {S} state @param {number} ms @returns {boolean} Whether anything was written.
     */
    next(state, ms) {
      const wait = (/** @type {typeof line[0]} */ one) => (ms - one.lastMs) / one.part.everyMs;
      let written = false;
      for (const one of line.filter((other) => wait(other) >= 1).sort((a, b) => wait(b) - wait(a))) {
        const waited = wait(one), late = waited >= LATE && waited < Infinity;
        if (written && !late) continue;
        const wrote = one.part.update(state);
        one.lastMs = wrote === "more" ? -Infinity : ms;
        written ||= wrote !== false;
      }
      return written;
    },
  };
}
