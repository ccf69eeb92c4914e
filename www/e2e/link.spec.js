// Sharing: links, files, exports, and the session that a reload restores.

import { AxeBuilder } from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { atSpeed, editor, expect, goToTab, leader, node, open, QUIET, runs, says, SPEED, test, time, types, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const dialog = (page) => page.getByRole("dialog", { name: "Share this run" });
/** @param {Page} page */
const note = (page) => page.locator(".note");
/** @param {Page} page */
const playButton = (page) => page.getByRole("button", { name: "Play", exact: true });

/** Opens the dialog and waits for the complete link. @param {Page} page */
async function link(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(dialog(page).locator(".about").first()).toContainText("opens at this instant");
  const found = await dialog(page).getByRole("textbox", { name: "Link to this instant" }).inputValue();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  return found;
}

/** A run with a leader, a command, and a crash, paused. @param {Page} page */
async function something(page) {
  await runs(page, QUIET, SPEED.ten);
  const first = await leader(page);
  await types(page, "set x 7");
  await expect(value(page, "x", 1)).toContainText("7");
  await types(page, `crash ${first}`);
  await leader(page, first);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  // While time stands still, the clock shows microseconds.
  await expect(page.locator("#timebar .now")).toHaveText(/\d\.\d{6}/);
  return first;
}

/** @param {string} script */
const packed = (script) => `#raftarium=1&s=${deflateSync(script).toString("base64url")}`;

test("a link opens at the same instant, with the same panel and the same digest", async ({ page, context, baseURL }) => {
  await open(page);
  const down = await something(page);
  await goToTab(page, "Conditions");
  const shared = await link(page);
  expect(shared).toMatch(/#raftarium=1&d=[0-9a-f]{16}&t=\d+&p=conditions&v=12&s=[\w-]+$/);
  const at = await page.locator("#timebar .now").innerText();

  const other = await context.newPage();
  await other.goto(new URL(shared, baseURL).href);
  await expect(node(other, down)).toHaveAttribute("aria-label", /down/);
  await expect(other.locator("#timebar .now")).toHaveText(at);
  await expect(playButton(other)).toBeVisible();
  await expect(other.getByRole("tab", { name: "Conditions" })).toHaveAttribute("aria-selected", "true");
  await expect(other.locator(".scene-name")).toHaveText("A shared run");
  expect(await link(other)).toBe(shared);
  await expect(note(other)).toBeHidden();
  // Its address is still the link.
  expect(other.url()).toBe(shared);
  await other.close();
});

test("a link whose digest is another one says that the run differs", async ({ page }) => {
  await open(page);
  await something(page);
  const shared = await link(page);
  await page.evaluate((hash) => { location.hash = hash; }, new URL(shared).hash.replace(/d=[0-9a-f]{16}/, "d=0123456789abcdef"));
  await expect(note(page)).toContainText("another version");
});

test("a link within a run opens there, and what was to come still comes", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nset late 9\nrun 30s\n`, SPEED.half);
  await leader(page);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await dialog(page).getByRole("checkbox").check();
  await expect(dialog(page).locator(".about").first()).toContainText("opens at this instant");
  const shared = await dialog(page).getByRole("textbox", { name: "Link to this instant" }).inputValue();
  expect(shared).toMatch(/&e=\d+/);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  const at = await page.locator("#timebar .now").innerText();
  await page.locator(".scene-opener").click();
  await page.locator('#scenes [data-scene="first-election"]').click();
  await expect(page.locator(".scene-name")).toHaveText("The first election");
  await page.evaluate((hash) => { location.hash = hash; }, new URL(shared).hash);
  await expect(page.locator("#timebar .now")).toHaveText(at);
  await goToTab(page, "Script");
  await expect(editor(page)).toContainText("run 30s");
});

/** @type {[string, string, string][]} */
const HOSTILE = [
  ["cut off", "#raftarium=1&s=eJwrSk", "This link is damaged"],
  ["of another version", "#raftarium=9&s=AAAA", "another version"],
  ["without a script", "#raftarium=1&d=0123456789abcdef", "This link is damaged"],
  ["with a wrong script", packed("nodes 5\ncrash n9\n"), "Line 2, column 7"],
  ["that is no text", `#raftarium=1&s=${deflateSync(Buffer.from([0xff, 0xfe])).toString("base64url")}`, "not text"],
  ["that is a bomb", `#raftarium=1&s=${deflateSync(Buffer.alloc(300 << 20)).toString("base64url")}`, "too long"],
  ["that is far too long", `#raftarium=1&u=${"A".repeat(1_500_000)}`, "too long to be opened"],
  ["with markup", packed("set <img src=x onerror=alert(1)> 1 2 3 4 5"), "Line 1"],
];

for (const [what, hash, said] of HOSTILE) {
  test(`a link ${what} is refused in words, and the running universe goes on @once`, async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    await types(page, "set mine 1");
    await expect(value(page, "mine", 1)).toContainText("1");
    const before = await time(page);
    await page.evaluate((given) => { location.hash = given; }, hash);
    await expect(note(page)).toContainText(says(said));
    await expect(value(page, "mine", 1)).toContainText("1");
    await expect.poll(() => time(page)).toBeGreaterThan(before);
    await expect(page.locator("main img")).toHaveCount(0);
  });
}

test("a first visit by a damaged link says so, and opens the running cluster", async ({ page }) => {
  await page.goto("./#raftarium=1&s=AAAA");
  await expect(note(page)).toContainText("This link is damaged");
  await leader(page);
});

test("a link that leads nowhere in time freezes nothing, and can be left", async ({ page }) => {
  await open(page);
  await page.evaluate((given) => { location.hash = given; }, packed("raftarium 1\nnodes 9\nseed 1\nconfig heartbeat 1ms\nconfig latency 0us\nrun 24h\n"));
  const way = page.locator(".way");
  await expect(way).toContainText(says("The page runs the script up to"));
  const began = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(began);
  const asked = Date.now();
  await way.getByRole("button", { name: "Stay here" }).click();
  await expect(way).toBeHidden();
  expect(Date.now() - asked).toBeLessThan(3_000);
  await expect(node(page, "n9")).toBeVisible();
  await playButton(page).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
});

test("a file is saved, and opens where it was saved", async ({ page }) => {
  await open(page);
  const down = await something(page);
  const at = await page.locator("#timebar .now").innerText();
  await page.keyboard.press("s");
  const [saved] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name: "Save as a file" }).click()]);
  expect(saved.suggestedFilename()).toBe("raftarium.raft");
  const path = await saved.path();
  expect(readFileSync(path, "utf8")).toContain(`crash ${down}`);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await page.locator(".scene-opener").click();
  await page.locator('#scenes [data-scene="first-election"]').click();
  await expect(page.locator(".scene-name")).toHaveText("The first election");
  await page.keyboard.press("s");
  await page.locator('.share-dialog input[type="file"]').setInputFiles(path);
  await expect(page.locator("#timebar .now")).toHaveText(at);
  await expect(node(page, down)).toHaveAttribute("aria-label", /down/);
});

