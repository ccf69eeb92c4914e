// Terms in texts: which are found, where, and their explanations.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { createMatcher, placeOf } from "../src/core/terms/match.js";
import { placeBox } from "../src/core/terms/place.js";
import { glossary, LANGUAGES } from "../tools/catalogues.mjs";
import { questionsOf } from "../tools/quizzes.mjs";

/** @param {string} language */
const messages = (language) => glossary(language).flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body);
/** @param {string} language */
const terms = (language) => messages(language).filter(({ attributes }) => attributes["term"]).map(({ id, attributes }) => ({ key: id.replace("glossary-", ""), forms: String(attributes["term"]).split("|") }));
const matchers = new Map(LANGUAGES.map((language) => [language, createMatcher(terms(language), language)]));
/** The terms found in a text, as `words>key`.
 * @param {string} language @param {string} text @param {Set<string>} [seen] */
function found(language, text, seen = new Set()) {
  const pieces = matchers.get(language)?.(text, seen) ?? [];
  assert.equal(pieces.map((piece) => piece.text).join(""), text, "nothing of the text is lost");
  return pieces.filter(({ key, place }) => key !== undefined || place).map(({ text, key, place }) => `${text}>${key ?? `${place?.kind} ${place?.number}`}`);
}

test("the longest form is found, whole words only, each term once", () => {
  assert.deepEqual(found("en", "Terms rise; a split vote elects nobody in that term, and a vote is given once."), ["Terms>term", "split vote>split-vote", "vote>vote"]);
  assert.deepEqual(found("en", "The election timeout, and the commit index of n1."), ["election timeout>election-timeout", "commit index>commit-index"]);
  assert.deepEqual(found("en", "determined, catalogue, client-timeout, preterm"), []);
  assert.deepEqual(found("en", "A pre-vote is asked; check-quorum watches."), ["pre-vote>pre-vote", "check-quorum>check-quorum"]);
  assert.deepEqual(found("fr", "L’élection d’un leader : l'entrée."), ["élection>election", "leader>leader", "entrée>entry"]);
  assert.deepEqual(found("fr", "Le délai\u202fd'élection est tiré au hasard, à jour."), ["délai\u202fd'élection>election-timeout", "à jour>up-to-date"]);
  const seen = new Set(["term"]);
  assert.deepEqual(found("en", "A term of a leader.", seen), ["leader>leader"]);
  assert.deepEqual([...seen], ["term", "leader"]);
});

test("figures and sections name the paper, and those of the thesis the thesis", () => {
  assert.deepEqual(found("en", "See Figure 7 (§5.4.2), figure 8, and the thesis, §9.6."), ["Figure 7>figure 7", "§5.4.2>section 5.4.2", "figure 8>figure 8", "thesis, §9.6>thesis 9.6"]);
  assert.deepEqual(found("fr", "la figure 7 (thèse, §6.4.1)"), ["figure 7>figure 7", "thèse, §6.4.1>thesis 6.4.1"]);
  assert.deepEqual(found("en", "A rule · thesis, §\u20689.6\u2069"), ["thesis, §\u20689.6>thesis 9.6"]);
  assert.equal(placeOf("term"), null);
  assert.deepEqual(found("en", "Figures and 5.4"), []);
});

test("what texts name of the paper has a title in both languages", () => {
  for (const language of LANGUAGES) {
    const known = new Set(messages(language).map(({ id }) => id));
    const texts = ["chapter", "beyond"].flatMap((name) => questionsOf(name, language).flatMap(({ prompt, context, choices, slips }) => [prompt, context, ...[...choices, ...slips].map(({ why }) => why)]));
    const core = readFileSync(new URL(`../i18n/core.${language}.ftl`, import.meta.url), "utf8");
    const named = [...texts, core].flatMap((text) => found(language, text)).map((one) => one.split(">")[1] ?? "").filter((name) => name.includes(" "));
    assert.ok(named.length > 30);
    for (const name of new Set(named)) assert.ok(known.has(`paper-${name.replaceAll(/[ .]/g, "-")}`), `${language}: ${name}`);
    for (const { attributes } of messages(language)) {
      const section = attributes["section"];
      if (section) assert.ok(known.has(`paper-section-${String(section).replace("§", "").replaceAll(".", "-")}`), String(section));
    }
  }
});

test("both languages have the same messages, and each is text that needs no reader of patterns", () => {
  const [english = [], french = []] = LANGUAGES.map((language) => messages(language).map(({ id, value }) => [id, typeof value === "string" ? "" : JSON.stringify(/** @type {any[]} */ (value).filter((part) => typeof part !== "string"))]));
  assert.deepEqual(english, french);
  for (const language of LANGUAGES) {
    for (const { id, value, attributes } of messages(language)) {
      const parts = typeof value === "string" ? [] : /** @type {any[]} */ (value);
      assert.ok(parts.every((part) => typeof part === "string" || part.type === "var"), id);
      assert.ok(Object.values(attributes).every((one) => typeof one === "string"), id);
    }
  }
});

test("what explains a term covers no control where there is room", () => {
  const page = { width: 390, height: 844 }, size = { width: 300, height: 80 };
  assert.deepEqual(placeBox({ left: 20, top: 400, bottom: 420 }, size, page, []), { left: 20, top: 314, side: "above" });
  assert.equal(placeBox({ left: 20, top: 400, bottom: 420 }, size, page, [{ left: 0, top: 330, width: 100, height: 30 }]).side, "below");
  assert.equal(placeBox({ left: 20, top: 40, bottom: 60 }, size, page, []).side, "below");
  assert.deepEqual(placeBox({ left: 350, top: 400, bottom: 420 }, size, page, []).left, 82);
});
