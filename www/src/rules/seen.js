// The rules that the user has seen fire, in any run. The set is stored on the device; without storage, and in an embedded
// page, it lasts for the visit.

import { isEmbedded } from "../core/embedded.js";

const KEY = "raftarium.rules";

/** @returns {string[]} */
function load() {
  if (isEmbedded()) return [];
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** @param {readonly string[]} names All rules. @param {string[]} [stored] */
export function createSeen(names, stored = load()) {
  const seen = new Set(names.filter((name) => stored.includes(name)));
  return {
    count: () => seen.size,
    /** @param {string} name */
    has: (name) => seen.has(name),
    /** Adds rules. @param {readonly string[]} fired */
    add(fired) {
      const before = seen.size;
      for (const name of fired) seen.add(name);
      if (seen.size === before || isEmbedded()) return;
      try {
        localStorage.setItem(KEY, JSON.stringify([...seen]));
      } catch {
        // Without storage the set lasts for the visit.
      }
    },
  };
}
