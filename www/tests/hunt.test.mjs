// The search for a counterexample: one worker or many find the same, whichever is faster; it stops, and goes on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { workersFor } from "../src/core/workers.js";
import { scriptOf } from "../src/rules/finder.js";
import { mendedOf } from "../src/core/statements.js";
import { flawsOf } from "../src/rules/found.js";
import { begun, FINDS_MAX, isUnderWay, NUMBERS_MORE, told, totals } from "../src/rules/search.js";
import { LANGUAGES, rulesCatalogue } from "../tools/catalogues.mjs";

/** @typedef {import("../src/rules/search.js").Search} Search */
/** @typedef {import("../src/rules/search.js").Event} Event */

/** The statements of the shortened scripts of the numbers in which something breaks. @typedef {Record<number, number>} World */

/** What some effort leaves of a script is final if that is short; all effort takes 10 statements more from a longer one. */
const FINAL = 25;

/** Plays workers, in an order that the seed decides. @param {World} world @param {number} workers @param {number} seed */
function playing(world, workers, seed) {
  let ms = 0, random = seed;
  const pick = (/** @type {number} */ n) => { random = (random * 16_807) % 2_147_483_647; return random % n; };
  /** @type {({shorten: number, all: boolean} | null)[]} */
  const shortens = Array.from({ length: workers }, () => null);
  const limits = Array.from({ length: workers }, () => Infinity), nexts = Array.from({ length: workers }, (_, k) => k), runs = Array.from({ length: workers }, () => 0);
  let search = begun("", 0, workers, ms);
  /** @type {number[]} The finds that were compared, and those that all effort was spent on. */
  const shortened = [], worked = /** @type {number[]} */ ([]);

  /** @param {Event} event */
  function tell(event) {
    const step = told(search, event, ++ms);
    search = step.search;
    for (const command of step.commands) {
      if ("limit" in command) limits.fill(command.limit);
      else if ("shorten" in command) shortens[command.worker] = command;
    }
  }

  /** One worker does a slice, as hunter.js does. @param {number} k */
  function work(k) {
    const asked = shortens[k] ?? null;
    if (asked !== null) {
      shortens[k] = null;
      const left = world[asked.shorten] ?? 0, isFinal = asked.all || left <= FINAL;
      (asked.all ? worked : shortened).push(asked.shorten);
      tell({ kind: "short", short: { script: "", broken: "", atUs: 0, statements: asked.all ? left - 10 : left, events: 0, tried: 0, isFinal } });
      return;
    }
    const number = nexts[k] ?? 0, found = number in world ? { number, broken: "", statements: 40 } : null;
    if ((limits[k] ?? 0) < number) return;
    nexts[k] = number + workers;
    runs[k] = (runs[k] ?? 0) + 1;
    if (found) limits[k] = Math.min(limits[k] ?? 0, number);
    tell({ kind: "tally", worker: k, tally: { runs: runs[k] ?? 0, events: 0, states: 1, next: number + workers, find: found } });
  }

  return {
    search: () => search, shortened, worked, tell,
    /** Works until the search is over, or for so many slices. */
    run(slices = 10_000) { for (let i = 0; i < slices && isUnderWay(search); i++) work(pick(workers)); },
  };
}

/** Every search that one to four workers make of a world, in several orders. @param {World} world */
const all = (world) => [1, 2, 3, 4].flatMap((workers) => [1, 5, 9].map((seed) => playing(world, workers, seed)));

test("the lowest number counts, whoever is faster", () => {
  for (const play of all({ 9: 4, 10: 3, 11: 2, 30: 1 })) {
    play.run();
    assert.equal(play.search().phase, "found");
    assert.equal(play.search().best?.number, 9);
    assert.deepEqual(play.shortened, [9]);
  }
});

test("a long script is compared with those of the next finds, up to a short one", () => {
  for (const play of all({ 3: 20, 8: 30, 12: 15, 13: 1 })) {
    play.run();
    assert.equal(play.search().best?.number, 12);
    assert.deepEqual(play.shortened, [3, 8, 12]);
  }
});

test("so many finds are compared, and the first of the shortest is kept", () => {
  for (const play of all({ 1: 20, 2: 17, 4: 17, 5: 30, 7: 18, 8: 19, 9: 18, 10: 18, 11: 20, 12: 19, 13: 1 })) {
    play.run();
    assert.equal(play.search().best?.number, 2);
    assert.equal(play.search().compared, FINDS_MAX);
    assert.deepEqual(play.worked, []);
  }
});

