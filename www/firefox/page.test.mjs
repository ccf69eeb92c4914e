// The built page in Firefox: that it lives there too, and that every scene is the run that it is natively. What the page
// does in detail is tested in Chromium (e2e).
//
//   RAFTARIUM_PAGE=dist node --test www/firefox/page.test.mjs

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { openingWith } from "../src/core/within.js";
import { paste } from "../tools/pasting.mjs";

/** @param {string} path From here. */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @param {string} path */
const textOf = (path) => readFileSync(here(path), "utf8");

const DIRECTORY = process.env.RAFTARIUM_PAGE ?? here("../../dist");
const FIREFOX = [process.env.RAFTARIUM_FIREFOX, "/usr/bin/firefox", "/usr/bin/firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"]
  .find((path) => path && existsSync(path));
/** For a busy machine. */
const PATIENCE_MS = 30_000;

/** Indices of the speed slider. */
const SPEED = { half: 8, real: 9 };

const server = spawn(process.execPath, [here("../tools/serve.mjs"), DIRECTORY, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
/** @type {import("puppeteer-core").Browser} */
let browser;
/** @type {import("puppeteer-core").Page} */
let page;
let address = "";
/** What must not be: errors, breaches of the policy, requests that leave the origin. @type {string[]} */
let wrong = [];

before(async () => {
  const [line] = await once(createInterface(server.stdout), "line");
  address = /http:\S+/.exec(line)?.[0] ?? "";
  // The window has the size, and not the page: to set that of a page, puppeteer sends a command that Firefox 140 does not know.
  browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true, defaultViewport: null, args: ["--width=1280", "--height=900"] });
});

after(async () => {
  await browser?.close();
  server.kill();
});

beforeEach(async () => {
  await page?.close();
  wrong = [];
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("pageerror", (error) => wrong.push(`an error: ${error instanceof Error ? error.message : error}`));
  // Firefox tells of a breach of the policy in the console.
  page.on("console", (message) => { if (message.type() === "error") wrong.push(`in the console: ${message.text()}`); });
  // What stands in the page itself, such as the icon of one that was saved, leaves nothing: Firefox asks for that too, sooner or later.
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:")) wrong.push(`a request to ${url}`);
  });
  await page.goto(address);
});

