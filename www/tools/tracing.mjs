// What the main thread of a page costs, as Chromium traces it: CPU time frame by frame, and where it goes.

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
 * Serves a built page while something is done with a browser.
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

/**
 * CPU milliseconds of the main thread, frame by frame.
 * @param {TraceEvent[]} events
 */
export function frameCosts(events) {
  // Workers that paint have frames of their own; only those of the page's thread count.
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
export const quantile = (costs, share) => costs.toSorted((a, b) => a - b)[Math.floor(costs.length * share)] ?? NaN;

/**
 * The costs of the frames while something goes on.
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

/** p50, p95 and the most, in columns. @param {number[]} costs */
export const cells = (costs) => [quantile(costs, 0.5), quantile(costs, 0.95), Math.max(...costs)].map((ms) => ms.toFixed(1).padStart(8)).join("");
