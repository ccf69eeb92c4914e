import assert from "node:assert/strict";
import { test } from "node:test";
import { around, spotBeside } from "../src/stage/spot.js";

const box = (/** @type {number} */ left, /** @type {number} */ top, /** @type {number} */ width, /** @type {number} */ height) => ({ left, top, right: left + width, bottom: top + height });
const BAR = { width: 170, height: 28 }, STAGE = box(4, 0, 852, 340);

test("a bar stands under its node's words, and beside its disk", () => {
  const face = box(366, 200, 60, 60), disk = box(348, 264, 96, 10), words = box(300, 206, 56, 32);
  const node = /** @type {const} */ ({ face, disk: around([face, disk]), words, side: "left" });
  const { x, y } = spotBeside(node, BAR, STAGE, [face, disk, words]);
  assert.equal(y, words.bottom + 4);
  assert.ok(x + BAR.width <= disk.left, `${x}`);
});

test("where the edge is near, it stands where it hides nothing instead", () => {
  const face = box(600, 100, 60, 60), disk = box(590, 164, 80, 10), words = box(670, 106, 100, 32);
  const node = /** @type {const} */ ({ face, disk: around([face, disk]), words, side: "right" });
  const { x, y } = spotBeside(node, BAR, box(4, 0, 770, 340), [face, disk, words]);
  assert.ok(x >= 4 && x + BAR.width <= 774);
  for (const one of [face, disk, words]) {
    assert.ok(x + BAR.width <= one.left || x >= one.right || y + BAR.height <= one.top || y >= one.bottom, `over ${JSON.stringify(one)}`);
  }
});

test("of a node above it stands beside the words", () => {
  const face = box(450, 40, 60, 60), words = box(430, 10, 100, 16);
  assert.deepEqual(spotBeside({ face, disk: face, words, side: "above" }, BAR, STAGE, [face, words]), { x: 538, y: 4 });
});
