// The way to a place in a run that was just opened, from a link, a file or the last session: piece by piece, with a
// budget a frame, so that a run that takes long freezes nothing, and one that never ends can be left.

import { workFor } from "../pieces.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Advance} Advance */
/** @typedef {import("./record.js").Place} Place */
/** @typedef {import("./loop.js").Tick} Tick */
/** @typedef {ReturnType<typeof createJourney>} Journey */

/** Real time that a frame may spend on the way. */
const FRAME_MS = 9;
/** A goal that is reached on the way does not end it. @param {Advance} done */
const isThere = ({ stop }) => stop !== "budget" && stop !== "goal";
/** Events between two looks at the clock. */
const STEPS_A_LOOK = 512;
/** A frame of so many shows where the way has come to; drawing each would take the time that the way needs. */
const SHOWN_FRAMES = 6;

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "alive" | "script" | "place" | "pass" | "runScript" | "seekEvent">} parts.lab
 * @param {import("../store.js").Store} parts.store
 * @param {{setNow: (us: number) => void, wake: () => void}} parts.loop
 * @param {() => number} parts.clock Real milliseconds.
 * @param {(call: () => void) => void} parts.guard Runs what may trap.
 * @param {(place: Advance) => void} parts.arrive Looks around where the way has led.
 */
export function createJourney({ lab, store, loop, clock, guard, arrive }) {
  /**
   * @typedef {object} Way
   * @property {Place | null} place
   * @property {number | null} aimUs
   * @property {string} script
   * @property {number} event Where it has come to.
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

  /** Whoever plays, seeks, acts or opens something else has left the way. @param {Way} way */
  const isLeft = (way) => store.get().playing || !lab.alive() || lab.script() !== way.script || lab.place().event !== way.event;

  /** A piece of the way. Returns where it has come to, and whether that is its end. @param {Place | null} place */
  function piece(place) {
    if (place === null) {
      const done = lab.runScript(STEPS_A_LOOK);
      return { done, there: isThere(done) };
    }
    let done = lab.pass(Math.max(place.us, place.endUs), STEPS_A_LOOK);
    const there = isThere(done);
    // It was run further than where one stood; and of what was due at that very instant, not all had happened.
    if (there && done.event > place.event) done = lab.seekEvent(place.event);
    if (there && done.nowUs < place.us && done.stop === "reached") done = lab.pass(place.us, 0);
    return { done, there };
  }

  /** Goes on for the time that a frame has. @param {Way} way */
  function goOn(way) {
    let found = piece(way.place);
    if (!found.there) workFor(clock, FRAME_MS, () => (found = piece(way.place)).there);
    return found;
  }

  return {
    /** Whether a way is under way. */
    active: () => way !== null,

    /**
     * Goes to a place in the universe in hand, or to where its script leads. Calls back when it is there, or when the
     * way was left.
     * @param {Place | null} place @param {number | null} aimUs Where that is supposed to be, to tell how much is done.
     * @param {(arrived: boolean) => void} done
     */
    go(place, aimUs, done) {
      end(false);
      way = { place, aimUs: place ? Math.max(place.us, place.endUs) : aimUs, script: lab.script(), event: lab.place().event, frames: 0, done };
      loop.wake();
    },

    /** Leaves the way, and stays where it has come to. */
    leave() { end(false); loop.wake(); },

    /** What a frame does for it. @param {Tick} tick @returns {Tick} */
    frame(tick) {
      const mine = way;
      if (!mine) return tick;
      let out = tick, left = true;
      guard(() => {
        if (isLeft(mine)) return;
        const { done, there } = goOn(mine);
        const { nowUs } = done;
        left = false;
        mine.event = done.event;
        if (there) { arrive(done); end(true); }
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
