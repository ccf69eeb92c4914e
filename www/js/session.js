// The universe in hand: opening one, acting in it, looking at it, and losing it.

import { createExplainer } from "./explainer.js";
import { isScriptError, Trap } from "./lab-client.js";
import { Missing, OPENING } from "./library.js";
import { addMarks, marksUntil, noMarks } from "./marks.js";
import { createMultiverse } from "./multiverse.js";
import { withSetup } from "./statements.js";
import { createTeller, CROWD, FAST } from "./telling.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./lab-client.js").Lab} Lab */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {import("./types.js").Advance} Advance */
/** @typedef {ReturnType<typeof createSession>} Session */

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
/** World events that time may bring which passes at once. */
const PASSED_STEPS = 100_000;
/** Rows of the key-value state that a snapshot holds. */
const KV_ROWS = 40;

/**
 * @param {object} parts
 * @param {Lab} parts.lab
 * @param {import("./library.js").Library} parts.library
 * @param {{get: () => State, set: (patch: Partial<State>) => void}} parts.store
 * @param {{nowUs: () => number, setNow: (us: number) => void, wake: () => void}} parts.loop
 * @param {() => number} parts.clock
 */
export function createSession({ lab, library, store, loop, clock }) {
  const teller = createTeller();
  const multiverse = createMultiverse({ lab, store });
  const explainer = createExplainer({ lab, store, clock });
  /** Whether the world differs from the snapshot in the store. */
  let stale = true;
  let asked = "";
  /** Whether one came here by a leap, and not by time that passed. */
  let landed = false;
  let lookMs = -Infinity, feedMs = -Infinity;
  let looks = 0;
  /** By how much the logs grew between the last two snapshots that hold them. */
  let growth = 0;
  /** Whether something may have happened that was not heard of. */
  let unheard = false;
  /** Counts the scenes asked for. */
  let wanted = 0;

  /** Runs what may trap; a lost universe is shown, and a fresh one follows. @param {() => void} call */
  function safely(call) {
    try {
      call();
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      void recover(error);
    }
  }

  /** @param {Trap} trap */
  async function recover(trap) {
    store.set({ playing: false, failure: { message: trap.message, script: trap.script }, selection: null, draft: null });
    const [opening] = await Promise.all([library.scene(OPENING), lab.start()]);
    adopt(OPENING, () => lab.open(withSetup(opening, { seed: lab.freshSeed() })));
  }

  /**
   * Replaces the universe by one of a scene, once its script is here and if nothing else was wanted since.
   * @param {string} id @param {(script: string) => string} change
   */
  async function replace(id, change) {
    const mine = ++wanted;
    try {
      const script = await library.scene(id);
      if (mine === wanted && run(change(script), id)) store.set({ playing: true, note: "note-replaced", noteArgs: {} });
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      store.set({ note: "note-missing", noteArgs: { file: error.path } });
    }
  }

  /** Takes over the universe that `open` opens, or throws what it throws. @param {string} scene @param {() => Kept | null} open */
  function adopt(scene, open) {
    const former = open();
    wanted++;
    multiverse.opened(scene, former);
    show({ scene, marks: noMarks() });
  }

  /** Another universe is in hand: nothing that was drawn of the last one holds. @param {Partial<State>} patch */
  function show(patch) {
    const { nowUs, endUs } = lab.place();
    stale = true;
    landed = true;
    asked = "";
    explainer.outdate();
    store.set({
      script: lab.script(), draft: null, error: null, selection: null, chosenEvent: null, lastStatement: "", behind: false, followLog: true, logFrom: 1,
      telling: teller.clear(), messages: new Float64Array(0), view: null, logs: null, nowUs, endUs, difference: null, why: null,
      ...(store.get().tab === "why" ? { tab: store.get().mode === "wide" ? "logs" : "stage" } : {}), ...patch,
    });
    loop.setNow(nowUs);
  }

  /**
   * Opens a script; when it is wrong the universe in hand goes on.
   * @param {string} script @param {string} scene @returns {import("./types.js").ScriptErrorView | null} What is wrong.
   */
  function open(script, scene) {
    /** @type {import("./types.js").ScriptErrorView | null} */
    let wrong = null;
    safely(() => {
      try {
        adopt(scene, () => lab.open(script));
      } catch (error) {
        if (!isScriptError(error)) throw error;
        wrong = error;
      }
    });
    return wrong;
  }

  /** Opens what the person wrote. @param {string} script @param {string} scene @returns {boolean} */
  function run(script, scene) {
    const wrong = open(script, scene);
    if (wrong) store.set({ error: { error: wrong, source: "script", text: script }, draft: script });
    return !wrong && lab.alive();
  }

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
      store.set({ messages, selection: keep(state.selection, messages) });
    }
    if (playing && view && query === asked && ms - lookMs < LOOK_MS) return;
    const light = playing && (state.speed >= FAST || state.messages.length > CROWD * 8) && logs && query === asked && ++looks % FAST_LOOKS !== 0;
    lookMs = ms;
    asked = query;
    if (light) store.set({ view: lab.snapshot(1, 0, 0) });
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
    store.set({ view, logs: view });
  }

  /** What has happened, if it is time to hear of it. @param {number} ms */
  function hear(ms) {
    const { playing, speed, routine, marks } = store.get();
    if (!unheard || (playing && ms - feedMs < (speed >= FAST ? FAST_FEED_MS : FEED_MS))) return;
    unheard = false;
    feedMs = ms;
    const feed = lab.feed();
    store.set({
      telling: landed && !playing ? teller.land(feed.events, routine) : teller.tell(feed.events, { ms, playing, speed, routine }),
      marks: addMarks(marks, feed.marks, store.get().endUs),
    });
    landed = false;
  }

  /** Goes somewhere in the run; time stands still there. @param {() => Advance} leap */
  function leap(leap) {
    safely(() => {
      store.set({ playing: false });
      arrive(leap());
    });
  }

  /** @param {Advance} place */
  function arrive({ nowUs, endUs }) {
    stale = true;
    landed = true;
    store.set({ nowUs, endUs });
    loop.setNow(nowUs);
  }

  /**
   * Goes on with another universe.
   * @param {number} id @returns {import("./record.js").Place | null} Where it has to be run, if it was opened once more.
   */
  function switchTo(id) {
    /** @type {import("./record.js").Place | null} */
    let end = null;
    safely(() => {
      const { universe, twin } = store.get();
      const taken = multiverse.take(id);
      end = taken?.end ?? null;
      if (taken) show({ scene: taken.scene, marks: taken.marks, playing: false, twin: twin === id ? universe : twin, twinView: null });
    });
    return end;
  }

  /** The universe that is shown beside, at the same instant. */
  function lookBeside() {
    const { twin, nowUs, logColumns, logFrom } = store.get();
    const kept = twin === null ? null : multiverse.kept(twin);
    if (!kept) { if (twin !== null) store.set({ twin: null, twinView: null }); return; }
    const other = lab.beside(kept);
    const place = other.place();
    if (place.nowUs === Math.floor(nowUs) && store.get().twinView) return;
    if (nowUs < place.nowUs || nowUs < place.endUs) other.seekUs(nowUs); else other.advance(nowUs, TWIN_STEPS);
    store.set({ twinView: other.snapshot(logFrom, logColumns, 0), twinMessages: other.messages() });
  }

  /** A message that has arrived can be chosen no more. @param {Selection | null} selection @param {Float64Array} messages */
  function keep(selection, messages) {
    if (selection?.kind !== "message") return selection;
    for (let i = 0; i < messages.length; i += 8) if (messages[i] === selection.message.id) return selection;
    return null;
  }

  return {
    safely, open, run, arrive,
    announce: () => teller.announce(clock()),

    /** @param {import("./loop.js").Tick} tick */
    frame(tick) {
      if (!lab.alive()) return;
      safely(() => {
        look(tick.changed);
        if (tick.changed) explainer.outdate();
        explainer.look();
        hear(clock());
        if (store.get().twin !== null) lookBeside();
        const state = store.get();
        store.set({
          nowUs: tick.nowUs, endUs: Math.max(state.endUs, tick.nowUs), behind: tick.behind,
          telling: teller.tell([], { ms: clock(), playing: state.playing, speed: state.speed, routine: state.routine }),
          marks: addMarks(state.marks, [], state.endUs),
          ...(tick.stopped ? { playing: false } : {}),
        });
      });
    },

    /** @param {string} id */
    openScene(id) { void replace(id, (script) => script); },

    /** @param {number} nodes */
    openFresh(nodes) { void replace(OPENING, (script) => withSetup(script, { nodes, seed: lab.freshSeed() })); },

    /**
     * One or more statements, at this instant. Where a future was run, or is still to come, another universe begins.
     * @param {string} statement @param {"client" | "stage"} source
     */
    act(statement, source) {
      let done = false;
      safely(() => {
        try {
          const { nowUs } = lab.place(), { marks } = store.get();
          const apart = lab.hasFuture() ? lab.actApart(statement) : null;
          const acted = apart ? apart.acted : lab.act(statement);
          if (apart) {
            multiverse.forked(statement, apart.former, nowUs);
            store.set({ marks: marksUntil(marks, nowUs), chosenEvent: null, note: "note-forked", noteArgs: {} });
          }
          done = true;
          stale = true;
          explainer.outdate();
          store.set({
            script: acted.script, endUs: lab.place().endUs, lastStatement: statement, error: null, draft: null,
            ...(acted.idle ? { note: "note-idle", noteArgs: {} } : {}),
          });
        } catch (error) {
          if (!isScriptError(error)) throw error;
          store.set({ error: { error, source, text: statement } });
        }
      });
      loop.wake();
      return done;
    },

    /** To the next or the last event, message, election, commit or fault. @param {string} kind @param {boolean} forward */
    seekLandmark(kind, forward) { leap(() => lab.seekLandmark(kind, forward)); },
    /** @param {number} event */
    seekEvent(event) { leap(() => lab.seekEvent(event)); },
    seekEnd() { leap(lab.seekEnd); },
    /** Lets so much time pass at once. @param {number} us */
    pass(us) {
      explainer.outdate();
      leap(() => lab.advance(lab.place().nowUs + us, PASSED_STEPS));
    },
    /** Time may go on from there. @param {number} us */
    seekUs(us) { safely(() => arrive(lab.seekUs(us))); },

    switchTo,
    former: multiverse.former,
    recordUniverses: multiverse.record,
    restoreUniverses: multiverse.restore,
    rename: multiverse.rename,
    /** @param {number} id */
    compare(id) {
      safely(() => {
        const found = multiverse.compare(id);
        store.set({ difference: found ? { with: id, ...found } : null });
      });
    },

    /** @param {number} id */
    selectMessage(id) {
      store.set({ playing: false });
      safely(() => {
        const message = lab.message(id);
        if (message) store.set({ selection: { kind: "message", id: String(id), message } });
      });
    },
  };
}
