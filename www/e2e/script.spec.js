// The script panel, and scripts that mean no good.

import { clickNode, expect, expectErrors, goToTab, leader, node, nodes, open, QUIET, runs, says, SPEED, test, time, types, value, whereItStands } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

const area = (/** @type {Page} */ page) => page.getByRole("textbox", { name: "The script of this universe" });

test("a script can be edited and run", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 3\nseed 1\nrun until leader\nset x 1\nrun until agreed\n");
  await expect(nodes(page)).toHaveCount(3);
  await expect(value(page, "x", 3)).toHaveText("1");
});

test("what is wrong with a script is told with line and column, and the universe in hand goes on", async ({ page }) => {
  await open(page);
  await leader(page);
  await goToTab(page, "Script");
  const before = await time(page);
  await area(page).fill("raftarium 1\nnodes 3\n  crush n1\n");
  await page.getByRole("button", { name: "Run this" }).click();
  const error = page.locator("#script-error");
  await expect(error).toContainText(says("Line 3, column 3"));
  await expect(error).toContainText("crush");
  await expect(area(page)).toHaveValue(/crush n1/);
  await expect(nodes(page)).toHaveCount(5);
  await expect.poll(() => time(page)).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Discard the edit" }).click();
  await expect(error).toBeHidden();
  await expect(area(page)).toHaveValue(/nodes 5/);
});

test("an expectation that does not hold stops the run and is told", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 3\nseed 1\nrun until leader\nexpect role n1 candidate\n");
  await expect(page.locator(".alarm.failed")).toContainText(says("line 5"));
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
});

test("a statement that is wrong is told beside the line, and nothing else changes", async ({ page }) => {
  await open(page);
  await types(page, "crash n7");
  await expect(page.locator("#panel-client .error")).toContainText(says("Line 1, column 7"));
  await expect(node(page, "n5")).toBeVisible();
});

test("markup in keys and values is text, and nothing in it runs", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  const markup = "<img src=x onerror=document.title=1>";
  await types(page, `set "<b>k</b>" "${markup}"`);
  await expect(page.locator("#panel-kv bdi", { hasText: "<b>k</b>" })).toBeVisible();
  await expect(page.locator("#panel-kv td").first()).toHaveText(markup);
  await types(page, 'set dir "\u202eabc\u202c 🦀🇫🇷"');
  await expect(value(page, "dir", 1)).toContainText("🦀🇫🇷");
  await expect(page.locator("main img, main b b")).toHaveCount(0);
  await expect(page).toHaveTitle("Raftarium");
});

test("a value of 4 KiB is taken, and a longer one is refused in words", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await types(page, `set long ${"v".repeat(4096)}`);
  await expect(value(page, "long", 1)).toContainText("vvvv");
  await types(page, `set long ${"w".repeat(4097)}`);
  await expect(page.locator("#panel-client .error")).toContainText(says("Line 1, column 10"));
});

/** A second on a quiet machine; the one that runs tests is busy. */
const ANSWER_MS = 3_000;

/** The browser itself lays out a text of 100,000 lines for many seconds. */
const LONG_SCRIPT_MS = 180_000;

/** Each of these has work for hours. @type {[string, string][]} */
const ENDLESS = [
  ["waits for what never comes", "raftarium 1\nnodes 3\nseed 1\nconfig loss 100%\nrun until leader n1 within 24h\n"],
  ["loads every microsecond", "raftarium 1\nnodes 9\nseed 1\nload every 1us from c1 c2 c3 c4 c5 c6 c7 c8 c9\n"],
  ["has 90,000 lines at one instant", `raftarium 1\nnodes 3\nseed 1\n${"crash n1\nrestart n1\n".repeat(45_000)}`],
  ["beats every millisecond and takes a day", "raftarium 1\nnodes 9\nseed 1\nconfig heartbeat 1ms\nconfig latency 0us\nrun 24h\n"],
];

for (const [what, script] of ENDLESS) {
  test(`a script that ${what} does not freeze the page`, async ({ page }) => {
    test.setTimeout(LONG_SCRIPT_MS);
    await open(page);
    await runs(page, script, SPEED.full);
    await page.waitForTimeout(500);
    for (const name of ["Pause", "Play", "Pause"]) {
      const asked = Date.now();
      await page.getByRole("button", { name, exact: true }).click();
      await expect(page.getByRole("button", { name: name === "Play" ? "Pause" : "Play", exact: true })).toBeVisible();
      expect(Date.now() - asked, `milliseconds until ${name} was answered`).toBeLessThan(ANSWER_MS);
    }
    await page.locator(".scene-opener").click();
    await page.locator('#scenes [data-scene="first-election"]').click();
    await leader(page);
  });
}

test("when the core traps, the page says so, shows the script and goes on with a fresh one", async ({ page }) => {
  expectErrors(page, /unreachable/);
  await page.route((url) => url.pathname.endsWith("/raftarium.js") && url.search === "", (route) => route.fulfill({
    contentType: "text/javascript",
    body: `export * from "./raftarium.js?real";
      import init, { Universe } from "./raftarium.js?real";
      export default init;
      const { advance } = Universe.prototype;
      Universe.prototype.advance = function (...given) {
        if (document.title === "trap") throw new WebAssembly.RuntimeError("unreachable executed");
        return advance.apply(this, given);
      };`,
  }));
  await open(page);
  await leader(page);
  await types(page, "set before trap");
  await page.evaluate(() => { document.title = "trap"; });
  const dialog = page.getByRole("dialog", { name: "This universe is lost" });
  await expect(dialog).toContainText("unreachable executed");
  await expect(dialog.getByRole("textbox")).toHaveValue(/set before trap/);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await leader(page);
  await expect(whereItStands(page)).not.toContainText("failed");
});

test("what is being written stays, whatever is done on the stage, and over a reload", async ({ page }) => {
  await open(page);
  await leader(page);
  await goToTab(page, "Script");
  await area(page).fill("raftarium 1\nnodes 3\n# half");
  await clickNode(page, "n2");
  await page.locator('.inspector [data-deed="crash"]').click();
  await expect(node(page, "n2")).toHaveClass(/down/);
  await expect(area(page)).toHaveValue("raftarium 1\nnodes 3\n# half");
  await page.reload();
  await expect(node(page, "n2")).toHaveClass(/down/);
  await expect(area(page)).toHaveValue("raftarium 1\nnodes 3\n# half");
  await page.getByRole("button", { name: "Discard the edit" }).click();
  await expect(area(page)).toHaveValue(/crash n2/);
  await area(page).fill("raftarium 1\nnodes 3\nseed 1\n");
  await page.getByRole("button", { name: "Run this" }).click();
  await expect(nodes(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
});
