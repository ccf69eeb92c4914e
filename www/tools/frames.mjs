// What a frame costs the main thread: the built page in Chromium, nine nodes, nine clients, some 200 messages on
// their way, at several speeds, with short logs and with long ones.
//
//   node www/tools/frames.mjs [DIRECTORY] [--entries 1000,20000] [--seconds 4] [--profile SPEED]
//
// Measured is the CPU time of the renderer's main thread (the thread time that Chromium traces for each task), summed
// from one animation frame to the next: scripts, WebAssembly, style, layout, paint records and garbage collection, and
// not what the machine's other work takes. Rasterizing, composing and the worker that paints the crowd run on other
// threads and do not count.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";

/** Heartbeats every 4 ms to eight followers, 50 ms each way: 200 messages on their way at any instant. */
const SCRIPT = `raftarium 1
nodes 9
seed 1
config election-timeout 600ms..1200ms
config heartbeat 4ms
config latency 40ms..60ms
run until leader
load every 1ms from c1 c2 c3 c4 c5 c6 c7 c8 c9
`;
/** What the speeds are called, and their indices on the slider. @type {[string, number][]} */
const SPEEDS = [["1/20", 5], ["1/5", 7], ["1/2", 8], ["1", 9], ["5", 11], ["50", 13]];
const FULL = 15;
const PORT = 4631;
/** After a change of speed, before anything is measured. */
const SETTLE_MS = 1_500;
/** No machine needs longer to fill a log. */
const FILL_MS = 300_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { entries: { type: "string", default: "1000,20000" }, seconds: { type: "string", default: "4" }, profile: { type: "string" } },
});
const executablePath = [process.env.RAFTARIUM_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{name: string, ph: string, ts: number, tdur?: number, dur?: number, pid: number, tid: number, args?: any}} TraceEvent */

/** @param {Page} page */
async function prepare(page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator('#stage .node[data-id="n5"]').waitFor();
  await page.locator("#tab-script").click();
  await page.locator("#panel-script textarea").fill(SCRIPT);
  await page.locator("#panel-script .primary").click();
  await page.locator("#tab-logs").click();
  await page.locator('#stage .node[data-id="n9"]').waitFor();
}

/** @param {Page} page @param {number} index */
const setSpeed = (page, index) => page.locator("#timebar input[type=range]").fill(String(index));

/** The longest log, as the page tells it. @param {Page} page */
const entries = (page) => page.locator("#stage .node").evaluateAll((all) => Math.max(0, ...all.map((one) =>
  Number(/last entry \D?([\d,]+)/.exec(one.getAttribute("aria-label") ?? "")?.[1]?.replaceAll(",", "") ?? 0))));

/** @param {Page} page @param {number} count */
async function fill(page, count) {
  await setSpeed(page, FULL);
  for (const since = Date.now(); await entries(page) < count;) {
    if (Date.now() - since > FILL_MS) throw new Error(`the logs did not reach ${count} entries`);
    await page.waitForTimeout(50);
  }
}

/** @param {TraceEvent} event */
const threadOf = ({ pid, tid }) => `${pid} ${tid}`;

/**
 * CPU milliseconds of the main thread, frame by frame.
 * @param {TraceEvent[]} events
 */
function frameCosts(events) {
  // The worker that paints the crowd has frames of its own; only those of the page's thread count.
  const mains = new Set(events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(threadOf));
  const frames = events.filter((event) => event.name === "FireAnimationFrame" && mains.has(threadOf(event)));
  const main = frames[0];
  if (!main) throw new Error("no frame was traced");
  const starts = frames.filter((event) => threadOf(event) === threadOf(main)).map(({ ts }) => ts).sort((a, b) => a - b);
  const tasks = events.filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.ph === "X" && threadOf(event) === threadOf(main))
    .sort((a, b) => a.ts - b.ts);
  const costs = new Array(starts.length).fill(0);
  let frame = -1;
  for (const task of tasks) {
    // A frame begins with the task that fires its callbacks.
    while (frame + 1 < starts.length && (starts[frame + 1] ?? 0) < task.ts + (task.dur ?? 0)) frame++;
    if (frame >= 0) costs[frame] += (task.tdur ?? 0) / 1_000;
  }
  return costs.slice(0, -1);
}

/** @param {number[]} costs @param {number} share */
const quantile = (costs, share) => costs.toSorted((a, b) => a - b)[Math.floor(costs.length * share)] ?? NaN;

/** @param {import("@playwright/test").Browser} browser @param {Page} page @param {number} seconds */
async function measure(browser, page, seconds) {
  await page.waitForTimeout(SETTLE_MS);
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel"] });
  await page.waitForTimeout(seconds * 1_000);
  const trace = await browser.stopTracing();
  return frameCosts(JSON.parse(trace.toString()).traceEvents);
}

/** Prints where the time goes, by function. @param {Page} page @param {number} seconds */
async function profile(page, seconds) {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 200 });
  await session.send("Profiler.start");
  await page.waitForTimeout(seconds * 1_000);
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

const seconds = Number(values.seconds);
const server = spawn(process.execPath, [fileURLToPath(new URL("serve.mjs", import.meta.url)), positionals[0] ?? "dist", "--port", String(PORT)], { stdio: "ignore" });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
try {
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  const page = await browser.newPage();
  await prepare(page);
  console.log("CPU milliseconds of the main thread a frame\n   entries     speed  frames     p50     p95     max");
  for (const count of values.entries.split(",").map(Number)) {
    await fill(page, count);
    for (const [name, index] of SPEEDS) {
      await setSpeed(page, index);
      const costs = await measure(browser, page, seconds);
      const cells = [quantile(costs, 0.5), quantile(costs, 0.95), Math.max(...costs)].map((ms) => ms.toFixed(1).padStart(8));
      console.log(`${String(await entries(page)).padStart(10)}${name.padStart(10)}${String(costs.length).padStart(8)}${cells.join("")}`);
      if (values.profile === name) await profile(page, seconds);
    }
  }
} finally {
  await browser.close();
  server.kill();
}
