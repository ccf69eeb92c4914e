// Turns: while time plays, one part of the page writes in a frame. What a frame costs is mostly what the browser does
// after a write, so that two parts written at once cost one frame twice, and two frames once each nobody notices.

/**
 * @template S
 * @typedef {object} Part
 * @property {number} everyMs Real time between two turns: no more often than it can be read.
 * @property {(state: S) => boolean | "more" | void} update Answers false when there was nothing to write, and "more" when
 *   the rest is for the next turn, whoever else waits.
 */

/** Who has waited so many times as long as it should is late. */
const LATE = 6;

/**
 * @template S
 * @param {Part<S>[]} parts
 */
export function createTurns(parts) {
  const line = parts.map((part) => ({ part, lastMs: -Infinity }));

  return {
    /** Everything is written at once: time stands still, and what is seen must be so. @param {S} state */
    all(state) { for (const { update } of parts) update(state); },

    /**
     * Lets the one write that has waited longest for its time, and whoever is late: where frames are slow, one at a time
     * would show the past. Who has nothing to write leaves the turn to the next.
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
