// What a first visit costs: the gzipped sizes of the built page's wasm, scripts and styles, and the sum of those that are
// loaded before anything is asked for.
//
//   node www/tools/sizes.mjs DIRECTORY     exit 1 when the sum is over the budget

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** In bytes, gzipped; kilobytes of 1000, the stricter reading. */
const BUDGET = 245_000;
const COUNTED = [".wasm", ".js", ".css"];

const directory = process.argv[2] ?? "dist";
const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => COUNTED.includes(extname(name)));
const chunks = names.filter((name) => /^[\w-]+-[0-9A-Z]{8}\.js$/.test(name));
const first = firstChunks();
const files = names
  .map((name) => {
    const bytes = readFileSync(join(directory, name));
    return { name, bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length, later: chunks.includes(name) && !first.has(name) };
  })
  .sort((a, b) => b.gzipped - a.gzipped);

/** The pieces of the bundle that main.js imports before it runs; the others are loaded when they are first wanted. */
function firstChunks() {
  const found = new Set(["main.js"]);
  // A set that grows while it is walked through walks through what was added as well.
  for (const name of found) {
    if (!names.includes(name)) continue;
    for (const [, imported] of readFileSync(join(directory, name), "utf8").matchAll(/\b(?:from|import)\s*"\.\/([\w-]+\.js)"/g)) found.add(imported ?? "");
  }
  return found;
}

const sum = { name: "sum", bytes: 0, gzipped: 0 };
for (const file of files.filter(({ later }) => !later)) {
  sum.bytes += file.bytes;
  sum.gzipped += file.gzipped;
}

console.log("     bytes   gzipped  file");
for (const { name, bytes, gzipped, later } of [...files, { ...sum, later: false }]) {
  console.log(`${String(bytes).padStart(10)}${String(gzipped).padStart(10)}  ${name}${later ? " (later, not in the sum)" : ""}`);
}
const share = ((100 * sum.gzipped) / BUDGET).toFixed(1);
console.log(`${sum.gzipped} of ${BUDGET} bytes gzipped: ${share} % of the budget`);

if (files.length === 0) console.error(`${directory} holds no page`);
if (files.length === 0 || sum.gzipped > BUDGET) process.exitCode = 1;
