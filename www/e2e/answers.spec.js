// Events that must be noticed: stale answers, invariants unclaimed after a wipe, lost orders, and cuts of clients.

import { readFileSync } from "node:fs";
import { clickMiddle, expect, keptScript, leader, leaders, node, open, opensScene, QUIET, request, runs, says, SPEED, test, types } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A script of the native tests, with a known end. @param {string} name */
const scriptOf = (name) => readFileSync(new URL(`../../tests/scripts/${name}.raft`, import.meta.url), "utf8");

/** @param {Page} page */
const badge = (page) => page.locator("#header .safety");
/** @param {Page} page */
const promises = (page) => page.getByRole("dialog", { name: "What is checked" });
/** @param {Page} page @param {string} ends */
const link = (page, ends) => page.locator(`#stage .link[data-id="${ends}"]`);

test("a stale answer is told in the headline, the alarms, the list, the badge and the diagram, and the run goes on", async ({ page }) => {
  await open(page);
  await opensScene(page, "stale-read");
  await expect(page.locator("#narration .headline.weight-3")).toContainText(says("c2 asked get x and got old"), { timeout: 30_000 });
  await expect(page.locator(".alarm.unordered")).toContainText(says("c2 asked get x and got old"));
  await expect(badge(page)).toContainText(says("12 invariants hold"));
  await expect(badge(page)).toContainText(says("1 stale answer"));
  const stale = page.locator("#panel-client .requests li.unordered");
  await expect(stale).toHaveCount(1);
  await expect(stale).toContainText(says("stale"));
  await expect(stale.locator(".outcome")).toHaveText("old");
  await expect(request(page, "set x new")).not.toHaveClass(/unordered/);
  await expect(page.locator(".alarm.failed, .alarm.violation")).toHaveCount(0);

  await badge(page).click();
  await expect(promises(page)).toContainText(says("Broken at 0.499"));
  await expect(promises(page).locator("li.broken")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.locator("#timebar .play").click();
  const diagram = page.locator("#spacetime");
  for (let i = 0; i < 6; i++) await diagram.getByRole("button", { name: "Show more time" }).click();
  await diagram.getByRole("button", { name: "As a table" }).click();
  await expect(diagram.locator(".st-tables tr", { hasText: "fits no order" })).toContainText(says("0.498895"));
});

test("where all answers fit one order, nothing is said to be stale", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nset x 1\nget x\nrun until idle\n`);
  await expect(request(page, "get x").locator(".outcome")).toHaveText("1", { timeout: 30_000 });
  await expect(badge(page)).toContainText(says("12 invariants hold"));
  await expect(badge(page)).not.toContainText("stale");
  await badge(page).click();
  await expect(promises(page)).toContainText("The clients see one store");
  await expect(promises(page).locator(".broken")).toHaveCount(0);
});

test("after a wipe nothing is claimed, and what broke since is said", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  await types(page, `wipe ${first}`);
  const alarm = page.locator(".alarm.unclaimed");
  await expect(alarm).toContainText(says(`Nothing is guaranteed since the wipe of ${first}`));
  await expect(badge(page)).toHaveText("no guarantee");
  await badge(page).click();
  await expect(promises(page)).toContainText(says(`None of this is guaranteed since the wipe of ${first}`));
  await expect(promises(page).locator("li.broken")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await runs(page, scriptOf("split-brain-after-a-wipe"), SPEED.ten);
  await expect(alarm).toContainText(says("state-machine-safety"), { timeout: 30_000 });
  // Both lead; the name of the one outside the cluster must be as legible.
  const fill = (/** @type {string} */ name) => node(page, name).locator(".name").evaluate((letters) => getComputedStyle(letters).fill);
  await expect(leaders(page)).toHaveCount(2);
  expect(await fill("n1")).toBe(await fill("n2"));
  await badge(page).click();
  await expect(promises(page).locator("li.broken")).toContainText([says("Broken: Logs that share"), says("Broken: No two nodes apply")]);
});

test("an order of which nothing comes is told in a notice, at any pace and without routine", async ({ page }) => {
  await open(page);
  await runs(page, scriptOf("order-lost-with-its-leader"), SPEED.ten);
  await expect(page.locator(".note")).toContainText(says("The order to add n4, given to n1, is lost"), { timeout: 30_000 });
  await runs(page, "raftarium 1\nnodes 3\nseed 1\ntimeout n1\nrun until leader n1\n");
  await leader(page);
  await types(page, "remove n3 to n2");
  await expect(page.locator(".note")).toContainText(says("n2 will not remove n3"));
});

test("a client is cut from a node and joined again, by words and by hand", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await types(page, "cut c1 - n2");
  await expect(link(page, "c1-n2")).toHaveClass(/\bcut\b/);
  await expect(link(page, "c1-n2")).toHaveAccessibleName(says("Link c1 – n2, cut"));
  await expect(page.locator("#stage .wall")).toHaveCount(0);

  await clickMiddle(page, link(page, "c1-n2").locator(".cut-mark"));
  const menu = page.locator(".inspector");
  await expect(menu.getByRole("heading", { name: says("Link c1 – n2") })).toBeVisible();
  await menu.getByRole("button", { name: "Join", exact: true }).click();
  await expect(menu).toBeHidden();
  await expect(link(page, "c1-n2")).toHaveCount(0);

  await types(page, "cut c1 -> n3");
  await expect(link(page, "c1-n3")).toHaveClass(/cut-one-way/);
  await page.locator("#stage").getByRole("button", { name: "As a table" }).click();
  await expect(page.locator("#stage .stage-table tr").filter({ has: page.getByRole("button", { name: "c1", exact: true }) })).toContainText(says("c1 → n3"));
  await page.locator("#stage").getByRole("button", { name: "As a table" }).click();
  await page.getByRole("button", { name: "Heal all links" }).click();
  await expect(page.locator("#stage .link.of-client")).toHaveCount(0);
  await expect.poll(() => keptScript(page)).toMatch(/cut c1 - n2[^]*join c1 - n2[^]*cut c1 -> n3[^]*heal/);
});
