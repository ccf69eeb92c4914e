// The universes of a visit: the one in hand, and those that were put aside.

import { noMarks } from "../marks.js";
import { tidyName } from "./universes.js";

/** @typedef {import("./universes.js").Entry} Entry */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Marks} Marks */
/** @typedef {ReturnType<typeof createMultiverse>} Multiverse */

/** More universes than these nobody tells apart; then the oldest that nothing stands on is forgotten. */
const MOST = 32;
/** So many keep what they have computed; of the others the script is enough. */
const MOST_ALIVE = 8;

/** Characters of scripts that a record may hold. */
const RECORDED_MAX = 100_000;

const isCount = (/** @type {unknown} */ n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0;

/** @param {any} found @returns {found is Entry} */
function isEntry(found) {
  return found !== null && typeof found === "object" && ["id", "forkUs", "endUs"].every((name) => typeof found[name] === "number" && found[name] >= 0) &&
    (found.parent === null || isCount(found.parent)) && ["name", "statement"].every((name) => typeof found[name] === "string") &&
    /^[a-z0-9-]{1,40}$/.test(found.scene);
}

/** @param {any} found @returns {found is {id: number, script: string, endUs: number, endEvent: number}} */
function isScript(found) {
  return found !== null && typeof found === "object" && ["id", "endUs", "endEvent"].every((name) => isCount(found[name])) && typeof found.script === "string";
}

/**
 * @param {object} parts
 * @param {import("./lab-client.js").Lab} parts.lab
 * @param {import("../store.js").Store} parts.store
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
    store.said({ universes: universes.map((entry) => (entry.id === universe ? { ...entry, endUs: kept.endUs } : entry)) });
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
    store.said({ universes, universe: id });
  }

  return {
    /** A universe was opened; `former` is the one that was in hand. @param {string} scene @param {Kept | null} former */
    opened(scene, former) {
      // One that was lost is not come back to.
      if (!former) store.said({ universes: store.get().universes.filter((entry) => entry.id !== store.get().universe) });
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
     * @returns {{marks: Marks, scene: string, end: import("./record.js").Place | null} | null} Nothing, if it is not known;
     *   with an end, if it was opened once more and has to be run there.
     */
    take(id) {
      const one = aside.get(id);
      const entry = store.get().universes.find((other) => other.id === id);
      if (!one || !entry) return null;
      const { universe, endUs: us, endEvent: event } = one.kept;
      putAside(lab.put());
      lab.take(one.kept);
      aside.delete(id);
      store.said({ universe: id });
      return { marks: universe ? one.marks : noMarks(), scene: entry.scene, end: universe ? null : { us, event, endUs: us } };
    },

    /** What a reload needs to find them again, if it is not too much. @returns {Record<string, unknown>} */
    record() {
      const scripts = [...aside].map(([id, { kept: { script, endUs, endEvent } }]) => ({ id, script, endUs, endEvent }));
      const length = scripts.reduce((sum, { script }) => sum + script.length, 0);
      return length <= RECORDED_MAX ? { universes: store.get().universes, universe: store.get().universe, scripts } : {};
    },

    /** Finds those of the last visit again; the one in hand is the one that was in hand. @param {Record<string, unknown>} record */
    restore({ universes, universe, scripts }) {
      if (!Array.isArray(universes) || !Array.isArray(scripts) || MOST < universes.length || !universes.every(isEntry)) return;
      const known = new Set(universes.map(({ id }) => id));
      const found = scripts.filter(isScript).filter(({ id }) => known.has(id) && id !== universe);
      if (typeof universe !== "number" || known.size !== universes.length || known.size !== found.length + 1 || !known.has(universe)) return;
      last = Math.max(...known);
      for (const { id, script, endUs, endEvent } of found) aside.set(id, { kept: { universe: null, script, endUs, endEvent }, marks: noMarks() });
      store.said({ universes, universe });
    },

    /** @param {number} id @param {string} name */
    rename(id, name) {
      store.said({ universes: store.get().universes.map((entry) => (entry.id === id ? { ...entry, name: tidyName(name) } : entry)) });
    },

    /** The one that was in hand before. */
    former: () => [...aside.keys()].at(-1) ?? null,

    /** One that was put aside. @param {number} id */
    kept: (id) => aside.get(id)?.kept ?? null,

    /** Shows where the one in hand and another differ first. @param {number} id */
    compare(id) {
      const one = aside.get(id);
      store.said({ difference: one ? { with: id, ...lab.firstDifference(one.kept) } : null });
    },
  };
}
