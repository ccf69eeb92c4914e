// Checks the gzipped sizes of the page's wasm, scripts and styles against a budget each: the files before the first
// picture; the page with everything that loads later; and parts that load on demand: the editor with its panel, the quiz
// with the glossary, the panels of rules and of futures, lanes, and the terminal, their styles included.
//
//   node www/tools/sizes.mjs DIRECTORY     exit 1 if a sum is over its budget

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** Budgets in gzipped bytes; a kilobyte is 1000 bytes, the stricter reading.
 * @type {{name: string, budget: number, is: (file: string) => boolean}[]} */
const SUMS = [
  { name: "before the first picture", budget: 18_400, is: (file) => /^(?:index\.html|main\.css|early\.js)$/.test(file) },
  { name: "the page", budget: 895_000, is: (file) => !file.endsWith(".html") && !/^(?:panel|quiz|terms|rules|lanes|futures|terminal)-\w+\.js$/.test(file) },
  { name: "the quiz and the glossary", budget: 10_700, is: (file) => /^(?:quiz|terms)-\w+\.js$/.test(file) },
  { name: "the rules", budget: 9_640, is: (file) => /^rules-\w+\.js$/.test(file) },
  { name: "lanes", budget: 3_000, is: (file) => /^lanes-\w+\.js$/.test(file) },
  { name: "the futures", budget: 8_400, is: (file) => /^futures-\w+\.js$/.test(file) },
  { name: "the terminal", budget: 15_850, is: (file) => /^terminal-\w+\.js$/.test(file) },
  { name: "the editor", budget: 119_000, is: (file) => /^panel-\w+\.js$/.test(file) },
];
const COUNTED = [".wasm", ".js", ".css", ".html"];

const directory = process.argv[2] ?? "dist";
const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
  .filter((name) => COUNTED.includes(extname(name)))
  .map((name) => {
    const bytes = readFileSync(join(directory, name));
    return { name, bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
  })
  .sort((a, b) => b.gzipped - a.gzipped);

console.log("     bytes   gzipped  file");
for (const { name, bytes, gzipped } of files) console.log(`${String(bytes).padStart(10)}${String(gzipped).padStart(10)}  ${name}`);
for (const { name, budget, is } of SUMS) {
  const mine = files.filter((file) => is(file.name)), sum = mine.reduce((all, file) => all + file.gzipped, 0);
  console.log(`${name}: ${sum} of ${budget} bytes gzipped, ${((100 * sum) / budget).toFixed(1)} % of the budget`);
  if (mine.length === 0) console.error(`${directory} holds nothing of ${name}`);
  if (mine.length === 0 || sum > budget) process.exitCode = 1;
}
