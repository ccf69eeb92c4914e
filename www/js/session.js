// The universe in hand: opening one, acting in it, looking at it, and losing it.

import { createExplainer } from "./explainer.js";
import { isScriptError, Trap } from "./lab-client.js";
import { Missing, OPENING } from "./library.js";
import { addMarks, marksUntil, noMarks } from "./marks.js";
import { createMultiverse } from "./multiverse.js";
import { createTravels } from "./travels.js";
import { createWatch } from "./watch.js";
import { withSetup } from "./statements.js";
import { createTeller } from "./telling.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./lab-client.js").Lab} Lab */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {ReturnType<typeof createSession>} Session */

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
  const watch = createWatch({ lab, store, loop, teller, multiverse, clock });
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
    store.set({ playing: false, failure: { message: trap.message, script: trap.script }, selection: null });
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

  /** Another universe is in hand: nothing that was drawn of the last one holds, but what the person is writing stays. @param {Partial<State>} patch */
  function show(patch) {
    const { nowUs, endUs } = lab.place();
    watch.begin();
    explainer.outdate();
    store.set({
      script: lab.script(), error: null, selection: null, chosenEvent: null, lastStatement: "", behind: false, followLog: true, logFrom: 1,
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

  const travels = createTravels({ lab, store, loop, watch, explainer, safely });

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

  return {
    safely, open, run,
    announce: () => teller.announce(clock()),
    /** Time stands still at what is told. @param {import("./types.js").EventView} shown */
    stand(shown) { store.set({ telling: teller.stand(shown) }); },

    /** @param {import("./loop.js").Tick} tick */
    frame(tick) {
      if (!lab.alive()) return;
      safely(() => {
        watch.look(tick.changed);
        if (tick.changed) explainer.outdate();
        explainer.look();
        watch.hear(clock());
        if (store.get().twin !== null) watch.lookBeside();
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
          actIn({ lab, store, multiverse }, statement);
          done = true;
          watch.outdate();
          explainer.outdate();
        } catch (error) {
          if (!isScriptError(error)) throw error;
          store.set({ error: { error, source, text: statement } });
        }
      });
      loop.wake();
      return done;
    },

    ...travels, switchTo, universes: multiverse,
    /** @param {number} id */
    selectMessage(id) {
      safely(() => {
        const message = lab.message(id);
        store.set({ playing: false, ...(message ? { selection: { kind: "message", id: String(id), message } } : {}) });
      });
    },
  };
}

/**
 * Does something in the universe in hand, or in another that begins here. Throws what is wrong with it.
 * @param {{lab: Lab, store: {get: () => State, set: (patch: Partial<State>) => void}, multiverse: import("./multiverse.js").Multiverse}} parts
 * @param {string} statement
 */
function actIn({ lab, store, multiverse }, statement) {
  const { nowUs } = lab.place(), { marks } = store.get();
  const apart = lab.hasFuture() ? lab.actApart(statement) : null;
  const acted = apart ? apart.acted : lab.act(statement);
  if (apart) {
    multiverse.forked(statement, apart.former, nowUs);
    store.set({ marks: marksUntil(marks, nowUs), chosenEvent: null, note: "note-forked", noteArgs: {} });
  }
  store.set({
    script: acted.script, endUs: lab.place().endUs, lastStatement: statement, error: null,
    ...(acted.idle ? { note: "note-idle", noteArgs: {} } : {}),
  });
}
