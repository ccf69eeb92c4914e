// Commands as short text: each truncated part is marked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { catalogues } from "../tools/catalogues.mjs";
import { createI18n } from "../src/core/i18n.js";
import { answerText, cellText, outcomeText, typedText } from "../src/core/requests.js";

const i18n = createI18n();
i18n.use("en", JSON.stringify(catalogues("en").flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body)));

/** Strips Unicode isolates around arguments. */
const plain = (/** @type {string} */ text) => text.replace(/[\u2066-\u2069]/g, "");

const cas = { op: "cas", key: "k", value: "new", old: "old", cut: null, client: null, request: null };

test("what is whole stands as it is", () => {
  assert.equal(cellText(cas), "k:old→new");
  assert.equal(typedText(cas, i18n), "cas k old new");
});

test("what is cut says so, and how long it is where there is room", () => {
  assert.equal(cellText({ ...cas, cut: [0, 0, 70] }), "k:old…→new");
  assert.equal(cellText({ ...cas, cut: [65, 4_096, 0] }), "k…:old→new…");
  assert.equal(plain(typedText({ ...cas, cut: [0, 4_096, 0] }, i18n)), "cas k old new… (4,096 characters)");
  assert.equal(plain(typedText({ ...cas, cut: [65, 0, 70] }, i18n)), "cas k… (65 characters) old… (70 characters) new");
  const read = { request: 1, command: cas, to: "n1", tries: 1, redirects: 0, callUs: 0, timeoutUs: null, returnUs: 1, outcome: "value", value: "v", load: false, unordered: false };
  assert.equal(outcomeText({ ...read, valueChars: null }, i18n), "v");
  assert.equal(plain(outcomeText({ ...read, valueChars: 80 }, i18n)), "v… (80 characters)");
});

test("an answer that no order explains says so, and a read's is called stale", () => {
  const asked = { request: 1, command: { ...cas, op: "get" }, to: "n1", tries: 1, redirects: 0, callUs: 0, timeoutUs: null, returnUs: 1, outcome: "value", value: "v", valueChars: null, load: false };
  assert.equal(plain(answerText({ ...asked, unordered: false }, i18n)), "v");
  assert.equal(plain(answerText({ ...asked, unordered: true }, i18n)), "v: stale");
  assert.equal(plain(answerText({ ...asked, command: cas, outcome: "refused", unordered: true }, i18n)), "refused: fits no order");
});
