import assert from "node:assert/strict";
import { test } from "node:test";
import { addMarks, countMarks, marksUntil, noMarks } from "../src/core/marks.js";
import { createNarrator, lostOrder } from "../src/core/run/narrator.js";

/** @param {number} id @param {number} weight @param {string | null} [landmark] @returns {any} */
const event = (id, weight, kind = "x", landmark = null) => ({ id, weight, kind, landmark, atUs: id, args: {}, because: [] });
/** @param {number} ms */
const at = (ms, more = {}) => ({ ms, playing: true, speed: 5, routine: false, ...more });

test("the most telling event is the headline, and stays a while", () => {
  const narrator = createNarrator();
  assert.equal(narrator.tell([event(1, 0), event(2, 2), event(3, 1)], at(1_000)).headline?.id, 2);
  assert.equal(narrator.tell([event(4, 1)], at(1_500)).headline?.id, 2);
  assert.equal(narrator.tell([event(5, 1)], at(4_000)).headline?.id, 5);
  assert.deepEqual(narrator.tell([], at(5_000)).recent.map(({ id }) => id), [4, 3, 2]);
});

test("what is as telling waits for its turn and is not forgotten", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 2)], at(1_000));
  assert.equal(narrator.tell([event(2, 2), event(3, 1)], at(1_500)).headline?.id, 1);
  assert.equal(narrator.tell([event(4, 1)], at(2_000)).headline?.id, 2);
});

test("an alarm waits for nobody", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 2)], at(1_000));
  assert.equal(narrator.tell([event(2, 3)], at(1_400)).headline?.id, 2);
});

test("a headline goes once something newer tells how it is now", () => {
  const narrator = createNarrator();
  const fast = { speed: 12 };
  const heldBack = { ...event(1, 2, "commit-held-back"), actor: "n1" };
  assert.equal(narrator.tell([heldBack], at(1_000, fast)).headline?.id, 1);
  assert.equal(narrator.tell([{ ...event(2, 1, "append-refused"), actor: "n1" }], at(2_000, fast)).headline?.id, 1, "about something else");
  const told = narrator.tell([{ ...event(3, 1, "commit-advanced"), actor: "n1" }], at(2_400, fast));
  assert.equal(told.headline?.id, 3, "however little it is at this pace");
  const crashed = { ...event(4, 2, "crashed"), actor: "n2" };
  assert.equal(narrator.tell([crashed], at(3_000)).headline?.id, 4);
  assert.equal(narrator.tell([{ ...event(5, 2, "restarted"), actor: "n3" }], at(3_400)).headline?.id, 4, "of another node");
  assert.equal(narrator.tell([{ ...event(6, 2, "restarted"), actor: "n2" }], at(3_800)).headline?.id, 6);
});

test("what became untrue while it waited is not told, and of what is as telling the newest is", () => {
  const narrator = createNarrator();
  const fast = { speed: 12 };
  narrator.tell([{ ...event(1, 2, "election-started"), actor: "n1" }], at(1_000, fast));
  // The newest, although an older one supersedes the headline.
  assert.equal(narrator.tell([{ ...event(2, 2, "election-won"), actor: "n1" }, { ...event(3, 2, "commit-held-back"), actor: "n1" }], at(1_900, fast)).headline?.id, 3);
  const other = createNarrator();
  other.tell([event(1, 2)], at(1_000, fast));
  other.tell([{ ...event(2, 2, "commit-held-back"), actor: "n1" }], at(1_400, fast));
  assert.equal(other.tell([{ ...event(3, 1, "commit-advanced"), actor: "n1" }], at(2_600, fast)).headline?.id, 1);
  assert.equal(other.tell([{ ...event(4, 2, "commit-held-back"), actor: "n1" }, { ...event(5, 1, "commit-advanced"), actor: "n1" }], at(4_000, fast)).headline?.id, 1);
  assert.equal(other.tell([event(6, 2)], at(4_400, fast)).headline?.id, 6);
});

