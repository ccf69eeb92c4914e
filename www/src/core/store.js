// The one store, in three slices that are read as one: what the core says, what the person chose, and what follows from
// where the page stands. Each has a writer of its own, and the types tell who writes what. And what outlives a visit.

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Said} Said */
/** @typedef {import("./types.js").Chosen} Chosen */
/** @typedef {import("./types.js").Follows} Follows */
/** @typedef {ReturnType<typeof createStore>} Store */

/** @param {Said} said @param {Chosen} chosen @param {Follows} follows */
export function createStore(said, chosen, follows) {
  /** @type {State} */
  let state = { ...said, ...chosen, ...follows };
  /** @type {((state: State) => void)[]} */
  const listeners = [];

  /** @param {Partial<State>} patch */
  function write(patch) {
    const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
    if (keys.every((key) => Object.is(state[key], patch[key]))) return;
    state = { ...state, ...patch };
    for (const listener of listeners) listener(state);
  }

  return {
    get: () => state,
    /** Written by what carries the run on. @type {(patch: Partial<Said>) => void} */
    said: write,
    /** Written by what the person does; a run that is opened anew forgets what was chosen in the last. @type {(patch: Partial<Chosen>) => void} */
    chosen: write,
    /** Written by the shell; the note also by whatever has something to tell. @type {(patch: Partial<Follows>) => void} */
    follows: write,
    /** Tells a short notice. @param {string} note Id of its words. @param {Record<string, string | number>} [noteArgs] */
    tell(note, noteArgs = {}) { write({ note, noteArgs }); },
    /** @param {(state: State) => void} listener */
    subscribe(listener) { listeners.push(listener); },
  };
}

/**
 * Whether a state says something that another did not, besides in slices that do not count.
 * @param {State} state @param {State | null} former @param {ReadonlySet<keyof State>} except
 */
export function saysNew(state, former, except) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(state));
  return former === null || (state !== former && keys.some((key) => !except.has(key) && !Object.is(state[key], former[key])));
}

const KEY = "raftarium.preferences";

/**
 * What is remembered between visits. A sandboxed frame has no storage, and then nothing is.
 * @returns {{lang?: string, theme?: string, speed?: number, large?: boolean}}
 */
export function loadPreferences() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return found !== null && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

/** @param {{lang: string, theme: string, speed: number, large: boolean}} preferences */
export function savePreferences(preferences) {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Without storage the choice holds for this visit.
  }
}
