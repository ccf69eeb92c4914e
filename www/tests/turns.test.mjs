import assert from "node:assert/strict";
import { test } from "node:test";
import { createTurns } from "../src/core/turns.js";

/** @param {[name: string, everyMs: number, writes?: boolean][]} wanted */
function parts(wanted) {
  /** @type {string[]} */
  const written = [];
  const turns = createTurns(wanted.map(([name, everyMs, writes = true]) => ({ everyMs, update: () => { written.push(name); return writes; } })));
  return { written, turns };
}

test("one part writes a frame, and each comes round", () => {
  const { written, turns } = parts([["a", 60], ["b", 60], ["c", 60]]);
  for (let ms = 0; ms < 96; ms += 16) turns.next(null, ms);
  assert.deepEqual(written.slice(0, 3).sort(), ["a", "b", "c"]);
  assert.deepEqual(written.slice(3), written.slice(0, 2), "nobody writes again before his time");
});

test("who waited longest for his time comes first", () => {
  const { written, turns } = parts([["often", 20], ["seldom", 200]]);
  for (let ms = 0; ms <= 2_000; ms += 16) turns.next(null, ms);
  const seldom = written.filter((name) => name === "seldom").length;
  assert.ok(seldom >= 8 && seldom <= 11, `${seldom} turns`);
  assert.ok(written.length - seldom > 50, "and the other has the rest");
});

test("more parts than frames: none of them starves", () => {
  const { written, turns } = parts(["a", "b", "c", "d", "e"].map((name) => [name, 20]));
  for (let ms = 0; ms < 1_600; ms += 16) turns.next(null, ms);
  for (const name of ["a", "b", "c", "d", "e"]) assert.equal(written.filter((one) => one === name).length, 20, name);
});

test("where frames are slow, who is late writes in the same one", () => {
  const { written, turns } = parts(["a", "b", "c", "d"].map((name) => [name, 50]));
  for (let ms = 0; ms <= 2_000; ms += 200) {
    written.length = 0;
    turns.next(null, ms);
  }
  assert.ok(written.length >= 2, `${written.length} in a frame`);
  const { written: quick, turns: soon } = parts(["a", "b", "c", "d"].map((name) => [name, 50]));
  for (let ms = 0; ms < 64; ms += 16) {
    quick.length = 0;
    soon.next(null, ms);
    assert.equal(quick.length, 1, "and where they are not, one does");
  }
});

test("who has nothing to write leaves the turn to the next", () => {
  const { written, turns } = parts([["idle", 60, false], ["busy", 60]]);
  assert.equal(turns.next(null, 0), true);
  assert.deepEqual(written, ["idle", "busy"]);
  assert.equal(turns.next(null, 16), false, "and then nobody's time has come");
});

test("who has not finished goes on in the next turn", () => {
  /** @type {string[]} */
  const written = [];
  let left = 3;
  const turns = createTurns([
    { everyMs: 20, update: () => { written.push("other"); } },
    { everyMs: 20, update: () => { written.push("long"); return --left > 0 ? "more" : true; } },
  ]);
  for (let ms = 0; ms < 96; ms += 16) turns.next(null, ms);
  assert.deepEqual(written.slice(0, 5), ["other", "long", "long", "long", "other"]);
});

test("when time stands still everything is written at once", () => {
  const { written, turns } = parts([["a", 60], ["b", 60, false], ["c", 60]]);
  turns.next(null, 0);
  written.length = 0;
  turns.all(null);
  assert.deepEqual(written, ["a", "b", "c"]);
});
