// The panel of rules: its groups hold each rule of the core once, each flaw is told in short, and the statements lead from
// one set of flaws to another.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { createI18n } from "../src/core/i18n.js";
import { breakRule, mend, mendAll, presetOf, toPreset } from "../src/rules/changes.js";
import { createCounts } from "../src/rules/counts.js";
import { asPrinted, correct } from "../src/rules/exercises.js";
import { grouped, GROUPS } from "../src/rules/groups.js";
import { createSeen } from "../src/rules/seen.js";
import { catalogues, LANGUAGES, rulesCatalogue } from "../tools/catalogues.mjs";

const core = (/** @type {string} */ path) => readFileSync(new URL(`../../src/raft/${path}`, import.meta.url), "utf8");
const rules = [...core("rule.rs").matchAll(/^ +\w+, "([a-z-]+)", "/gm)].map(([, name]) => name ?? "");
const flaws = [...core("flaw.rs").matchAll(/^ +\w+, "([a-z-]+)", \w+;/gm)].map(([, name]) => name ?? "");

/** Most characters of a rule's name, and of the way in which it is broken. */
const NAME_MAX = 40, HOW_MAX = 54;

test("the groups hold each rule of the core once", () => {
  assert.ok(rules.length >= 45 && flaws.length >= 54, `${rules.length} rules, ${flaws.length} flaws`);
  assert.deepEqual(GROUPS.flatMap(([, names]) => names).sort(), [...rules].sort());
});

test("a rule that no group names is shown all the same", () => {
  const views = [...rules, "new-rule"].map((name) => ({ name, section: "§5", flaws: [] }));
  const shown = grouped(views);
  assert.equal(shown.flatMap(([, of]) => of).length, views.length);
  assert.equal(shown.at(-1)?.[1].at(-1)?.name, "new-rule");
});

for (const language of LANGUAGES) {
  test(`${language}: each rule and each flaw fits its row`, () => {
    const i18n = createI18n();
    const messages = [...catalogues(language), rulesCatalogue(language)].flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body);
    i18n.use(language, JSON.stringify(messages));
    for (const name of rules) assert.ok(i18n.has(`rule-${name}`) && i18n.t(`rule-${name}`).length <= NAME_MAX, i18n.t(`rule-${name}`));
    for (const name of flaws) assert.ok(i18n.has(`rules-how-${name}`) && i18n.t(`rules-how-${name}`).length <= HOW_MAX, i18n.t(`rules-how-${name}`));
  });
}

const presets = [{ name: "chapter", flaws: ["a", "b"] }, { name: "chapter-python", flaws: ["a", "b", "c"] }];

test("a rule is broken in one way instead of another", () => {
  assert.equal(breakRule("a"), "flaw a");
  assert.equal(breakRule("b", ["a"]), "mend a\nflaw b");
});

test("flaws of one preset are mended by its name, others one by one", () => {
  assert.equal(mend(["a"], presets), "mend a");
  assert.equal(mend(["a", "b"], presets), "mend chapter");
  assert.equal(mend(["a", "c"], presets), "mend chapter-python");
  assert.equal(mend(["a", "z"], presets), "mend a\nmend z");
});

test("what a preset has set beside its flaws is mended by its name alone", () => {
  assert.equal(mendAll(["a", "b"], [], presets), "mend chapter");
  assert.equal(mendAll(["a"], ["replication"], presets), "mend chapter");
  assert.equal(mendAll(["c", "z"], ["replication"], presets), "mend z\nmend chapter-python");
  assert.equal(mendAll([], ["replication"], presets), "mend chapter");
});

test("a preset leaves its own flaws and no others", () => {
  assert.equal(toPreset(presets[0] ?? { name: "", flaws: [] }, ["c", "a"]), "mend c\nflaw chapter");
  assert.equal(toPreset(presets[1] ?? { name: "", flaws: [] }, ["a"]), "flaw chapter-python");
});

test("the preset in force is the one with exactly these flaws", () => {
  assert.equal(presetOf([], presets), "");
  assert.equal(presetOf(["b", "a"], presets), "chapter");
  assert.equal(presetOf(["b", "a", "c"], presets), "chapter-python");
  assert.equal(presetOf(["a"], presets), null);
});

test("an exercise as printed is the correct one under a preset, and says what is broken", () => {
  for (const number of [1, 2, 3, 4]) {
    assert.match(correct(number), /^nodes \d\n/);
    for (const preset of ["chapter", "chapter-python"]) {
      const script = asPrinted(preset, number);
      assert.ok(script.startsWith(`flaw ${preset}\n${correct(number)}`));
      assert.match(script.slice(script.indexOf(correct(number)) + correct(number).length), /^(?:expect violated [a-z-]+\n)*$/);
    }
  }
  assert.match(asPrinted("chapter", 4), /expect violated durable-commit\n/);
});

test("counts are read by name, the rules first", () => {
  const counts = createCounts({ rules: [{ name: "r", section: "§5", flaws: ["f", "g"] }], flaws: ["f", "g"], presets: [] });
  const firings = new Float64Array([5, 90, 2, 40, 3, 70]);
  assert.deepEqual(counts.of(firings, "r"), { count: 5, last: 90 });
  assert.deepEqual(counts.sum(firings, ["f", "g"]), { count: 5, last: 70 });
  assert.deepEqual(counts.of(firings, "none"), { count: 0, last: 0 });
  assert.deepEqual(counts.sum(firings, []), { count: 0, last: 0 });
});

test("what was seen is kept, and only of rules that exist", () => {
  const seen = createSeen(["r", "s"], ["r", "gone"]);
  assert.equal(seen.count(), 1);
});
