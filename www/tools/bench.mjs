// How fast the built page's wasm runs a cluster, under node, without a page around it.
//
//   node www/tools/bench.mjs [DIRECTORY] [--json]
//
// One repetition runs several seeds, until it has used enough CPU time to be worth measuring; the median of the
// repetitions is reported. CPU time and not wall time, because machines are shared.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const REPETITIONS = 5;
/** CPU seconds over all repetitions together, at least. */
const CPU_S_MIN = 5;
/** Virtual seconds of one run. */
const VIRTUAL_S = 60;
/** Most seeds of one repetition; a benchmark that needs more measures nothing. */
const SEEDS_MAX = 100_000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const directory = positionals[0] ?? "dist";

/** @returns {Promise<typeof import("../types/raftarium.js")>} */
async function loadGlue() {
  // As a data URL it is a module, however node treats a `.js` file in that directory.
  const source = readFileSync(join(directory, "raftarium.js"));
  return import(`data:text/javascript;base64,${source.toString("base64")}`);
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Runs seeds from `firstSeed` on until `cpuMin` CPU seconds have passed.
 * @param {(seed: number, virtual_s: number) => Float64Array} run
 * @param {number} firstSeed
 * @param {number} cpuMin
 */
function repetition(run, firstSeed, cpuMin) {
  const total = { virtual_s: 0, messages: 0, events: 0, seeds: 0, cpu_s: 0 };
  const start = cpuSeconds();
  while (total.cpu_s < cpuMin) {
    if (total.seeds === SEEDS_MAX) throw new Error(`${SEEDS_MAX} seeds took under ${cpuMin} CPU seconds`);
    const seed = firstSeed + total.seeds;
    const [virtual_s = 0, messages = 0, events = 0, violations = 0] = run(seed, VIRTUAL_S);
    // A wrong answer is not a fast answer.
    if (violations !== 0) throw new Error(`seed ${seed}: ${violations} violations in plain Raft`);
    total.virtual_s += virtual_s;
    total.messages += messages;
    total.events += events;
    total.seeds += 1;
    total.cpu_s = cpuSeconds() - start;
  }
  return total;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const glue = await loadGlue();
glue.initSync({ module: readFileSync(join(directory, "raftarium_bg.wasm")) });

// The engine compiles hot code while it runs; one short repetition warms it up.
repetition(glue.bench_run, 0, CPU_S_MIN / REPETITIONS / 4);
const totals = Array.from({ length: REPETITIONS }, (_, i) => repetition(glue.bench_run, 1 + i, CPU_S_MIN / REPETITIONS));
const result = {
  virtual_s_per_cpu_s: Math.round(median(totals.map((t) => t.virtual_s / t.cpu_s))),
  messages_per_cpu_s: Math.round(median(totals.map((t) => t.messages / t.cpu_s))),
  events_per_cpu_s: Math.round(median(totals.map((t) => t.events / t.cpu_s))),
};

if (values.json) {
  console.log(JSON.stringify(result));
} else {
  const seeds = totals.reduce((sum, t) => sum + t.seeds, 0);
  console.log(`wasm under node ${process.version}: median of ${REPETITIONS} repetitions, ${seeds} runs of ${VIRTUAL_S} virtual seconds`);
  console.log(`${result.virtual_s_per_cpu_s} virtual seconds, ${result.messages_per_cpu_s} messages and ${result.events_per_cpu_s} events a CPU second`);
}
