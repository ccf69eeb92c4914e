// What the page draws of messages that are gone, and offers for those that are not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isBarred, isLost } from "../js/fates.js";

const nodes = [{ name: "n1", status: "up" }, { name: "n2", status: "up" }, { name: "n3", status: "down" }];
const at = (/** @type {number} */ nowUs, lastStatement = "") => /** @type {any} */ ({ nowUs, lastStatement, view: { cuts: [["n1", "n2"]], nodes } });
const sent = (/** @type {string} */ from, /** @type {string} */ to, doomed = false) => ({ from, to, dueUs: 1_000, doomed });

test("a message is barred by a cut its way and by a receiver that is down", () => {
  assert.equal(isBarred(at(0), "n1", "n2"), true);
  assert.equal(isBarred(at(0), "n2", "n1"), false);
  assert.equal(isBarred(at(0), "n1", "n3"), true);
  assert.equal(isBarred(at(0), "n1", "c1"), false);
  assert.equal(isBarred(/** @type {any} */ ({ view: null }), "n1", "n2"), false);
});

test("what was delivered by hand over a cut is lost, and over an open link it is not, not even by chance", () => {
  assert.equal(isLost(sent("n1", "n2"), at(500, "deliver m7")), true);
  assert.equal(isLost(sent("n1", "n3"), at(500, "deliver m7")), true);
  assert.equal(isLost(sent("n2", "n1"), at(500, "deliver m7")), false);
  assert.equal(isLost(sent("n2", "n1", true), at(500, "deliver m7")), false);
});

test("what was due is lost over a cut, at a node that is down and by chance; before that only if it was dropped", () => {
  assert.equal(isLost(sent("n1", "n2"), at(1_000)), true);
  assert.equal(isLost(sent("n2", "n1", true), at(1_000)), true);
  assert.equal(isLost(sent("n2", "n1"), at(1_000)), false);
  assert.equal(isLost(sent("n1", "n2"), at(500, "crash n2")), false);
  assert.equal(isLost(sent("n2", "n1"), at(500, "drop m7")), true);
});
