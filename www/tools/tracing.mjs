// The cost of a page's main thread, from Chromium's traces: CPU time per frame, by kind of work and by function.

import { existsSync } from "node:fs";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Browser} Browser */
/** @typedef {{name: string, ph: string, ts: number, tdur?: number, dur?: number, pid: number, tid: number, args?: any}} TraceEvent */

/** The browser of the system. */
const executablePath = [process.env.RAFTARIUM_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

/**
 * Serves a built page while `work` uses a browser.
 * @param {string} directory @param {number} port @param {(browser: Browser) => Promise<void>} work
 */
export async function withBrowser(directory, port, work) {
  const server = spawn(process.execPath, [fileURLToPath(new URL("serve.mjs", import.meta.url)), directory, "--port", String(port)], { stdio: "ignore" });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  try {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    await work(browser);
  } finally {
    await browser.close();
    server.kill();
  }
}

/** @param {TraceEvent} event */
const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
/** The trace event of a task on Chromium's threads. */
const TASK = "ThreadControllerImpl::RunTask";

/** @typedef {{ms: number, parts: Map<string, number>}} FrameCost CPU milliseconds of a frame, and of each kind of work in it. */

/**
 * The cost of each frame on the main thread.
 * @param {TraceEvent[]} events
 * @returns {FrameCost[]}
 */
export function frameCosts(events) {
  // Workers that paint have their own frames; only frames of the main thread count.
  const mains = new Set(events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(threadOf));
  const callbacks = events.filter((event) => event.name === "FireAnimationFrame" && mains.has(threadOf(event)));
  const main = callbacks[0];
  if (!main) throw new Error("no frame was traced");
  const own = events.filter((event) => event.ph === "X" && threadOf(event) === threadOf(main)).sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const starts = callbacks.filter((event) => threadOf(event) === threadOf(main)).map(({ ts }) => ts).sort((a, b) => a - b);
  /** @type {FrameCost[]} */
  const costs = starts.map(() => ({ ms: 0, parts: new Map() }));
  let frame = -1;
  /** The open events, from the task inwards. @type {TraceEvent[]} */
  const within = [];
  for (const event of own) {
    const ms = (event.tdur ?? 0) / 1_000;
    while (within.length > 0 && endOf(within.at(-1)) <= event.ts) within.pop();
    const outer = within.at(-1);
    if (!outer && event.name !== TASK) continue;
    // A frame begins with the task that fires its callbacks.
    while (!outer && (starts[frame + 1] ?? Infinity) < endOf(event)) frame++;
    const cost = costs[frame];
    if (!cost) continue;
    if (!outer) cost.ms += ms;
    add(cost.parts, kindOf(event), ms);
    // The time of a nested event counts once, for its own kind.
    if (outer) add(cost.parts, kindOf(outer), -ms);
    within.push(event);
  }
  return costs.slice(0, -1);
}

/** @param {TraceEvent | undefined} event */
const endOf = (event) => (event ? event.ts + (event.dur ?? 0) : Infinity);
/** The kind of work; the many parts of garbage collection are one kind. @param {TraceEvent} event */
const kindOf = ({ name }) => (/^V8\.GC|GC$/.test(name) ? "garbage collection" : name);
/** @param {Map<string, number>} sums @param {string} name @param {number} by */
const add = (sums, name, by) => sums.set(name, (sums.get(name) ?? 0) + by);

/** @param {FrameCost[]} costs @param {number} share */
export const quantile = (costs, share) => costs.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(costs.length * share)] ?? NaN;

/**
 * The costs of the frames while `during` runs.
 * @param {Browser} browser @param {Page} page @param {() => Promise<unknown>} during
 */
export async function traced(browser, page, during) {
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel"] });
  await during();
  const trace = await browser.stopTracing();
  return frameCosts(JSON.parse(trace.toString()).traceEvents);
}

/** Prints where the time goes, by function. @param {Page} page @param {() => Promise<unknown>} during */
export async function profile(page, during) {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 200 });
  await session.send("Profiler.start");
  await during();
  const { profile: found } = await session.send("Profiler.stop");
  /** @type {Map<string, number>} */
  const own = new Map();
  const byId = new Map(found.nodes.map((node) => [node.id, node]));
  (found.samples ?? []).forEach((id, i) => {
    const frame = byId.get(id)?.callFrame;
    const name = `${frame?.functionName || "(anonymous)"} ${frame?.url.split("/").at(-1) ?? ""}:${frame?.lineNumber ?? 0}:${frame?.columnNumber ?? 0}`;
    own.set(name, (own.get(name) ?? 0) + (found.timeDeltas?.[i] ?? 0) / 1_000);
  });
  for (const [name, ms] of [...own].sort((a, b) => b[1] - a[1]).slice(0, 40)) console.log(`${ms.toFixed(0).padStart(8)} ms  ${name}`);
}

/** p50, p95 and the most, in columns. @param {FrameCost[]} costs */
export const cells = (costs) => [0.5, 0.95, 1 - Number.EPSILON].map((share) => quantile(costs, share).toFixed(1).padStart(8)).join("");

/** Prints the mean cost of the most expensive tenth of the frames, and of all frames, by kind of work.
 * @param {FrameCost[]} costs */
export function shares(costs) {
  const least = quantile(costs, 0.9), dear = costs.filter(({ ms }) => ms >= least);
  const mean = (/** @type {FrameCost[]} */ some, /** @type {string} */ name) => some.reduce((sum, { parts }) => sum + (parts.get(name) ?? 0), 0) / some.length;
  const rows = [...new Set(dear.flatMap(({ parts }) => [...parts.keys()]))].map((name) => ({ name, dear: mean(dear, name), all: mean(costs, name) }));
  console.log("        dearest tenth   all frames");
  for (const row of rows.filter((one) => one.dear >= 0.02).sort((a, b) => b.dear - a.dear)) {
    console.log(`${row.dear.toFixed(2).padStart(18)} ms${row.all.toFixed(2).padStart(10)} ms  ${row.name}`);
  }
}
