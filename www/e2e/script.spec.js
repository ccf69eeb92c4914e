// The script panel, and hostile scripts.

import { does, editor, expect, expectErrors, goToTab, leader, node, nodes, open, pastes, QUIET, runs, says, scriptText, SPEED, test, time, types, value, whereItStands } from "./page.js";
import { paste } from "../tools/pasting.mjs";

/** @typedef {import("@playwright/test").Page} Page */

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
  await pastes(page, "raftarium 1\nnodes 3\n  crush n1\nset x 1\npause n7\n");
  const error = page.locator("#script-error"), run = page.getByRole("button", { name: "Run this" });
  await expect(error).toContainText(says("Line 3, column 3"));
  await expect(error).toContainText("crush");
  await expect(run).toBeDisabled();
  await expect(page.locator(".cm-fault")).toHaveText(["crush", "n7"]);
  await expect(page.locator(".cm-line:has(.cm-fault) + .cm-fault-words").first()).toContainText(says("column 3: expected a statement, found “crush”"));
  await expect(editor(page)).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: says("2 errors: line 3 first") }).click();
  await page.keyboard.press("Backspace");
  await expect(page.getByRole("button", { name: says("2 errors") })).toBeVisible();
  await page.keyboard.type("crash");
  await expect(page.getByRole("button", { name: says("1 error: line 5") })).toBeVisible();
  await expect(page.locator(".cm-fault")).toHaveText(["n7"]);
  await expect(run).toBeDisabled();
  await expect(nodes(page)).toHaveCount(5);
  await expect.poll(() => time(page)).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Discard the edit" }).click();
  await expect(error).toBeEmpty();
  await expect(page.locator(".cm-fault, .cm-fault-words")).toHaveCount(0);
  await expect(editor(page)).toContainText("nodes 5");
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

/** A second on an idle machine; a machine that runs tests is busy. */
const ANSWER_MS = 3_000;

const LONG_SCRIPT = `raftarium 1\nnodes 3\nseed 1\n${"crash n1\nrestart n1\n".repeat(45_000)}`;

/** Each of these scripts runs for hours. @type {[string, string][]} */
const ENDLESS = [
  ["waits for what never comes", "raftarium 1\nnodes 3\nseed 1\nconfig loss 100%\nrun until leader n1 within 24h\n"],
  ["loads every microsecond", "raftarium 1\nnodes 9\nseed 1\nload every 1us from c1 c2 c3 c4 c5 c6 c7 c8 c9\n"],
  ["has 90,000 lines at one instant", LONG_SCRIPT],
  ["beats every millisecond and takes a day", "raftarium 1\nnodes 9\nseed 1\nconfig heartbeat 1ms\nconfig latency 0us\nrun 24h\n"],
];

