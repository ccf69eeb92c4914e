// Answers the question in `why`, while its panel is visible.

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./lab-client.js").Lab} Lab */

/** Real time between two answers to the same question while time plays. */
const ANSWER_MS = 400;

/**
 * @param {object} parts
 * @param {Lab} parts.lab
 * @param {import("../store.js").Store} parts.store
 * @param {() => number} parts.clock
 */
export function createExplainer({ lab, store, clock }) {
  /** @type {State["why"]} */
  let answered = null;
  let outdated = false;
  let answeredMs = -Infinity;

  return {
    /**
     * Something happened, so the answer may change. Not called when the user only seeks elsewhere in the run: the
     * answer holds for the instant at which it was asked.
     */
    outdate() { outdated = true; },

    /** Answers the question, if its panel is visible. */
    look() {
      const { why, tab, playing, explanation } = store.get();
      if (tab !== "why") return;
      const isNew = why !== answered;
      if (!isNew && (!outdated || (playing && clock() - answeredMs < ANSWER_MS))) return;
      answered = why;
      outdated = false;
      answeredMs = clock();
      const next = why ? lab.why(why.question) ?? null : null;
      if (next || explanation) store.said({ explanation: next });
    },
  };
}
