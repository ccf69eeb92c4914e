// The marks of the time bar, counted in columns: their number is bounded however long a run is.

/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").Marks} Marks */

export const COLUMNS = 1_000;
export const MARK_KINDS = ["commit", "election", "fault", "heal", "violation"];
const FIRST_EXTENT_US = 2_000_000;

/** @returns {Marks} */
export function noMarks() {
  return {
    extentUs: FIRST_EXTENT_US,
    columns: Object.fromEntries(MARK_KINDS.map((kind) => [kind, new Map()])),
    revision: 0,
  };
}

/** The next of 1, 2, 5, 10, 20, 50, … @param {number} extentUs */
function wider(extentUs) {
  const lead = Number(String(extentUs)[0]);
  return lead === 2 ? (extentUs / 2) * 5 : extentUs * 2;
}

/**
 * Widens the bar until `nowUs` is within it, and adds marks.
 * @param {Marks} marks @param {Mark[]} added @param {number} nowUs
 * @returns {Marks} The same object when nothing changed.
 */
export function addMarks(marks, added, nowUs) {
  if (added.length === 0 && nowUs <= marks.extentUs * 0.98) return marks;
  let { extentUs, columns } = marks;
  while (nowUs > extentUs * 0.98) {
    const next = wider(extentUs), factor = extentUs / next;
    columns = each(columns, (counts) => {
      const narrower = new Map();
      for (const [column, count] of counts) add(narrower, Math.floor(column * factor), count);
      return narrower;
    });
    extentUs = next;
  }
  for (const mark of added) {
    const counts = columns[mark.kind];
    if (counts) add(counts, Math.min(COLUMNS - 1, Math.floor((mark.atUs / extentUs) * COLUMNS)), 1);
  }
  return { extentUs, columns, revision: marks.revision + 1 };
}

/** The marks up to the column of an instant. @param {Marks} marks @param {number} us @returns {Marks} */
export function marksUntil(marks, us) {
  const last = Math.floor((us / marks.extentUs) * COLUMNS);
  return { ...marks, columns: each(marks.columns, (counts) => new Map([...counts].filter(([column]) => column <= last))), revision: marks.revision + 1 };
}

/** How many marks of a kind there are. @param {Marks} marks @param {string} kind */
export function countMarks(marks, kind) {
  return [...marks.columns[kind]?.values() ?? []].reduce((sum, count) => sum + count, 0);
}

/** @param {Map<number, number>} counts @param {number} column @param {number} count */
function add(counts, column, count) { counts.set(column, (counts.get(column) ?? 0) + count); }

/** @param {Marks["columns"]} columns @param {(counts: Map<number, number>) => Map<number, number>} change */
function each(columns, change) {
  return Object.fromEntries(Object.entries(columns).map(([kind, counts]) => [kind, change(counts)]));
}
