// The universes of a visit: the current one, and those set aside.

import { noMarks } from "../marks.js";
import { tidyName } from "./universes.js";

/** @typedef {import("./universes.js").Entry} Entry */
/** @typedef {import("./lab-client.js").Kept} Kept */
/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Marks} Marks */
/** @typedef {ReturnType<typeof createMultiverse>} Multiverse */

/** Most universes kept; beyond that the oldest without children, other than the twin, is dropped. */
const MOST = 32;
/** Universes set aside that stay in memory; the others keep only their script. */
const MOST_ALIVE = 8;

/** Most characters of scripts in a session record. */
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
  /** Universes set aside, the least recently left first. @type {Map<number, {kept: Kept, marks: Marks}>} */
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
    /** A universe was opened; `former` is the previous one. @param {string} scene @param {Kept | null} former */
    opened(scene, former) {
      // A lost universe cannot be returned to.
      if (!former) store.said({ universes: store.get().universes.filter((entry) => entry.id !== store.get().universe) });
      putAside(former);
      enter({ parent: null, name: "", statement: "", scene, forkUs: 0, endUs: 0 });
    },

    /**
     * A statement forked off a universe; `former` was current.
     * @param {string} statement @param {Kept} former @param {number} forkUs @param {number} [from] Id of the universe; without
     *   it, that of `former`.
     */
    forked(statement, former, forkUs, from) {
      const { universe, universes, scene } = store.get(), parent = universes.find(({ id }) => id === from);
      putAside(former);
      enter({ parent: parent?.id ?? universe, name: "", statement, scene: parent?.scene ?? scene, forkUs, endUs: forkUs });
    },

    /**
     * Makes another universe current, and sets the present one aside.
     * @param {number} id
     * @returns {{marks: Marks, scene: string, end: import("./record.js").Place | null} | null} Null if the
     *   id is unknown; `end` is set if the universe was reopened from its script and must be run to there.
     */
    take(id) {
      const one = aside.get(id);
      const entry = store.get().universes.find((other) => other.id === id);
      if (!one || !entry) return null;
      const { universe, endUs: us, endEvent: event } = one.kept;
      const former = lab.put();
      // A trace cannot be returned to.
      if (!former) store.said({ universes: store.get().universes.filter((other) => other.id !== store.get().universe) });
      putAside(former);
      lab.take(one.kept);
      aside.delete(id);
      store.said({ universe: id });
      return { marks: universe ? one.marks : noMarks(), scene: entry.scene, end: universe ? null : { us, event, endUs: us } };
    },

    /** The data to restore the universes after a reload; empty if too large. @returns {Record<string, unknown>} */
    record() {
      const scripts = [...aside].map(([id, { kept: { script, endUs, endEvent } }]) => ({ id, script, endUs, endEvent }));
      const length = scripts.reduce((sum, { script }) => sum + script.length, 0);
      return length <= RECORDED_MAX ? { universes: store.get().universes, universe: store.get().universe, scripts } : {};
    },

    /** Restores the universes and the current one of the last session. @param {Record<string, unknown>} record */
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

    /** Id of the universe that was current before. */
    former: () => [...aside.keys()].at(-1) ?? null,

    /** A universe that was set aside. @param {number} id */
    kept: (id) => aside.get(id)?.kept ?? null,

    /** Reports the first difference between the current universe and another. @param {number} id */
    compare(id) {
      const one = lab.isTold() ? undefined : aside.get(id);
      store.said({ difference: one ? { with: id, ...lab.firstDifference(one.kept) } : null });
    },
  };
}
