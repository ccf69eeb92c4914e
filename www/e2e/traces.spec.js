// Traces: a file of trace lines, or one of each node, opens as a run that is looked at and not changed.

import { readFileSync, writeFileSync } from "node:fs";
import { bar, chooses, expect, leader, leaders, node, nodes, open, opensPalette, opensScene, runs, says, SPEED, test, time, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A run with an election, a write, a crash and a second election. */
const SCRIPT = "raftarium 1\nnodes 3\nseed 7\ntimeout n1\nrun until leader n1\nset x 7\nrun until idle\nrun until agreed\ncrash n1\nrun until leader\nrun 200ms\n";

/** @param {Page} page */
const dialog = (page) => page.getByRole("dialog", { name: "Share this run" });
/** @param {Page} page */
const note = (page) => page.locator(".note");

/** Runs the script to its end, and returns the path of its trace. @param {Page} page */
async function traced(page) {
  await open(page);
  await runs(page, SCRIPT, SPEED.full);
  await expect(node(page, "n1")).toHaveAttribute("aria-label", /down/);
  await leader(page, "n1");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.keyboard.press("s");
  const [saved] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name: "Trace", exact: true }).click()]);
  expect(saved.suggestedFilename()).toBe("raftarium.trace.jsonl");
  const path = await saved.path();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  return path;
}

/** Waits until a trace is played to its end, where it stands. @param {Page} page */
async function played(page) {
  await expect(page.locator(".scene-name")).toHaveText("A trace");
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
}

/** Opens files through the dialog. @param {Page} page @param {string | string[]} paths */
async function opens(page, paths) {
  await page.keyboard.press("s");
  await page.locator('.share-dialog input[type="file"]').setInputFiles(paths);
}

test("a trace shows what happened, and nothing in it can be changed", async ({ page }) => {
  const path = await traced(page);
  // Another cluster in between, so that nothing is left of the run.
  await opensScene(page, "first-election");
  await expect(nodes(page)).toHaveCount(5);
  await opens(page, path);
  await played(page);
  await expect(nodes(page)).toHaveCount(3);
  // Its end: n1 is down, another leads, and the key is there.
  await expect(node(page, "n1")).toHaveAttribute("aria-label", /down/);
  await leader(page, "n1");
  await expect(value(page, "x", 2)).toContainText("7");
  const end = await time(page);
  // Back to the start, and to the first election.
  await page.keyboard.press("Home");
  await expect(leaders(page)).toHaveCount(0);
  await page.keyboard.press("e");
  await expect(leaders(page)).toHaveCount(1);
  await expect(page.locator("#narration")).toContainText(says("n1 leads term 1"));
  await page.keyboard.press("e");
  await leader(page, "n1");
  await page.keyboard.press("Shift+e");
  await expect(node(page, "n1")).toHaveClass(/leader/);
  // Why: the causes lead back to what the script did.
  await page.keyboard.press("w");
  await expect(page.locator("#why-title")).toBeVisible();
  await expect(page.locator("#panel-why .why-causes > li").first()).toContainText(says("n1 leads term 1"));
  expect(await page.locator("#panel-why .why-causes > li").count()).toBeGreaterThan(3);
  // What would change a run is not there.
  for (const name of ["Script", "Conditions", "Terminal"]) await expect(page.getByRole("tab", { name })).toBeHidden();
  await expect(page.locator("#panel-client")).toBeHidden();
  await expect(page.getByRole("button", { name: "Stop all" })).toBeHidden();
  await chooses(page, "n2");
  await expect(bar(page).getByRole("button", { name: "Crash", exact: true })).toBeHidden();
  await page.keyboard.press("Escape");
  // Time plays to the end of what is told, and stands there.
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toBe(end);
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
});

test("the traces of several nodes are one run", async ({ page }) => {
  const path = await traced(page);
  const events = readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const paths = ["n1", "n2", "n3"].map((name) => {
    /** @type {Map<number, number>} */
    const ids = new Map();
    const own = events.filter((event) => event.node === name && event.kind !== "message-lost");
    const lines = own.map((event, place) => {
      ids.set(event.id, place + 1);
      const cause = event.kind === "message-delivered" ? null : ids.get(event.cause) ?? null;
      const because = event.because.map((/** @type {number} */ id) => ids.get(id)).filter((/** @type {number | undefined} */ id) => id !== undefined);
      return JSON.stringify({ ...event, id: place + 1, at_us: event.at_us + 1.7e15, cause, because });
    });
    const file = `${path}-${name}.jsonl`;
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  });
  await opens(page, paths);
  await played(page);
  await expect(node(page, "n1")).toHaveAttribute("aria-label", /down/);
  await leader(page, "n1");
  await expect(value(page, "x", 3)).toContainText("7");
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  await expect(node(page, "n1")).toHaveClass(/leader/);
});

