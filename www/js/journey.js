// The way to a place in a run that was just opened, from a link, a file or the last session: piece by piece, with a
// budget a frame, so that a run that takes long freezes nothing, and one that never ends can be left.

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./record.js").Place} Place */
/** @typedef {import("./loop.js").Tick} Tick */
/** @typedef {ReturnType<typeof createJourney>} Journey */

/** Real time that a frame may spend on the way. */
const FRAME_MS = 9;
/** Events between two looks at the clock. */
const STEPS_A_LOOK = 512;
/** A frame of so many shows where the way has come to; drawing each would take the time that the way needs. */
const SHOWN_FRAMES = 6;

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "alive" | "script" | "advance" | "runScript" | "seekEvent">} parts.lab
 * @param {{get: () => State, set: (patch: Partial<State>) => void}} parts.store
 * @param {{setNow: (us: number) => void, wake: () => void}} parts.loop
 * @param {() => number} parts.clock Real milliseconds.
 * @param {(call: () => void) => void} parts.guard Runs what may trap.
 */
export function createJourney({ lab, store, loop, clock, guard }) {
  /** @type {{place: Place | null, aimUs: number | null, script: string, frames: number, done: (arrived: boolean) => void} | null} */
  let way = null;

  /** @param {boolean} arrived */
  function end(arrived) {
    const ended = way;
    way = null;
    if (store.get().journey) store.set({ journey: null });
    ended?.done(arrived);
  }

  /** A piece of the way. Returns where it has come to, and whether that is its end. @param {Place | null} place */
  function piece(place) {
    if (place === null) {
      const done = lab.runScript(STEPS_A_LOOK);
      return { done, arrived: done.stop !== "budget" };
    }
    let done = lab.advance(place.us, STEPS_A_LOOK);
    const arrived = done.stop !== "budget";
    // Of what is due at that very instant, not all had happened there.
    if (arrived && done.event > place.event) done = lab.seekEvent(place.event);
    if (arrived && done.nowUs < place.us && done.stop === "reached") done = lab.advance(place.us, 0);
    return { done, arrived };
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
      way = { place, aimUs: place?.us ?? aimUs, script: lab.script(), frames: 0, done };
      loop.wake();
    },

    /** Leaves the way, and stays where it has come to. */
    leave() { end(false); loop.wake(); },

    /** What a frame does for it. @param {Tick} tick @returns {Tick} */
    frame(tick) {
      if (!way) return tick;
      // Whoever plays, acts or opens something else has left the way.
      if (store.get().playing || !lab.alive() || lab.script() !== way.script) { end(false); return tick; }
      const { place, aimUs } = way, deadline = clock() + FRAME_MS;
      let nowUs = tick.nowUs, arrived = false;
      guard(() => {
        do {
          const { done, arrived: there } = piece(place);
          nowUs = done.nowUs;
          arrived = there;
        } while (!arrived && clock() < deadline);
      });
      if (!lab.alive()) { end(false); return tick; }
      const shown = arrived || way.frames++ % SHOWN_FRAMES === 0;
      if (arrived) end(true);
      else if (shown) store.set({ journey: { part: aimUs ? Math.min(1, nowUs / aimUs) : null, nowUs } });
      loop.setNow(nowUs);
      return { ...tick, nowUs, changed: tick.changed || shown };
    },
  };
}