/** Drops a file on the page. @param {Page} page @param {string} text @param {string} name */
async function drops(page, text, name) {
  const data = await page.evaluateHandle(([text, name]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    return data;
  }, /** @type {[string, string]} */ ([text, name]));
  await page.dispatchEvent("#stage", "dragover", { dataTransfer: data });
  await page.dispatchEvent("#stage", "drop", { dataTransfer: data });
}

test("a script that is dropped anywhere is opened, and what is none is refused", async ({ page }) => {
  await open(page);
  await leader(page);
  await drops(page, "raftarium 1\nnodes 3\nseed 2\n", "three.raft");
  await expect(page.locator("#stage .node")).toHaveCount(3);
  await expect(page.locator(".scene-name")).toHaveText("From a file");
  await drops(page, "\u0000\u0001\u0002 what", "noise.txt");
  await expect(note(page)).toContainText(says("Line 1, column 1"));
  await drops(page, "x".repeat((1 << 20) + 1), "long.txt");
  await expect(note(page)).toContainText("too long");
  await expect(page.locator("#stage .node")).toHaveCount(3);
});

test("a reload brings the session back, and a fresh tab opens the running cluster", async ({ page, context }) => {
  await open(page);
  const down = await something(page);
  await atSpeed(page, SPEED.half);
  await goToTab(page, "Script");
  const at = await page.locator("#timebar .now").innerText();
  await page.reload();
  await expect(node(page, down)).toHaveAttribute("aria-label", /down/);
  await expect(page.locator("#timebar .now")).toHaveText(at);
  await expect(playButton(page)).toBeVisible();
  await expect(page.getByRole("tab", { name: "Script" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("slider", { name: /^Speed/ })).toHaveValue(String(SPEED.half));
  const fresh = await context.newPage();
  await open(fresh);
  await leader(fresh);
  await expect(fresh.locator(".scene-name")).toHaveText("A living cluster");
  await fresh.close();
});

test("after a link was opened and gone on from, a reload brings back what came since", async ({ page }) => {
  await page.goto(`./${packed(`${QUIET}run until leader\nset x 1\nrun 1s\n`)}`);
  await expect(value(page, "x", 1)).toContainText("1");
  await types(page, "set since 2");
  await atSpeed(page, SPEED.real);
  await playButton(page).click();
  await expect(value(page, "since", 1)).toContainText("2");
  await page.reload();
  await expect(value(page, "since", 1)).toContainText("2");
});

/** @type {[string, string][]} */
const RECORDS = [
  ["is no JSON", "{"], ["is of another version", JSON.stringify({ version: 7, script: "nodes 3" })], ["is null", "null"],
  ["has a wrong script", JSON.stringify({ version: 1, script: "nodes 99", place: { us: 1, event: 1 }, playing: true, speed: 1, scene: "x", tab: "logs", fragment: "", more: {} })],
];

for (const [what, record] of RECORDS) {
  test(`a record of the session that ${what} is ignored @once`, async ({ page }) => {
    await page.addInitScript((record) => { if (!sessionStorage.getItem("seen")) sessionStorage.setItem("raftarium.session", record); sessionStorage.setItem("seen", "1"); }, record);
    await open(page);
    await leader(page);
  });
}

test("without any storage everything but the memory works", async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("no storage", "SecurityError"); } });
  });
  await open(page);
  await leader(page);
  await types(page, "set x 1");
  expect(await link(page)).toMatch(/#raftarium=1/);
  await page.reload();
  await leader(page);
});

