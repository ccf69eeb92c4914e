// The universe in hand: opening one, acting in it, looking at it, and losing it.

import { isScriptError, Trap } from "./lab-client.js";
import { Missing, OPENING } from "./library.js";
import { addMarks, noMarks } from "./marks.js";
import { withSetup } from "./statements.js";
import { createTeller, CROWD, FAST } from "./telling.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./lab-client.js").Lab} Lab */
/** @typedef {ReturnType<typeof createSession>} Session */

/** Real time between two snapshots while time plays: messages and timers move in between by themselves. */
const LOOK_MS = 30;
/** At a fast pace, or in a crowd, nobody reads cells one by one: of so many snapshots, one holds logs and keys. */
const FAST_LOOKS = 12;
/** Real time between two feeds while time plays, and while it plays fast: nobody reads faster. */
const FEED_MS = 120, FAST_FEED_MS = 400;
/** Columns that the logs may stand beside where they should. */
const SLACK = 3;
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
  /** Whether the world differs from the snapshot in the store. */
  let stale = true;
  let asked = "";
  let stepped = false;
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

  /** Takes over the universe that `open` opens, or throws what it throws. @param {string} scene @param {() => void} open */
  function adopt(scene, open) {
    const former = store.get().script;
    open();
    stale = true;
    asked = "";
    store.set({
      scene, script: lab.script(), formerScript: former !== "" && former !== lab.script() ? former : store.get().formerScript,
      draft: null, error: null, selection: null, lastStatement: "", behind: false, followLog: true, logFrom: 1,
      telling: teller.clear(), marks: noMarks(), messages: new Float64Array(0), view: null, logs: null, nowUs: 0,
    });
    loop.setNow(0);
  }

  /** Opens a script; when it is wrong the universe in hand goes on. @param {string} script @param {string} scene @returns {boolean} */
  function run(script, scene) {
    let opened = false;
    safely(() => {
      try {
        adopt(scene, () => lab.open(script));
        opened = true;
      } catch (error) {
        if (!isScriptError(error)) throw error;
        store.set({ error: { error, source: "script", text: script }, draft: script });
      }
    });
    return opened;
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
      telling: teller.tell(feed.events, { ms, playing, speed, routine, stepped }),
      marks: addMarks(marks, feed.marks, loop.nowUs()),
    });
    stepped = false;
  }

  /** A message that has arrived can be chosen no more. @param {Selection | null} selection @param {Float64Array} messages */
  function keep(selection, messages) {
    if (selection?.kind !== "message") return selection;
    for (let i = 0; i < messages.length; i += 8) if (messages[i] === selection.message.id) return selection;
    return null;
  }

  return {
    safely, run,
    announce: () => teller.announce(clock()),

    /** @param {import("./loop.js").Tick} tick */
    frame(tick) {
      if (!lab.alive()) return;
      safely(() => {
        look(tick.changed);
        hear(clock());
        const state = store.get();
        store.set({
          nowUs: tick.nowUs, behind: tick.behind,
          telling: teller.tell([], { ms: clock(), playing: state.playing, speed: state.speed, routine: state.routine, stepped: false }),
          marks: addMarks(state.marks, [], tick.nowUs),
          ...(tick.stopped ? { playing: false } : {}),
        });
      });
    },

    /** @param {string} id */
    openScene(id) { void replace(id, (script) => script); },

    /** @param {number} nodes */
    openFresh(nodes) { void replace(OPENING, (script) => withSetup(script, { nodes, seed: lab.freshSeed() })); },

    /** One or more statements, at this instant. @param {string} statement @param {"client" | "stage"} source */
    act(statement, source) {
      let done = false;
      safely(() => {
        try {
          const acted = lab.act(statement);
          done = true;
          stale = true;
          store.set({
            script: acted.script, lastStatement: statement, error: null, draft: null,
            ...(acted.cut > 0 ? { note: "note-cut", noteArgs: { n: acted.cut } } : acted.idle ? { note: "note-idle", noteArgs: {} } : {}),
          });
        } catch (error) {
          if (!isScriptError(error)) throw error;
          store.set({ error: { error, source, text: statement } });
        }
      });
      loop.wake();
      return done;
    },

    step() {
      safely(() => {
        store.set({ playing: false });
        const done = lab.step(1);
        stepped = true;
        stale = true;
        loop.setNow(done.nowUs);
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
