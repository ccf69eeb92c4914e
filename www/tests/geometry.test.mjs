import assert from "node:assert/strict";
import { test } from "node:test";
import { closes, components, layoutStage, meaning, walls } from "../src/stage/geometry.js";

const names = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `n${i + 1}`);
/** @param {{x: number, y: number}} centre @param {number} radius */
const ring = (centre, radius) => Array.from({ length: 40 }, (_, i) => ({
  x: centre.x + radius * Math.cos((i / 39) * 2 * Math.PI), y: centre.y + radius * Math.sin((i / 39) * 2 * Math.PI),
}));

test("no two nodes overlap and none leaves the stage, at every size and number", () => {
  for (const [width, height] of [[858, 511], [1287, 760], [390, 500], [700, 560], [457, 258], [428, 320], [390, 272], [390, 217]]) {
    for (let count = 1; count <= 9; count++) {
      const layout = layoutStage(width ?? 0, height ?? 0, names(count), ["c1"]);
      const seats = [...layout.nodes.values()];
      const r = layout.radius;
      for (const [i, a] of seats.entries()) {
        assert.ok(a.x - r - 6 >= 0 && a.x + r + 6 <= (width ?? 0), `${count} nodes on ${width}: x ${a.x}`);
        assert.ok(a.y - r - 6 >= 0 && a.y + r + (layout.cramped ? 22 : 26) <= (height ?? 0), `${count} nodes on ${width}x${height}: y ${a.y}`);
        for (const b of seats.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 2 * r + 10, `${count} nodes on ${width}`);
      }
    }
  }
});

test("a closed stroke takes apart what is inside it, an open one cuts what it crosses", () => {
  const all = names(5);
  const layout = layoutStage(858, 511, all, ["c1"]);
  const n2 = layout.nodes.get("n2"), n1 = layout.nodes.get("n1");
  assert.ok(n1 && n2);
  assert.deepEqual(meaning(layout, all, ring(n2, 60)), { kind: "lasso", inside: ["n2"], clients: [] });
  const across = [{ x: (n1.x + n2.x) / 2, y: n1.y - 40 }, { x: (n1.x + n2.x) / 2, y: n1.y + 85 }];
  assert.deepEqual(meaning(layout, all, across), { kind: "cut", links: [["n1", "n2"]] });
});

test("a closed stroke takes clients in, and a stroke between clients and ring cuts them off", () => {
  const all = names(5);
  const layout = layoutStage(858, 511, all, ["c1", "c2", "c3"], ["c2", "c3"]);
  const c1 = layout.clients.get("c1");
  assert.ok(c1 && layout.load && layout.loaded.size === 2);
  const around = [{ x: 4, y: 4 }, { x: 600, y: 4 }, { x: 600, y: 505 }, { x: 400, y: 505 }, { x: 400, y: 420 }, { x: 4, y: 420 }, { x: 4, y: 300 }, { x: 4, y: 100 }, { x: 5, y: 5 }];
  const meant = meaning(layout, all, around);
  assert.ok(meant.kind === "lasso" && meant.clients.includes("c1"), JSON.stringify(meant));
  const between = meaning(layout, all, [{ x: 110, y: 2 }, { x: 111, y: 180 }]);
  assert.ok(between.kind === "cut" && between.links.length > 0 && between.links.every(([client]) => client.startsWith("c")), JSON.stringify(between));
});

test("a click, a dot and a line do not close", () => {
  assert.equal(closes([]), false);
  assert.equal(closes(ring({ x: 10, y: 10 }, 3)), false);
  assert.equal(closes(Array.from({ length: 30 }, (_, i) => ({ x: i * 10, y: 0 }))), false);
});

test("groups are what no open direction connects", () => {
  const all = names(3);
  assert.deepEqual(components(all, new Set(["n1>n2", "n1>n3", "n2>n1"])), [["n1", "n2", "n3"]]);
  assert.deepEqual(components(all, new Set(["n1>n2", "n2>n1", "n1>n3", "n3>n1"])), [["n1"], ["n2", "n3"]]);
});

test("a wall for each group but the largest run", () => {
  const all = names(5);
  const layout = layoutStage(858, 511, all, ["c1"]);
  assert.equal(walls(layout, all, [all]).length, 0);
  assert.equal(walls(layout, all, [["n1", "n2"], ["n3", "n4", "n5"]]).length, 1);
  assert.equal(walls(layout, all, [["n1"], ["n2"], ["n3", "n4", "n5"]]).length, 2);
  assert.equal(walls(layout, all, all.map((name) => [name])).length, 4);
});
