// Sentences of events: each kind has its own, and each violated invariant too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { createI18n } from "../src/core/i18n.js";
import { sentence } from "../src/core/sentences.js";

const i18n = createI18n();
i18n.use("en", JSON.stringify(new FluentResource(readFileSync(new URL("../i18n/core.en.ftl", import.meta.url), "utf8")).body));

/** @param {string} kind @param {Record<string, string | number>} args @returns {any} */
const event = (kind, args) => ({ id: 9, atUs: 1, actor: "c2", kind, rule: null, section: null, cause: null, because: [], weight: 3, landmark: null, message: null, args });

/** Strips Unicode isolates around arguments. */
const plain = (/** @type {string} */ text) => text.replace(/[\u2066-\u2069]/g, "");

test("what is broken is told in its sentence", () => {
  const stale = event("violation-linearizability", { client: "c2", op: "get", key: "x", "key-chars": 0, outcome: "value", result: "old", "result-chars": 0 });
  assert.match(plain(sentence(stale, i18n)), /^c2 asked get x and got old: no order of the calls, each at one instant between call and return, explains that/);
  const twice = event("violation-vote-once", { voter: "n1", candidate: "n2", other: "n3", term: 4 });
  assert.match(plain(sentence(twice, i18n)), /^n1 voted for both n2 and n3 in term 4/);
});

test("what happens is told in its sentence, and what has none by its kind", () => {
  assert.equal(plain(sentence(event("healed", {}), i18n)), i18n.t("event-healed"));
  assert.equal(sentence(event("not-heard-of", {}), i18n), "c2 not-heard-of");
});
