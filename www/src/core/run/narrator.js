// Chooses the narrated events and how long each stays: no more than the user can follow, and none that is outdated.

import { overtakes, stillSo } from "./topics.js";

/** @typedef {import("../types.js").EventView} EventView */
/** @typedef {import("../types.js").Narration} Narration */

/** Real time that a headline stays while time plays, by its weight, ms. */
const HOLD_MS = [400, 900, 2_400, 8_000];
/** Real time between two changes of the list. */
const LIST_MS = 350;
const LIST_LENGTH = 8;
/** The newest events kept, and the newest of weight 2 or more, which are kept however old they are. */
const KEPT = 60, KEPT_TURNS = LIST_LENGTH + 1;
/** From this speed (1/2) on only events of weight 2 or more are narrated. */
export const FAST = 8;
/** From this many messages on they are a crowd, too many to follow one by one; below half of it, no longer. */
export const CROWD = 100;
/** Real time between two announcements to a screen reader. */
const ANNOUNCE_MS = 2_500;

/** Whether an event is a landmark of a kind. @param {EventView} event @param {string} landmark */
export const isLandmark = (event, landmark) => landmark === "event" || event.landmark === landmark;

/** Events that report that an order came to nothing. */
const LOST_ORDERS = ["order-lost", "change-refused", "transfer-refused"];

/** The last event that reports an order that came to nothing. @param {EventView[]} events Oldest first. */
export const lostOrder = (events) => events.findLast(({ kind }) => LOST_ORDERS.includes(kind));

/** Real time that a headline stays though a newer event supersedes it: long enough to be read. */
const OVERTAKEN_MS = 700;

export function createNarrator() {
  /** @type {EventView[]} */
  let fresh = [];
  /** Events heard, newest first. @type {EventView[]} */
  let heard = [];
  /** @type {EventView | null} */
  let headline = null;
  /** The next headline, while the current one is being read. @type {EventView | null} */
  let pending = null;
  /** The newest event that supersedes the headline. @type {EventView | null} */
  let truer = null;
  /** @type {EventView | null} */
  let toAnnounce = null;
  /** Whether the user asked about the headline: it stays until time plays or the user acts. */
  let stands = false;
  /** Whether the user acted since the last update. */
  let acted = false;
  /** Whether time played at the last update. */
  let played = false;
  let headlineMs = -Infinity, listMs = -Infinity, announceMs = -Infinity;
  /** @type {Narration} */
  let narration = { headline, recent: [] };

  /** The event of the greatest weight; of equals, the newest. @param {EventView[]} events */
  const best = (events) => events.reduce((/** @type {EventView | null} */ top, event) => (
    top && (top.weight > event.weight || (top.weight === event.weight && top.id > event.id)) ? top : event), null);

  /** @param {EventView[]} events Oldest first. */
  function hear(events) {
    let turns = 0;
    heard = [...[...events].reverse(), ...heard].filter((event, i) => (event.weight >= 2 && turns++ < KEPT_TURNS) || i < KEPT);
  }

  /** Updates the list of events before the headline; it changes only with it. @param {number} least Least weight. */
  function told(least) {
    const top = headline;
    const recent = heard.filter((event) => top && event !== top && event.id <= top.id && event.weight >= least).slice(0, LIST_LENGTH);
    narration = { headline, recent };
    return narration;
  }

  return {
    /** Forgets all events: a new universe has no past. */
    clear() {
      fresh = [];
      heard = [];
      headline = null;
      pending = null;
      truer = null;
      stands = false;
      toAnnounce = null;
      listMs = -Infinity;
      narration = { headline, recent: [] };
      return narration;
    },

    /**
     * @param {EventView[]} events New ones, oldest first.
     * @param {{ms: number, playing: boolean, speed: number, routine: boolean}} now
     * @returns {Narration} The same object while nothing changes.
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
      // While time plays the narration lags behind; when time stops, the last event is narrated.
      const last = halts && !stands ? heard.find((event) => event.weight >= least) : null;
      // A user's act while time stands still is narrated, whatever its weight.
      const byUser = acted && !playing && !last ? best(events) : null;
      if (playing || events.length > 0) acted = false;
      const former = headline;
      truer = (former && events.findLast((event) => overtakes(event, former))) ?? truer;
      const isUntrue = playing && !stands && truer !== null && ms - headlineMs >= OVERTAKEN_MS;
      // A waiting event may be superseded by now; then it is dropped.
      const waiting = stillSo([...(pending ? [pending] : []), ...fresh], heard);
      const next = last ?? byUser ?? best([...waiting, ...(isUntrue && truer ? [truer] : [])]);
      if (!next || (playing && ms - listMs < LIST_MS)) return narration;
      listMs = ms;
      const hold = headline ? HOLD_MS[headline.weight] ?? 0 : 0;
      fresh = [];
      if (stands || (!isUntrue && headline && playing && ms - headlineMs < (next.weight > headline.weight ? 0 : next.weight === headline.weight ? hold / 3 : hold))) {
        pending = next;
        return narration;
      }
      headline = next;
      headlineMs = ms;
      pending = null;
      truer = null;
      return told(least);
    },

    /**
     * The user asks about the event shown, and time stands still: the headline must be the event of the answer.
     * @param {EventView} shown @returns {Narration}
     */
    stand(shown) {
      headline = shown;
      truer = null;
      stands = true;
      return told(1);
    },

    /** The user acted: the act is narrated next. */
    goOn() { stands = false; acted = true; },

    /**
     * A seek reached another instant. The headline is the event or the landmark sought, or else the last event before the
     * instant, whatever its weight: one step may bring several. Events heard before that stretch still hold.
     * @param {EventView[]} events Oldest first. @param {boolean} routine @param {string} landmark The kind sought.
     * @param {number} last The last event before the instant. @param {number | null} [sought] The event sought.
     * @returns {Narration}
     */
    land(events, routine, landmark, last, sought = null) {
      const first = events[0]?.id ?? last + 1, before = heard.filter((event) => event.id < first), former = headline;
      this.clear();
      heard = before;
      headline = events.findLast(({ id }) => id === sought) ?? events.findLast((event) => isLandmark(event, landmark)) ?? events.at(-1) ?? (former && former.id < first ? former : before[0] ?? null);
      toAnnounce = headline;
      played = false;
      hear(events.filter((event) => routine || event.weight >= 1));
      return told(0);
    },

    /** The event to announce to a screen reader now, if any. @param {number} ms */
    announce(ms) {
      if (!toAnnounce || ms - announceMs < ANNOUNCE_MS) return null;
      const event = toAnnounce;
      toAnnounce = null;
      announceMs = ms;
      return event;
    },
  };
}
