import assert from "node:assert/strict";
import { test } from "node:test";
import { asTree, NAME_CHARS_MAX, tidyName } from "../src/core/run/universes.js";

/** @param {number} id @param {number | null} parent */
const entry = (id, parent) => ({ id, parent, name: "", statement: "", scene: "", forkUs: 0, endUs: 0 });

test("each universe stands below the one that it was cut off", () => {
  const rows = asTree([entry(1, null), entry(2, 1), entry(3, null), entry(4, 2), entry(5, 1)]);
  assert.deepEqual(rows.map(({ entry: { id }, depth }) => [id, depth]), [[1, 0], [2, 1], [4, 2], [5, 1], [3, 0]]);
});

test("one whose parent was forgotten is a root, and none is lost", () => {
  const rows = asTree([entry(7, 1), entry(8, 7)]);
  assert.deepEqual(rows.map(({ entry: { id }, depth }) => [id, depth]), [[7, 0], [8, 1]]);
});

test("a name is one short line", () => {
  assert.equal(tidyName("  a\n b\t c "), "a b c");
  assert.equal([...tidyName("é".repeat(500))].length, NAME_CHARS_MAX);
});
