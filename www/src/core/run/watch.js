// Polls the current universe for snapshots and events, no more often than the user can read them.

import { addMarks } from "../marks.js";
import { CROWD, FAST, lostOrder } from "./narrator.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Selection} Selection */

/** Real time between two snapshots while time plays: in between, messages and timers are extrapolated. */
const LOOK_MS = 30;
/** At high speed or with many messages nobody reads single cells: one in so many snapshots has logs and keys. */
const FAST_LOOKS = 12;
/** Real time between two feeds while time plays, at normal and at high speed: nobody reads faster. */
const FEED_MS = 120, FAST_FEED_MS = 400;
/** Real time between two counts of the rules' firings while time plays. */
const COUNT_MS = 100;
/** Marks of a feed after which more may come: as `MARKS_MAX` in `src/lab/feed.rs`. */
const MARKS_MAX = 2_000;
/** Columns by which the log window may be off. */
const SLACK = 3;
/** World events that the twin universe may run in a frame to catch up. */
const TWIN_STEPS = 4_000;
/** Rows of the key-value state in a snapshot. */
const KV_ROWS = 40;

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {import("../store.js").Store} parts.store
 * @param {{nowUs: () => number}} parts.loop
 * @param {ReturnType<typeof import("./narrator.js").createNarrator>} parts.narrator
 * @param {import("./multiverse.js").Multiverse} parts.multiverse
 * @param {() => number} parts.clock
 */
export function createWatch({ lab, store, loop, narrator, multiverse, clock }) {
  /** Whether the world differs from the snapshot in the store. */
  let stale = true;
  let asked = "";
  /** Whether the present instant was reached by a seek, not by the passing of time. */
  let landed = false;
  /** Kind of landmark that was sought. */
  let landmark = "event";
  /** The event that was sought, if it was one. @type {number | null} */
  let sought = null;
  let lookMs = -Infinity, feedMs = -Infinity;
  let looks = 0;
  /** Growth of the logs between the last two snapshots that have them. */
  let growth = 0;
  /** Whether there may be events that were not fetched yet. */
  let unheard = false;
  /** Whether rules may have fired since the last count. */
  let uncounted = true, countMs = -Infinity;
  /** Takes a snapshot, if the world or the log window changed. @param {boolean} changed */
  function look(changed) {
    const state = store.get();
    stale ||= changed;
    const columns = state.logColumns;
    const { playing, followLog, logs, view } = state;
    const query = `${followLog ? "end" : state.logFrom} ${columns}`;
    if (!stale && query === asked && logs === view) return;
    const ms = clock();
    if (stale) {
      const messages = lab.messages();
      store.said({ messages, fates: lab.fates() });
      store.chosen({ selection: keep(state.selection, messages) });
    }
    if (playing && view && query === asked && ms - lookMs < LOOK_MS) return;
    const light = playing && (state.speed >= FAST || state.messages.length > CROWD * 8) && logs && query === asked && ++looks % FAST_LOOKS !== 0;
    lookMs = ms;
    asked = query;
    if (light) store.said({ view: lab.snapshot(1, 0, 0) });
    else lookAtLogs(state);
    stale = false;
    unheard = true;
  }

  /** Takes a snapshot with the visible window of the logs. @param {State} state */
  function lookAtLogs({ playing, followLog, logs, logColumns: columns, logFrom }) {
    const start = (/** @type {number} */ end) => Math.max(1, end + SLACK - columns);
    // The end of the logs is guessed, since a second snapshot costs as much as the first.
    const from = !followLog ? logFrom : logs ? start(logs.logEnd + (playing ? growth : 0)) : 1;
    let view = lab.snapshot(from, columns, KV_ROWS);
    if (followLog && Math.abs(start(view.logEnd) - from) > (playing ? SLACK : 0)) view = lab.snapshot(start(view.logEnd), columns, KV_ROWS);
    growth = logs ? Math.max(0, view.logEnd - logs.logEnd) : 0;
    store.said({ view, logs: view });
  }

  /** Fetches new events, if it is time to. @param {number} ms */
  function hear(ms) {
    const { playing, speed, routine, marks } = store.get();
    if (!unheard || (playing && ms - feedMs < (speed >= FAST ? FAST_FEED_MS : FEED_MS))) return;
    feedMs = ms;
    const feed = lab.feed();
    // A trace has marks of all that is told, of which a feed has some.
    unheard = feed.marks.length >= MARKS_MAX;
    const leapt = landed && !playing;
    store.said({
      narration: leapt ? narrator.land(feed.events, routine, landmark, lab.place().event, sought) : narrator.tell(feed.events, { ms, playing, speed, routine }),
      marks: addMarks(marks, feed.marks, store.get().endUs),
    });
    // Users must learn that their order came to nothing: the headline may be replaced a moment later.
    const lost = leapt ? undefined : lostOrder(feed.events);
    if (lost) store.tell(`event-${lost.kind}`, { actor: lost.actor ?? "", ...lost.args });
    landed = false;
  }

  /** Counts the rules' firings, if their panel is open and it is time to. @param {boolean} changed */
  function count(changed) {
    uncounted ||= changed;
    const { tab, playing } = store.get(), ms = clock();
    if (tab !== "rules" || !uncounted || (playing && ms - countMs < COUNT_MS)) return;
    uncounted = false;
    countMs = ms;
    store.said({ firings: lab.firings() });
  }

  /** Brings the twin universe to the same instant. */
  function lookBeside() {
    const { twin, nowUs, logColumns, logFrom } = store.get();
    const kept = twin === null ? null : multiverse.kept(twin);
    if (!kept) { if (twin !== null) { store.chosen({ twin: null }); store.said({ twinView: null }); } return; }
    const other = lab.beside(kept);
    const place = other.place();
    if (place.nowUs === Math.floor(nowUs) && store.get().twinView) return;
    if (nowUs < place.nowUs || nowUs < place.endUs) other.seekUs(nowUs); else other.pass(nowUs, TWIN_STEPS);
    store.said({ twinView: other.snapshot(logFrom, logColumns, 0), twinMessages: other.messages() });
  }

  /** Drops a message that is no longer in flight. @param {Selection | null} selection @param {Float64Array} messages */
  function keep(selection, messages) {
    if (selection?.kind !== "message") return selection;
    for (let i = 0; i < messages.length; i += 8) if (messages[i] === selection.message.id) return selection;
    return null;
  }

  return {
    look, hear, count, lookBeside,
    /** The user acted, which `Tick.changed` does not report. */
    outdate() {
      stale = uncounted = true;
      narrator.goOn();
    },
    /** A seek reached another instant. @param {string} [to] Kind of landmark that was sought. @param {number | null} [event]
     * The event that was sought. */
    land(to = "event", event = null) {
      stale = landed = uncounted = true;
      landmark = to;
      sought = event;
    },
    /** Another universe is current. */
    begin() {
      stale = landed = uncounted = true;
      landmark = "event";
      sought = null;
      asked = "";
    },
  };
}
