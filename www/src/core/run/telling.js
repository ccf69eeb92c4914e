// What is told, and for how long: never more than the eye can follow, and never what is no longer so.

import { overtakes, stillSo } from "./topics.js";

/** @typedef {import("../types.js").EventView} EventView */
/** @typedef {import("../types.js").Telling} Telling */

/** Real time that a headline stays, by its weight, while time plays. */
const HOLD_MS = [400, 900, 2_400, 8_000];
/** Real time between two changes of the list. */
const LIST_MS = 350;
const LIST_LENGTH = 8;
/** So many of the newest events are known when time stands still, and however long ago so many turns of events. */
const KEPT = 60, KEPT_TURNS = LIST_LENGTH + 1;
/** From this speed on (1/2) only turns of events are told. */
export const FAST = 8;
/** From so many messages on it is a crowd, which no eye can follow one by one; below half of it, no more. */
export const CROWD = 100;
/** Real time between two announcements to a screen reader. */
const ANNOUNCE_MS = 2_500;

/** What one can go to, and the events that are such a place, as src/lab/history.rs has it. @type {Record<string, string[]>} */
const LANDMARKS = {
  message: ["message-delivered", "message-lost"],
  election: ["election-won"],
  commit: ["commit-advanced"],
  fault: ["crashed", "stopped", "wiped", "paused", "partitioned", "link-cut", "disk-changed", "restarted", "resumed", "healed", "link-joined"],
};

/** Whether an event is one that somebody may go to by the name of its kind. @param {EventView} event @param {string} landmark */
export const isLandmark = (event, landmark) => LANDMARKS[landmark]?.includes(event.kind) ?? true;

/** What tells that nothing comes of an order. */
const LOST_ORDERS = ["order-lost", "change-refused", "transfer-refused"];

/** The last order of which nothing comes. @param {EventView[]} events Oldest first. */
export const lostOrder = (events) => events.findLast(({ kind }) => LOST_ORDERS.includes(kind));

/** Real time that a headline stays though something newer has made it untrue: it is not snatched away. */
const OVERTAKEN_MS = 700;

export function createTeller() {
  /** @type {EventView[]} */
  let fresh = [];
  /** What was heard, newest first. @type {EventView[]} */
  let heard = [];
  /** @type {EventView | null} */
  let headline = null;
  /** What waits for the headline to have been read. @type {EventView | null} */
  let pending = null;
  /** What is true now of what the headline tells. @type {EventView | null} */
  let truer = null;
  /** @type {EventView | null} */
  let toAnnounce = null;
  /** Whether the headline is one that somebody asked about: it stays until time goes on or somebody acts. */
  let stands = false;
  /** Whether somebody acted since something was told last. */
  let acted = false;
  /** Whether time played when something was told last. */
  let played = false;
  let headlineMs = -Infinity, listMs = -Infinity, announceMs = -Infinity;
  /** @type {Telling} */
  let telling = { headline, recent: [] };

  /** The most telling of some events, and of equals the newest. @param {EventView[]} events */
  const best = (events) => events.reduce((/** @type {EventView | null} */ top, event) => (
    top && (top.weight > event.weight || (top.weight === event.weight && top.id > event.id)) ? top : event), null);

  /** @param {EventView[]} events Oldest first. */
  function hear(events) {
    let turns = 0;
    heard = [...[...events].reverse(), ...heard].filter((event, i) => (event.weight >= 2 && turns++ < KEPT_TURNS) || i < KEPT);
  }

  /** The list is of what came before the headline, and so stands as long as that does. @param {number} least Weight of what is told. */
  function told(least) {
    const top = headline;
    const recent = heard.filter((event) => top && event !== top && event.id <= top.id && event.weight >= least).slice(0, LIST_LENGTH);
    telling = { headline, recent };
    return telling;
  }

  return {
    /** A new universe has no past. */
    clear() {
      fresh = [];
      heard = [];
      headline = null;
      pending = null;
      truer = null;
      stands = false;
      toAnnounce = null;
      listMs = -Infinity;
      telling = { headline, recent: [] };
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
      const halts = played && !playing;
      played = playing;
      hear(events.filter((event) => routine || event.weight >= 1));
      fresh = [...fresh, ...events.filter((event) => event.weight >= least)].slice(-KEPT);
      for (const event of events) {
        if (event.weight >= 2 || event.kind.includes("commit")) toAnnounce = best(toAnnounce ? [toAnnounce, event] : [event]);
      }
      // What is told while time plays is behind it; when time comes to stand, the last thing that happened is told.
      const last = halts && !stands ? heard.find((event) => event.weight >= least) : null;
      // What somebody does while time stands still is told, however little it is.
      const deed = acted && !playing && !last ? best(events) : null;
      if (playing || events.length > 0) acted = false;
      const former = headline;
      truer = (former && events.findLast((event) => overtakes(event, former))) ?? truer;
      const isUntrue = playing && !stands && truer !== null && ms - headlineMs >= OVERTAKEN_MS;
      // What waited for its turn may be no longer so, and then it is not told.
      const waiting = stillSo([...(pending ? [pending] : []), ...fresh], heard);
      const next = last ?? deed ?? best([...waiting, ...(isUntrue && truer ? [truer] : [])]);
      if (!next || (playing && ms - listMs < LIST_MS)) return telling;
      listMs = ms;
      const hold = headline ? HOLD_MS[headline.weight] ?? 0 : 0;
      fresh = [];
      if (stands || (!isUntrue && headline && playing && ms - headlineMs < (next.weight > headline.weight ? 0 : next.weight === headline.weight ? hold / 3 : hold))) {
        pending = next;
        return telling;
      }
      headline = next;
      headlineMs = ms;
      pending = null;
      truer = null;
      return told(least);
    },

    /**
     * Somebody asks about what is shown, and time stands still: what is answered and what is told shall be the same.
     * @param {EventView} shown @returns {Telling}
     */
    stand(shown) {
      headline = shown;
      truer = null;
      stands = true;
      return told(1);
    },

    /** Somebody acted: that is to be told. */
    goOn() { stands = false; acted = true; },

    /**
     * One has leapt somewhere: what counts is what one went to, or else what happened last before it, and it counts
     * whatever it is. What was heard of the time before goes on being so.
     * @param {EventView[]} events Oldest first. @param {boolean} routine @param {string} landmark What one went to.
     * @param {number} last The last event before where one stands. @returns {Telling}
     */
    land(events, routine, landmark, last) {
      const first = events[0]?.id ?? last + 1, before = heard.filter((event) => event.id < first), former = headline;
      this.clear();
      heard = before;
      headline = events.findLast((event) => isLandmark(event, landmark)) ?? events.at(-1) ?? (former && former.id < first ? former : before[0] ?? null);
      toAnnounce = headline;
      played = false;
      hear(events.filter((event) => routine || event.weight >= 1));
      return told(0);
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
