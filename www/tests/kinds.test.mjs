// Every kind of message in the core has the same name here, and can be drawn.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BODIES, KINDS } from "../src/core/kinds.js";

const core = readFileSync(new URL("../../src/sim/network.rs", import.meta.url), "utf8");

test("the page knows the kinds of messages by the core's numbers, and which of them are replies", () => {
  const kinds = [...core.matchAll(/^ +(\w+)(?: is \w+)? = (\d+)( answers \w+)?;/gm)];
  assert.ok(kinds.length >= 13, `${kinds.length} kinds`);
  assert.deepEqual(Object.fromEntries(kinds.map(([, name, number, answers]) => [number, { name, reply: answers !== undefined }])),
    Object.fromEntries(Object.entries(KINDS).map(([number, { name, reply }]) => [number, { name, reply }])));
});

test("every kind has a body, which a reply shares with its request", () => {
  for (const { name, shape, reply } of Object.values(KINDS)) {
    assert.ok(BODIES[shape], name);
    assert.equal(reply, /Reply$|Response$/.test(name), name);
    if (reply) assert.ok(Object.values(KINDS).some((other) => !other.reply && other.shape === shape), name);
  }
  const shapes = Object.values(KINDS).filter(({ reply }) => !reply).map(({ shape }) => shape);
  assert.equal(new Set(shapes).size, shapes.length, "no two requests look the same");
});

test("the legend has every body", () => {
  const page = readFileSync(new URL("../index.html", import.meta.url), "utf8");
  for (const [shape, body] of Object.entries(BODIES)) assert.ok(page.includes(`kind-${shape} request"><path class="body" d="${body}"`), shape);
});
