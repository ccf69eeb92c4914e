// The built page in Firefox: that it works there too, and that every scene has the same run as natively. Details of the
// page are tested in Chromium (e2e).
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

/** @param {string} path Relative to this file. */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @param {string} path */
const textOf = (path) => readFileSync(here(path), "utf8");

const DIRECTORY = process.env.RAFTARIUM_PAGE ?? here("../../dist");
const FIREFOX = [process.env.RAFTARIUM_FIREFOX, "/usr/bin/firefox", "/usr/bin/firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"]
  .find((path) => path && existsSync(path));
/** Long enough for a busy machine. */
const PATIENCE_MS = 30_000;

/** Indices of the speed slider. */
const SPEED = { half: 8, real: 9 };

const server = spawn(process.execPath, [here("../tools/serve.mjs"), DIRECTORY, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
/** @type {import("puppeteer-core").Browser} */
let browser;
/** @type {import("puppeteer-core").Page} */
let page;
let address = "";
/** Failures: errors, policy violations, requests to other origins. @type {string[]} */
let wrong = [];

before(async () => {
  const [line] = await once(createInterface(server.stdout), "line");
  address = /http:\S+/.exec(line)?.[0] ?? "";
  // Sets the size of the window, not of the page: puppeteer's command for the latter is unknown to Firefox 140.
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
  // Firefox reports policy violations in the console.
  page.on("console", (message) => { if (message.type() === "error") wrong.push(`in the console: ${message.text()}`); });
  // A data URL, such as the icon of a saved page, is no network request, but Firefox reports it too.
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:")) wrong.push(`a request to ${url}`);
  });
  await page.goto(address);
});

/** Waits until a condition holds on the page.
 * @param {string} what @param {(...args: any[]) => unknown} isSo @param {unknown[]} args */
async function until(what, isSo, ...args) {
  // Polled from here: the page's policy forbids puppeteer's polling in the page.
  const end = Date.now() + PATIENCE_MS;
  while (!await page.evaluate(isSo, ...args)) {
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Waits for a leader and returns its name. @param {string} [other] Excludes this node. */
async function leader(other = "") {
  const found = await page.waitForSelector(`#stage .picture-holder .node.leader:not([data-id="${other}"])`);
  return await found?.evaluate((node) => node.getAttribute("data-id")) ?? "";
}

/** Clicks an element once it exists. @param {string} selector */
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

/** The number of painted pixels of a canvas, which may be a worker's. @param {string} selector */
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
  await clicks("#node-bar [data-action=\"crash\"]");
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
    // Late requests of the host's page must not count for this one.
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

/** The next action on the card of a story; empty while time plays on to the next card. */
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
      // A goal may be reached meanwhile; then there is no button any more.
      if (next !== "") await page.evaluate((selector) => { [...document.querySelectorAll(`#story ${selector}`)].find((one) => one.checkVisibility())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); }, next);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.deepEqual(wrong, []);
  });
}