test("without streams that compress, a link is longer and opens all the same", async ({ page }) => {
  await page.addInitScript(() => { Object.assign(window, { CompressionStream: undefined, DecompressionStream: undefined }); });
  await open(page);
  await something(page);
  const shared = await link(page);
  expect(shared).toMatch(/&u=[\w-]+$/);
  const at = await page.locator("#timebar .now").innerText();
  await page.evaluate((hash) => { location.hash = hash; }, new URL(shared).hash);
  await expect(page.locator(".scene-name")).toHaveText("A shared run");
  await expect(page.locator("#timebar .now")).toHaveText(at);
});

/** Checks of each export. One expectation each: a run has tens of thousands of lines.
 * @type {[string, string, (text: string) => void][]} */
const EXPORTS = [
  ["Trace", "raftarium.trace.jsonl", (text) => expect(text.trim().split("\n").findIndex((line, i) => JSON.parse(line).id !== i + 1)).toBe(-1)],
  ["History", "raftarium.history.jsonl", (text) => expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({ client: "c1", op: "set", key: "x", value: "7" })],
  ["ShiViz log", "raftarium.shiviz.log", (text) => {
    const [form = "", , ...lines] = text.trimEnd().split("\n");
    const line = new RegExp(`^${form}$`, "u");
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((one) => !JSON.parse(line.exec(one)?.groups?.["clock"] ?? "null"))).toEqual([]);
  }],
  ["Mermaid diagram", "raftarium.mermaid.mmd", (text) => {
    expect(text).toMatch(/^sequenceDiagram\n {4}%% .*\n {4}participant c1\n {4}participant n1\n/);
    expect(text.match(/^ {4}[cn]\d--?(?:>>|x)[cn]\d: ./gm)?.length).toBeGreaterThan(10);
  }],
  ["Stage, SVG", "raftarium.svg", (text) => {
    expect(text).toMatch(/^<\?xml[^]*<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(text).not.toMatch(/foreignObject|var\(|class=|light-dark|style=/);
    expect(text).toContain(">n5</text>");
  }],
  ["Diagram, SVG", "raftarium-diagram.svg", (text) => {
    expect(text).toMatch(/<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    for (const name of ["c1", "n1", "n5"]) expect(text).toContain(`>${name}</text>`);
    expect(text).not.toMatch(/NaN|undefined|var\(/);
    expect(text.match(/<path/g)?.length).toBeGreaterThan(3);
  }],
  ["Diagram, PNG", "raftarium-diagram.png", (text) => { expect(text.slice(1, 4)).toBe("PNG"); expect(text.length).toBeGreaterThan(5_000); }],
  ["Stage, PNG", "raftarium.png", (text) => { expect(text.slice(1, 4)).toBe("PNG"); expect(text.length).toBeGreaterThan(10_000); }],
];

test("exports are there, and well-formed", async ({ page }) => {
  await open(page);
  await something(page);
  await page.keyboard.press("s");
  for (const [name, file, check] of EXPORTS) {
    const [made] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name }).click()]);
    expect(made.suggestedFilename()).toBe(file);
    check(readFileSync(await made.path(), file.endsWith("png") ? "latin1" : "utf8"));
    await expect(dialog(page)).toContainText(says(`${file} is done`));
  }
});

test("an export that takes long can be given up", async ({ page }) => {
  await open(page);
  await page.evaluate((given) => { location.hash = given; }, packed("raftarium 1\nnodes 9\nseed 1\nload every 5ms from c1 c2 c3\nrun 60s\n"));
  await expect(page.locator(".way")).toBeVisible();
  await expect(page.locator(".way")).toBeHidden({ timeout: 60_000 });
  await page.keyboard.press("s");
  await dialog(page).getByRole("button", { name: "Trace" }).click();
  await dialog(page).getByRole("button", { name: "Give up" }).click();
  await expect(dialog(page).getByRole("button", { name: "Give up" })).toBeHidden();
  await dialog(page).getByRole("button", { name: "Mermaid" }).click();
  await expect(dialog(page)).toContainText("a part was left out", { timeout: 60_000 });
});

test("sharing works by keyboard alone, and axe finds nothing", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await something(page);
  await page.locator("body").press("s");
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).locator(".about").first()).toContainText("opens at this instant");
  const found = await new AxeBuilder({ page }).include(".share-dialog").analyze();
  expect(found.violations).toEqual([]);
  const copy = dialog(page).getByRole("button", { name: "Copy", exact: true });
  for (let i = 0; i < 6 && !(await copy.evaluate((button) => button === document.activeElement)); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/#raftarium=1&d=/);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
});
