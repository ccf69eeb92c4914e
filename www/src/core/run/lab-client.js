// The only module that uses the wasm glue.
//
// A trap poisons a wasm instance: its data may be half written. So the instance is discarded, and the next universe
// starts in a fresh one, which the browser loads from another address of the same glue.

import { asUniverse } from "../mirror.js";
import { within } from "../within.js";

/** @typedef {import("../types.js").Glue} Glue */
/** @typedef {import("../types.js").Universe} Universe */
/** @typedef {import("../../../types/raftarium.js").Mirror} Mirror */
/** @typedef {import("../types.js").EventView} EventView */
/** @typedef {import("../types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {ReturnType<typeof createLab>} Lab */

/**
 * A universe set aside, and the script that leads to its end. After a trap only the script remains.
 * @typedef {{universe: Universe | null, script: string, endUs: number, endEvent: number}} Kept
 */

/** The universe is lost: its instance trapped. */
export class Trap extends Error {
  /** @param {string} message @param {string} script The script that led to the trap. */
  constructor(message, script) {
    super(message);
    this.script = script;
  }
}

/**
 * @param {unknown} error
 * @returns {error is ScriptErrorView}
 */
export function isScriptError(error) {
  return typeof error === "object" && error !== null && "line" in error && "column" in error && "expected" in error;
}

/** @param {number} instance @returns {Promise<Glue>} */
async function load(instance) {
  const brought = within();
  if (brought) return brought.glue();
  const address = new URL(instance === 0 ? "./raftarium.js" : `./raftarium.js?instance=${instance}`, document.baseURI);
  return import(address.href);
}

