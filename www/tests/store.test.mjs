import assert from "node:assert/strict";
import { test } from "node:test";
import { saysNew } from "../src/core/store.js";

const EXCEPT = new Set(/** @type {any[]} */ (["spacetime"]));
/** @param {Record<string, unknown>} slices */
const state = (slices) => /** @type {any} */ ({ nowUs: 5, view: null, spacetime: { leftUs: 0 }, ...slices });

test("what was never told is new", () => {
  assert.ok(saysNew(state({}), null, EXCEPT));
});

test("the same in other objects is nothing new", () => {
  const spacetime = { leftUs: 0 };
  assert.ok(!saysNew(state({ spacetime }), state({ spacetime }), EXCEPT));
  const one = state({});
  assert.ok(!saysNew(one, one, EXCEPT));
});

test("a slice that does not count is nothing new, and beside it every other is", () => {
  assert.ok(!saysNew(state({ spacetime: { leftUs: 9 } }), state({}), EXCEPT));
  assert.ok(saysNew(state({ spacetime: { leftUs: 9 } }), state({}), new Set()));
  assert.ok(saysNew(state({ spacetime: { leftUs: 9 }, nowUs: 6 }), state({}), EXCEPT));
  assert.ok(saysNew(state({ view: { nodes: [] } }), state({ view: { nodes: [] } }), EXCEPT), "by identity");
});
