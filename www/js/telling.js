// What is told, and for how long: never more than the eye can follow.

/** @typedef {import("./types.js").EventView} EventView */
/** @typedef {import("./types.js").Telling} Telling */

/** Real time that a headline stays, by its weight, while time plays. */
const HOLD_MS = [400, 900, 2_400, 8_000];
/** Real time between two changes of the list. */
const LIST_MS = 350;
const LIST_LENGTH = 8;
/** From this speed on (1/2) only turns of events are told. */
export const FAST = 8;
/** From so many messages on it is a crowd, which no eye can follow one by one; below half of it, no more. */
export const CROWD = 100;
/** Real time between two announcements to a screen reader. */
const ANNOUNCE_MS = 2_500;

export function createTeller() {
  /** @type {EventView[]} */
  let fresh = [];
  /** @type {EventView[]} */
  let recent = [];
  /** @type {EventView | null} */
  let headline = null;
  /** What waits for the headline to have been read. @type {EventView | null} */
  let pending = null;
  /** @type {EventView | null} */
  let toAnnounce = null;
  /** Whether the headline is one that somebody asked about: it stays until time goes on or somebody acts. */
  let stands = false;
  let headlineMs = -Infinity, listMs = -Infinity, announceMs = -Infinity;
  /** @type {Telling} */
  let telling = { headline, recent };

  /** The most telling of some events, and of equals the newest. @param {EventView[]} events */
  const best = (events) => events.reduce((/** @type {EventView | null} */ top, event) => (top && top.weight > event.weight ? top : event), null);

  function told() {
    telling = { headline, recent: recent.filter((event) => event !== headline).slice(0, LIST_LENGTH) };
    return telling;
  }

  return {
    /** A new universe has no past. */
    clear() {
      fresh = [];
      recent = [];
      headline = null;
      pending = null;
      stands = false;
      toAnnounce = null;
      listMs = -Infinity;
      telling = { headline, recent };
      return telling;
    },

    /**
     * @param {EventView[]} events New ones, oldest first.
     * @param {{ms: number, playing: boolean, speed: number, routine: boolean}} now
     * @returns {Telling} The same object while nothing changes.
     */
    tell(events, { ms, playing, speed, routine }) {
      if (playing) stands = false;
      const least = routine ? 0 : playing && speed >= FAST ? 2 : 1;
      fresh = [...fresh, ...events.filter((event) => event.weight >= least)].slice(-60);
      for (const event of events) {
        if (event.weight >= 2 || event.kind.includes("commit")) toAnnounce = best(toAnnounce ? [toAnnounce, event] : [event]);
      }
      const next = best(pending ? [pending, ...fresh] : fresh);
      if (!next || (playing && ms - listMs < LIST_MS)) return telling;
      listMs = ms;
      const hold = headline ? HOLD_MS[headline.weight] ?? 0 : 0;
      if (!stands && (!headline || !playing || ms - headlineMs >= (next.weight > headline.weight ? 0 : next.weight === headline.weight ? hold / 3 : hold))) {
        headline = next;
        headlineMs = ms;
        pending = null;
      } else {
        pending = next;
        if (fresh.length === 0) return telling;
      }
      recent = [...fresh.reverse(), ...recent].slice(0, LIST_LENGTH + 1);
      fresh = [];
      return told();
    },

    /**
     * Somebody asks about what is shown, and time stands still: what is answered and what is told shall be the same.
     * @param {EventView} shown @returns {Telling}
     */
    stand(shown) {
      headline = shown;
      stands = true;
      return told();
    },

    /** Somebody acted: that is to be told. */
    goOn() { stands = false; },

    /**
     * One has leapt somewhere: what counts is what happened last before it, and it counts whatever it is.
     * @param {EventView[]} events Oldest first. @param {boolean} routine @returns {Telling}
     */
    land(events, routine) {
      this.clear();
      headline = events.at(-1) ?? null;
      recent = events.slice(0, -1).filter((event) => routine || event.weight >= 1).reverse().slice(0, LIST_LENGTH);
      toAnnounce = headline;
      telling = { headline, recent };
      return telling;
    },

    /** What a screen reader is told now, if anything. @param {number} ms */
    announce(ms) {
      if (!toAnnounce || ms - announceMs < ANNOUNCE_MS) return null;
      const event = toAnnounce;
      toAnnounce = null;
      announceMs = ms;
      return event;
    },
  };
}
