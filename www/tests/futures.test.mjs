// The futures of an instant: what is asked of the workers, in which order they may tell, and what is drawn of the curve.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsking, FUTURES, FUTURES_MAX, STRIDE } from "../src/futures/asking.js";
import { placesOf } from "../src/futures/curve.js";

/** @typedef {import("../src/futures/teller.js").Order} Order */

/** Some workers that do nothing, and the orders that each got. @param {number} many */
function played(many) {
  /** @type {Order[][]} */
  const orders = Array.from({ length: many }, () => []);
  let ms = 0, told = 0;
  const hands = orders.map((mine) => (/** @type {Order} */ order) => { mine.push(order); });
  const asking = createAsking({ pool: { hands: () => Promise.resolve(hands) }, clock: () => ++ms, changed: () => { told++; } });
  return { asking, orders, told: () => told };
}

const present = /** @type {import("../src/core/types.js").Present} */ (/** @type {unknown} */ ({ universe: 1, view: {}, checkpoint: new Uint8Array(1), enter: () => {} }));
const settled = () => new Promise((resolve) => { setImmediate(resolve); });
/** Rows of these futures. @param {...number} numbers */
const rows = (...numbers) => Float64Array.from(numbers.flatMap((number) => [number, ...Array.from({ length: STRIDE - 1 }, () => 0)]));

test("each worker takes every so many futures, and all together take each once", async () => {
  const { asking, orders } = played(3);
  asking.ask(present, 1_000_000);
  await settled();
  const shares = orders.map(([order]) => (order && "futures" in order ? order.futures : null));
  const numbers = shares.flatMap((share) => {
    assert.ok(share);
    /** @type {number[]} */
    const mine = [];
    for (let number = share.first; number < share.end; number += share.stride) mine.push(number);
    return mine;
  });
  assert.deepEqual(numbers.toSorted((a, b) => a - b), Array.from({ length: FUTURES }, (_, i) => i));
});

test("what workers tell is put together, and what an earlier question brings is dropped", async () => {
  const { asking, orders } = played(2);
  asking.ask(present, 1_000_000);
  await settled();
  const id = /** @type {{id: number}} */ (orders[0]?.[0]).id;
  asking.hear({ id, rows: rows(1), done: false });
  asking.hear({ id, rows: rows(0, 2), done: true });
  assert.equal(asking.asked()?.open, 1);
  asking.hear({ id, rows: rows(3), done: true });
  assert.equal(asking.asked()?.open, 0);
  assert.deepEqual([...asking.asked()?.rows ?? []].filter((_, i) => i % STRIDE === 0), [1, 0, 2, 3]);
  asking.ask(present, 1_000_000);
  asking.hear({ id, rows: rows(9), done: true });
  assert.equal(asking.asked()?.rows.length, 0);
});

test("more futures go on where the last ended, up to a limit", async () => {
  const { asking, orders } = played(1);
  asking.ask(present, 1_000_000);
  for (let round = 1; round < 20; round++) {
    await settled();
    const order = orders[0]?.at(-1);
    assert.ok(order && "futures" in order);
    asking.hear({ id: order.id, rows: rows(round), done: true });
    asking.more();
  }
  await settled();
  const last = orders[0]?.at(-1);
  assert.ok(last && "futures" in last);
  assert.deepEqual([last.futures.first, last.futures.end], [FUTURES_MAX - FUTURES, FUTURES_MAX]);
  assert.equal(orders[0]?.length, FUTURES_MAX / FUTURES);
});

test("a stop keeps what was run, and nothing comes after it", async () => {
  const { asking, orders } = played(2);
  asking.ask(present, 1_000_000);
  await settled();
  const id = /** @type {{id: number}} */ (orders[0]?.[0]).id;
  asking.hear({ id, rows: rows(0), done: false });
  asking.stop();
  await settled();
  asking.hear({ id, rows: rows(2), done: true });
  assert.equal(asking.asked()?.rows.length, STRIDE);
  assert.equal(asking.asked()?.open, 0);
  assert.ok(orders.every((mine) => { const last = mine.at(-1); return last && "stop" in last && last.stop === "futures"; }));
});

test("a worker that fails ends what was asked, and says why", async () => {
  const { asking } = played(2);
  asking.ask(present, 1_000_000);
  asking.read(1, "", 1);
  await settled();
  asking.hear({ failed: "unreachable" });
  assert.equal(asking.failure(), "unreachable");
  assert.deepEqual([asking.asked()?.open, asking.turn()?.works], [0, false]);
});

test("the curve goes from the first instant to the last, and from all lost at the top to none at the bottom", () => {
  const points = [[1_000, 0], [2_000, 50], [3_000, 100]].map(([atUs = 0, lost = 0]) => ({ atUs, event: atUs, lost, futures: 100 }));
  const view = /** @type {import("../src/core/types.js").TurningView} */ ({ isRead: true, losses: [], asked: 0, part: 1, points, sure: null, deciding: [], futures: 300, isDone: true });
  const { places } = placesOf(view);
  const [first, middle, last] = places;
  assert.ok(first && middle && last && first.x < middle.x && middle.x - first.x === last.x - middle.x);
  assert.ok(last.y < middle.y && middle.y < first.y);
  assert.deepEqual(places.map(({ part }) => part), [0, 0.5, 1]);
});
