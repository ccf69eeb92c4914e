// What there is to see and to hear of the universe in hand, asked for no more often than it can be read.

import { addMarks } from "../marks.js";
import { CROWD, FAST, lostOrder } from "./telling.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Selection} Selection */

/** Real time between two snapshots while time plays: messages and timers move in between by themselves. */
const LOOK_MS = 30;
/** At a fast pace, or in a crowd, nobody reads cells one by one: of so many snapshots, one holds logs and keys. */
const FAST_LOOKS = 12;
/** Real time between two feeds while time plays, and while it plays fast: nobody reads faster. */
const FEED_MS = 120, FAST_FEED_MS = 400;
/** Columns that the logs may stand beside where they should. */
const SLACK = 3;
/** World events that the universe shown beside may make up for in a frame. */
const TWIN_STEPS = 4_000;
/** Rows of the key-value state that a snapshot holds. */
const KV_ROWS = 40;

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {import("../store.js").Store} parts.store
 * @param {{nowUs: () => number}} parts.loop
 * @param {ReturnType<typeof import("./telling.js").createTeller>} parts.teller
 * @param {import("./multiverse.js").Multiverse} parts.multiverse
 * @param {() => number} parts.clock
 */
export function createWatch({ lab, store, loop, teller, multiverse, clock }) {
  /** Whether the world differs from the snapshot in the store. */
  let stale = true;
  let asked = "";
  /** Whether one came here by a leap, and not by time that passed. */
  let landed = false;
  /** What one went to. */
  let landmark = "event";
  let lookMs = -Infinity, feedMs = -Infinity;
  let looks = 0;
  /** By how much the logs grew between the last two snapshots that hold them. */
  let growth = 0;
  /** Whether something may have happened that was not heard of. */
  let unheard = false;
  /** What is seen now, if it changed. @param {boolean} changed */
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

  /** A snapshot with the window of the logs that is in sight. @param {State} state */
  function lookAtLogs({ playing, followLog, logs, logColumns: columns, logFrom }) {
    const start = (/** @type {number} */ end) => Math.max(1, end + SLACK - columns);
    // Where the end will be is guessed, since a second snapshot would cost as much as the first.
    const from = !followLog ? logFrom : logs ? start(logs.logEnd + (playing ? growth : 0)) : 1;
    let view = lab.snapshot(from, columns, KV_ROWS);
    if (followLog && Math.abs(start(view.logEnd) - from) > (playing ? SLACK : 0)) view = lab.snapshot(start(view.logEnd), columns, KV_ROWS);
    growth = logs ? Math.max(0, view.logEnd - logs.logEnd) : 0;
    store.said({ view, logs: view });
  }

  /** What has happened, if it is time to hear of it. @param {number} ms */
  function hear(ms) {
    const { playing, speed, routine, marks } = store.get();
    if (!unheard || (playing && ms - feedMs < (speed >= FAST ? FAST_FEED_MS : FEED_MS))) return;
    unheard = false;
    feedMs = ms;
    const feed = lab.feed();
    const leapt = landed && !playing;
    store.said({
      telling: leapt ? teller.land(feed.events, routine, landmark, lab.place().event) : teller.tell(feed.events, { ms, playing, speed, routine }),
      marks: addMarks(marks, feed.marks, store.get().endUs),
    });
    // Whoever gave an order has to hear that nothing comes of it: the headline may tell something else a moment later.
    const lost = leapt ? undefined : lostOrder(feed.events);
    if (lost) store.tell(`event-${lost.kind}`, { actor: lost.actor ?? "", ...lost.args });
    landed = false;
  }

  /** The universe that is shown beside, at the same instant. */
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

  /** A message that has arrived can be chosen no more. @param {Selection | null} selection @param {Float64Array} messages */
  function keep(selection, messages) {
    if (selection?.kind !== "message") return selection;
    for (let i = 0; i < messages.length; i += 8) if (messages[i] === selection.message.id) return selection;
    return null;
  }

  return {
    look, hear, lookBeside,
    /** Somebody acted, which no frame tells of. */
    outdate() {
      stale = true;
      teller.goOn();
    },
    /** One stands elsewhere. @param {string} [to] What one went to. */
    land(to = "event") {
      stale = landed = true;
      landmark = to;
    },
    /** Another universe is in hand. */
    begin() {
      stale = landed = true;
      landmark = "event";
      asked = "";
    },
  };
}
