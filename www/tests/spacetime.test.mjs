import assert from "node:assert/strict";
import { test } from "node:test";
import { createData, MOST_IN_SIGHT } from "../src/spacetime/data.js";
import { createPainter } from "../src/spacetime/painter.js";
import { BAND_STRIDE, chunkOf, DOT_STRIDE, SENT_STRIDE } from "../src/spacetime/rows.js";
import {
  codeOf, coneOf, eventAt, followed, isEventLit, isLit, laneHeights, moved, nameOf, nearestOnLane, nextOnLane, ordered, panned, rowsIn, standing, ticks,
  usAt, xOf, zoomed,
} from "../src/spacetime/scale.js";

/**
 * @param {{from?: number, to?: number, fromUs?: number, toUs?: number, messages?: number[][], bands?: number[][], dots?: number[][]}} parts
 */
function numbers({ from = 0, to = 100, fromUs = 0, toUs = 1_000, messages = [], bands = [], dots = [] }) {
  return new Float64Array([from, to, fromUs, toUs, messages.length, bands.length, dots.length, ...messages.flat(), ...bands.flat(), ...dots.flat()]);
}
/** @param {number} id @param {number} from @param {number} to @param {number} sentUs @param {number} endUs @param {number} sent @param {number} end */
const message = (id, from, to, sentUs, endUs, sent, end, fate = 1) => [id, 2, from, to, sentUs, endUs, fate, 0, sent, end];

const CHUNK = chunkOf(numbers({
  messages: [message(1, 1, 2, 100, 200, 10, 20), message(2, 2, 1, 220, 300, 21, 30), message(3, 1, 3, 310, 0, 31, 0, 0), message(4, 1, 2, 900, 950, 80, 90)],
  bands: [[1, 2, 0, 1_000, 4, 0]], dots: [[20, 200, 2, 3], [35, 500, 1, 2]],
}));

test("the parts of a stretch are told apart", () => {
  assert.equal(CHUNK.messages.length, 4 * SENT_STRIDE);
  assert.equal(CHUNK.bands.length, BAND_STRIDE);
  assert.equal(CHUNK.dots.length, 2 * DOT_STRIDE);
  assert.deepEqual([CHUNK.fromEvent, CHUNK.toEvent, CHUNK.fromUs, CHUNK.toUs, CHUNK.longestUs], [0, 100, 0, 1_000, 100]);
  assert.equal(CHUNK.dots[4], 35);
});

test("an instant keeps its place when one zooms, from minutes to microseconds", () => {
  let window = { leftUs: 0, usPerPx: 200_000 };
  const at = usAt(400, window);
  for (let i = 0; i < 60; i++) {
    window = zoomed(window, 0.75, 400, 3_600_000_000, 1_000);
    assert.ok(Math.abs(xOf(at, window) - 400) < 0.01, `step ${i}`);
  }
  assert.ok(window.usPerPx * 1_000 <= 50, "a screen spans 50 µs");
  for (let i = 0; i < 90; i++) window = zoomed(window, 1.5, 400, 3_600_000_000, 1_000);
  assert.ok(window.usPerPx * 1_000 >= 3_600_000_000, "all of an hour fits");
});

test("some of the run stays in sight", () => {
  const far = panned({ leftUs: 0, usPerPx: 10 }, 1e9, 50_000, 1_000);
  assert.ok(far.leftUs < 50_000);
  const before = panned({ leftUs: 0, usPerPx: 10 }, -1e9, 50_000, 1_000);
  assert.ok(usAt(1_000, before) > 0);
});

test("the present is followed by whole pixels, and page by page without motion", () => {
  const a = followed(1_000_000, 300, 1_000, false, 0), b = followed(1_000_140, 300, 1_000, false, a.leftUs);
  assert.equal((b.leftUs - a.leftUs) % 300, 0);
  assert.ok(Math.abs(xOf(1_000_000, a) - 800) <= 1);
  assert.ok(followed(0, 300, 1_000, false, 0).leftUs <= 0, "at the start the start is seen");
  const page = followed(1_000_000, 300, 1_000, true, 0);
  assert.equal(followed(1_100_000, 300, 1_000, true, page.leftUs).leftUs, page.leftUs);
  assert.ok(followed(1_300_000, 300, 1_000, true, page.leftUs).leftUs > page.leftUs);
});

test("ticks are round, apart, and told with the digits that tell them apart", () => {
  for (const usPerPx of [0.05, 0.3, 1, 7, 60, 300, 5_000, 77_000, 4_000_000]) {
    const window = { leftUs: usPerPx * 12_345.6, usPerPx }, { step, digits, at } = ticks(window, 1_000);
    assert.ok([1, 2, 5].includes(Number(String(step)[0])) && /^[125]0*$/.test(String(step)), `${step}`);
    assert.ok(step / usPerPx >= 96 || step === 1, `${usPerPx}`);
    assert.ok(at.length <= 12);
    const told = at.map((us) => (us / 1e6).toFixed(digits));
    assert.equal(new Set(told).size, told.length, `${usPerPx}: ${told}`);
    assert.ok(at.every((us) => us % step === 0));
  }
});

