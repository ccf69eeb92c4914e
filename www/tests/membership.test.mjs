import assert from "node:assert/strict";
import { test } from "node:test";
import { among, bracesOf, membershipOf, nextServer, quorumsOf, stageOf, standingOf } from "../src/core/membership.js";
import { layoutStage, blend } from "../src/stage/geometry.js";

test("a membership is read from its digits", () => {
  const joint = membershipOf("245/123//");
  assert.deepEqual(joint, { voters: ["n2", "n4", "n5"], outgoing: ["n1", "n2", "n3"], learners: [], target: [] });
  assert.equal(stageOf(joint), "joint");
  assert.deepEqual(["245/123//", "123//4/1234", "123///"].map(bracesOf), ["{123|245}", "{123+4}", "{123}"]);
  assert.deepEqual(["n1", "n2", "n4", "n6"].map((name) => standingOf(name, joint)), ["old", "both", "new", "outside"]);
  const learning = membershipOf("123//4/1234");
  assert.equal(stageOf(learning), "learning");
  assert.deepEqual(["n1", "n4", "n5"].map((name) => standingOf(name, learning)), ["voter", "learner", "outside"]);
  assert.equal(stageOf(membershipOf("123///")), "settled");
});

test("of a joint configuration each set has a majority of its own", () => {
  const quorums = quorumsOf({ membership: "2345/123//", majority: 3, majorityOutgoing: 2 });
  assert.deepEqual(quorums.map(({ set, needed }) => [set, needed]), [["old", 2], ["new", 3]]);
  assert.deepEqual(quorums.map(({ nodes }) => among(nodes, ["n1", "n2"])), [2, 1]);
  assert.deepEqual(quorumsOf({ membership: "123///", majority: 2, majorityOutgoing: 0 }), [{ set: "all", nodes: ["n1", "n2", "n3"], needed: 2 }]);
});

test("the next server is the first that is not there", () => {
  assert.equal(nextServer(["n1", "n2", "n4"]), "n3");
  assert.equal(nextServer(["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"]), null);
});

test("nodes go from where they stood to where they will stand, and a new one is at its place at once", () => {
  const from = layoutStage(858, 511, ["n1", "n2"], ["c1"]), to = layoutStage(858, 511, ["n1", "n2", "n3"], ["c1"]);
  const half = blend(from, to, 0.5);
  const at = (/** @type {import("../src/stage/geometry.js").Layout} */ layout, /** @type {string} */ name) => layout.nodes.get(name)?.x ?? NaN;
  assert.equal(at(half, "n2"), (at(from, "n2") + at(to, "n2")) / 2);
  assert.equal(at(half, "n3"), at(to, "n3"));
  assert.deepEqual(at(blend(from, to, 1), "n2"), at(to, "n2"));
});
