// Numbers in sentences: the command line writes them as the browser does. Its own test reads the same table.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const table = readFileSync(new URL("../../tests/narration/numbers.tsv", import.meta.url), "utf8").trim().split("\n");

test("the command line's numbers are those of Intl", () => {
  assert.ok(table.length > 5);
  for (const row of table) {
    const [number, ...written] = row.split("\t");
    // As @fluent/bundle formats an argument: by the language, and with no other option.
    assert.deepEqual(written, ["en", "fr"].map((lang) => new Intl.NumberFormat(lang).format(Number(number))));
  }
});
