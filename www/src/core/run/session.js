// The session: opening universes, acting in the current one, watching it, and recovering from its loss.

import { createExplainer } from "./explainer.js";
import { isScriptError, Trap } from "./lab-client.js";
import { Missing, OPENING } from "../library.js";
import { addMarks, marksUntil, noMarks } from "../marks.js";
import { SPEEDS } from "./loop.js";
import { createMultiverse } from "./multiverse.js";
import { createProjector } from "./film.js";
import { createReader } from "./reader.js";
import { createTravels } from "./travels.js";
import { createWatch } from "./watch.js";
import { createNarrator } from "./narrator.js";

/** @typedef {import("../types.js").Said} Said */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../types.js").Selection} Selection */
/** @typedef {import("./lab-client.js").Lab} Lab */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {ReturnType<typeof createSession>} Session */

/** The speed of real time. */
const REAL_TIME = SPEEDS.indexOf(1);

/** Counts the universes that were requested or opened, so that an outdated request is dropped. */
function createWishes() {
  let wanted = 0;
  /**
   * Something else is wanted from here on: returns whether it still is, or whether another universe was opened or requested
   * since. @param {boolean} [isNew] If it is not, what is open is asked about.
   */
  return (isNew = true) => {
    const mine = isNew ? ++wanted : wanted;
    return () => mine === wanted;
  };
}

/**
 * @param {object} parts
 * @param {Lab} parts.lab
 * @param {import("../library.js").Library} parts.library
 * @param {import("../store.js").Store} parts.store
 * @param {{nowUs: () => number, setNow: (us: number) => void, wake: () => void}} parts.loop
 * @param {() => number} parts.clock
 */
