// The one store. It has three slices, read as one object: what the core reports, what the user chose, and what follows
// from the page's place. Each slice has its own writer, and the types say which. Also the stored preferences.

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
    /** Written by the modules that run the simulation. @type {(patch: Partial<Said>) => void} */
    said: write,
    /** Written by user actions; some choices are reset when another run opens.
     * @type {(patch: Partial<Chosen>) => void} */
    chosen: write,
    /** Written by the shell; any module may also write the note. @type {(patch: Partial<Follows>) => void} */
    follows: write,
    /** Shows a short notice.
     * @param {string} note Its message id. @param {Record<string, string | number>} [noteArgs] */
    tell(note, noteArgs = {}) { write({ note, noteArgs }); },
    /** @param {(state: State) => void} listener */
    subscribe(listener) { listeners.push(listener); },
  };
}

/**
 * Whether two states differ in a key that is not in `except`.
 * @param {State} state @param {State | null} former @param {ReadonlySet<keyof State>} except
 */
export function saysNew(state, former, except) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(state));
  return former === null || (state !== former && keys.some((key) => !except.has(key) && !Object.is(state[key], former[key])));
}

const KEY = "raftarium.preferences";

/**
 * The preferences kept between visits; none in a sandboxed frame, which has no storage.
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
    // Without storage the choice lasts for this visit only.
  }
}
