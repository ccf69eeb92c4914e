// The catalogues: well-formed, complete in every language, and used. Whether the core's messages get the arguments that
// they name is tested natively, in tests/catalogues.rs.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { FluentResource } from "@fluent/bundle";
import { QUIZZES } from "../src/core/library.js";
import { GROUPS } from "../src/rules/groups.js";
import { catalogues, futuresCatalogue, LANGUAGES, rulesCatalogue, terminalCatalogue } from "../tools/catalogues.mjs";

/** The catalogues that the page starts with: the core's, and one per feature. */
const FIRST = catalogues("en").map((path) => /(\w+)\.en\.ftl$/.exec(path.pathname)?.[1] ?? "");
/** The page's own catalogues. */
const PAGE = FIRST.filter((name) => name !== "core");

/** Most gzipped bytes of FIRST in one language, as one visit fetches. */
const GZIPPED_MAX = 36_000;

/** The names of the flaws, from the core. */
const FLAWS = [...readFileSync(new URL("../../src/raft/flaw.rs", import.meta.url), "utf8").matchAll(/^ +\w+, "([a-z-]+)", \w+;/gm)].map(([, name]) => name ?? "");

/** The invariants, from the sentences of the core. */
const INVARIANTS = [...readFileSync(new URL("../i18n/core.en.ftl", import.meta.url), "utf8").matchAll(/^invariant-([a-z-]+) =/gm)].map(([, name]) => name ?? "");

/** The last parts of keys that the page builds at run time, by family. */
const FAMILIES = {
  "command-": ["election", "message", "commit", "fault"].flatMap((kind) => [`next-${kind}`, `last-${kind}`]).concat("language-en", "language-fr", "mode-learn", "mode-explore", "mode-break"),
  "film-": ["holds", "wrong", "under-way", "to-come"],
  "outcome-": ["pending", "ok", "absent", "refused", "error"],
  "letter-": ["follower", "learner", "pre-candidate", "candidate"],
  "quiz-title-": QUIZZES,
  "quiz-question-": ["right", "wrong"],
  "rules-exercise-": ["1", "2", "3", "4"],
  "rules-found-": INVARIANTS,
  "rules-group-": GROUPS.map(([group]) => group),
  "rules-how-": FLAWS,
  "rules-preset-": ["chapter", "chapter-python"],
  "rules-printed-": ["replication", "follower-reads", "client-retries"],
  "rules-source-": FLAWS,
  "script-": ["free", "running", "failed"],
  "setup-reads-": ["read-index", "lease", "log", "local"],
  "setup-membership-": ["joint", "single"],
  "stage-": ["votes", "promises", "votes-joint", "promises-joint"],
};

/** Families whose last part is in the page's modules: as an id in a list, or as a name in a table. */
const NAMED_FAMILIES = ["command-", "condition-", "disk-", "do-", "export-", "landmark-", "lang-", "live-order-", "mode-", "scene-", "setup-", "spacetime-dot-", "spacetime-fate-", "stage-group-", "tab-", "table-", "terminal-help-", "theme-", "weather-"];

/** Families of `core`, whose last parts the core defines. */
const CORE_FAMILIES = ["event-", "expected-", "field-", "role-", "rule-", "violation-"];

/** Suffixes that the page adds to a member of a family. */
const ENDINGS = /-(?:about|high|input|low)$/;

/** Catalogues that load late: the script language, the quiz, the paper's titles, the panels of rules and of futures, the card of a film, and traces. */
const FETCHED = ["words", "quiz", "paper", "rules", "futures", "terminal", "ledger", "traces"];
/** The file of a catalogue. @param {string} name @param {string} language */
const fileOf = (name, language) => name === "rules" ? rulesCatalogue(language) : name === "futures" ? futuresCatalogue(language) : name === "terminal" ? terminalCatalogue(language) : catalogues(language).find((path) => path.pathname.endsWith(`/${name}.${language}.ftl`)) ?? new URL(`../i18n/${name}.${language}.ftl`, import.meta.url);

