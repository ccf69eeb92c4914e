import assert from "node:assert/strict";
import { test } from "node:test";
import { command, duration, range, sides, separate, word } from "../src/core/statements.js";

test("a word is bare where it can be and a JSON string where it must", () => {
  for (const bare of ["x", "x=1", "clé", "日本", "<b>"]) assert.equal(word(bare), bare);
  for (const quoted of ["", "from", "to", "a\\b", "a b", "a\"b", "it's", "#1", "a|b", "a\nb", "a\u00a0b", "\u202e", "\u0000"]) {
    assert.equal(JSON.parse(word(quoted)), quoted);
    assert.match(word(quoted), /^"/);
  }
});

test("a command names client and node only where they are not understood", () => {
  assert.equal(command({ op: "set", key: "x", old: "", value: "1", client: "c1", to: "" }), "set x 1");
  assert.equal(command({ op: "cas", key: "x", old: "1", value: "2 3", client: "c2", to: "n3" }), 'cas x 1 "2 3" from c2 to n3');
  assert.equal(command({ op: "get", key: "x", old: "no", value: "no", client: "c1", to: "n1" }), "get x to n1");
});

test("durations are exact", () => {
  assert.equal(duration(1_500), "1500us");
  assert.equal(duration(20_000), "20ms");
  assert.equal(duration(2_000_000), "2s");
  assert.equal(duration(0), "0ms");
  assert.equal(range(5_000, 5_000), "5ms");
  assert.equal(range(5_000, 15_000), "5ms..15ms");
});

test("one node is isolated, on either side of the line", () => {
  const all = ["n1", "n2", "n3"];
  assert.equal(separate(["n2"], all), "isolate n2");
  assert.equal(separate(["n1", "n3"], all), "isolate n2");
  assert.equal(separate(["n1", "n2"], [...all, "n4"]), "partition n1 n2 | n3 n4");
});

test("clients on one side of a wall are cut from the nodes of the other", () => {
  assert.deepEqual(sides(["n1"], ["n1", "n2", "n3"], ["c1"], ["c1", "c2"]), ["cut c1 - n2", "cut c1 - n3", "cut c2 - n1"]);
  assert.deepEqual(sides(["n1"], ["n1", "n2", "n3"], [], []), []);
});
