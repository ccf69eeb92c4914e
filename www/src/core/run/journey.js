// The journey to a place in a run that was just opened from a link, a file or the last session. It runs in pieces, with
// a time budget per frame, so that a long run does not freeze the page, and an endless one can be left.

import { workFor } from "../pieces.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Advance} Advance */
/** @typedef {import("./record.js").Place} Place */
/** @typedef {import("./loop.js").Tick} Tick */
/** @typedef {ReturnType<typeof createJourney>} Journey */

/** Real time that a frame may spend on the journey. */
const FRAME_MS = 9;
/** Whether the journey has ended; a goal reached on the way does not end it. @param {Advance} done */
const isThere = ({ stop }) => stop !== "budget" && stop !== "goal";
/** Events between two looks at the clock. */
const STEPS_A_LOOK = 512;
/** One in so many frames shows the progress; drawing every frame would take time from the journey. */
const SHOWN_FRAMES = 6;

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "alive" | "script" | "place" | "pass" | "runScript" | "seekEvent">} parts.lab
 * @param {import("../store.js").Store} parts.store
 * @param {{setNow: (us: number) => void, wake: () => void}} parts.loop
 * @param {() => number} parts.clock Real milliseconds.
 * @param {(call: () => void) => void} parts.guard Runs a call that may trap.
 * @param {(place: Advance) => void} parts.arrive Called at the destination.
 */
export function createJourney({ lab, store, loop, clock, guard, arrive }) {
  /**
   * @typedef {object} Way
   * @property {Place | null} place
   * @property {number | null} aimUs
   * @property {string} script
   * @property {number} event The last event reached.
   * @property {number} frames
   * @property {(arrived: boolean) => void} done
   */
  /** @type {Way | null} */
  let way = null;

  /** @param {boolean} arrived */
  function end(arrived) {
    const ended = way;
    way = null;
    if (store.get().journey) store.said({ journey: null });
    ended?.done(arrived);
  }

  /** Whether the journey was left: by playing, seeking, acting or opening something else. @param {Way} way */
  const isLeft = (way) => store.get().playing || !lab.alive() || lab.script() !== way.script || lab.place().event !== way.event;

  /** Runs a piece. Returns the place reached, and whether it is the destination. @param {Place | null} place */
  function piece(place) {
    if (place === null) {
      const done = lab.runScript(STEPS_A_LOOK);
      return { done, there: isThere(done) };
    }
    let done = lab.pass(Math.max(place.us, place.endUs), STEPS_A_LOOK);
    const there = isThere(done);
    // The run had gone beyond the place; and of the events due at that instant, not all had happened.
    if (there && done.event > place.event) done = lab.seekEvent(place.event);
    if (there && done.nowUs < place.us && done.stop === "reached") done = lab.pass(place.us, 0);
    return { done, there };
  }

  /** Runs for the time that a frame has. @param {Way} way */
  function goOn(way) {
    let found = piece(way.place);
    if (!found.there) workFor(clock, FRAME_MS, () => (found = piece(way.place)).there);
    return found;
  }

  return {
    /** Whether a journey is under way. */
    active: () => way !== null,

    /**
     * Goes to a place in the current universe, or to the end of its script. Calls `done` on arrival, or when the
     * journey was left.
     * @param {Place | null} place @param {number | null} aimUs The expected instant of arrival, to show progress.
     * @param {(arrived: boolean) => void} done
     */
    go(place, aimUs, done) {
      end(false);
      way = { place, aimUs: place ? Math.max(place.us, place.endUs) : aimUs, script: lab.script(), event: lab.place().event, frames: 0, done };
      loop.wake();
    },

    /** Leaves the journey, and stays at the place reached. */
    leave() { end(false); loop.wake(); },

    /** Runs the journey for a frame. @param {Tick} tick @returns {Tick} */
    frame(tick) {
      const mine = way;
      if (!mine) return tick;
      let out = tick, left = true;
      guard(() => {
        if (isLeft(mine)) return;
        const { done, there } = goOn(mine);
        let { nowUs } = done;
        left = false;
        mine.event = done.event;
        // Who waited for the arrival may have gone elsewhere.
        if (there) { arrive(done); end(true); ({ nowUs } = lab.place()); }
        else if (mine.frames++ % SHOWN_FRAMES === 0) {
          store.said({ journey: { part: mine.aimUs ? Math.min(1, nowUs / mine.aimUs) : null, nowUs } });
          out = { ...tick, changed: true };
        }
        out = { ...out, nowUs };
        loop.setNow(nowUs);
      });
      if (left) end(false);
      return out;
    },
  };
}