const read = (/** @type {string} */ path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/**
 * The messages of a catalogue, by key, as JSON. A parser skips what it does not understand, so the keys at
 * the beginning of lines are counted too.
 * @param {string} name @param {string} language
 */
function messages(name, language) {
  const text = readFileSync(fileOf(name, language), "utf8");
  const { body } = new FluentResource(text);
  const keys = [...text.matchAll(/^([a-z][\w-]*) *=/gm)].map(([, key]) => key ?? "");
  assert.deepEqual(body.map(({ id }) => id), keys, `${name}.${language}.ftl: every message can be read`);
  assert.equal(new Set(keys).size, keys.length, `${name}.${language}.ftl: no key stands twice`);
  return new Map(body.map((message) => [message.id, JSON.stringify(message)]));
}

/** The attributes of a message, and the arguments and messages it refers to. @param {string} message */
function shape(message) {
  const { value, attributes } = JSON.parse(message);
  const named = [...message.matchAll(/"type":"(var|mesg|term|func)","name":"([\w-]+)"/g)].map(([, type, name]) => `${type} ${name}`);
  return { hasValue: value !== null, attributes: Object.keys(attributes).sort(), named: [...new Set(named)].sort() };
}

const found = new Map([...FIRST, ...FETCHED].map((name) => [name, LANGUAGES.map((language) => messages(name, language))]));
const keysOf = (/** @type {string} */ name) => [...found.get(name)?.[0]?.keys() ?? []];
// Which facts a film has, the core defines.
const pageKeys = [...PAGE, "quiz", "rules", "futures", "terminal", "ledger"].flatMap(keysOf).filter((key) => !key.startsWith("ledger-"));

const sources = readdirSync(new URL("../src", import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".js"))
  .map((path) => read(`src/${path}`))
  .concat(read("index.html"))
  .join("\n");
/** Every quoted word, and every property name. */
const literals = new Set([...sources.matchAll(/["'`]([\w-]+)["'`]/g)].map(([, word]) => word ?? ""));
const names = new Set([...sources.matchAll(/\b(\w+):/g)].map(([, word]) => word ?? ""));

for (const [name, [first, ...others]] of found) {
  test(`${name}: every language has the same messages, with the same attributes and arguments`, () => {
    assert.ok(first);
    for (const other of others) {
      assert.deepEqual([...other.keys()].sort(), [...first.keys()].sort());
      for (const [key, message] of first) assert.deepEqual(shape(other.get(key) ?? ""), shape(message), key);
    }
  });
}

test("no key stands in two catalogues", () => {
  const keys = [...FIRST, ...FETCHED].flatMap(keysOf);
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
});

test("every key that the page names is in the catalogues", () => {
  const keys = new Set([...keysOf("core"), ...keysOf("traces"), ...pageKeys]);
  const asked = [
    ...sources.matchAll(/(?:\bt\(|\bhas\(|\bl10n: |\bnote: |data-l10n-id"?[:,=] ?)"([a-z][\w-]*)"/g),
    // Conditional keys: t(is ? "this" : "that").
    ...sources.matchAll(/\bt\([^"()]+\? "([a-z][\w-]*)"/g),
    ...sources.matchAll(/\bt\([^"()]+\? "[\w-]+" : "([a-z][\w-]*)"/g),
  ].map(([, key]) => key ?? "");
  assert.ok(asked.length > 100, `the page names ${asked.length} keys`);
  for (const key of asked) assert.ok(keys.has(key), key);
});

test("every key of the page is asked for", () => {
  /** @param {string} key */
  function isMember(key) {
    const given = Object.entries(FAMILIES).some(([family, parts]) => parts.some((part) => key === family + part));
    const named = NAMED_FAMILIES.filter((family) => key.startsWith(family)).map((family) => key.slice(family.length).replace(ENDINGS, ""));
    return given || named.some((part) => literals.has(part) || names.has(part));
  }
  assert.deepEqual(pageKeys.filter((key) => !literals.has(key) && !isMember(key)), []);
});

test("every family is asked for, and has members", () => {
  const keys = [...keysOf("core"), ...pageKeys];
  for (const family of [...Object.keys(FAMILIES), ...NAMED_FAMILIES, ...CORE_FAMILIES]) {
    assert.ok(sources.includes(`\`${family}\${`), `the page asks for ${family}…`);
    assert.ok(keys.some((key) => key.startsWith(family)), `there is ${family}…`);
  }
});

test("the catalogues are small", () => {
  for (const language of LANGUAGES) {
    const gzipped = gzipSync(catalogues(language).map((path) => readFileSync(path)).join(""), { level: 9 }).length;
    assert.ok(gzipped <= GZIPPED_MAX, `${language}: ${gzipped} bytes gzipped`);
  }
});
