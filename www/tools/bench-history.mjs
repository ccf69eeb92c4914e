// Measures seeks in a long run with the built page's wasm, under node: the memory that one virtual hour of five nodes
// with a command every 100 ms takes, and the time of a seek to a random instant of it.
//
//   node www/tools/bench-history.mjs [DIRECTORY] [--seeks 2000] [--json]
//
// A seek is measured as in the page: seeking, and reading the data to draw. CPU time of the process, because machines
// are shared.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const HOUR_US = 3_600_000_000;
/** At least as many as the page runs at once. */
const STEPS = 100_000;
const SCRIPT = "raftarium 1\nnodes 5\nseed 1\nload every 100ms\n";
/** Columns of the log and rows of keys that the page asks for. */
const COLUMNS = 12, ROWS = 40;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seeks: { type: "string", default: "2000" }, json: { type: "boolean" } } });
const directory = positionals[0] ?? "dist";

/** @returns {Promise<typeof import("../types/raftarium.js")>} */
async function loadGlue() {
  // As a data URL it is a module, however node treats a `.js` file in that directory.
  const source = readFileSync(join(directory, "raftarium.js"));
  return import(`data:text/javascript;base64,${source.toString("base64")}`);
}

const glue = await loadGlue();
const { memory } = glue.initSync({ module: readFileSync(join(directory, "raftarium_bg.wasm")) });
const before = memory.buffer.byteLength;
const universe = new glue.Universe(SCRIPT);
const start = process.cpuUsage();
while (universe.advance(HOUR_US, STEPS).stop === "budget") universe.feed();
const { user, system } = process.cpuUsage(start);
const after = memory.buffer.byteLength;

/** A seeded generator: the same instants in every measurement. */
let state = 12345;
function chance() {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return state / 2 ** 32;
}

/** @type {number[]} */
const took = [];
for (let i = 0; i < Number(values.seeks); i++) {
  const us = Math.floor(chance() * HOUR_US);
  const from = process.cpuUsage();
  const there = universe.seekUs(us);
  universe.snapshot(1, COLUMNS, ROWS);
  universe.messages();
  universe.feed();
  const { user, system } = process.cpuUsage(from);
  took.push((user + system) / 1_000);
  if (there.nowUs !== us) throw new Error(`it stands at ${there.nowUs} µs and not at ${us}`);
}
took.sort((a, b) => a - b);
const quantile = (/** @type {number} */ share) => Number((took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? NaN).toFixed(2));
const result = {
  run_cpu_s: Number(((user + system) / 1e6).toFixed(2)),
  memory_mib: Number((after / 2 ** 20).toFixed(1)),
  memory_grown_mib: Number(((after - before) / 2 ** 20).toFixed(1)),
  seek_p50_ms: quantile(0.5), seek_p99_ms: quantile(0.99), seek_max_ms: quantile(1),
};
if (values.json) {
  console.log(JSON.stringify(result));
} else {
  console.log(`one virtual hour, run in ${result.run_cpu_s} CPU seconds; the core's memory is ${result.memory_mib} MiB, ${result.memory_grown_mib} more than before`);
  console.log(`${took.length} seeks: median ${result.seek_p50_ms} ms, 99th percentile ${result.seek_p99_ms} ms, slowest ${result.seek_max_ms} ms`);
}