export function createSession({ lab, library, store, loop, clock }) {
  const narrator = createNarrator(), wish = createWishes(), multiverse = createMultiverse({ lab, store });
  const explainer = createExplainer({ lab, store, clock });
  const reader = createReader({ lab, store });
  const watch = createWatch({ lab, store, loop, narrator, multiverse, clock });

  /** Runs a call that may trap; after a trap, reports it and opens a fresh universe. @param {() => void} call */
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
    store.chosen({ playing: false, selection: null });
    store.said({ failure: { message: trap.message, script: trap.script } });
    const [opening] = await Promise.all([library.scene(OPENING), lab.start()]);
    adopt(OPENING, () => lab.open(lab.withFreshSeed(opening)));
  }

  /**
   * Opens the universe of a script when it is loaded, unless another was requested since.
   * @param {string} id @param {Promise<string>} coming @param {string} [note] Notice shown then.
   */
  async function replace(id, coming, note) {
    const isWanted = wish();
    try {
      const script = await coming;
      if (!isWanted() || !run(script, id)) return;
      store.chosen({ playing: true });
      if (note !== undefined) store.tell(note);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      store.tell("note-missing", { file: error.path });
    }
  }

  /** Makes the universe of `open` current; lets errors pass. @param {string} scene @param {() => Kept | null} open */
  function adopt(scene, open) {
    const former = open();
    wish();
    multiverse.opened(scene, former);
    show({ scene, marks: noMarks() });
    // The choices of client and node were for the last cluster.
    store.chosen({ predictions: {}, client: "c1", target: "" });
  }

  /** Resets what was shown of the last universe; keeps what the user is writing. @param {Partial<Said>} patch */
  function show(patch) {
    const { nowUs, endUs } = lab.place();
    watch.begin();
    reader.begin();
    explainer.outdate();
    store.said({
      script: lab.script(), error: null, behind: false, narration: narrator.clear(), messages: new Float64Array(0), fates: new Float64Array(0),
      view: null, logs: null, nowUs, endUs, difference: null, told: lab.isTold(), live: null, lanes: null, film: null, ...patch,
    });
    store.chosen({
      selection: null, facts: null, wall: null, chosenEvent: null, followLog: true, logFrom: 1, why: null,
      ...(store.get().tab === "why" ? { tab: store.get().mode === "wide" ? "logs" : "stage" } : {}),
    });
    loop.setNow(nowUs);
  }

  /**
   * Opens a script; if it is wrong, keeps the current universe.
   * @param {string} script @param {string} scene @returns {import("../types.js").ScriptErrorView | null} The error.
   */
  function open(script, scene) {
    /** @type {import("../types.js").ScriptErrorView | null} */
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

  /** Opens a script, and reports its error, if any. @param {string} script @param {string} scene @returns {boolean} */
  function run(script, scene) {
    const wrong = open(script, scene);
    if (wrong) { store.said({ error: { error: wrong, source: "script", text: script } }); store.chosen({ draft: script }); }
    return !wrong && lab.alive();
  }

  /**
   * Restarts the script with another setting; null restores the default.
   * @param {string} key @param {string | null} value @returns {boolean}
   */
  function setUp(key, value) {
    const { script, scene } = store.get();
    let done = false;
    safely(() => {
      try {
        done = run(lab.withConfig(script, key, value), scene);
      } catch (error) {
        if (!isScriptError(error)) throw error;
        store.said({ error: { error, source: "script", text: script } });
      }
    });
    return done;
  }

  const travels = createTravels({ lab, store, loop, watch, reader, explainer, safely }), projector = createProjector({ lab, store, travels, safely });

  /**
   * Switches to another universe.
   * @param {number} id @returns {import("./record.js").Place | null} Where to run it to, if reopened from its script.
   */
  function switchTo(id) {
    /** @type {import("./record.js").Place | null} */
    let end = null;
    safely(() => {
      const { universe, twin } = store.get();
      const taken = multiverse.take(id);
      end = taken?.end ?? null;
      if (!taken) return;
      wish();
      show({ scene: taken.scene, marks: taken.marks, twinView: null });
      store.chosen({ playing: false, twin: twin === id ? universe : twin });
    });
    return end;
  }

  return {
    safely, open, run, setUp, wish, ...traces({ lab, store, safely, adopt }),
    /** Reports a trap of a call that was made elsewhere, and opens a fresh universe. @param {Trap} trap */
    lost(trap) { void recover(trap); },
    announce: () => narrator.announce(clock()),
    /** The narration stops at an event. @param {import("../types.js").EventView} shown */
    stand(shown) { store.said({ narration: narrator.stand(shown) }); },

    /** @param {import("./loop.js").Tick} run */
    frame(run) {
      if (!lab.alive()) return;
      safely(() => {
        const tick = projector.project(clock(), run);
        reader.look(tick);
        watch.look(tick.changed);
        if (tick.changed) explainer.outdate();
        explainer.look();
        watch.hear(clock());
        watch.count(tick.changed);
        if (store.get().twin !== null) watch.lookBeside();
        const state = store.get();
        store.said({
          nowUs: tick.nowUs, endUs: Math.max(state.endUs, tick.nowUs), behind: tick.behind,
          narration: narrator.tell([], { ms: clock(), playing: state.playing, speed: state.speed, routine: state.routine }),
          marks: addMarks(state.marks, [], state.endUs),
        });
        if (tick.stopped) store.chosen({ playing: false });
      });
    },

    /**
     * Executes statements at this instant. If the universe has a future, run or scripted, a fork becomes current.
     * @param {string} statement @param {"client" | "stage"} source
     */
    act(statement, source) {
      if (lab.isTold()) { store.tell("note-told"); return false; }
      let done = false;
      const stood = store.get().reading?.stands === true;
      safely(() => {
        try {
          actIn({ lab, store, multiverse }, statement);
          done = true;
          watch.outdate();
          reader.outdate();
          // An act at the card of a goal takes up the goal, and time plays.
          if (stood && lab.storyPlace().waits) store.chosen({ playing: true });
          explainer.outdate();
        } catch (error) {
          if (!isScriptError(error)) throw error;
          store.said({ error: { error, source, text: statement } });
        }
      });
      loop.wake();
      return done;
    },

    ...openings({ lab, library, replace }), ...conflicts({ lab, store, safely }), ...travels, ...projector, ...readings({ lab, store, reader, travels, multiverse, safely }),
    ...departures({ lab, store, travels, multiverse, safely }), switchTo, universes: multiverse,
    /** @param {number} id */
    selectMessage: (id) => safely(() => {
      const message = lab.message(id);
      store.chosen({ playing: false, ...(message ? { selection: { kind: "message", id: String(id), message } } : {}) });
    }),
  };
}

/**
 * Executes a statement in the current universe, or in a fork if it has a future. Throws the statement's errors.
 * @param {{lab: Lab, store: Store, multiverse: import("./multiverse.js").Multiverse}} parts
 * @param {string} statement
 */
function actIn({ lab, store, multiverse }, statement) {
  const { nowUs } = lab.place(), { marks } = store.get();
  const apart = lab.hasFuture() ? lab.actApart(statement) : null;
  const acted = apart ? apart.acted : lab.act(statement);
  if (apart) {
    multiverse.forked(statement, apart.former, nowUs);
    store.said({ marks: marksUntil(marks, nowUs) });
    store.chosen({ chosenEvent: null });
    store.tell("note-forked");
  }
  // A film was of the run without this act.
  store.said({ script: acted.script, endUs: lab.place().endUs, error: null, film: null });
  if (acted.idle) store.tell("note-idle");
}

