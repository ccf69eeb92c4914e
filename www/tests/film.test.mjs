// The film of a counterexample: how facts stand as of a step, what its captions say, and what part of the diagram it shows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { catalogues, LANGUAGES, ledgerCatalogue } from "../tools/catalogues.mjs";
import { createI18n } from "../src/core/i18n.js";
import { createProjector, stayMs, stretchTo } from "../src/core/run/film.js";
import { spotOf } from "../src/core/spot.js";
import { captionOf } from "../src/film/caption.js";
import { countOf, standingOf } from "../src/film/ledger.js";
import { windowOf } from "../src/film/window.js";

const plain = (/** @type {string} */ text) => text.replace(/[\u2066-\u2069]/g, "");
/** @param {string} lang */
function wordsOf(lang) {
  const i18n = createI18n();
  i18n.use(lang, JSON.stringify([...catalogues(lang), ledgerCatalogue(lang)].flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body)));
  return i18n;
}

/** @param {string} kind @param {object} args */
const event = (kind, args, id = 7) => ({ id, atUs: 10, actor: "n3", kind, rule: null, section: null, cause: null, because: [], weight: 2, landmark: null, message: null, args: /** @type {any} */ (args) });
const row = { key: "vote", args: /** @type {any} */ ({}), sent: 3, event: 8, wrong: false, counts: true };

test("a fact is to come, then under way, then holds; a wrong one is wrong from then on", () => {
  assert.deepEqual([2, 3, 7, 8, 9].map((at) => standingOf(row, at)), ["to-come", "under-way", "under-way", "holds", "holds"]);
  assert.deepEqual([7, 8].map((at) => standingOf({ ...row, wrong: true }, at)), ["under-way", "wrong"]);
  assert.deepEqual([7, 8].map((at) => standingOf({ ...row, sent: null }, at)), ["to-come", "holds"]);
});

test("only facts that count are counted, once they hold, wrong ones too", () => {
  const rows = [row, { ...row, event: 4, wrong: true }, { ...row, event: 1, counts: false }];
  const column = { key: "leads", args: /** @type {any} */ ({}), event: null, needed: 2, rows };
  assert.deepEqual([1, 4, 8].map((at) => countOf(column, at)), [0, 1, 2]);
});

test("a broken rule is told after what came and what Raft does, in both languages", () => {
  const told = [event("message-delivered", { type: "RequestVoteReply", from: "n2" }), event("rule-broken", { flaw: "stale-votes-counted" })];
  const step = { event: 8, upto: 9, atUs: 10, told, rule: "ignore-stale-reply", section: "§5.1", flaw: "stale-votes-counted", actors: ["n2", "n3"], message: [], lacks: [] };
  for (const lang of LANGUAGES) {
    const said = captionOf(step, wordsOf(lang)), [came, raft, broke] = said.map(({ words }) => plain(words));
    assert.deepEqual(said.map(({ part }) => part), ["told", "raft", "broke"]);
    assert.match(came ?? "", /RequestVoteReply.*n2.*n3/);
    assert.match(raft ?? "", /^Raft \(§5\.1\)/);
    assert.match(broke ?? "", /^n3 /);
  }
});

test("where no rule is broken, the rule stands last; the end tells what is broken, without a rule", () => {
  const i18n = wordsOf("en"), step = { event: 7, upto: 7, atUs: 10, rule: "start-election", section: "§5.2", flaw: null, actors: ["n3"], message: [], lacks: [] };
  assert.deepEqual(captionOf({ ...step, told: [event("crashed", {})] }, i18n).map(({ part }) => part), ["told", "raft"]);
  const end = captionOf({ ...step, told: [event("crashed", {}), event("violation-monotonic-term", { node: "n3", before: 4, term: 2 })] }, i18n);
  assert.deepEqual(end.map(({ part }) => part), ["told", "breaks"]);
  assert.equal(captionOf({ ...step, rule: null, told: [event("crashed", {})] }, i18n).length, 1);
});

test("the diagram shows the film from its first step to its last, with a margin", () => {
  const steps = /** @type {any} */ ([{ atUs: 100_000 }, { atUs: 900_000 }]);
  const { follow, leftUs, usPerPx } = windowOf({ steps }, 1_000);
  assert.equal(follow, false);
  assert.ok(leftUs < 100_000 && 900_000 < leftUs + 1_000 * usPerPx);
  assert.ok(1_000 * usPerPx < 1_000_000);
  // All at one instant, and a closed diagram.
  assert.ok(windowOf({ steps: /** @type {any} */ ([{ atUs: 5 }]) }, 0).usPerPx > 0);
});

test("the clock runs to a step fast at first, and slowly from when its message was sent", () => {
  const near = stretchTo(100_000, /** @type {any} */ ({ atUs: 112_000, message: [] }));
  assert.deepEqual([near.slowUs, near.untilUs], [100_000, 111_999]);
  const far = stretchTo(0, /** @type {any} */ ({ atUs: 5_000_000, message: [7, 1, 1, 2, 4_900_000] }));
  assert.deepEqual([far.slowUs, far.untilUs], [4_897_999, 4_999_999]);
  for (const { slowUs, untilUs, rush, slow } of [near, far]) {
    const ms = (untilUs - slowUs) / 1_000 / slow + (slowUs > 0 ? (slowUs - (slowUs === 100_000 ? slowUs : 0)) / 1_000 / rush : 0);
    assert.ok(599 <= ms && ms <= 3_001, String(ms));
  }
  const none = stretchTo(50, /** @type {any} */ ({ atUs: 50, message: [] }));
  assert.ok(none.untilUs === 50 && none.slow > 0, "two steps at one instant");
});

