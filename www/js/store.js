// The one store: what the person sees and chose, and what outlives a visit.

/**
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {((state: S) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    /** @param {Partial<S>} patch */
    set(patch) {
      const keys = /** @type {(keyof S)[]} */ (Object.keys(patch));
      if (keys.every((key) => Object.is(state[key], patch[key]))) return;
      state = { ...state, ...patch };
      for (const listener of listeners) listener(state);
    },
    /** @param {(state: S) => void} listener */
    subscribe(listener) { listeners.push(listener); },
  };
}

const KEY = "raftarium.preferences";

/**
 * What is remembered between visits. A sandboxed frame has no storage, and then nothing is.
 * @returns {{lang?: string, theme?: string, speed?: number}}
 */
export function loadPreferences() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return found !== null && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

/** @param {{lang: string, theme: string, speed: number}} preferences */
export function savePreferences(preferences) {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Without storage the choice holds for this visit.
  }
}