test("what became untrue within a blink is not snatched away", () => {
  const narrator = createNarrator();
  narrator.tell([{ ...event(1, 2, "partitioned"), actor: null }], at(1_000));
  assert.equal(narrator.tell([{ ...event(2, 1, "healed"), actor: null }], at(1_400)).headline?.id, 1);
  assert.equal(narrator.tell([], at(1_800)).headline?.id, 2);
});

test("what is asked about stays told as long as time stands still", () => {
  const narrator = createNarrator();
  const asked = event(1, 1);
  narrator.tell([asked], at(1_000));
  narrator.tell([event(2, 2)], at(1_400));
  assert.equal(narrator.stand(asked).headline?.id, 1, "though another was told already");
  const stands = { playing: false };
  assert.equal(narrator.tell([event(3, 2), event(4, 1)], at(1_500, stands)).headline?.id, 1);
  assert.deepEqual(narrator.tell([], at(1_600, stands)).recent, [], "what came later is not told as if it came before");
  assert.notEqual(narrator.tell([event(5, 1)], at(9_000)).headline?.id, 1, "time goes on");
  narrator.stand(asked);
  narrator.goOn();
  assert.equal(narrator.tell([event(6, 2)], at(9_100, stands)).headline?.id, 6, "somebody acted");
  narrator.stand(asked);
  assert.equal(narrator.land([event(7, 1)], false, "event", 7).headline?.id, 7, "one went elsewhere");
});

test("the list is of what came before the headline, however long that stays", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 1), event(2, 3)], at(1_000));
  const told = narrator.tell([event(3, 1), event(4, 2)], at(2_000));
  assert.equal(told.headline?.id, 2);
  assert.deepEqual(told.recent.map(({ id }) => id), [1]);
  assert.deepEqual(narrator.tell([event(5, 1)], at(9_500)).recent.map(({ id }) => id), [3, 2, 1], "4 is told now");
});

test("when time comes to stand, the last thing that happened is told", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 2)], at(1_000, { speed: 8 }));
  narrator.tell([event(2, 1), event(3, 1)], at(1_400, { speed: 8 }));
  const halted = narrator.tell([event(4, 1)], at(1_500, { playing: false }));
  assert.equal(halted.headline?.id, 4);
  assert.deepEqual(halted.recent.map(({ id }) => id), [3, 2, 1], "what was too fast to be told is there");
  assert.equal(narrator.tell([event(5, 2), event(6, 1)], at(1_600, { playing: false })).headline?.id, 5, "what somebody does then is told");
});

test("turns of events are known however much came after", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 2)], at(1_000));
  for (let i = 2; i < 300; i++) narrator.tell([event(i, 1)], at(1_000 + i * 400));
  assert.deepEqual(narrator.tell([event(300, 2)], at(200_000, { speed: 9 })).recent.map(({ id }) => id), [1]);
});

test("where one went to something, that is told, and not what came with it", () => {
  const narrator = createNarrator();
  const told = narrator.land([event(1, 1), event(2, 2, "election-won", "election"), event(3, 1, "log-appended"), event(4, 0, "message-sent")], false, "election", 4);
  assert.equal(told.headline?.id, 2);
  assert.deepEqual(told.recent.map(({ id }) => id), [1]);
  assert.equal(narrator.land([event(1, 1), event(2, 1)], false, "fault", 2).headline?.id, 2, "none came: what happened last");
});

test("routine is told to who asked for it", () => {
  const narrator = createNarrator();
  assert.equal(narrator.tell([event(1, 0)], at(0)).headline, null);
  assert.equal(narrator.tell([event(3, 0)], at(9_000, { routine: true })).headline?.id, 3);
});