/**
 * Opening a trace.
 * @param {{lab: Lab, store: Store, safely: (call: () => void) => void, adopt: (scene: string, open: () => Kept | null) => void}} parts
 */
function traces({ lab, store, safely, adopt }) {
  return {
    /** Opens a trace that was read, and plays it. @param {import("../mirror.js").Mirror} mirror */
    openTrace: (mirror) => safely(() => {
      adopt("trace", () => lab.openTrace(mirror));
      store.chosen({ playing: true, home: false, quiz: null, twin: null, draft: null });
    }),
    /** Opens what the nodes of a running cluster tell, and follows it. @param {import("../mirror.js").Mirror} mirror @param {import("../live.js").Cluster} live */
    openLive: (mirror, live) => safely(() => {
      mirror.goLive();
      mirror.seekEnd();
      adopt("live", () => lab.openTrace(mirror));
      store.said({ live });
      store.chosen({ playing: true, speed: REAL_TIME, home: false, quiz: null, twin: null, draft: null });
    }),
  };
}

/**
 * What cannot be ordered.
 * @param {{lab: Lab, store: Store, safely: (call: () => void) => void}} parts
 */
function conflicts({ lab, store, safely }) {
  return {
    /** Shows why an answer has no order; null is the first of the run that has none. @param {number | null} event */
    lanes(event) {
      safely(() => {
        const lanes = lab.lanes(event);
        if (!lanes) { store.tell("note-no-lanes"); return; }
        store.said({ lanes });
        store.chosen({ why: { question: lanes.question }, tab: "why", playing: false });
      });
    },
  };
}

/**
 * The present as futures begin at it, and entering one.
 * @param {{lab: Lab, store: Store, travels: ReturnType<typeof createTravels>, multiverse: import("./multiverse.js").Multiverse, safely: (call: () => void) => void}} parts
 */
function departures({ lab, store, travels, multiverse, safely }) {
  return {
    /** Pauses, and returns the present; null if the universe is lost. @returns {import("../types.js").Present | null} */
    present() {
      /** @type {import("../types.js").Present | null} */
      let found = null;
      safely(() => {
        store.chosen({ playing: false });
        const { universe, marks } = store.get(), here = lab.presentApart();
        found = {
          universe, view: here.view, script: here.script,
          enter: (number) => safely(() => {
            const { place, former } = here.enter(number);
            multiverse.forked(`reseed ${number}`, former, place.nowUs, universe);
            const scene = store.get().universes.find(({ id }) => id === store.get().universe)?.scene ?? store.get().scene;
            store.said({ script: lab.script(), marks: marksUntil(marks, place.nowUs), error: null, scene });
            store.chosen({ chosenEvent: null, playing: false });
            travels.arrive(place);
            store.tell("note-forked");
          }),
        };
      });
      return found;
    },
  };
}

/**
 * Opening the page's own scenes and lessons.
 * @param {{lab: Lab, library: import("../library.js").Library, replace: (id: string, coming: Promise<string>, note?: string) => Promise<void>}} parts
 */
function openings({ lab, library, replace }) {
  return {
    /** @param {string} id */
    openScene(id) { void replace(id, library.scene(id), "note-replaced"); },
    /** Opens the script of a lesson. @param {string} id */
    openLesson(id) { void replace(id, library.lesson(id)); },
    /** @param {number} nodes */
    openFresh(nodes) { void replace(OPENING, library.scene(OPENING).then((script) => lab.withFreshSeed(script, nodes)), "note-replaced"); },
  };
}

/**
 * The actions of a story's reader.
 * @param {{lab: Lab, store: Store, reader: import("./reader.js").Reader, travels: ReturnType<typeof createTravels>, multiverse: import("./multiverse.js").Multiverse, safely: (call: () => void) => void}} parts
 */
function readings({ lab, store, reader, travels, multiverse, safely }) {
  return {
    /** Continues, and plays. */
    readOn() { safely(() => { if (reader.goOn()) store.chosen({ playing: true }); }); },
    predict: reader.predict,
    /** Goes back to a card. @param {number} card */
    readBack(card) { travels.leap(() => lab.goBack(card)); },
    /** Restarts a card in a fork; the current universe keeps what was done there. @param {number} card */
    readAgain(card) {
      safely(() => {
        const { marks, predictions } = store.get(), { place, former } = lab.startAgainApart(card);
        multiverse.forked("", former, place.nowUs);
        store.said({ script: lab.script(), marks: marksUntil(marks, place.nowUs) });
        store.chosen({ predictions: Object.fromEntries(Object.entries(predictions).filter(([at]) => Number(at) !== card)), chosenEvent: null, playing: false });
        travels.arrive(place);
      });
    },
  };
}
