// The universes of a visit, as a tree: each is opened from a script, or forked from another at an instant.

/**
 * @typedef {object} Entry
 * @property {number} id
 * @property {number | null} parent
 * @property {string} name The user's name for it; if empty, its statement is shown instead.
 * @property {string} statement The statement that forked it; empty for one that was opened.
 * @property {string} scene Id of its scene.
 * @property {number} forkUs Instant of the fork.
 * @property {number} endUs The latest instant it was run to, as of when it was last current.
 */

/** Most characters of a name. */
export const NAME_CHARS_MAX = 60;

/**
 * The universes in tree order with their depths: each parent before its children, older forks first.
 * @param {Entry[]} entries
 * @returns {{entry: Entry, depth: number}[]}
 */
export function asTree(entries) {
  /** @type {{entry: Entry, depth: number}[]} */
  const rows = [];
  const known = new Set(entries.map((entry) => entry.id));
  /** @param {number | null} parent @param {number} depth */
  const add = (parent, depth) => {
    for (const entry of entries) {
      const under = entry.parent !== null && known.has(entry.parent) ? entry.parent : null;
      if (under !== parent) continue;
      rows.push({ entry, depth });
      add(entry.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}

/** A name reduced to one line of limited length. @param {string} name */
export function tidyName(name) {
  return [...name.replace(/\s+/g, " ").trim()].slice(0, NAME_CHARS_MAX).join("");
}
