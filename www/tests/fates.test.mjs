// The actions that the page offers for messages in flight.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isBarred } from "../src/stage/fates.js";

const nodes = [{ name: "n1", status: "up" }, { name: "n2", status: "up" }, { name: "n3", status: "down" }];
const at = (/** @type {number} */ nowUs) => /** @type {any} */ ({ nowUs, view: { cuts: [["n1", "n2"]], nodes } });

test("a message is barred by a cut its way and by a receiver that is down", () => {
  assert.equal(isBarred(at(0), "n1", "n2"), true);
  assert.equal(isBarred(at(0), "n2", "n1"), false);
  assert.equal(isBarred(at(0), "n1", "n3"), true);
  assert.equal(isBarred(at(0), "n1", "c1"), false);
  assert.equal(isBarred(/** @type {any} */ ({ view: null }), "n1", "n2"), false);
});
