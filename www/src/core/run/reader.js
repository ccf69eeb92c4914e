// The reader of a story: their place, their predictions, and the goals reached. Place and goals are kept by the core;
// this module copies them to the store.

import { SPEEDS } from "./loop.js";

/** @typedef {import("../types.js").StoryPlace} StoryPlace */
/** @typedef {import("../types.js").State} State */
/** @typedef {ReturnType<typeof createReader>} Reader */

/** Index of the speed nearest to a pace (virtual and real time). @param {[number, number]} pace */
export function speedOf([virtual, real]) {
  const wanted = Math.log(virtual / real);
  const far = (/** @type {number} */ speed) => Math.abs(Math.log(speed) - wanted);
  const finite = SPEEDS.filter(Number.isFinite);
  return finite.reduce((best, speed, i) => (far(speed) < far(finite[best] ?? 1) ? i : best), 0);
}

/** The card that the reader is at. @param {Pick<State, "story" | "reading">} state */
export const cardOf = ({ story, reading }) => (story && reading && reading.card !== null ? story.cards[reading.card] ?? null : null);

/** Whether the card has a question without a prediction. @param {State} state */
export function isAsked(state) {
  const { reading, predictions } = state, card = cardOf(state);
  return Boolean(reading?.stands && card?.question && card.asked === null && predictions[reading.card ?? 0] === undefined);
}

/** Whether the reader can continue: from where time stands, or after all goals are reached. @param {State} state */
export function canGoOn(state) {
  const { reading } = state, card = cardOf(state);
  if (!reading || !card) return false;
  return reading.stands ? !isAsked(state) : card.goals.length > 0 && reading.goals.every((at) => at !== null) && !state.playing;
}

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {import("../store.js").Store} parts.store
 */
export function createReader({ lab, store }) {
  /** Whether the reader's place in the store may be outdated. */
  let stale = false;
  /** The last pace applied: a later choice of the user is not overwritten. */
  let pace = "";

  function refresh() {
    stale = false;
    const { story, reading } = store.get();
    if (!story) return;
    const found = lab.storyPlace();
    if (JSON.stringify(found) === JSON.stringify(reading)) return;
    store.said({ reading: found });
    const wanted = JSON.stringify(found.pace);
    if (found.pace && wanted !== pace) store.chosen({ speed: speedOf(found.pace) });
    pace = wanted;
  }

  return {
    /** Another universe is current. */
    begin() {
      const story = lab.story();
      pace = "";
      store.said({ story, reading: null });
      stale = story !== null;
    },

    /** The user acted, or a seek reached another instant. */
    outdate() {
      stale = true;
      if (store.get().story) store.said({ story: lab.story() });
    },

    /** Reacts to a frame. @param {import("./loop.js").Tick} tick */
    look({ changed, told, goal }) {
      if (goal) store.said({ script: lab.learnScript() });
      if (stale || changed || told || goal) refresh();
      const { reading } = store.get();
      if (told || (goal && reading?.goals.every((at) => at !== null))) store.chosen({ playing: false });
    },

    /** Continues from where time stands. @returns {boolean} Whether the reader is no longer held up. */
    goOn() {
      const state = store.get();
      if (!state.reading?.stands) return true;
      if (isAsked(state)) { store.tell("note-predict-first"); return false; }
      lab.goOn();
      refresh();
      return true;
    },

    /** Records the reader's prediction. @param {number} answer */
    predict(answer) {
      const { reading, predictions } = store.get();
      if (reading && reading.card !== null) store.chosen({ predictions: { ...predictions, [reading.card]: answer } });
    },
  };
}