test("the shortest of long scripts is shortened with all effort, and no other", () => {
  for (const play of all({ 2: 40, 6: 31, 7: 33 })) {
    play.run();
    assert.equal(play.search().phase, "found");
    assert.deepEqual([play.search().best?.number, play.search().best?.short.statements], [6, 21]);
    assert.deepEqual([play.shortened, play.worked], [[2, 6, 7], [6]]);
  }
});

test("to look for a shorter script takes about as long as the first find, whatever comes later", () => {
  for (const play of all({ 10: 20, [30 + NUMBERS_MORE]: 17, [31 + NUMBERS_MORE]: 1 })) {
    play.run();
    assert.equal(play.search().phase, "found");
    assert.equal(play.search().best?.number, 30 + NUMBERS_MORE);
    assert.deepEqual(play.shortened, [10, 30 + NUMBERS_MORE]);
  }
});

test("another find is the next one, the same for one worker and for many", () => {
  for (const play of all({ 3: 20, 8: 15, 10: 9, 11: 7 })) {
    const found = [];
    for (let i = 0; i < 3; i++) {
      play.run();
      found.push(play.search().best?.number);
      play.tell({ kind: "another" });
      assert.equal(play.search().best, null);
    }
    assert.deepEqual(found, [8, 10, 11]);
  }
});

test("a search stops when told to, and hears nothing from then on", () => {
  const begins = begun("flaw x\n", 0, 2, 100);
  const tally = { runs: 5, events: 9, states: 3, next: 10, find: null };
  const { search } = told(begins, { kind: "tally", worker: 0, tally }, 600);
  assert.deepEqual(totals(search), { runs: 5, states: 3, exact: false, ms: 500, rate: 10 });
  const stopped = told(search, { kind: "stop" }, 1_100);
  assert.equal(stopped.search.phase, "stopped");
  assert.deepEqual(stopped.commands, [{ end: true }]);
  assert.equal(totals(stopped.search).ms, 1_000);
  assert.equal(told(stopped.search, { kind: "tally", worker: 1, tally }, 1_200).search, stopped.search);
});

test("a search that is stopped while it compares keeps the shortest", () => {
  const play = playing({ 3: 20 }, 2, 1);
  while (!play.search().best) play.run(1);
  assert.equal(play.search().phase, "searching");
  play.tell({ kind: "stop" });
  assert.equal(play.search().phase, "found");
  assert.equal(play.search().last, 3);
});

test("the time of a search leaves out what was spent reading a find", () => {
  const tally = { runs: 1, events: 9, states: 3, next: 1, find: { number: 0, broken: "x", statements: 9 } };
  const short = { script: "", broken: "x", atUs: 0, statements: 4, events: 1, tried: 1, isFinal: true };
  let { search } = told(begun("", 0, 1, 0), { kind: "tally", worker: 0, tally }, 10);
  search = told(search, { kind: "short", short }, 30).search;
  assert.equal(search.phase, "found");
  search = told(search, { kind: "another" }, 5_000).search;
  search = told(search, { kind: "stop" }, 5_020).search;
  assert.equal(totals(search).ms, 50);
});

test("a failure ends the search", () => {
  const { search, commands } = told(begun("", 0, 1, 0), { kind: "failed", message: "unreachable" }, 1);
  assert.equal(search.phase, "failed");
  assert.deepEqual(commands, [{ end: true }]);
});

test("one processor is left to the page", () => {
  assert.deepEqual([undefined, 1, 2, 4, 64].map(workersFor), [1, 1, 1, 3, 4]);
});

test("what is searched are the broken rules, and the same script runs on correct Raft", () => {
  assert.equal(scriptOf(["a", "b"]), "flaw a\nflaw b\n");
  const script = "raftarium 1\nnodes 5\nflaw a\ntimeout n3\nflaw b\nexpect violated vote-once\n";
  assert.deepEqual(flawsOf(script), ["a", "b"]);
  assert.equal(mendedOf(script), "raftarium 1\nnodes 5\ntimeout n3\nrun 500ms\n");
});

test("whatever may break has a title", () => {
  const core = new FluentResource(readFileSync(new URL("../i18n/core.en.ftl", import.meta.url), "utf8")).body;
  const broken = core.flatMap(({ id }) => (id.startsWith("invariant-") ? [id.replace("invariant-", "rules-found-")] : []));
  assert.ok(broken.length >= 13);
  for (const language of LANGUAGES) {
    const keys = new FluentResource(readFileSync(rulesCatalogue(language), "utf8")).body.map(({ id }) => id);
    for (const id of broken) assert.ok(keys.includes(id), `${language}: ${id}`);
  }
});
