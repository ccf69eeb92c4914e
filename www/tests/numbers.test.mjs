// Numbers in sentences: the command line, whose test reads the same table, formats them like the browser. And instants.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { createI18n } from "../src/core/i18n.js";
import { catalogues } from "../tools/catalogues.mjs";

const table = readFileSync(new URL("../../tests/narration/numbers.tsv", import.meta.url), "utf8").trim().split("\n");

test("the command line's numbers are those of Intl", () => {
  assert.ok(table.length > 5);
  for (const row of table) {
    const [number, ...written] = row.split("\t");
    // As @fluent/bundle formats an argument: by the language, without options.
    assert.deepEqual(written, ["en", "fr"].map((lang) => new Intl.NumberFormat(lang).format(Number(number))));
  }
});

const i18n = createI18n();
i18n.use("en", JSON.stringify(catalogues("en").flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body)));

/** An instant without Unicode isolates. @param {number} us @param {number} [digits] */
const clock = (us, digits) => i18n.clock(us, digits).replace(/[\u2066-\u2069]/g, "");

test("an instant of an hour and more is read as hours, minutes and seconds", () => {
  assert.equal(clock(3_599_999_999), "3,600.000 s");
  assert.equal(clock(3_600_000_000), "1:00:00.000");
  assert.equal(clock(24_422_914_000), "6:47:02.914");
  assert.equal(clock(24_422_914_123, 6), "6:47:02.914123");
  assert.equal(clock(86_399_999_999), "23:59:59.999", "and is never rounded up to the next minute");
});
