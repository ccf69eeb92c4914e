// Going anywhere in the run of the universe in hand.

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Advance} Advance */

/** World events that time may bring which passes at once. */
const PASSED_STEPS = 100_000;

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {{set: (patch: Partial<State>) => void}} parts.store
 * @param {{setNow: (us: number) => void}} parts.loop
 * @param {{land: () => void}} parts.watch
 * @param {{outdate: () => void}} parts.explainer
 * @param {(call: () => void) => void} parts.safely Runs what may trap.
 */
export function createTravels({ lab, store, loop, watch, explainer, safely }) {
  /** @param {Advance} place */
  function arrive({ nowUs, endUs }) {
    watch.land();
    store.set({ nowUs, endUs });
    loop.setNow(nowUs);
  }

  /** Goes somewhere, where time stands still. @param {() => Advance} go */
  function leap(go) {
    safely(() => {
      store.set({ playing: false });
      arrive(go());
    });
  }

  return {
    arrive,
    /** To the next or the last event, message, election, commit or fault. @param {string} kind @param {boolean} forward */
    seekLandmark(kind, forward) { leap(() => lab.seekLandmark(kind, forward)); },
    /** @param {number} event */
    seekEvent(event) { leap(() => lab.seekEvent(event)); },
    seekEnd() { leap(lab.seekEnd); },
    /** Lets so much time pass at once. @param {number} us */
    pass(us) {
      explainer.outdate();
      leap(() => lab.advance(lab.place().nowUs + us, PASSED_STEPS));
    },
    /** Time may go on from there. @param {number} us */
    seekUs(us) { safely(() => arrive(lab.seekUs(us))); },
  };
}
