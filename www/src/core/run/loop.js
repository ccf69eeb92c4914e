// The one animation loop, and the pace of virtual time.

import { workFor } from "../pieces.js";

/** @typedef {import("./lab-client.js").Lab} Lab */

/** Virtual seconds per real second; the last is as fast as the machine can run. */
export const SPEEDS = [
  1 / 1000, 1 / 500, 1 / 200, 1 / 100, 1 / 50, 1 / 20, 1 / 10, 1 / 5, 1 / 2, 1, 2, 5, 10, 50, 100, Infinity,
];

/** Real time that a frame may spend on executing events, to leave as much for drawing. */
const FRAME_BUDGET_MS = 3;
/** The same at full speed. */
const FULL_BUDGET_MS = 8;
/** Most real time that a frame catches up with: a tab that was hidden does not jump ahead. */
const LONGEST_FRAME_MS = 50;
/** Events between two looks at the clock. */
const STEPS_A_LOOK = 256;
/** At full speed a frame aims this far ahead, so that a world without events does not race to the end of time. */
const FULL_SPEED_AIM_US = 1_000_000;
/** Real time the pace must be missed before the page says so. */
const BEHIND_AFTER_MS = 400;

/**
 * @typedef {object} Tick
 * @property {number} nowUs
 * @property {boolean} changed
 * @property {boolean} stopped Whether the run failed and has stopped.
 * @property {boolean} told Whether a story holds the run until its reader continues.
 * @property {boolean} goal Whether a goal was reached.
 * @property {boolean} behind
 */

/**
 * @param {object} parts
 * @param {Lab} parts.lab
 * @param {() => number} parts.clock Real milliseconds.
 * @param {() => {playing: boolean, speed: number, limitUs?: number}} parts.pace `limitUs`: an instant that time may not pass.
 * @param {(call: () => void) => void} parts.guard Runs a call that may trap.
 * @param {(tick: Tick) => void} parts.onFrame
 */
export function createLoop({ lab, clock, pace, guard, onFrame }) {
  let scheduled = false;
  /** @type {number | null} */
  let lastMs = null;
  let nowUs = 0;
  let missedMs = 0;

  /** @param {number} elapsedMs @param {number} speed @param {number} limitUs @returns {Tick} */
  function advance(elapsedMs, speed, limitUs) {
    const full = speed === Infinity;
    const target = Math.min(limitUs, nowUs + (full ? FULL_SPEED_AIM_US : elapsedMs * 1_000 * speed));
    let changed = false, stop = "budget";
    let at = nowUs;
    workFor(clock, full ? FULL_BUDGET_MS : FRAME_BUDGET_MS, () => {
      const done = lab.advance(Math.floor(target), STEPS_A_LOOK);
      at = done.nowUs;
      changed ||= done.changed;
      stop = done.stop;
      return stop !== "budget";
    });
    // What is told as it happens is not overtaken: time stops before what was aimed at.
    const reached = stop === "reached" && Math.floor(target) <= at;
    // Fractions of a microsecond are kept, or else slow motion would never advance.
    nowUs = reached ? Math.max(target, at) : at;
    missedMs = stop !== "budget" || full ? 0 : missedMs + elapsedMs;
    return { nowUs, changed, stopped: stop === "stopped", told: stop === "told", goal: stop === "goal", behind: missedMs > BEHIND_AFTER_MS };
  }

  /** @param {number} ms */
  function frame(ms) {
    scheduled = false;
    const { playing, speed, limitUs = Infinity } = pace();
    const elapsedMs = lastMs === null ? 0 : Math.min(LONGEST_FRAME_MS, ms - lastMs);
    lastMs = playing ? ms : null;
    const moves = playing && lab.alive() && elapsedMs > 0;
    /** @type {Tick} */
    let tick = { nowUs, changed: false, stopped: false, told: false, goal: false, behind: false };
    if (moves) guard(() => { tick = advance(elapsedMs, speed, limitUs); });
    onFrame(tick);
    if (pace().playing) wake();
  }

  function wake() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(frame);
  }

  return {
    /** Requests a frame. */
    wake,
    nowUs: () => nowUs,
    /** The clock of the universe was set from elsewhere: a new universe, or a step. @param {number} us */
    setNow(us) { nowUs = us; missedMs = 0; wake(); },
    /** Ignores the real time that passed while hidden. */
    resume() { lastMs = null; wake(); },
  };
}
