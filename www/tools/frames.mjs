// Measures what a frame costs the main thread: the built page in Chromium, nine nodes, nine clients, some 200 messages
// in flight, at several speeds, with short logs and with long ones.
//
//   node www/tools/frames.mjs [DIRECTORY] [--entries 1000,20000] [--seconds 4] [--profile SPEED] [--shares]
//
// Measured is the CPU time of the renderer's main thread (the thread time that Chromium traces for each task), summed
// from one animation frame to the next: scripts, WebAssembly, style, layout, paint records and garbage collection, but
// not other load of the machine. Rasterizing, compositing and the worker that paints the crowd run on other threads and
// do not count. `--shares` breaks down the most expensive tenth of the frames by kind of work, and `--profile` the
// scripts by function.

import { parseArgs } from "node:util";
import { pastes } from "./pasting.mjs";
import { cells, profile, shares, traced, withBrowser } from "./tracing.mjs";

/** Heartbeats every 4 ms to eight followers, 50 ms each way: 200 messages in flight at any instant. */
const SCRIPT = `raftarium 1
nodes 9
seed 1
config election-timeout 600ms..1200ms
config heartbeat 4ms
config latency 40ms..60ms
run until leader
load every 1ms from c1 c2 c3 c4 c5 c6 c7 c8 c9
`;
/** The names of speeds, and their indices on the slider. @type {[string, number][]} */
const SPEEDS = [["1/20", 5], ["1/5", 7], ["1/2", 8], ["1", 9], ["5", 11], ["50", 13]];
const FULL = 15;
const PORT = 4631;
/** Wait after a change of speed, before measuring. */
const SETTLE_MS = 1_500;
/** Most time to fill a log. */
const FILL_MS = 300_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { entries: { type: "string", default: "1000,20000" }, seconds: { type: "string", default: "4" }, profile: { type: "string" }, shares: { type: "boolean" } },
});

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
async function prepare(page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator('#stage .picture-holder .node[data-id="n5"]').waitFor();
  await page.locator("#tab-script").click();
  await pastes(page, SCRIPT);
  await page.locator("#panel-script .primary").click();
  await page.locator("#tab-logs").click();
  await page.locator('#stage .picture-holder .node[data-id="n9"]').waitFor();
}

/** @param {Page} page @param {number} index */
const setSpeed = (page, index) => page.locator("#timebar input[type=range]").fill(String(index));

/** The length of the longest log, as the page reports it. @param {Page} page */
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

const seconds = Number(values.seconds);
const during = (/** @type {Page} */ page) => () => page.waitForTimeout(seconds * 1_000);
await withBrowser(positionals[0] ?? "dist", PORT, async (browser) => {
  const page = await browser.newPage();
  await prepare(page);
  console.log("CPU milliseconds of the main thread a frame\n   entries     speed  frames     p50     p95     max");
  for (const count of values.entries.split(",").map(Number)) {
    await fill(page, count);
    for (const [name, index] of SPEEDS) {
      await setSpeed(page, index);
      await page.waitForTimeout(SETTLE_MS);
      const costs = await traced(browser, page, during(page));
      console.log(`${String(await entries(page)).padStart(10)}${name.padStart(10)}${String(costs.length).padStart(8)}${cells(costs)}`);
      if (values.shares) shares(costs);
      if (values.profile === name) await profile(page, during(page));
    }
  }
});
