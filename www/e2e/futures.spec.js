// Possible futures: a bet, the distributions, entering a future, the point of no return; and that nothing is lost on the way.

import { deflateSync } from "node:zlib";
import { expect, LANGUAGES, leader, open, says, SPEED, speaks, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The panel of futures. @param {Page} page */
const panel = (page) => page.locator("#panel-futures");
/** @param {Page} page */
const ask = (page) => panel(page).locator(".futures-ask .filled");
/** Rows of a part of the results. @param {Page} page @param {string} title */
const bars = (page, title) => panel(page).locator(".futures-part").filter({ has: page.locator("h3", { hasText: says(title) }) }).locator(".bar-row");

/** n1 leads, two of five have its entry, and it has just stopped: chance decides what becomes of the entry. */
const TOLD_ONE = "raftarium 1\nnodes 5\nseed 35\nconfig election-timeout 150ms..160ms\ntimeout n1\nrun until leader n1\nrun until agreed\ncut n1 - n3\ncut n1 - n4\ncut n1 - n5\nset x 1 to n1\nrun until last n2 >= 2\nrun 2ms\ncrash n1\n";
/** The only copy of an entry is behind a wall before any message with it has come. */
const WALLED = "raftarium 1\nnodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nset x 1 to n1\nrun until last n1 >= 2\nisolate n1\nrun 3s\n";

/** Opens a script at its end, with the panel. @param {Page} page @param {string} script */
async function opened(page, script) {
  // At an instant after its end a link opens at its end, and time stands.
  await page.goto(`./#raftarium=1&t=3600000000&s=${deflateSync(script).toString("base64url")}`);
  await expect(page.locator("#stage .picture-holder .node").first()).toBeVisible();
  await expect(page.locator("#stage .scene-name")).not.toHaveText("A living cluster");
  await expect.poll(() => time(page)).toBeGreaterThan(0);
  await page.keyboard.press("p");
  await expect(panel(page)).toBeVisible();
  await expect(ask(page)).toBeVisible();
}

test("a bet, and what becomes of it", async ({ page }) => {
  await open(page);
  await expect(page.locator("#stage .picture-holder .node.leader")).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("p");
  // Time stands while one looks.
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const leader = await page.locator("#stage .picture-holder .node.leader").first().getAttribute("data-id") ?? "";
  await panel(page).getByRole("radio", { name: leader, exact: true }).check();
  await ask(page).click();
  await expect(panel(page).locator(".bet-verdict")).toContainText(says(`You bet on ${leader}`));
  await expect(panel(page).getByText(says("300 futures of 1.00 s"))).toBeVisible({ timeout: 30_000 });
  const all = await bars(page, "Who leads after").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  const futures = all.map((label) => Number(/ (\d+) of 300/.exec(label.replaceAll(/[\u2068\u2069]/g, ""))?.[1]));
  expect(futures.reduce((sum, n) => sum + n, 0)).toBe(300);
});

test("a bar leads into one of its futures, which does what the bar says", async ({ page }) => {
  await opened(page, TOLD_ONE);
  await ask(page).click();
  await expect(panel(page).getByText(says("300 futures of 1.00 s"))).toBeVisible({ timeout: 30_000 });
  // The same on every machine, and by however many workers.
  await expect(panel(page).locator(".entry-parts")).toContainText(says("committed 54\u00a0%, lost 39\u00a0%"));
  await expect(panel(page).locator(".deciding").first()).toContainText(says("What decided: the rule “Remove conflicts” fired in 96\u00a0% of the futures with the loss"));
  const row = bars(page, "Who leads after").first(), name = await row.locator(".bar-label").innerText();
  const from = await time(page);
  await row.click();
  await expect(page.locator(".note")).toBeVisible();
  await expect(page.locator("#timebar .universes > button")).toContainText("reseed");
  expect(await time(page)).toBe(from);
  await expect(panel(page)).toBeVisible();
  // It is a universe like others: its script says which future it is, and a second later that node leads.
  await page.locator("#tabs [data-tab=script]").click();
  await expect(page.locator("#panel-script")).toContainText(/reseed \d+/);
  await page.locator("#timebar input[type=range]").fill(String(SPEED.ten));
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(from + 1);
  expect(await leader(page)).toBe(name);
});

test("the point of no return is the event from which nothing saves the entry", async ({ page }) => {
  await opened(page, WALLED);
  const losses = panel(page).locator(".loss");
  await expect(losses.first()).toBeVisible({ timeout: 30_000 });
  await losses.filter({ hasText: says("entry 2 of term 1, set x 1") }).click();
  await expect(panel(page).locator(".turning-sure")).toContainText(says("The link from n1 to n2 is cut"), { timeout: 60_000 });
  await expect(panel(page).getByText("Chance had no part in it")).toBeVisible();
  // The curve is a table as well, and leads to its instants.
  await panel(page).locator("summary").click();
  await expect(panel(page).locator("tbody tr").first()).toContainText(says("0\u00a0%"));
  await expect(panel(page).locator("tbody tr").last()).toContainText(says("100\u00a0%"));
  const end = await time(page);
  await panel(page).getByRole("button", { name: "Go to this event" }).click();
  await expect.poll(() => time(page)).toBeLessThan(end);
  const sure = await time(page);
  await panel(page).locator("svg.chance").click({ position: { x: 3, y: 20 } });
  await expect.poll(() => time(page)).toBeLessThanOrEqual(sure);
  await expect(panel(page).locator(".turning-sure")).toBeVisible();
});

test("where chance had a part, the rule that decided is named, and the event can be asked about", async ({ page }) => {
  await opened(page, `${TOLD_ONE.replace("seed 35", "seed 5")}run 2s\n`);
  await panel(page).locator(".loss").click();
  await expect(panel(page).locator(".turning-sure")).toContainText(says("n5’s disk now holds term 2, the vote for n3"), { timeout: 60_000 });
  await expect(panel(page).locator(".turning .deciding").first()).toContainText(says("What decided: the rule “Remove conflicts”"));
  // The event can be asked about, as any can.
  await panel(page).locator(".turning").getByRole("button", { name: "why?" }).click();
  await expect(page.locator("#panel-why")).toBeVisible();
});

test("everything is reached by keyboard, and a search for losses stops and goes on", async ({ page }) => {
  await opened(page, WALLED);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("futures");
  await page.keyboard.press("Enter");
  const first = panel(page).locator(".loss").first();
  await expect(first).toBeVisible({ timeout: 30_000 });
  await first.focus();
  await page.keyboard.press("Enter");
  await expect(first).toHaveAttribute("aria-pressed", "true");
  await expect(first).toBeFocused();
  await expect(panel(page).locator(".turning-sure")).toBeVisible({ timeout: 60_000 });
  await panel(page).getByRole("radio", { name: "n2", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(panel(page).getByRole("radio", { name: "n3", exact: true })).toBeChecked();
  await ask(page).focus();
  await page.keyboard.press("Enter");
  await expect(panel(page).locator(".bet-verdict")).toContainText(says("You bet on n3"));
});

test("the tab of the panel is there only while it is open", async ({ page }) => {
  await open(page);
  const tab = page.locator("#tabs [data-tab=futures]");
  await expect(tab).toBeHidden();
  await page.keyboard.press("p");
  await expect(tab).toBeVisible();
  await page.locator("#tabs [data-tab=why]").click();
  await expect(tab).toBeHidden();
});

for (const language of LANGUAGES) {
  test(`the panel fits on a phone, in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    if (language !== "en") await speaks(page, language);
    await page.keyboard.press("p");
    await ask(page).click();
    await expect(bars(page, "").first()).toBeVisible({ timeout: 30_000 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll("#panel-futures *")].some((one) => one.getBoundingClientRect().right > innerWidth + 1));
    expect(wide).toBe(false);
  });
}