test("a file that is no trace is refused, with the line that is wrong", async ({ page }, info) => {
  const path = await traced(page);
  const text = readFileSync(path, "utf8"), bad = info.outputPath("bad.jsonl");
  writeFileSync(bad, text.replace('"kind":"election-won"', '"kind":"election-lost"'));
  await opens(page, bad);
  await expect(note(page)).toContainText(says("bad.jsonl, line"));
  await expect(note(page)).toContainText(says("field kind: expected the kind of an event"));
  await expect(page.locator(".scene-name")).not.toHaveText("A trace");
  writeFileSync(bad, "this is none\n");
  await opens(page, bad);
  await expect(note(page)).toContainText(says("line 1, column"));
});

test("what is not in a trace is not offered, and what is offered answers", async ({ page }) => {
  const path = await traced(page);
  // A universe beside the trace.
  await opensScene(page, "first-election");
  await expect(nodes(page)).toHaveCount(5);
  await opens(page, path);
  await played(page);
  await page.keyboard.press("Home");
  // Both elections and the crash are on the time bar before anything is played again.
  await expect(page.locator("#timebar .marks")).toHaveAccessibleName(/2\W* elections won.*1 fault/);
  await expect(page.getByRole("link", { name: "Break it" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Explore" })).toBeVisible();
  await opensPalette(page);
  await page.keyboard.type("break");
  await expect(page.locator("#palette-list li")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await expect(page.locator("#universes .tree li")).not.toHaveCount(1);
  for (const name of [/^Compare/, /^Side by side/]) await expect(page.locator("#universes").getByRole("button", { name })).toHaveCount(0);
  await expect(page.locator("#universes .tree .switch:not([hidden])").first()).toBeVisible();
  await page.keyboard.press("Escape");
  // Links and clients cannot be chosen: what is done with them changes a run.
  await expect(page.locator("#stage .picture-holder .link")).not.toHaveCount(0);
  await expect(page.locator('#stage .picture-holder :is(.link, .client)[tabindex="0"]')).toHaveCount(0);
  await page.locator("#stage .picture-holder .link").first().dispatchEvent("pointerdown", { button: 0, pointerId: 1 });
  await expect(page.locator("#stage .picture-holder .link.selected")).toHaveCount(0);
  // After the crash nobody leads, and it is the answer to why.
  await page.keyboard.press("f");
  await expect(node(page, "n1")).toHaveAttribute("aria-label", /down/);
  await page.locator("#stage .why-none").first().click();
  await expect(page.locator("#panel-why .why-causes > li").first()).toContainText(says("n1 crashes"));
});

test("a file that is read slowly gives way to what was opened since, and one that cannot be read says so", async ({ page }) => {
  await page.addInitScript(() => {
    // Reading waits until the page is told, and fails then if it is to.
    const stream = File.prototype.stream;
    File.prototype.stream = function () {
      const whole = stream.call(this);
      return new ReadableStream({
        async pull(controller) {
          await new Promise((go) => { document.addEventListener("read-on", go, { once: true }); document.documentElement.dataset["reads"] = "yes"; });
          if (document.documentElement.dataset["unread"]) { controller.error(new DOMException("gone", "NotFoundError")); return; }
          for await (const part of /** @type {AsyncIterable<Uint8Array<ArrayBuffer>>} */ (/** @type {unknown} */ (whole))) controller.enqueue(part);
          controller.close();
        },
      });
    };
  });
  const path = await traced(page);
  const reads = page.locator('html[data-reads="yes"]'), readOn = () => page.evaluate(() => document.dispatchEvent(new Event("read-on")));
  await opens(page, path);
  await expect(reads).toHaveCount(1);
  await opensScene(page, "first-election");
  await expect(nodes(page)).toHaveCount(5);
  const scene = await page.locator(".scene-name").innerText();
  await readOn();
  await page.evaluate(() => { document.documentElement.dataset["unread"] = "yes"; document.documentElement.dataset["reads"] = ""; });
  await opens(page, path);
  await expect(reads).toHaveCount(1);
  await readOn();
  await expect(note(page)).toContainText(says("could not be read"));
  await expect(page.locator(".scene-name")).toHaveText(scene);
});
