// The universes of a visit, as a tree: each but the first was cut off another at an instant and took its own way.

/**
 * @typedef {object} Entry
 * @property {number} id
 * @property {number | null} parent
 * @property {string} name What the person calls it, or nothing: then the statement that began it does.
 * @property {string} statement What was done where it was cut off; nothing for one that was opened.
 * @property {string} scene The scene that it came from.
 * @property {number} forkUs Where it was cut off.
 * @property {number} endUs How far it was run when it was last looked at.
 */

/** The longest name. */
export const NAME_CHARS_MAX = 60;

/**
 * In the order of a tree, with depths: each after its parent, those cut off first before others.
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

/** A name as it may be: one line, not too long. @param {string} name */
export function tidyName(name) {
  return [...name.replace(/\s+/g, " ").trim()].slice(0, NAME_CHARS_MAX).join("");
}
