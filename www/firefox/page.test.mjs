// The built page in Firefox: that it lives there too, and that every scene is the run that it is natively. What the page
// does in detail is tested in Chromium (e2e).
//
//   RAFTARIUM_PAGE=dist node --test www/firefox/page.test.mjs

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

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
  browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
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
  await page.setViewport({ width: 1280, height: 800 });
  page.on("pageerror", (error) => wrong.push(`an error: ${error instanceof Error ? error.message : error}`));
  // Firefox tells of a breach of the policy in the console.
  page.on("console", (message) => { if (message.type() === "error") wrong.push(`in the console: ${message.text()}`); });
  page.on("request", (request) => { if (!request.url().startsWith(address)) wrong.push(`a request to ${request.url()}`); });
  await page.goto(address);
});

/** Waits until something is so on the page. @param {string} what @param {(...args: any[]) => unknown} isSo @param {unknown[]} args */
async function until(what, isSo, ...args) {
  await page.waitForFunction(isSo, { polling: 50 }, ...args).catch((error) => { throw new Error(`${what}: ${error.message}`); });
}

/** Waits for a leader and tells its name. @param {string} [other] Another one than this. */
async function leader(other = "") {
  const found = await page.waitForSelector(`#stage .node.leader:not([data-id="${other}"])`);
  return await found?.evaluate((node) => node.getAttribute("data-id")) ?? "";
}

/** @param {string} statement */
async function types(statement) {
  await page.type(".client-line input", `${statement}\n`);
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

  await page.locator(`#stage .node[data-id="${first}"] .face`).click();
  await page.locator("::-p-xpath(//button[normalize-space()='Crash'])").click();
  await page.waitForSelector(`#stage .node.down[data-id="${first}"]`);
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
  await page.locator("#tab-script").click();
  await page.$eval("#panel-script textarea", (area, text) => {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, "raftarium 1\nnodes 9\nconfig heartbeat 4ms\nconfig latency 40ms..60ms\nconfig election-timeout 600ms..1200ms\nrun until leader\n");
  await atSpeed(SPEED.real);
  await page.locator("#panel-script .primary").click();
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
