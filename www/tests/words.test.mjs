// Every word that the page asks for is there, in every language alike.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";

const read = (/** @type {string} */ path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/** The shape of a catalogue: each id with its attributes and the arguments that it uses. @param {string} text */
function shape(text) {
  const resource = new FluentResource(text);
  return new Map(resource.body.map((message) => {
    const used = new Set([...JSON.stringify(message).matchAll(/"type":"var","name":"([\w-]+)"/g)].map(([, name]) => name));
    return [message.id, JSON.stringify([message.value !== null, Object.keys(message.attributes).sort(), [...used].sort()])];
  }));
}

const catalogues = ["core", "ui"].map((name) => ({ name, en: shape(read(`i18n/${name}.en.ftl`)), fr: shape(read(`i18n/${name}.fr.ftl`)) }));

for (const { name, en, fr } of catalogues) {
  test(`${name}: English and French have the same messages, attributes and arguments`, () => {
    assert.deepEqual([...fr.keys()].sort(), [...en.keys()].sort());
    for (const [id, expected] of en) assert.equal(fr.get(id), expected, id);
  });
}

test("every message that a module names is in the catalogue", () => {
  const ids = new Set(catalogues.flatMap(({ en }) => [...en.keys()]));
  const modules = readdirSync(new URL("../js", import.meta.url), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".js"));
  const html = [...read("index.html").matchAll(/data-l10n-id="([\w-]+)"/g)].map(([, id]) => id ?? "");
  const named = modules.flatMap((path) => [...read(`js/${path}`).matchAll(/(?:\bi18n\.t\(|\bt\(|\bl10n: |note: |"data-l10n-id": )"([a-z][\w-]*)"/g)].map(([, id]) => id ?? ""));
  for (const id of [...html, ...named]) assert.ok(ids.has(id), id);
});
