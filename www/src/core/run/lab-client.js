// The only module that knows the wasm glue.
//
// A trap poisons a wasm instance: whatever it held may be half written. So the instance is discarded, and the
// next universe starts in a fresh one, which the browser makes from another address of the same glue.

import { within } from "../within.js";

/** @typedef {import("../types.js").Glue} Glue */
/** @typedef {import("../types.js").Universe} Universe */
/** @typedef {import("../types.js").EventView} EventView */
/** @typedef {import("../types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {ReturnType<typeof createLab>} Lab */

/**
 * A universe that is put aside: as it was left, and the script that leads to its end. After a trap only the script is left.
 * @typedef {{universe: Universe | null, script: string, endUs: number, endEvent: number}} Kept
 */

/** The universe is lost: its instance trapped. */
export class Trap extends Error {
  /** @param {string} message @param {string} script What led there. */
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

/** The core as every instance shares it: compiled, and without a memory. */
async function compile() {
  const brought = within();
  if (brought) return WebAssembly.compile(brought.core());
  const response = await fetch(new URL("./raftarium_bg.wasm", document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  // Not every static host gives the file the type that a compiler of streams asks for.
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * How the space-time diagram looks at the universe in hand.
 * @param {{guarded: <T>(call: () => T) => T, held: () => Universe, instance: () => Glue | null}} parts
 */
function looks({ guarded, held, instance }) {
  return {
    stretches: () => guarded(() => held().stretches()),
    outline: () => guarded(() => held().outline()),
    /** @param {number} id */
    cone: (id) => guarded(() => held().cone(id)),
    /** A stretch of the universe in hand, to be read as long as that is in hand. @param {number} place */
    stretch(place) {
      const opened = guarded(() => held().stretch(place)), opener = instance();
      return {
        /** @param {number} moves */
        read: (moves) => guarded(() => opened.read(held(), moves)),
        numbers: () => guarded(() => opened.numbers()),
        /** What a discarded instance held is gone with it. */
        free: () => { if (instance() === opener) opened.free(); },
      };
    },
  };
}

/** The wasm instance in use, and what makes the next one. */
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
    /** Fetches what a fresh instance needs. */
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
    /** It trapped. */
    lose() { glue = null; },
  };
}

/** @typedef {<T>(call: () => T) => T} Guarded Runs a call into wasm; a trap ends the universe. */

/**
 * Where the universe in hand goes, and what there is to read of it.
 * @param {{guarded: Guarded, held: () => Universe}} parts
 */
function passages({ guarded, held }) {
  return {
    /** Where it stands, and how far it was run. */
    place: () => guarded(() => held().place()),
    hasFuture: () => guarded(() => held().hasFuture()),
    /** What the script tells. */
    story: () => guarded(() => held().story() ?? null),
    /** Where its reader is. */
    storyPlace: () => guarded(() => held().storyPlace()),
    /** The reader goes on from where time stands. */
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
     * How far a landmark ahead is looked for in vain, in a copy of the universe, µs; nothing if one comes.
     * @param {string} kind @param {(event: EventView) => boolean} isThere
     */
    searchedInVain: (kind, isThere) => guarded(() => {
      const from = held().place(), copy = held().fork();
      const { nowUs, event: reached } = copy.seekLandmark(kind, true);
      const came = copy.feed().events.some((event) => from.event < event.id && isThere(event));
      copy.free();
      // A copy knows no future: where it was not run as far as this one, one may be known.
      return came || reached < from.endEvent ? null : nowUs - from.nowUs;
    }),
    /** @param {number} untilUs @param {number} maxSteps */
    advance: (untilUs, maxSteps) => guarded(() => held().advance(untilUs, maxSteps)),
    /** As `advance`, past what a story tells. @param {number} untilUs @param {number} maxSteps */
    pass: (untilUs, maxSteps) => guarded(() => held().pass(untilUs, maxSteps)),
    /** Runs the script, and not beyond its end. @param {number} maxSteps */
    runScript: (maxSteps) => guarded(() => held().runScript(maxSteps)),
    /** The script that leads exactly here, without what it still has to come. */
    scriptHere: () => guarded(() => held().script()),
    /** @param {number} logFrom @param {number} logColumns @param {number} kvRows */
    snapshot: (logFrom, logColumns, kvRows) => guarded(() => held().snapshot(logFrom, logColumns, kvRows)),
    messages: () => guarded(() => held().messages()),
    /** What became of the messages that left the flight since the last time, 8 numbers each. */
    fates: () => guarded(() => held().fates()),
    /** @param {number} id */
    message: (id) => guarded(() => held().message(id)),
    feed: () => guarded(() => held().feed()),
    /** @param {number} id */
    event: (id) => guarded(() => held().event(id)),
    /** @param {string} question */
    why: (question) => guarded(() => held().why(question)),
  };
}

/** @typedef {<T>(led: string, call: () => T) => T} GuardedFor As `Guarded`, with the script that leads to the call. */

/**
 * Other universes beside the one in hand.
 * @param {{guarded: GuardedFor, held: () => Universe, alive: (other: Kept) => Universe}} parts
 */
function comparisons({ guarded, held, alive }) {
  return {
    /** Where the universe in hand and another differ first. @param {Kept} other */
    firstDifference: (other) => guarded(other.script, () => held().firstDifference(alive(other))),

    /** Another universe beside the one in hand. @param {Kept} other */
    beside: (other) => ({
      place: () => guarded(other.script, () => alive(other).place()),
      /** @param {number} us */
      seekUs: (us) => guarded(other.script, () => alive(other).seekUs(us)),
      /** It stands at nothing that a story tells: that is for the reader of the one in hand. @param {number} untilUs @param {number} maxSteps */
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
     * The run of a script as a text for other tools, in pieces: see `src/lab/export.rs` for the formats.
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
 * What the core knows of the script language: of any text, and of statements that are to be done in the universe in hand.
 * Nothing is known while an instance is on its way.
 * @param {{guarded: GuardedFor, instances: ReturnType<typeof createInstances>, universe: () => Universe | null}} parts
 */
function grammar({ guarded, instances, universe }) {
  /** @template T @param {string} text @param {(glue: Glue) => T} call */
  function asked(text, call) {
    const glue = instances.current();
    return glue ? guarded(text, () => call(glue)) : null;
  }
  return {
    /** What is wrong with a script. @param {string} text */
    check: (text) => asked(text, (glue) => glue.checkScript(text)),
    /** What may stand at a place of a script. @param {string} text @param {number} offset */
    completion: (text, offset) => asked(text, (glue) => glue.completion(text, offset)),
    /** What may stand at a place of statements that are to be done now. @param {string} text @param {number} offset */
    completionHere(text, offset) {
      const here = universe();
      return here ? guarded(text, () => here.completion(text, offset)) : null;
    },
    keywords: () => asked("", (glue) => glue.keywords()),
    /** The statements, settings and conditions, each with an example. */
    words: () => asked("", (glue) => glue.language()),
  };
}

/**
 * Other universes that have been the same as the one in hand up to here, and take its place.
 * @param {{guarded: GuardedFor, held: () => Universe, script: () => string, put: () => Kept, hold: (other: Universe, text: string) => void}} parts
 */
function departures({ guarded, held, script, put, hold }) {
  const fork = () => guarded(script(), () => held().fork());
  return {
    /** As `act`. @param {string} statement */
    actApart(statement) {
      const forked = fork();
      try {
        const acted = guarded(`${script()}\n${statement}`, () => forked.act(statement));
        const former = put();
        hold(forked, acted.script);
        return { acted, former };
      } catch (error) {
        if (isScriptError(error)) forked.free();
        throw error;
      }
    },
    /** A story from a card on, without what its reader did there. @param {number} card */
    startAgainApart(card) {
      const forked = fork(), place = guarded(script(), () => forked.startAgain(card)), text = guarded(script(), () => forked.wholeScript());
      const former = put();
      hold(forked, text);
      return { place, former };
    },
  };
}

/** The universe in hand, and what those that were put aside need. */
export function createLab() {
  const instances = createInstances();
  /** @type {Universe | null} */
  let universe = null;
  let script = "";
  /** Counts how often another universe was taken in hand. */
  let generation = 0;

  /**
   * Runs a call into wasm; a trap ends the universe.
   * @template T
   * @param {string} led The script that leads here.
   * @param {() => T} call
   * @returns {T}
   */
  function guarded(led, call) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      universe = null;
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

  /** Those that live in the instance at hand; a trap takes them all. @type {Set<Kept>} */
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

  /** Puts the universe in hand aside; another is to take its place. @returns {Kept} */
  function put() {
    const { endUs, endEvent } = guarded(script, () => held().place());
    const one = { universe: held(), script: guarded(script, () => held().wholeScript()), endUs, endEvent };
    kept.add(one);
    universe = null;
    return one;
  }

  /** Goes on with a universe. @param {Universe} other @param {string} text What leads to it. */
  function hold(other, text) {
    universe = other;
    generation++;
    script = text;
  }

  return {
    put,

    start: instances.start,
    spare: instances.spare,
    alive: () => universe !== null,
    script: () => script,
    freshSeed: () => instances.needed().freshSeed(),

    /**
     * Opens the universe of a script, and puts the one in hand aside. When the script is wrong it throws a
     * `ScriptErrorView`, and the universe in hand stays.
     * @param {string} text
     * @returns {Kept | null} The one that was in hand.
     */
    open(text) {
      const { Universe } = instances.needed();
      const opened = guarded(text, () => new Universe(text));
      const former = universe ? put() : null;
      hold(opened, text);
      return former;
    },

    /** Goes on with a universe that was put aside. @param {Kept} one */
    take(one) {
      hold(alive(one), one.script);
      kept.delete(one);
    },
    /** Lets go of a universe that was put aside, but for its script. @param {Kept} one */
    release(one) {
      one.universe?.free();
      one.universe = null;
      kept.delete(one);
    },
    /** The script as it is since a goal was reached: it says how long that took. */
    learnScript() {
      script = here(() => held().wholeScript());
      return script;
    },
    /** One or more statements, now. @param {string} statement */
    act(statement) {
      const acted = guarded(`${script}\n${statement}`, () => held().act(statement));
      script = acted.script;
      return acted;
    },
    /** Another number whenever another universe is in hand. */
    generation: () => generation,
    ...departures({ guarded, held, script: () => script, put, hold }),
    ...passages({ guarded: here, held }),
    ...comparisons({ guarded, held, alive }),
    ...exports({ guarded, instances }),
    ...grammar({ guarded, instances, universe: () => universe }),
    ...looks({ guarded: here, held, instance: instances.current }),
  };
}