/** Waits until something is so on the page. @param {string} what @param {(...args: any[]) => unknown} isSo @param {unknown[]} args */
async function until(what, isSo, ...args) {
  // Asked from here: what puppeteer would have the page ask itself, the page's policy forbids.
  const end = Date.now() + PATIENCE_MS;
  while (!await page.evaluate(isSo, ...args)) {
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Waits for a leader and tells its name. @param {string} [other] Another one than this. */
async function leader(other = "") {
  const found = await page.waitForSelector(`#stage .picture-holder .node.leader:not([data-id="${other}"])`);
  return await found?.evaluate((node) => node.getAttribute("data-id")) ?? "";
}

/** Presses what is there, or comes. @param {string} selector */
async function clicks(selector) {
  const found = await page.waitForSelector(selector);
  if (!found) throw new Error(`${selector} is not there`);
  await found.click();
}

/** @param {string} statement */
async function types(statement) {
  await page.type(".client-line input", `${statement}\n`);
}

/** Replaces the script in the editor by another. @param {string} script */
async function pastes(script) {
  const editor = "#panel-script .cm-content";
  await page.waitForSelector(editor);
  await page.focus(editor);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.$eval(editor, paste, script);
}

/** @param {number} index */
async function atSpeed(index) {
  await page.$eval("#timebar input[type=range]", (slider, value) => {
    slider.value = String(value);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, index);
}

/** Waits for the outcome of a client's request. @param {string} asked @param {string} outcome */
async function answered(asked, outcome) {
  await until(`${asked} is answered`, (...words) => [...document.querySelectorAll("#panel-client .requests li")].some((row) =>
    [".asked", ".outcome"].every((part, i) => row.querySelector(part)?.textContent?.replaceAll(/[\u2068\u2069]/g, "").includes(words[i]))), asked, outcome);
}

/** How many pixels of a canvas are painted. It may be a worker's. @param {string} selector */
function painted(selector) {
  return page.$$eval(selector, (all) => all.map((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0 || canvas.height === 0) return 0;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const pen = copy.getContext("2d");
    pen?.drawImage(canvas, 0, 0);
    return pen?.getImageData(0, 0, copy.width, copy.height).data.filter((byte, i) => i % 4 === 3 && byte > 0).length ?? 0;
  }).reduce((sum, pixels) => sum + pixels, 0));
}

test("it elects a leader, answers a client, outlives its leader, and goes on in a majority", async () => {
  const first = await leader();
  await atSpeed(SPEED.half);
  await types("set x 1");
  await answered("set x 1", "ok");

  await clicks(`#stage .picture-holder .node[data-id="${first}"] .face`);
  await clicks("#node-bar [data-deed=\"crash\"]");
  await page.waitForSelector(`#stage .picture-holder .node.down[data-id="${first}"]`);
  const second = await leader(first);
  assert.notEqual(second, first);

  const apart = ["n1", "n2", "n3", "n4", "n5"].filter((name) => name !== first && name !== second)[0];
  await types(`isolate ${apart}`);
  await page.waitForSelector("#stage .link.cut");
  await types(`restart ${first}`);
  await types("set x 2 from c3");
  await answered("set x 2", "ok");
  await types("heal");
  await until("all hold what was written", () => {
    const cells = [...document.querySelectorAll("#panel-kv tbody tr")].filter((row) => /^\W?x\W?$/.test(row.querySelector("th")?.textContent ?? "")).flatMap((row) => [...row.querySelectorAll("td")]);
    return cells.length === 5 && cells.every((cell) => cell.textContent?.includes("2"));
  });
  assert.deepEqual(wrong, []);
});

test("the space-time diagram and the crowd are painted", async () => {
  await leader();
  await until("the diagram is there", () => document.querySelector("#spacetime canvas") !== null);
  await assertPainted("#spacetime canvas");
  await clicks("#tab-script");
  await pastes("raftarium 1\nnodes 9\nconfig heartbeat 4ms\nconfig latency 40ms..60ms\nconfig election-timeout 600ms..1200ms\nrun until leader\n");
  await atSpeed(SPEED.real);
  await clicks("#panel-script .primary");
  await page.waitForSelector("canvas.crowd:not([hidden])");
  await assertPainted("canvas.crowd");
  assert.deepEqual(wrong, []);
});

/** @param {string} selector */
async function assertPainted(selector) {
  const end = Date.now() + PATIENCE_MS;
  let pixels = 0;
  while (pixels < 500 && Date.now() < end) pixels = await painted(selector);
  assert.ok(pixels >= 500, `${selector} has ${pixels} pixels`);
}

test("a lesson that was saved as one file is played from the disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "raftarium-")), path = join(folder, "lesson.html");
  writeFileSync(path, openingWith(readFileSync(join(DIRECTORY, "single.html"), "utf8"), "#learn/exercise-2"));
  try {
    // What the page from the host still asks for is none of this one's.
    await leader();
    await page.goto("about:blank");
    wrong = [];
    await page.goto(pathToFileURL(path).href);
    await until("the lesson is told", () => (document.querySelector("#story .caption")?.textContent?.length ?? 0) > 20);
    await clicks("#story .choice input");
    await clicks("#story .go-on");
    await until("the run has answered", () => document.querySelector("#story .choice.right") !== null);
    assert.deepEqual(wrong.filter((one) => one !== `a request to ${pathToFileURL(path).href}`), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every scene has its native digest", async () => {
  const native = textOf("../../tests/scripts/digests.txt").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assert.ok(native.length > 10);
  const scenes = native.map((line) => line.split(" ")[1] ?? "").map((name) => [name, textOf(`../scenes/${name}.raft`)]);
  const found = await page.evaluate(async (all) => {
    const core = await import(new URL("raftarium.js?digests", document.baseURI).href);
    await core.default();
    return all.map(([name, script]) => {
      const run = new core.Export(script, "digest");
      let digest = "";
      while (!run.isDone) digest += run.go(100_000);
      return `${digest.trim()} ${name}`;
    });
  }, scenes);
  assert.deepEqual(found, native);
});

/** What one can do next on the card of a story: nothing as long as time goes on to the next. */
const nextOnCard = () => page.evaluate(() => {
  const shown = (/** @type {string} */ selector) => [...document.querySelectorAll(`#story ${selector}`)].find((element) => element.checkVisibility());
  const choice = shown(".choice input:not(:disabled)");
  if (shown(".do-it")) return ".do-it";
  if (choice && !document.querySelector("#story .choice input:checked")) return ".choice input";
  if (shown(".go-on:not(:disabled)")) return ".go-on";
  return shown(".hint") && shown(".goals .current") ? ".hint" : "";
});

for (const id of ["one-value", "exercise-2"]) {
  test(`the lesson ${id} is read to its end`, async () => {
    await page.goto(`${address}#learn/${id}`);
    const isLast = () => page.evaluate(() => {
      const [at, of] = document.querySelector("#story .card-count")?.textContent?.match(/\d+/g) ?? [];
      return at !== undefined && at === of && !(/** @type {HTMLButtonElement} */ (document.querySelector("#story .go-on"))).disabled;
    });
    const end = Date.now() + 6 * PATIENCE_MS;
    while (!await isLast()) {
      assert.ok(Date.now() < end, `it stays at ${await page.$eval("#story .card-count", (count) => count.textContent)}`);
      await atSpeed(SPEED.real);
      const next = await nextOnCard();
      // What is reached by the time that passes need not be pressed any more.
      if (next !== "") await page.evaluate((selector) => { [...document.querySelectorAll(`#story ${selector}`)].find((one) => one.checkVisibility())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); }, next);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.deepEqual(wrong, []);
  });
}
