// Measures futures: 300 of one virtual second, with five nodes and the load of the opening scene, whose leader has just
// stopped.
//
//   node www/tools/bench-futures.mjs [DIRECTORY] [--rounds 9] [--page URL] [--json]
//
// Without `--page`, with the built page's wasm under node, as one worker does: CPU time, because machines are shared. With
// it, in Chromium, in the served page itself: the time from asking to the last report, as the panel tells it, and the
// page's frames meanwhile.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const FUTURES = 300, HORIZON_US = 1_000_000, STRIDE = 11;
const SCRIPT = "raftarium 1\nnodes 5\nseed 22\nrun until leader\nload every 100ms from c2 c3\nrun 10s\n";
/** Steps that the page runs at once. */
const STEPS = 100_000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: "string", default: "9" }, page: { type: "string" }, json: { type: "boolean" } } });
const directory = positionals[0] ?? "dist";

/** @param {number[]} figures @param {number} share */
const quantile = (figures, share) => Number((figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? NaN).toFixed(1));

/** @returns {Promise<typeof import("../types/raftarium.js")>} */
async function loadGlue() {
  // As a data URL it is a module, however node treats a `.js` file in that directory.
  const source = readFileSync(join(directory, "raftarium.js"));
  return import(`data:text/javascript;base64,${source.toString("base64")}`);
}

/** CPU ms of one piece of work. @param {() => void} work */
function cpuMs(work) {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}

async function underNode() {
  const glue = await loadGlue();
  glue.initSync({ module: readFileSync(join(directory, "raftarium_bg.wasm")) });
  const universe = new glue.Universe(SCRIPT);
  universe.runScript(STEPS);
  const leader = universe.present().leader ?? "";
  universe.act(`crash ${leader}`);
  const script = universe.script();
  /** @type {number[]} */
  const took = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    took.push(cpuMs(() => {
      const futures = new glue.Futures(script, 0, 1, HORIZON_US), rows = futures.go(FUTURES, FUTURES);
      if (rows.length !== FUTURES * STRIDE) throw new Error(`${rows.length / STRIDE} futures were run`);
      futures.free();
    }));
  }
  return { futures_cpu_ms: quantile(took, 0.5), futures_slowest_cpu_ms: quantile(took, 1) };
}

/** @param {string} address */
async function inChromium(address) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env["RAFTARIUM_CHROMIUM"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.locator("#stage .picture-holder .node.leader").first().waitFor({ timeout: 60_000 });
  // Some seconds of load, then the leader stops.
  await page.waitForTimeout(3_000);
  await page.keyboard.press("p");
  const ask = page.locator("#panel-futures .futures-ask button");
  await ask.waitFor();
  /** @type {number[]} */
  const took = [], frames = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    // From another instant each time: the panel offers no second look at the same.
    if (round > 0) { await page.keyboard.press("."); await page.waitForTimeout(200); }
    const { ms, longest } = await page.evaluate(async () => {
      const button = /** @type {HTMLButtonElement} */ (document.querySelector("#panel-futures .futures-ask button"));
      const running = /** @type {HTMLElement} */ (document.querySelector("#panel-futures .futures-running"));
      let longest = 0, last = performance.now();
      const from = last;
      button.click();
      for (let begun = false; !begun || !running.hidden; begun ||= !running.hidden || !button.checkVisibility()) {
        await new Promise((resolve) => { requestAnimationFrame(resolve); });
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }
      return { ms: last - from, longest };
    });
    took.push(ms);
    frames.push(longest);
  }
  const told = await page.locator("#panel-futures .futures-told li").count();
  if (told === 0) throw new Error("the panel tells nothing");
  await browser.close();
  return { from_click_to_drawn_ms: quantile(took, 0.5), slowest_ms: quantile(took, 1), longest_frame_ms: quantile(frames, 0.5) };
}

const result = values.page === undefined ? await underNode() : await inChromium(values.page);
console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`).join("\n"));
