// Measures how long a page takes, from nothing, until its cluster is drawn and until its first message moves.
//
//   node www/tools/first-picture.mjs [--runs N] URL|DIRECTORY...
//
// Several pages are visited in turn in one run: each visit is cold (its own browser context, no cache), once on the
// machine as it is, and once with the CPU slowed to a quarter and a line of 1.6 Mbit/s and 150 ms. A directory is
// served from here with gzip, as by static hosts. `drawn` is the first frame that is painted while five circles of
// nodes are in the document; `moves` the first frame in which a message has moved. Medians, in ms.
//
// Nodes and messages are found by selectors, so that pages of other projects can be measured: the selectors cover
// RaftScope (https://github.com/ongardie/raftscope) and this page.

import { chromium } from "@playwright/test";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";

const NODES = 5;
/** Time after which a page that shows nothing is given up, ms. */
const PATIENCE_MS = 60_000;
/** Time between two polls of the results, ms. */
const LOOK_MS = 200;
/** Throughput in bytes per second, latency in ms. */
const LINE = { downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const CONDITIONS = [{ name: "CPU x1", cpu: 1, line: null }, { name: "CPU x4, 1.6 Mbit/s", cpu: 4, line: LINE }];
/** Selectors of nodes and messages. */
const KNOWN = { node: "#stage .node .face, #servers .server circle.background", message: "#stage .message:not([visibility]), #messages .message" };

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml",
  ".wasm": "application/wasm", ".raft": "text/plain",
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string", default: "7" } } });
if (positionals.length === 0) throw new Error("usage: node www/tools/first-picture.mjs [--runs N] URL|DIRECTORY...");
const runs = Number(values.runs);

/** Serves a directory. @param {string} directory @returns {Promise<string>} Its address. */
async function serve(directory) {
  const root = resolve(directory);
  const server = createServer((request, response) => {
    const asked = normalize(decodeURIComponent(new URL(request.url ?? "", "http://x").pathname));
    const path = join(root, asked.endsWith(sep) ? join(asked, "index.html") : asked);
    if (!path.startsWith(root) || !existsSync(path) || statSync(path).isDirectory()) { response.writeHead(404).end(); return; }
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-encoding": "gzip" });
    createReadStream(path).pipe(createGzip()).pipe(response);
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", () => ready(null)); });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  server.unref();
  return `http://127.0.0.1:${address.port}/`;
}

/** Records the times; runs in the page from its start. @param {{node: string, message: string, count: number}} what */
function watch({ node, message, count }) {
  const seen = /** @type {{drawn: number, moves: number}} */ (Object.assign(window, { firstPicture: { drawn: 0, moves: 0 } }).firstPicture);
  // By name, not by element: some pages recreate each message in every frame.
  /** @type {Map<string, string>} */
  const places = new Map();
  const nameOf = (/** @type {Element} */ one) => one.id || (one.getAttribute("data-id") ?? "");
  const place = (/** @type {Element} */ one) => `${one.getAttribute("transform") ?? ""} ${one.getAttribute("cx") ?? ""} ${one.getAttribute("cy") ?? ""} ${one.querySelector("[cx]")?.getAttribute("cx") ?? ""} ${one.querySelector("[cy]")?.getAttribute("cy") ?? ""} ${one.querySelector("path")?.getAttribute("d") ?? ""}`;
  function look() {
    const visible = [...document.querySelectorAll(node)].filter((one) => one.getBoundingClientRect().width > 0);
    // Elements in the document in one frame are painted by the next.
    if (seen.drawn === 0 && visible.length >= count) requestAnimationFrame(() => { seen.drawn ||= performance.now(); });
    for (const one of document.querySelectorAll(message)) {
      const now = place(one), before = places.get(nameOf(one));
      if (seen.moves === 0 && before !== undefined && before !== now) seen.moves = performance.now();
      places.set(nameOf(one), now);
    }
    if (seen.moves === 0 || seen.drawn === 0) requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
}

/** @param {import("@playwright/test").Browser} browser @param {string} url @param {typeof CONDITIONS[number]} condition */
async function visit(browser, url, { cpu, line }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (line) await session.send("Network.emulateNetworkConditions", { offline: false, ...line });
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  await page.addInitScript(watch, { ...KNOWN, count: NODES });
  await page.goto(url, { waitUntil: "commit" });
  /** @returns {Promise<{drawn: number, moves: number}>} */
  // @ts-expect-error The name is given by `watch`.
  const done = () => page.evaluate(() => window.firstPicture ?? { drawn: 0, moves: 0 });
  let times = await done();
  for (let waited = 0; times.drawn === 0 || times.moves === 0; waited += LOOK_MS) {
    if (waited > PATIENCE_MS) throw new Error(`${url} shows nothing within a minute: ${JSON.stringify(times)}`);
    await page.waitForTimeout(LOOK_MS);
    times = await done();
  }
  await context.close();
  return times;
}

/** @param {number[]} times */
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;

const urls = await Promise.all(positionals.map((one) => (/^https?:/.test(one) ? one : serve(one))));
const browser = await chromium.launch({ executablePath: process.env["RAFTARIUM_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const condition of CONDITIONS) {
  /** @type {{drawn: number, moves: number}[][]} */
  const times = urls.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [i, url] of urls.entries()) times[i]?.push(await visit(browser, url, condition));
  }
  for (const [i, name] of positionals.entries()) {
    const [drawn, moves] = [median((times[i] ?? []).map((one) => one.drawn)), median((times[i] ?? []).map((one) => one.moves))];
    console.log(`${condition.name.padEnd(20)} drawn ${drawn.toFixed(0).padStart(6)} ms   first message moves ${moves.toFixed(0).padStart(6)} ms   ${name}`);
  }
}
await browser.close();