test("a film that plays goes from step to step, stays at each, and stops at the last", () => {
  const one = { told: [event("crashed", {}, 4)], actors: ["n1"], message: [], lacks: [], rule: null, flaw: null };
  const steps = [{ ...one, event: 4, atUs: 1_000 }, { ...one, event: 9, atUs: 500_000, message: [7, 0, 1, 2, 490_000, 500_000, 0, 0] }, { ...one, event: 12, atUs: 500_000 }];
  /** @type {any} */
  let state = { film: null, mode: "wide", tab: "logs", reading: null, playing: false, nowUs: 1_000, reducedMotion: false };
  const write = (/** @type {object} */ patch) => { state = { ...state, ...patch }; };
  let at = 0;
  const go = (/** @type {number} */ id) => { at = id; };
  const projector = createProjector({
    lab: { script: () => "", snapshot: () => { throw new Error("nobody asks"); }, place: () => /** @type {any} */ ({ event: at, nowUs: steps.find((step) => step.event === at)?.atUs ?? 0 }), film: () => /** @type {any} */ ({ broken: "progress", steps, ledger: [], flaws: [], statements: 1 }) },
    store: { get: () => state, said: write, chosen: write, tell: () => {} },
    travels: { seekEvent: (id) => { go(id); write({ playing: false }); }, reachEvent: go }, safely: (call) => call(),
  });
  const frame = (/** @type {number} */ ms, /** @type {number} */ nowUs) => { write({ nowUs }); return projector.project(ms, /** @type {any} */ ({ nowUs, told: false })); };
  projector.watch();
  assert.equal(projector.pace(), null);
  frame(0, 1_000);
  write({ playing: true });
  frame(16, 1_000);
  assert.ok(state.film.moves && [...spotOf(state).messages].join() === "7", "the message to come is lit");
  assert.ok((projector.pace()?.limitUs ?? Infinity) < 500_000);
  const tick = frame(2_000, 499_999);
  assert.deepEqual([state.film.step, state.film.moves, at, tick.nowUs, state.playing], [1, false, 9, 500_000, true]);
  assert.deepEqual(projector.pace(), { speed: 0, limitUs: 499_999 });
  frame(2_000 + stayMs(/** @type {any} */ (one)) - 1, 500_000);
  assert.equal(state.film.moves, false, "it is still read");
  frame(2_000 + stayMs(/** @type {any} */ (one)), 500_000);
  frame(9_000, 500_000);
  assert.deepEqual([state.film.step, at, state.playing], [2, 12, false]);
  // From the end, it begins again; with reduced motion, it jumps.
  write({ playing: true, reducedMotion: true });
  frame(10_000, 500_000);
  assert.deepEqual([state.film.step, at, state.film.moves], [0, 4, false]);
  frame(10_000 + stayMs(/** @type {any} */ (one)), 1_000);
  assert.deepEqual([state.film.step, at, state.film.moves], [1, 9, false]);
  // A jump keeps it playing, except to the last step.
  projector.filmTo(0);
  assert.ok(state.playing);
  projector.filmTo(2);
  assert.ok(!state.playing);
});

test("a film goes from step to step, lights what a step tells, and ends where it is left", () => {
  const steps = [{ event: 4, told: [event("crashed", {}, 4)], actors: ["n1"], message: [], lacks: [] }, { event: 9, told: [event("election-won", {}, 8), event("violation-election-safety", {}, 9)], actors: ["n3"], message: [], lacks: [] }];
  /** @type {any} */
  let state = { film: null, mode: "wide", tab: "logs", reading: null };
  /** @type {number[]} */
  const sought = [];
  const write = (/** @type {object} */ patch) => { state = { ...state, ...patch }; };
  let broken = /** @type {string | null} */ ("election-safety"), note = "";
  const projector = createProjector({
    lab: { script: () => "nodes 3\n", snapshot: () => { throw new Error("nobody asks"); }, place: () => /** @type {any} */ ({ event: sought.at(-1) ?? 0 }), film: () => /** @type {any} */ ({ broken, steps, ledger: [], flaws: [], statements: 1 }) },
    store: { get: () => state, said: write, chosen: write, tell: (id) => { note = id; } },
    travels: { seekEvent: (id) => { sought.push(id); }, reachEvent: () => {} }, safely: (call) => call(),
  });
  projector.watch();
  assert.deepEqual([state.film.step, state.tab, state.chosenEvent, [...spotOf(state).names]], [0, "rules", 4, ["n1"]]);
  projector.filmTo(1);
  // A violation has no event of its own, so the step chooses the event that broke the invariant.
  assert.deepEqual([state.film.step, state.chosenEvent], [1, 8]);
  projector.filmTo(2);
  assert.deepEqual(sought, [4, 9]);
  projector.leaveFilm();
  assert.deepEqual([state.film, state.chosenEvent], [null, null]);
  // A link may ask for a step that is not there.
  projector.watch(99);
  assert.equal(state.film.step, 1);
  projector.leaveFilm();
  broken = null;
  projector.watch();
  assert.deepEqual([state.film, note], [null, "note-no-film"]);
});