test("lanes: clients above nodes, until the person orders them", () => {
  assert.deepEqual(ordered([], ["c1", "n1", "n2"]), ["n1", "n2", "c1"]);
  assert.deepEqual(ordered(["n2", "c1", "n1"], ["c1", "c2", "n1", "n2", "n3"]), ["n2", "n3", "c1", "n1", "c2"]);
  assert.deepEqual(ordered(["n2", "n9"], ["n1", "n2"]), ["n2", "n1"]);
  assert.deepEqual(moved(["c1", "n1", "n2"], "n2", 0), ["n2", "c1", "n1"]);
  assert.deepEqual(moved(["c1", "n1", "n2"], "c1", 99), ["n1", "n2", "c1"]);
  for (const name of ["n1", "n9", "c1", "c9"]) assert.equal(nameOf(codeOf(name)), name);
  const heights = laneHeights(["c1", "n1", "n2"], 180);
  assert.ok((heights[11] ?? 0) < (heights[1] ?? 0) && (heights[1] ?? 0) < (heights[2] ?? 0) && (heights[2] ?? 0) < 160);
  assert.ok(Number.isNaN(heights[3]));
});

test("the rows in sight hold every message that reaches into it", () => {
  assert.deepEqual(rowsIn(CHUNK, 150, 230), [0, 2]);
  assert.deepEqual(rowsIn(CHUNK, 250, 260), [1, 2]);
  assert.deepEqual(rowsIn(CHUNK, 960, 2_000), [3, 4]);
});

test("a click means the dot, or the nearer end of the message under it", () => {
  const window = { leftUs: 0, usPerPx: 1 }, heights = laneHeights(["n1", "n2", "n3"], 180);
  const [y1 = 0, y2 = 0] = [heights[1], heights[2]];
  assert.equal(eventAt([CHUNK], { x: 115, y: y1 + (y2 - y1) * 0.15 }, window, heights), 10);
  assert.equal(eventAt([CHUNK], { x: 185, y: y1 + (y2 - y1) * 0.85 }, window, heights), 20);
  assert.equal(eventAt([CHUNK], { x: 500, y: y1 + 3 }, window, heights), 35);
  assert.equal(eventAt([CHUNK], { x: 640, y: y1 }, window, heights), null);
});

test("one walks from event to event, and to another lane", () => {
  assert.equal(nextOnLane([CHUNK], 1, 10, true), 30);
  assert.equal(nextOnLane([CHUNK], 1, 30, true), 31);
  assert.equal(nextOnLane([CHUNK], 1, 31, true), 35);
  assert.equal(nextOnLane([CHUNK], 1, 30, false), 10);
  assert.equal(nextOnLane([CHUNK], 1, 10, false), null);
  assert.equal(nextOnLane([CHUNK], 3, 5, true), null, "what is on its way has not arrived");
  assert.equal(nearestOnLane([CHUNK], 2, 190), 20);
});

test("a message is lit if it brought the past there, or carries the future on", () => {
  const cone = coneOf(new Float64Array([30, 300, 1, 2, 1, 1, 30, 300, 30, 300, 2, 21, 220, 90, 950, 77]));
  assert.deepEqual(cone.chain, [77]);
  assert.ok(isLit(cone, CHUNK.messages, 0), "it arrived before what was sent from there");
  assert.ok(isLit(cone, CHUNK.messages, SENT_STRIDE), "it is the arrival itself");
  assert.ok(isLit(cone, CHUNK.messages, 2 * SENT_STRIDE), "it was sent afterwards");
  const other = coneOf(new Float64Array([20, 200, 2, 1, 0, 2, 20, 200, 20, 200]));
  assert.ok(isLit(other, CHUNK.messages, SENT_STRIDE) && !isLit(other, CHUNK.messages, 3 * SENT_STRIDE));
  assert.ok(isEventLit(other, 2, 20) && !isEventLit(other, 1, 35));
});

/** A run of stretches of 100 events and 100 ms, each with two messages; reading one takes two calls.
 * @param {{stretches: number, cuts?: number, cutAt?: number, steps?: number}} run */
function source(run) {
  const calls = { read: 0, freed: 0, opened: /** @type {number[]} */ ([]) };
  return {
    calls,
    alive: () => true, generation: () => 1,
    stretches: () => new Float64Array([run.stretches * 100, run.stretches * 100_000, run.stretches * (run.steps ?? 100), run.cuts ?? 0, run.cutAt ?? 0,
      ...Array.from({ length: run.stretches }, (_, i) => [i * 100, i * 100_000, i * (run.steps ?? 100)]).flat()]),
    /** @param {number} place */
    stretch(place) {
      calls.opened.push(place);
      let goes = 0;
      return {
        read: () => { calls.read++; return goes++ === 0 ? 0 : place === run.stretches - 1 ? 1 : 2; },
        numbers: () => numbers({ from: place * 100, to: place * 100 + 100, fromUs: place * 100_000, toUs: place * 100_000 + 100_000, messages: [message(place, 1, 2, place * 100_000 + 5, place * 100_000 + 9, 1, 2)] }),
        free: () => { calls.freed++; },
      };
    },
    outline: () => numbers({}),
  };
}
const HOW = { nowUs: 0, usPerPx: 1, moving: false, messages: true, touched: true };

