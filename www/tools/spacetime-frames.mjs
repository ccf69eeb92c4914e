// Measures what the space-time diagram costs the main thread: the built page in Chromium with at least 50,000 messages
// in sight, at rest, panned, zoomed, and following a run.
//
//   node www/tools/spacetime-frames.mjs [DIRECTORY] [--messages 50000] [--seconds 4] [--profile WHAT] [--shares]
//
// Measured as in frames.mjs: CPU time of the renderer's main thread from one animation frame to the next. The worker
// that paints has its own thread; its pictures per second are reported too.

import { parseArgs } from "node:util";
import { pastes } from "./pasting.mjs";
import { cells, profile, shares, traced, withBrowser } from "./tracing.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/** Like the opening scene, with more clients: some 400 messages per virtual second. */
const SCRIPT = `raftarium 1
nodes 5
seed 1
run until leader
load every 100ms from c1 c2 c3
`;
/** Indices on the slider of speeds. */
const FULL = 15, OPENING = 5, REAL = 9;
const PORT = 4632;
const SETTLE_MS = 2_500;
/** Virtual seconds after which there are at least 60,000 messages. */
const ENOUGH_S = 240;
/** Least messages in flight when time stops, since the cost of a frame may depend on them: otherwise 0 to a dozen. */
const IN_FLIGHT = 8, MOST_STEPS = 400;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: "string", default: "50000" }, seconds: { type: "string", default: "4" }, profile: { type: "string" }, shares: { type: "boolean" } },
});
const wanted = Number(values.messages), seconds = Number(values.seconds);

/** @param {Page} page @param {number} index */
const setSpeed = (page, index) => page.locator("#timebar input[type=range]").first().fill(String(index));
/** The number of messages in sight, as the diagram reports. @param {Page} page */
const inSight = async (page) => Number(await page.locator(".st-canvas").getAttribute("data-messages"));

/** @param {Page} page */
const virtualSeconds = async (page) => Number((await page.locator("#timebar .now").innerText()).replaceAll(/[^\d.]/g, ""));

/** The number of messages in flight. @param {Page} page */
const inFlight = (page) => page.locator("#stage .layer-messages > :not([visibility])").count();

/** @param {Page} page */
async function prepare(page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator(".st-canvas").waitFor();
  await page.locator("#tab-script").click();
  await pastes(page, SCRIPT);
  await page.locator("#panel-script .primary").click();
  await page.locator("#tab-logs").click();
  await setSpeed(page, FULL);
  for (const since = Date.now(); await virtualSeconds(page) < ENOUGH_S && Date.now() - since < 120_000;) await page.waitForTimeout(100);
  await page.locator("#timebar .play").click();
  await setSpeed(page, OPENING);
  for (let steps = 0; steps < MOST_STEPS && await inFlight(page) < IN_FLIGHT; steps++) { await page.keyboard.press("."); await page.waitForTimeout(30); }
  await page.locator(".st-tools button").first().click();
  await page.locator(".st-canvas").focus();
  await page.keyboard.press("End");
  for (let tries = 0; tries < 40 && await inSight(page) < wanted; tries++) {
    await page.keyboard.press("-");
    // Stretches that have just come into sight are read over some frames.
    await page.waitForTimeout(1_500);
  }
  if (await inSight(page) < wanted) throw new Error(`${await inSight(page)} messages are in sight, not ${wanted}`);
}

/** @param {Page} page @param {(i: number, x: number, y: number) => Promise<void>} move */
async function keepMoving(page, move) {
  const box = await page.locator(".st-canvas").boundingBox();
  if (!box) throw new Error("there is no diagram");
  const until = Date.now() + seconds * 1_000;
  for (let i = 0; Date.now() < until; i++) { await move(i, box.x + box.width / 2, box.y + box.height / 2); await page.waitForTimeout(16); }
}

/** The actions to measure: name, setup, action.
 * @type {[string, (page: Page) => Promise<void>, (page: Page) => Promise<void>][]} */
const ACTIONS = [
  ["at rest", async () => {}, async (page) => {
    await page.evaluate((ms) => new Promise((resolve) => {
      const since = performance.now();
      const tick = () => { if (performance.now() - since < ms) requestAnimationFrame(tick); else resolve(null); };
      requestAnimationFrame(tick);
    }), seconds * 1_000);
  }],
  ["pan", async (page) => { const box = await page.locator(".st-canvas").boundingBox(); await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + 60); await page.mouse.down(); },
    async (page) => { await keepMoving(page, async (i, x, y) => { await page.mouse.move(x + 120 * Math.sin(i / 15), y); }); await page.mouse.up(); }],
  ["zoom", async (page) => { const box = await page.locator(".st-canvas").boundingBox(); await page.mouse.move((box?.x ?? 0) + 700, (box?.y ?? 0) + 60); },
    async (page) => { await keepMoving(page, async (i) => { await page.mouse.wheel(0, i % 20 < 10 ? -8 : 8); }); }],
  ["live 1/20", async (page) => { await page.locator(".st-canvas").focus(); await page.keyboard.press("End"); await setSpeed(page, OPENING); await page.locator("#timebar .play").click(); },
    async (page) => { await page.waitForTimeout(seconds * 1_000); }],
  ["live 1", async (page) => { await setSpeed(page, REAL); }, async (page) => { await page.waitForTimeout(seconds * 1_000); }],
  ["live 1/20, closed", async (page) => { await setSpeed(page, OPENING); await page.locator(".st-opener").click(); }, async (page) => { await page.waitForTimeout(seconds * 1_000); }],
  ["live 1, closed", async (page) => { await setSpeed(page, REAL); }, async (page) => { await page.waitForTimeout(seconds * 1_000); }],
];

/** The page as opened, at its fine scale: the cost that the diagram adds for a new visitor.
 * @type {[string, boolean][]} */
const NEAR = [["as opened, 1/20", true], ["the same, closed", false]];

await withBrowser(positionals[0] ?? "dist", PORT, async (browser) => {
  const page = await browser.newPage();
  await prepare(page);
  console.log(`Time stands with ${await inFlight(page)} messages on their way`);
  console.log("CPU milliseconds of the main thread a frame\n                what  messages  frames     p50     p95     max  pictures/s");
  for (const [name, begin, action] of ACTIONS) {
    await begin(page);
    await page.waitForTimeout(SETTLE_MS);
    const before = Number(await page.locator(".st-canvas").getAttribute("data-pictures"));
    const costs = await traced(browser, page, () => action(page));
    const pictures = Number(await page.locator(".st-canvas").getAttribute("data-pictures")) - before;
    console.log(`${name.padStart(20)}${String(await inSight(page)).padStart(10)}${String(costs.length).padStart(8)}${cells(costs)}${(pictures / seconds).toFixed(0).padStart(12)}`);
    if (values.shares) shares(costs);
    if (values.profile === name) await profile(page, () => action(page));
  }
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator(".st-canvas").waitFor();
  for (const [name, open] of NEAR) {
    if (!open) await page.locator(".st-opener").click();
    await page.waitForTimeout(SETTLE_MS);
    const costs = await traced(browser, page, () => page.waitForTimeout(seconds * 1_000));
    console.log(`${name.padStart(20)}${"".padStart(10)}${String(costs.length).padStart(8)}${cells(costs)}`);
    if (values.shares) shares(costs);
  }
});
