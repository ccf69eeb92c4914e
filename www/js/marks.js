// The marks of the time bar, in columns: their number is bounded however long a run is.

/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").Marks} Marks */

export const COLUMNS = 1_000;
export const MARK_KINDS = ["commit", "election", "fault", "heal", "violation"];
const FIRST_EXTENT_US = 2_000_000;

/** @returns {Marks} */
export function noMarks() {
  return {
    extentUs: FIRST_EXTENT_US,
    columns: Object.fromEntries(MARK_KINDS.map((kind) => [kind, new Set()])),
    counts: Object.fromEntries(MARK_KINDS.map((kind) => [kind, 0])),
    revision: 0,
  };
}

/** The next of 1, 2, 5, 10, 20, 50, … @param {number} extentUs */
function wider(extentUs) {
  const lead = Number(String(extentUs)[0]);
  return lead === 2 ? (extentUs / 2) * 5 : extentUs * 2;
}

/**
 * Widens the bar until now is on it, and adds marks.
 * @param {Marks} marks @param {Mark[]} added @param {number} nowUs
 * @returns {Marks} The same object when nothing changed.
 */
export function addMarks(marks, added, nowUs) {
  if (added.length === 0 && nowUs <= marks.extentUs * 0.98) return marks;
  let { extentUs, columns } = marks;
  while (nowUs > extentUs * 0.98) {
    const next = wider(extentUs), factor = extentUs / next;
    columns = Object.fromEntries(Object.entries(columns).map(([kind, set]) => [kind, new Set([...set].map((column) => Math.floor(column * factor)))]));
    extentUs = next;
  }
  const counts = { ...marks.counts };
  for (const mark of added) {
    columns[mark.kind]?.add(Math.min(COLUMNS - 1, Math.floor((mark.atUs / extentUs) * COLUMNS)));
    counts[mark.kind] = (counts[mark.kind] ?? 0) + 1;
  }
  return { extentUs, columns, counts, revision: marks.revision + 1 };
}
