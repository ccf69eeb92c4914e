// The universes of a visit: the one in hand, and those that were put aside.

import { tidyName } from "./universes.js";

/** @typedef {import("./universes.js").Entry} Entry */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Marks} Marks */
/** @typedef {ReturnType<typeof createMultiverse>} Multiverse */

/** More universes than these nobody tells apart; then the oldest that nothing stands on is forgotten. */
const MOST = 32;
/** So many keep what they have computed; of the others the script is enough. */
const MOST_ALIVE = 8;

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {{get: () => State, set: (patch: Partial<State>) => void}} parts.store
 */
export function createMultiverse({ lab, store }) {
  /** Those put aside, least recently left first. @type {Map<number, {kept: Kept, marks: Marks}>} */
  const aside = new Map();
  let last = 0;

  /** @param {Kept | null} kept */
  function putAside(kept) {
    const { universe, universes, marks } = store.get();
    if (!kept) return;
    aside.delete(universe);
    aside.set(universe, { kept, marks });
    store.set({ universes: universes.map((entry) => (entry.id === universe ? { ...entry, endUs: kept.endUs } : entry)) });
    const living = [...aside.values()].filter((one) => one.kept.universe);
    for (const one of living.slice(0, Math.max(0, living.length - MOST_ALIVE))) lab.release(one.kept);
  }

  /** @param {Omit<Entry, "id">} entry */
  function enter(entry) {
    const id = ++last;
    let universes = [...store.get().universes, { ...entry, id }];
    if (universes.length > MOST) {
      const parents = new Set(universes.map((other) => other.parent));
      const oldest = universes.find((other) => other.id !== id && !parents.has(other.id) && other.id !== store.get().twin);
      if (oldest) {
        const one = aside.get(oldest.id);
        if (one) lab.release(one.kept);
        aside.delete(oldest.id);
        universes = universes.filter((other) => other !== oldest);
      }
    }
    store.set({ universes, universe: id });
  }

  return {
    /** A universe was opened; `former` is the one that was in hand. @param {string} scene @param {Kept | null} former */
    opened(scene, former) {
      // One that was lost is not come back to.
      if (!former) store.set({ universes: store.get().universes.filter((entry) => entry.id !== store.get().universe) });
      putAside(former);
      enter({ parent: null, name: "", statement: "", scene, forkUs: 0, endUs: 0 });
    },

    /** The one in hand was cut off `former` by a statement. @param {string} statement @param {Kept} former @param {number} forkUs */
    forked(statement, former, forkUs) {
      const { universe, scene } = store.get();
      putAside(former);
      enter({ parent: universe, name: "", statement, scene, forkUs, endUs: forkUs });
    },

    /**
     * Takes another in hand, and puts the one that was aside.
     * @param {number} id
     * @returns {{marks: Marks, scene: string, endUs: number} | null} Nothing, if it is not known.
     */
    take(id) {
      const one = aside.get(id);
      const entry = store.get().universes.find((other) => other.id === id);
      if (!one || !entry) return null;
      putAside(lab.put());
      lab.take(one.kept);
      aside.delete(id);
      store.set({ universe: id });
      return { marks: one.marks, scene: entry.scene, endUs: one.kept.endUs };
    },

    /** @param {number} id @param {string} name */
    rename(id, name) {
      store.set({ universes: store.get().universes.map((entry) => (entry.id === id ? { ...entry, name: tidyName(name) } : entry)) });
    },

    /** The one that was in hand before. */
    former: () => [...aside.keys()].at(-1) ?? null,

    /** One that was put aside. @param {number} id */
    kept: (id) => aside.get(id)?.kept ?? null,

    /** Where the one in hand and another differ first. @param {number} id */
    compare(id) {
      const one = aside.get(id);
      return one ? lab.firstDifference(one.kept) : null;
    },
  };
}