for (const [what, script] of ENDLESS) {
  test(`a script that ${what} does not freeze the page`, async ({ page }) => {
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
  await goToTab(page, "Script");
  await expect(whereItStands(page)).not.toContainText("failed");
});

test("what is being written stays, whatever is done on the stage, and over a reload", async ({ page }) => {
  await open(page);
  await leader(page);
  await goToTab(page, "Script");
  await pastes(page, "raftarium 1\nnodes 3\n# half");
  await does(page, "n2", "Crash");
  await expect(node(page, "n2")).toHaveClass(/down/);
  await expect.poll(() => scriptText(page)).toBe("raftarium 1\nnodes 3\n# half");
  await page.reload();
  await expect(node(page, "n2")).toHaveClass(/down/);
  await expect.poll(() => scriptText(page)).toBe("raftarium 1\nnodes 3\n# half");
  await page.getByRole("button", { name: "Discard the edit" }).click();
  await expect(editor(page)).toContainText("crash n2");
  await pastes(page, "raftarium 1\nnodes 3\nseed 1\n");
  await page.getByRole("button", { name: "Run this" }).click();
  await expect(nodes(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
});

test("a paste of 90,000 lines is there within two seconds, and a letter in it at once", async ({ page }) => {
  await open(page);
  await page.locator("#timebar .play").click();
  await goToTab(page, "Script");
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  /** Milliseconds until a condition is seen.
   * @param {() => Promise<unknown>} begin @param {(lines: string[]) => boolean} isSeen */
  const until = async (begin, isSeen) => {
    const begun = Date.now();
    await begin();
    while (!isSeen(await page.locator(".cm-lineNumbers .cm-gutterElement, .cm-line").allTextContents())) await page.waitForTimeout(10);
    return Date.now() - begun;
  };
  const pasted = await until(() => editor(page).evaluate(paste, LONG_SCRIPT), (lines) => lines.includes("90004"));
  const typed = await until(() => page.keyboard.type("#"), (lines) => lines.includes("#"));
  test.info().annotations.push({ type: "measured", description: `${Math.round(pasted)} ms for the paste, ${Math.round(typed)} ms for a letter` });
  expect(pasted, "milliseconds until the last line of the paste was there").toBeLessThan(2_000);
  expect(typed, "milliseconds until a letter was there").toBeLessThan(500);
  await page.keyboard.press("Enter");
  await page.keyboard.type("crush n1");
  await expect(page.getByRole("button", { name: says("1 error: line 90,005") })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByRole("button", { name: "Run this" })).toBeEnabled();
});

test("what is run is marked, and stays marked in an edit; undo and discard lead back and forth", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nrun 1h\nset x 1\n`);
  await leader(page);
  await goToTab(page, "Script");
  const stand = page.locator(".cm-line.cm-stand"), discard = page.getByRole("button", { name: "Discard the edit" });
  await expect(stand).toHaveText("run 1h");
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# mine: ");
  await expect(stand).toHaveText("run 1h");
  await expect.poll(() => scriptText(page)).toContain("# mine");
  await discard.click();
  await expect.poll(() => scriptText(page)).not.toContain("# mine");
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => scriptText(page)).toContain("# mine");
  await expect(discard).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => scriptText(page)).not.toContain("# mine");
  // The text equals the script again, so there is no draft.
  await expect(discard).toBeHidden();
});

test("the editor is left by Escape and Tab, runs by Ctrl+Enter, and finds", async ({ page }) => {
  await open(page);
  await goToTab(page, "Script");
  await pastes(page, "raftarium 1\nnodes 4\nseed 1\n");
  await page.keyboard.press("ControlOrMeta+f");
  await page.getByRole("textbox", { name: "Find" }).pressSequentially("nodes");
  await expect(page.locator(".cm-searchMatch")).toHaveText("nodes");
  await page.keyboard.press("Escape");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(nodes(page)).toHaveCount(4);
  await editor(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Copy" })).toBeFocused();
});

test("all statements, settings and conditions are listed with an example each, in both languages", async ({ page }) => {
  await open(page);
  await goToTab(page, "Script");
  const toggle = page.getByRole("button", { name: "Statements" }), rows = page.locator(".script-list li");
  await expect(rows).toHaveCount(0);
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
  await expect(rows.filter({ has: page.locator("b", { hasText: /^partition$/ }) })).toContainText("Partitions the network into groups.");
  const examples = await rows.locator("button").allTextContents();
  expect(examples.length).toBeGreaterThan(60);
  expect(examples).not.toContain("");
  await pastes(page, "raftarium 1\nnodes 3\nseed 1\n");
  await rows.filter({ has: page.locator("b", { hasText: /^agreed$/ }) }).getByRole("button").click();
  await expect.poll(() => scriptText(page)).toMatch(/^raftarium 1\nnodes 3\nseed 1\n.*agreed/);
  await expect(page.getByRole("button", { name: "Run this" })).toBeEnabled();
  await page.locator('.langs [lang="fr"]').click();
  await expect(rows.filter({ has: page.locator("b", { hasText: /^partition$/ }) })).toContainText("Partitionne le réseau en groupes.");
  await page.getByRole("button", { name: "Instructions" }).click();
  await expect(rows.first()).toBeHidden();
});