/** The compiled core, which all instances share; each has its own memory. */
async function compile() {
  const brought = within();
  if (brought) return WebAssembly.compile(brought.core());
  const response = await fetch(new URL("./raftarium_bg.wasm", document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  // Not compileStreaming: not every static host serves the file as `application/wasm`.
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * The space-time diagram's access to the current universe.
 * @param {{guarded: <T>(call: () => T) => T, held: () => Universe, instance: () => Glue | null}} parts
 */
function looks({ guarded, held, instance }) {
  return {
    stretches: () => guarded(() => held().stretches()),
    outline: () => guarded(() => held().outline()),
    /** @param {number} id */
    cone: (id) => guarded(() => held().cone(id)),
    /** A stretch of the current universe, readable as long as that universe is current. @param {number} place */
    stretch(place) {
      const opened = guarded(() => held().stretch(place)), opener = instance();
      return {
        /** @param {number} moves */
        read: (moves) => guarded(() => opened.read(held(), moves)),
        numbers: () => guarded(() => opened.numbers()),
        /** Objects of a discarded instance are gone with it. */
        free: () => { if (instance() === opener) opened.free(); },
      };
    },
  };
}

/** The current wasm instance, and the loading of the next one. */
function createInstances() {
  /** @type {Glue | null} */
  let glue = null;
  let instances = 0;
  /** @type {Promise<WebAssembly.Module> | null} */
  let compiled = null;
  /** The glue of the next instance, fetched ahead: after a trap the network may be gone. @type {Promise<Glue> | null} */
  let next = null;

  return {
    /** Loads an instance; after a trap, a fresh one. */
    async start() {
      compiled ??= compile();
      const [loaded, module] = await Promise.all([next ?? load(instances++), compiled]);
      next = null;
      await loaded.default({ module_or_path: module });
      glue = loaded;
    },
    /** The address of the glue, and the compiled core, for a worker. */
    async core() {
      return { glue: new URL("./raftarium.js", document.baseURI).href, module: await (compiled ??= compile()) };
    },
    /** Loads an instance beside the current one. */
    async instance() {
      const [loaded, module] = await Promise.all([load(instances++), compiled ??= compile()]);
      await loaded.default({ module_or_path: module });
      return loaded;
    },
    /** Fetches the glue of a fresh instance. */
    async spare() {
      next ??= load(instances++);
      await next;
    },
    current: () => glue,
    /** @returns {Glue} */
    needed() {
      if (!glue) throw new Error("the core is not loaded");
      return glue;
    },
    /** The instance trapped. */
    lose() { glue = null; },
  };
}

/** @typedef {<T>(call: () => T) => T} Guarded Runs a call into wasm; a trap ends the universe. */

/**
 * Moving in time within the current universe, and reading it.
 * @param {{guarded: Guarded, held: () => Universe, told: () => Mirror | null}} parts
 */
function passages({ guarded, held, told }) {
  return {
    /** The present place, and how far the universe was run. */
    place: () => guarded(() => held().place()),
    hasFuture: () => guarded(() => held().hasFuture()),
    /** The script of the whole run, and the last event that was run. */
    wholeRun: () => guarded(() => ({ script: held().wholeScript(), end: held().place().endEvent })),
    /** The story in the script. */
    story: () => guarded(() => held().story() ?? null),
    /** The reader's place in the story. */
    storyPlace: () => guarded(() => held().storyPlace()),
    /** The reader continues from where time stands. */
    goOn: () => guarded(() => held().goOn()),
    /** The reader goes back to a card. @param {number} card */
    goBack: (card) => guarded(() => held().goBack(card)),
    /** @param {number} us */
    seekUs: (us) => guarded(() => held().seekUs(us)),
    /** @param {number} event */
    seekEvent: (event) => guarded(() => held().seekEvent(event)),
    seekEnd: () => guarded(() => held().seekEnd()),
    /** @param {string} kind @param {boolean} forward */
    seekLandmark: (kind, forward) => guarded(() => held().seekLandmark(kind, forward)),
    /**
     * The time that a search for the next landmark covered in vain, in a copy of the universe, µs; null if one comes.
     * @param {string} kind @param {(event: EventView) => boolean} isThere
     */
    searchedInVain: (kind, isThere) => guarded(() => {
      const trace = told();
      if (trace) {
        const { nowUs, endUs } = trace.place();
        return trace.hasAhead(kind) ? null : endUs - nowUs;
      }
      const from = held().place(), copy = held().fork();
      const { nowUs, event: reached } = copy.seekLandmark(kind, true);
      const came = copy.feed().events.some((event) => from.event < event.id && isThere(event));
      copy.free();
      // A copy has no recorded future: if it ran less far than the original, the original may have one.
      return came || reached < from.endEvent ? null : nowUs - from.nowUs;
    }),
    /** @param {number} untilUs @param {number} maxSteps */
    advance: (untilUs, maxSteps) => guarded(() => held().advance(untilUs, maxSteps)),
    /** As `advance`, but does not stop at cards of a story. @param {number} untilUs @param {number} maxSteps */
    pass: (untilUs, maxSteps) => guarded(() => held().pass(untilUs, maxSteps)),
    /** Runs the script, at most to its end. @param {number} maxSteps */
    runScript: (maxSteps) => guarded(() => held().runScript(maxSteps)),
    /** The script that leads exactly to the present, without its remaining statements. */
    scriptHere: () => guarded(() => held().script()),
    /** @param {number} logFrom @param {number} logColumns @param {number} kvRows */
    snapshot: (logFrom, logColumns, kvRows) => guarded(() => held().snapshot(logFrom, logColumns, kvRows)),
    messages: () => guarded(() => held().messages()),
    /** The fates of the messages that left flight since the last call, 8 numbers each. */
    fates: () => guarded(() => held().fates()),
    /** @param {number} id */
    message: (id) => guarded(() => held().message(id)),
    feed: () => guarded(() => held().feed()),
    /** How often each rule fired and each flaw broke its rule, 2 numbers each. */
    firings: () => guarded(() => held().firings()),
    /** @param {number} id */
    event: (id) => guarded(() => held().event(id)),
    /** The HTTP request of a client that is under way, or was last. @param {string} client */
    http: (client) => guarded(() => held().http(client)),
    /** The state of a node, as it answers it by HTTP; nothing if it is paused. @param {string} node */
    debug: (node) => guarded(() => held().debug(node)),
    /** What happened at a node after an event: the last lines. @param {string} node @param {number} after @param {number} lines */
    log: (node, after, lines) => guarded(() => held().log(node, after, lines)),
    /** @param {string} question */
    why: (question) => guarded(() => held().why(question)),
    /** Why the answer at a return event has no order; null is the first such answer. @param {number | null} event */
    lanes: (event) => guarded(() => held().lanes(event) ?? null),
  };
}

/** @typedef {<T>(led: string, call: () => T) => T} GuardedFor As `Guarded`, with the script that leads to the call. */

/**
 * Other universes beside the current one.
 * @param {{guarded: GuardedFor, held: () => Universe, alive: (other: Kept) => Universe}} parts
 */
function comparisons({ guarded, held, alive }) {
  return {
    /** The first difference between the current universe and another. @param {Kept} other */
    firstDifference: (other) => guarded(other.script, () => held().firstDifference(alive(other))),

    /** Another universe beside the current one. @param {Kept} other */
    beside: (other) => ({
      place: () => guarded(other.script, () => alive(other).place()),
      /** @param {number} us */
      seekUs: (us) => guarded(other.script, () => alive(other).seekUs(us)),
      /** Does not stop at cards, since it has no reader. @param {number} untilUs @param {number} maxSteps */
      pass: (untilUs, maxSteps) => guarded(other.script, () => alive(other).pass(untilUs, maxSteps)),
      /** @param {number} logFrom @param {number} logColumns @param {number} kvRows */
      snapshot: (logFrom, logColumns, kvRows) => guarded(other.script, () => alive(other).snapshot(logFrom, logColumns, kvRows)),
      messages: () => guarded(other.script, () => alive(other).messages()),
    }),
  };
}

/** @param {{guarded: GuardedFor, instances: ReturnType<typeof createInstances>}} parts */
function exports({ guarded, instances }) {
  return {
    /**
     * Exports the run of a script as text for other tools, in pieces: see `src/lab/export.rs` for the formats.
     * @param {string} text @param {string} format
     */
    exporter(text, format) {
      const { Export } = instances.needed();
      const made = guarded(text, () => new Export(text, format));
      return {
        /** @param {number} steps */
        go: (steps) => guarded(text, () => made.go(steps)),
        isDone: () => made.isDone,
        isCut: () => made.isCut,
        nowUs: () => made.nowUs,
        free: () => made.free(),
      };
    },
  };
}

/**
 * The core's knowledge of the script language: for any text, and for statements to be executed in the current universe.
 * The results are null while an instance loads.
 * @param {{guarded: GuardedFor, instances: ReturnType<typeof createInstances>, universe: () => Universe | null}} parts
 */
function grammar({ guarded, instances, universe }) {
  /** @template T @param {string} text @param {(glue: Glue) => T} call */
  function asked(text, call) {
    const glue = instances.current();
    return glue ? guarded(text, () => call(glue)) : null;
  }
  return {
    /** The errors of a script. @param {string} text */
    check: (text) => asked(text, (glue) => glue.checkScript(text)),
    /** Completions at an offset of a script. @param {string} text @param {number} offset */
    completion: (text, offset) => asked(text, (glue) => glue.completion(text, offset)),
    /** Completions at an offset of statements to be executed now. @param {string} text @param {number} offset */
    completionHere(text, offset) {
      const here = universe();
      return here ? guarded(text, () => here.completion(text, offset)) : null;
    },
    keywords: () => asked("", (glue) => glue.keywords()),
    /** The rules, the flaws, and the sets of flaws with a name. */
    rulebook: () => guarded("", () => instances.needed().rulebook()),
    /** The distributions over futures. @param {Float64Array} rows @param {number} entries Those of the present. */
    futuresView: (rows, entries) => guarded("", () => instances.needed().futuresView(rows, entries)),
    /** The film of what a script breaks. @param {string} text */
    film: (text) => guarded(text, () => instances.needed().film(text)),
    /** The statements, settings and conditions, each with an example. */
    words: () => asked("", (glue) => glue.language()),
    /** A script with another setting in its setup; null is the default. @param {string} text @param {string} key @param {string | null} value */
    withConfig: (text, key, value) => guarded(text, () => instances.needed().withConfig(text, key, value)),
    /** A script with a new seed. @param {string} text @param {number | null} [nodes] The size of the cluster, if it changes. */
    withFreshSeed: (text, nodes = null) => guarded(text, () => instances.needed().withFreshSeed(text, nodes)),
  };
}

/**
 * Forks of the current universe at the present instant, which become current.
 * @param {{guarded: GuardedFor, held: () => Universe, script: () => string, put: () => Kept | null, hold: (other: Universe, text: string) => void}} parts
 */
function departures({ guarded, held, script, put, hold }) {
  const fork = () => guarded(script(), () => held().fork());
  return {
    /** As `act`, in a fork. @param {string} statement */
    actApart(statement) {
      const forked = fork();
      try {
        const acted = guarded(`${script()}\n${statement}`, () => forked.act(statement));
        const former = /** @type {Kept} */ (put());
        hold(forked, acted.script);
        return { acted, former };
      } catch (error) {
        if (isScriptError(error)) forked.free();
        throw error;
      }
    },
    /** A copy of the present, from which futures begin; none of its parts work after a trap. */
    presentApart() {
      const led = script(), copy = fork();
      return {
        /** What is open there. */
        view: guarded(led, () => copy.present()),
        /** The script that leads there. */
        script: guarded(led, () => copy.script()),
        /** Makes a future current. @param {number} number */
        enter(number) {
          const future = guarded(led, () => copy.future(number)), text = guarded(led, () => future.script());
          const former = /** @type {Kept} */ (put());
          hold(future, text);
          return { place: guarded(text, () => future.place()), former };
        },
      };
    },
    /** Restarts a story from a card, without the reader's acts there, in a fork. @param {number} card */
    startAgainApart(card) {
      const forked = fork(), place = guarded(script(), () => forked.startAgain(card)), text = guarded(script(), () => forked.wholeScript());
      const former = /** @type {Kept} */ (put());
      hold(forked, text);
      return { place, former };
    },
  };
}

/** The trace in the place of the current universe, if it is one. @param {ReturnType<typeof createInstances>} instances */
function createTraces(instances) {
  /** @type {Mirror | null} */
  let told = null;
  return {
    current: () => told,
    /** A mirror of so many sources, to be filled. @param {number} sources */
    mirror: (sources) => new (instances.needed().Mirror)(sources),
    /** @param {Mirror} mirror */
    enter(mirror) {
      told = mirror;
      return asUniverse(mirror);
    },
    /** Frees the trace. Returns whether there was one. */
    leave() {
      const was = told !== null;
      told?.free();
      told = null;
      return was;
    },
    /** Its instance trapped. */
    lose() { told = null; },
  };
}

/**
 * Opening universes and traces. The current one is set aside.
 * @param {{guarded: GuardedFor, instances: ReturnType<typeof createInstances>, traces: ReturnType<typeof createTraces>,
 *   become: (other: () => Universe, text: string) => Kept | null}} parts
 */
function openings({ guarded, instances, traces, become }) {
  return {
    /**
     * Opens the universe of a script. If the script is wrong, throws a `ScriptErrorView` and keeps the current universe.
     * @param {string} text
     * @returns {Kept | null} The universe that was current.
     */
    open(text) {
      const opened = guarded(text, () => new (instances.needed().Universe)(text));
      return become(() => opened, text);
    },
    /** A mirror of so many sources, to be filled: each call to it is `guarded`. @param {number} sources */
    mirror: (sources) => guarded("", () => traces.mirror(sources)),
    /** Runs a call to a mirror that is being filled. A trap loses all universes. @template T @param {() => T} call */
    guarded: (call) => guarded("", call),
    /** Makes a trace current. @param {Mirror} mirror */
    openTrace: (mirror) => become(() => traces.enter(mirror), ""),
    /** Whether the current universe is a trace. */
    isTold: () => traces.current() !== null,
  };
}

/**
 * Universes set aside.
 * @param {{alive: (one: Kept) => Universe, hold: (other: Universe, text: string) => void, kept: Set<Kept>}} parts
 */
function keeping({ alive, hold, kept }) {
  return {
    /** Makes a universe that was set aside current. @param {Kept} one */
    take(one) {
      hold(alive(one), one.script);
      kept.delete(one);
    },
    /** Frees a universe that was set aside; its script is kept. @param {Kept} one */
    release(one) {
      one.universe?.free();
      one.universe = null;
      kept.delete(one);
    },
  };
}

/** The current universe, and the management of those set aside. */
export function createLab() {
  const instances = createInstances();
  /** @type {Universe | null} */
  let universe = null;
  let script = "";
  const traces = createTraces(instances);
  /** Counts the changes of the current universe. */
  let generation = 0;

  /**
   * Runs a call into wasm; a trap ends the universe.
   * @template T
   * @param {string} led The script that leads to the call.
   * @param {() => T} call
   * @returns {T}
   */
  function guarded(led, call) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      universe = null;
      traces.lose();
      instances.lose();
      for (const one of kept) one.universe = null;
      kept.clear();
      throw new Trap(error.message, led);
    }
  }

  /** @type {Guarded} */
  const here = (call) => guarded(script, call);

  /** @returns {Universe} */
  function held() {
    if (!universe) throw new Error("no universe is open");
    return universe;
  }

  /** The universes set aside in the current instance; a trap loses them all. @type {Set<Kept>} */
  const kept = new Set();

  /** @param {Kept} other @returns {Universe} */
  function alive(other) {
    other.universe ??= guarded(other.script, () => {
      const opened = new (instances.needed().Universe)(other.script);
      kept.add(other);
      return opened;
    });
    return other.universe;
  }

  /** Sets the current universe aside; the caller makes another current. A trace is not kept: it has no script. @returns {Kept | null} */
  function put() {
    if (traces.leave()) { universe = null; return null; }
    const { endUs, endEvent } = guarded(script, () => held().place());
    const one = { universe: held(), script: guarded(script, () => held().wholeScript()), endUs, endEvent };
    kept.add(one);
    universe = null;
    return one;
  }

  /** Makes a universe current. @param {Universe} other @param {string} text The script that leads to it. */
  function hold(other, text) {
    universe = other;
    generation++;
    script = text;
  }

  /** Sets the current universe aside, and makes another current. @param {() => Universe} other @param {string} text */
  function become(other, text) {
    const former = universe ? put() : null;
    hold(other(), text);
    return former;
  }

  return {
    put,

    start: instances.start, spare: instances.spare, core: instances.core, instance: instances.instance,
    alive: () => universe !== null,
    script: () => script,
    /** Updates the script after a goal was reached: it now includes the time taken. */
    learnScript: () => (script = here(() => held().wholeScript())),
    /** Executes one or more statements at the present instant. @param {string} statement */
    act(statement) {
      const acted = guarded(`${script}\n${statement}`, () => held().act(statement));
      script = acted.script;
      return acted;
    },
    /** Changes whenever another universe becomes current. */
    generation: () => generation,
    ...openings({ guarded, instances, traces, become }),
    ...keeping({ alive, hold, kept }),
    ...departures({ guarded, held, script: () => script, put, hold }),
    ...passages({ guarded: here, held, told: traces.current }),
    ...comparisons({ guarded, held, alive }),
    ...exports({ guarded, instances }),
    ...grammar({ guarded, instances, universe: () => universe }),
    ...looks({ guarded: here, held, instance: instances.current }),
  };
}
