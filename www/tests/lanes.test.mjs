// The layout of lanes: bars as wide as their words, moments in the order of the core, points within their bars, and the cut
// behind the last point.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clientsOf, layOut, SIZE } from "../src/why/layout.js";

/** @typedef {import("../src/core/types.js").LanesView} LanesView */

/** @param {string} client @param {number} called @param {number | null} returned */
const call = (client, called, returned) => ({ client, args: {}, called, returned, callUs: 0, returnUs: null, callEvent: null, returnEvent: null });

/** `c2` has swapped while `c10` swaps too; then `c1` reads. @type {LanesView} */
const VIEW = /** @type {any} */ ({
  question: "request c1 2", moments: 7, unexplained: 3,
  calls: [call("c1", 0, 1), call("c10", 2, null), call("c2", 3, 4), call("c1", 5, 6)],
  orders: [{ order: [0, 1, 2], after: [0, 2, 3], cut: 5, reasons: [] }],
});
const [ORDER] = VIEW.orders;
const WIDTHS = [80, 90, 100, 70];
const laid = (cutWidth = 100) => layOut(VIEW, /** @type {any} */ (ORDER), WIDTHS, cutWidth);

test("clients stand in the order of their numbers, each in a lane of its own", () => {
  assert.deepEqual(clientsOf(VIEW), ["c1", "c2", "c10"]);
  const { lanes, bars, height } = laid();
  assert.deepEqual(lanes.map(({ y }) => y), [SIZE.head, SIZE.head + SIZE.lane, SIZE.head + 2 * SIZE.lane]);
  assert.deepEqual(bars.map(({ y }) => y), [0, 2, 1, 0].map((lane) => SIZE.head + lane * SIZE.lane));
  assert.equal(height, SIZE.head + 3 * SIZE.lane);
});

test("a bar has room for its words, and one that has not returned goes on to the end", () => {
  const { bars, width } = laid();
  bars.forEach((bar, i) => assert.ok(bar.width >= (WIDTHS[i] ?? 0), `${i}: ${bar.width}`));
  assert.deepEqual(bars.map(({ isOpen }) => isOpen), [false, true, false, false]);
  const open = bars[1];
  assert.equal((open?.x ?? 0) + (open?.width ?? 0), width - SIZE.edge);
});

test("moments stand in their order, with a gap", () => {
  const { bars } = laid(), [first, second, third, fourth] = bars;
  assert.ok(first && second && third && fourth);
  assert.ok(first.x + first.width + SIZE.moment <= second.x, "it was called after the first returned");
  assert.ok(second.x < third.x && third.x + third.width + SIZE.moment <= fourth.x);
});

test("points stand within their bars, in the order of their numbers, and the cut behind them within the call that is stopped", () => {
  const { bars, points, cutX } = laid();
  assert.deepEqual(points.map(({ n }) => n), [1, 2, 3]);
  points.forEach(({ x, y, call: place }, i) => {
    const bar = bars.find((one) => one.call === place);
    assert.ok(bar && bar.x < x && x < bar.x + bar.width && y > bar.y + SIZE.bar);
    assert.ok(i === 0 || (points[i - 1]?.x ?? 0) < x);
  });
  const last = bars[3];
  assert.ok(last && last.x < cutX && cutX < last.x + last.width);
});

test("the words above the cut stay within the picture, which is wide enough for them", () => {
  const { width, wordsX, cutX } = laid();
  assert.ok(wordsX === cutX || wordsX === width - 50);
  assert.deepEqual([laid(width).wordsX, laid(width).width], [width / 2, width]);
  assert.deepEqual([laid(900).wordsX, laid(900).width], [450, 900]);
});

test("points after one moment stand side by side", () => {
  const view = /** @type {any} */ ({ ...VIEW, moments: 4, calls: [call("c1", 0, 2), call("c2", 1, 3)] });
  const { points, cutX } = layOut(view, /** @type {any} */ ({ order: [1, 0], after: [1, 1], cut: 1, reasons: [] }), [60, 60], 100);
  const [one, two] = points;
  assert.ok(one && two && two.x - one.x >= 2 * SIZE.radius && cutX > two.x + SIZE.radius);
});
