// Seeking within the run of the current universe.

/** @typedef {import("../types.js").Advance} Advance */

import { isLandmark } from "./narrator.js";

/** World events that `pass` may run at once. */
const PASSED_STEPS = 100_000;

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {Pick<import("../store.js").Store, "said" | "chosen" | "tell">} parts.store
 * @param {{setNow: (us: number) => void}} parts.loop
 * @param {{land: (landmark?: string, sought?: number | null) => void}} parts.watch
 * @param {Pick<import("./reader.js").Reader, "goOn" | "outdate">} parts.reader
 * @param {{outdate: () => void}} parts.explainer
 * @param {(call: () => void) => void} parts.safely Runs a call that may trap.
 */
export function createTravels({ lab, store, loop, watch, reader, explainer, safely }) {
  /** @param {Advance} place @param {string} [landmark] Kind of landmark that was sought. @param {number} [event] The event
   * that was sought. */
  function arrive({ nowUs, endUs }, landmark, event) {
    watch.land(landmark, event);
    reader.outdate();
    store.said({ nowUs, endUs });
    loop.setNow(nowUs);
  }

  /** Seeks to a place and pauses there. @param {() => Advance} go @param {string} [landmark] @param {number} [event] */
  function leap(go, landmark, event) {
    safely(() => {
      store.chosen({ playing: false });
      arrive(go(), landmark, event);
    });
  }

  /** Seeks the next landmark of a kind; if none comes, stays in place. @param {string} kind */
  function seekNext(kind) {
    safely(() => {
      store.chosen({ playing: false });
      // A reader who steps on has read the card.
      if (!reader.goOn()) return;
      const inVainUs = kind === "event" ? null : lab.searchedInVain(kind, (event) => isLandmark(event, kind));
      if (inVainUs === null) arrive(lab.seekLandmark(kind, true), kind);
      else store.tell("note-no-landmark", { landmark: kind, s: Math.round(inVainUs / 1e6) });
    });
  }

  /** Seeks the last landmark of a kind; if there is none, the beginning. @param {string} kind */
  function seekLast(kind) {
    leap(() => {
      const place = lab.seekLandmark(kind, false);
      if (place.event === 0 && kind !== "event") store.tell("note-no-landmark-before", { landmark: kind });
      return place;
    }, kind);
  }

  return {
    arrive: (/** @type {Advance} */ place) => arrive(place), leap,
    /** Seeks the next or the last event, message, election, commit or fault.
     * @param {string} kind @param {boolean} forward */
    seekLandmark(kind, forward) { if (forward) seekNext(kind); else seekLast(kind); },
    /** @param {number} event */
    seekEvent(event) { leap(() => lab.seekEvent(event), "event", event); },
    /** Goes to an event; unlike `seekEvent`, does not pause. @param {number} event */
    reachEvent(event) { safely(() => arrive(lab.seekEvent(event), "event", event)); },
    seekEnd() { leap(lab.seekEnd); },
    /** Lets this much time pass at once. @param {number} us */
    pass(us) {
      explainer.outdate();
      leap(() => lab.advance(lab.place().nowUs + us, PASSED_STEPS));
    },
    /** Seeks an instant; unlike the other seeks, does not pause. @param {number} us */
    seekUs(us) { safely(() => arrive(lab.seekUs(us))); },
  };
}
