// What the page weighs: the gzipped sizes of its wasm, scripts and styles, and their sum. What is loaded only when somebody
// asks for it counts too.
//
//   node www/tools/sizes.mjs DIRECTORY     exit 1 when the sum is over the budget

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** In bytes, gzipped; kilobytes of 1000, the stricter reading. */
const BUDGET = 411_000;
const COUNTED = [".wasm", ".js", ".css"];

const directory = process.argv[2] ?? "dist";
const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
  .filter((name) => COUNTED.includes(extname(name)))
  .map((name) => {
    const bytes = readFileSync(join(directory, name));
    return { name, bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
  })
  .sort((a, b) => b.gzipped - a.gzipped);

const sum = { name: "sum", bytes: 0, gzipped: 0 };
for (const file of files) {
  sum.bytes += file.bytes;
  sum.gzipped += file.gzipped;
}

console.log("     bytes   gzipped  file");
for (const { name, bytes, gzipped } of [...files, sum]) {
  console.log(`${String(bytes).padStart(10)}${String(gzipped).padStart(10)}  ${name}`);
}
const share = ((100 * sum.gzipped) / BUDGET).toFixed(1);
console.log(`${sum.gzipped} of ${BUDGET} bytes gzipped: ${share} % of the budget`);

if (files.length === 0) console.error(`${directory} holds no page`);
if (files.length === 0 || sum.gzipped > BUDGET) process.exitCode = 1;