test("where one lands, what happened last is told whatever it is", () => {
  const narrator = createNarrator();
  narrator.tell([event(9, 2)], at(1_000));
  const told = narrator.land([event(1, 1), event(2, 0), event(3, 2), event(4, 0)], false, "event", 4);
  assert.equal(told.headline?.id, 4);
  assert.deepEqual(told.recent.map(({ id }) => id), [3, 1]);
  assert.deepEqual(narrator.land([event(1, 0), event(2, 0)], true, "event", 2).recent.map(({ id }) => id), [1]);
  assert.equal(narrator.land([], false, "event", 0).headline, null);
  assert.equal(narrator.land([event(1, 1), event(2, 0), event(3, 1)], false, "event", 3, 2).headline?.id, 2, "the event sought, though its step brought more");
});

test("what somebody does while time stands still is told, however little it is", () => {
  const narrator = createNarrator();
  const stands = { playing: false };
  narrator.tell([event(1, 2)], at(1_000, stands));
  assert.equal(narrator.tell([event(2, 0)], at(1_100, stands)).headline?.id, 1, "routine that comes by itself is not");
  narrator.goOn();
  assert.equal(narrator.tell([event(3, 0), event(4, 0)], at(1_200, stands)).headline?.id, 4);
  assert.equal(narrator.tell([event(5, 0)], at(1_300, stands)).headline?.id, 4, "once");
});

test("a step on keeps what was before it, and a way back only what is still before", () => {
  const narrator = createNarrator();
  narrator.land([event(1, 1), event(2, 2), event(3, 1)], false, "event", 3);
  assert.deepEqual(narrator.land([event(4, 1)], false, "event", 4).recent.map(({ id }) => id), [3, 2, 1]);
  const stays = narrator.land([], false, "event", 4);
  assert.equal(stays.headline?.id, 4, "one stands where one stood");
  assert.deepEqual(stays.recent.map(({ id }) => id), [3, 2, 1]);
  const back = narrator.land([event(2, 2)], false, "event", 2);
  assert.equal(back.headline?.id, 2);
  assert.deepEqual(back.recent.map(({ id }) => id), [1]);
  assert.equal(narrator.land([], false, "event", 1).headline?.id, 1);
});

test("nothing changes between two changes of the list", () => {
  const narrator = createNarrator();
  const first = narrator.tell([event(1, 1)], at(1_000));
  assert.equal(narrator.tell([event(2, 1)], at(1_100)), first);
});

test("announcements are rare, and of what matters", () => {
  const narrator = createNarrator();
  narrator.tell([event(1, 1), event(2, 1, "commit-advanced"), event(3, 2)], at(0));
  assert.equal(narrator.announce(0)?.id, 3);
  narrator.tell([event(4, 2)], at(500));
  assert.equal(narrator.announce(500), null);
  assert.equal(narrator.announce(3_000)?.id, 4);
});

test("marks stay bounded however long the run", () => {
  let marks = noMarks();
  for (let i = 0; i < 20_000; i++) marks = addMarks(marks, [{ atUs: i * 50_000, kind: "commit", event: i, actor: null }], i * 50_000);
  assert.equal(countMarks(marks, "commit"), 20_000);
  assert.ok((marks.columns["commit"]?.size ?? 0) <= 1_000);
  assert.equal(marks.extentUs, 2_000_000_000);
  assert.equal(addMarks(marks, [], 5), marks);
});

test("marks end where another universe begins", () => {
  let marks = noMarks();
  for (let i = 0; i < 100; i++) marks = addMarks(marks, [{ atUs: i * 10_000, kind: "commit", event: i, actor: null }], i * 10_000);
  assert.equal(countMarks(marksUntil(marks, 495_000), "commit"), 50);
  assert.equal(countMarks(marks, "commit"), 100, "the former universe keeps its own");
});

test("of the orders of which nothing comes the last is found", () => {
  const events = [event(1, 2, "order-lost"), event(2, 2, "change-refused"), event(3, 2, "transfer-ordered"), event(4, 1, "ordered")];
  assert.equal(lostOrder(events)?.id, 2);
  assert.equal(lostOrder([event(5, 2, "transfer-refused")])?.id, 5);
  assert.equal(lostOrder(events.slice(2)), undefined);
});