test("what is in sight is read, a bit a frame, once, the newest first", () => {
  const from = source({ stretches: 10 }), data = createData(from);
  let frames = 0;
  while (data.frame(250_000, 550_000, HOW) && frames < 100) frames++;
  assert.deepEqual(from.calls.opened, [5, 4, 3, 2]);
  assert.equal(from.calls.read, 8);
  assert.ok(data.isWhole(250_000, 550_000) && !data.isWhole(0, 550_000));
  assert.deepEqual(data.chunks(250_000, 550_000).map((chunk) => chunk.fromEvent), [200, 300, 400, 500]);
  assert.equal(from.calls.freed, 4, "what is settled needs no reader");
});

test("the last stretch is read on when the run goes on", () => {
  const run = { stretches: 2 }, from = source(run), data = createData(from);
  for (let i = 0; i < 10; i++) data.frame(0, 900_000, HOW);
  assert.ok(data.isWhole(0, 900_000));
  const before = data.revision();
  run.stretches = 3;
  for (let i = 0; i < 10; i++) data.frame(0, 900_000, HOW);
  assert.ok(data.isWhole(0, 900_000) && data.revision() > before);
  assert.equal(data.chunks(0, 900_000).length, 3);
  assert.deepEqual(from.calls.opened, [1, 0, 2], "the reader of the second one went on");
});

test("a cut leaves what lies before it", () => {
  const run = { stretches: 6, cuts: 0, cutAt: 0 }, from = source(run), data = createData(from);
  for (let i = 0; i < 20; i++) data.frame(0, 900_000, HOW);
  Object.assign(run, { stretches: 4, cuts: 1, cutAt: 250 });
  data.frame(0, 100, HOW);
  assert.deepEqual(data.chunks(0, 900_000).map((chunk) => chunk.fromEvent), [0, 100]);
});

test("what is too much to draw is not read", () => {
  const from = source({ stretches: 10, steps: MOST_IN_SIGHT / 5 }), data = createData(from);
  for (let i = 0; i < 20; i++) data.frame(0, 1_000_000, HOW);
  assert.equal(from.calls.read, 0);
  assert.ok(data.estimate(0, 1_000_000) > MOST_IN_SIGHT && data.outline());
  for (let i = 0; i < 20; i++) data.frame(0, 200_000, HOW);
  assert.ok(from.calls.read > 0);
});

test("what lasted when it was read ends there, unless it stands", () => {
  /** @type {[number, number, number, number][]} */
  const drawn = [];
  const ignore = () => {};
  // @ts-expect-error A pen that only knows where boxes were filled.
  const pen = new Proxy({ fillRect: (...box) => drawn.push(box), measureText: () => ({ width: 10 }) }, { get: (own, name) => own[name] ?? ignore, set: () => true });
  // n1 leads term 4, and n2 is a candidate in term 5.
  const chunk = chunkOf(numbers({ bands: [[1, 2, 0, 1_000, 4, 0], [2, 1, 200, 1_000, 5, 0]] }));
  const frame = {
    width: 400, height: 100, scale: 1, leftUs: 0, usPerPx: 10, heights: laneHeights(["n1", "n2"], 100), pitch: 30, nowUs: 2_000, endUs: 1_000, openEvent: 0, frontUs: 1_500,
    nowWords: "", ticks: [], words: {}, colours: {}, cone: null, flying: null, keys: [0], messages: false,
  };
  const ends = (/** @type {Partial<import("../src/spacetime/painter.js").Frame>} */ more) => {
    drawn.length = 0;
    // @ts-expect-error It draws nothing that needs a canvas of its own.
    createPainter(() => null).paint(pen, { ...frame, stands: [], ...more }, [chunk]);
    return drawn.map(([x, , wide]) => x + wide);
  };
  assert.deepEqual(ends({}), [150, 150]);
  assert.deepEqual(ends({ stands: ["1 2 4"] }), [200, 150], "it is still the leader");
  assert.deepEqual(ends({ stands: ["1 2 5"] }), [150, 150], "of another term");
  assert.deepEqual(ends({ frontUs: Infinity }), [200, 200], "all was read");
});

test("what stands is told as bands have it", () => {
  const node = (/** @type {string} */ name, /** @type {string} */ role, status = "up") => ({ name, role, status, term: 3 });
  /** @type {any} */
  const view = {
    nodes: [node("n1", "leader"), node("n2", "follower"), node("n3", "candidate"), node("n4", "follower", "down"), node("n5", "leader", "paused")],
    clients: [{ name: "c1", outstanding: { request: 7 } }, { name: "c2", outstanding: null }], cuts: [["n1", "n2"]],
  };
  assert.deepEqual(standing(view), ["1 2 3", "2 0 3", "3 1 3", "4 4 3", "5 3 3", "11 7 7", "", "0 5", "0 6"]);
});
