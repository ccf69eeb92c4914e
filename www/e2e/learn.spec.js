// The list of lessons and the card: by mouse, by keyboard alone, by touch; going back, starting again, leaving, sharing.

import { AxeBuilder } from "@axe-core/playwright";
import { bar, clickNode, does, expect, node, open, says, SPEED, test, types } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

const card = (/** @type {Page} */ page) => page.locator("#story");
const caption = (/** @type {Page} */ page) => card(page).locator(".caption");
const count = (/** @type {Page} */ page) => card(page).locator(".card-count");
const goal = (/** @type {Page} */ page, /** @type {number} */ n) => card(page).locator(".goals li").nth(n);
const now = (/** @type {Page} */ page) => page.locator("#timebar .now").innerText();

/** A user's own story, with texts in both languages. */
const STORY = `raftarium 1
title en "Mine" fr "Le mien"
nodes 3
seed 4
say en "**First** card" fr "Première carte" at n1
ask who "Who leads?" | "n1" if leader n1 | "n2" if leader n2 | "n3" otherwise
run until leader
reveal who
say "It leads." at logs
goal role n1 down says "n1 is down" hint "Crash it." do "crash n1"
goal leader says "Another leads"
say "The end."
`;

/** Opens a script. @param {Page} page @param {string} script */
async function tells(page, script) {
  await open(page);
  await page.dispatchEvent("#stage", "drop", { dataTransfer: await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "mine.raft"));
    return data;
  }, script) });
  await expect(page.locator(".scene-name")).toHaveText(says("Mine"));
}

/** @param {Page} page */
const fast = (page) => page.locator('#timebar input[type="range"]').fill(String(SPEED.ten));

/** Reads the story up to the card with goals. @param {Page} page */
async function comesToTheGoals(page) {
  await tells(page, STORY);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await fast(page);
  await expect(caption(page)).toHaveText("It leads.");
}

test("a newcomer is invited, and comes to the first lesson", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "New to Raft?" }).click();
  await expect(page).toHaveURL(/#learn\/one-value$/);
  await expect(count(page)).toContainText(says("1 of"));
  await page.getByRole("link", { name: "Lessons" }).click();
  await expect(page.locator('#home a[data-lesson="one-value"]')).toBeFocused();
  await page.goto("./");
  await expect(page.locator("#invite")).toBeHidden();
});

test("the invitation covers no node", { tag: "@once" }, async ({ page }) => {
  await open(page);
  for (const name of ["EN", "FR"]) {
    await page.getByRole("button", { name, exact: true }).click();
    for (const [width, height] of /** @type {[number, number][]} */ ([[1280, 800], [1920, 1080], [1100, 800]])) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => page.evaluate(() => {
        const box = document.querySelector("#invite")?.getBoundingClientRect() ?? new DOMRect();
        const parts = [...document.querySelectorAll("#stage .picture-holder .node :is(.face, .role, .platter)")].map((part) => part.getBoundingClientRect());
        const covered = parts.filter((part) => part.left < box.right && part.right > box.left && part.top < box.bottom && part.bottom > box.top);
        return [box.width > 0, parts.length > 10, covered.length];
      }), `${name} ${width}x${height}`).toEqual([true, true, 0]);
    }
  }
});

test("whoever comes by the address of a lesson is not invited", async ({ page }) => {
  await page.goto("./#learn/exercise-2");
  await expect(caption(page)).not.toBeEmpty();
  await expect(page.locator("#invite")).toBeHidden();
});

test("whoever acts in the opening run is invited no more", async ({ page }) => {
  await open(page);
  await expect(page.locator("#invite")).toBeVisible();
  await types(page, "set x 1");
  await expect(page.locator("#invite")).toBeHidden();
});

test("time stands while one reads, and the run answers the prediction", async ({ page }) => {
  await tells(page, STORY);
  await expect(caption(page)).toHaveText("First card");
  await expect(caption(page).locator("b")).toHaveText("First");
  await expect(node(page, "n1")).toHaveClass(/spot/);
  const stood = await now(page);
  await page.keyboard.press(" ");
  await expect(page.locator(".note")).toContainText("Say first what you expect");
  expect(await now(page)).toBe(stood);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(card(page).getByRole("radio", { name: "n2" })).toBeChecked();
  await page.keyboard.press("Enter");
  await fast(page);
  await expect(caption(page)).toHaveText("It leads.");
  await expect(card(page).locator(".choice.right")).toContainText("n1");
  await expect(card(page).locator(".choice.chosen .verdict")).toHaveText("you said");
  await expect(page.locator("#panel-logs")).toHaveClass(/spot/);
  await expect(card(page).getByRole("status")).toContainText(says("The run answers: n1."));
});

test("goals tick in whatever way they are reached, and the story goes on behind them", async ({ page }) => {
  await comesToTheGoals(page);
  await page.keyboard.press("Enter");
  await expect(goal(page, 0)).toHaveClass(/current/);
  await clickNode(page, "n1");
  await bar(page).getByRole("button", { name: "Crash" }).click();
  await expect(goal(page, 0)).toHaveClass(/reached/);
  await fast(page);
  await expect(goal(page, 1)).toHaveClass(/reached/);
  await expect(card(page).getByRole("status")).toContainText(says("Goal 2 of 2 is reached"));
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(caption(page)).toHaveText("The end.");
  await page.getByRole("tab", { name: "Script" }).click();
  const script = page.locator("#panel-script .cm-content");
  await expect(script).toContainText("crash n1");
  await expect(script).toContainText("goal role n1 down");
});

test("one goes back and forth, starts a step again, and leaves the story for a universe of one's own", async ({ page }) => {
  await comesToTheGoals(page);
  await page.keyboard.press("Shift+Enter");
  await expect(caption(page)).toHaveText("First card");
  await expect(card(page).getByRole("radio", { name: "n1" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(caption(page)).toHaveText("It leads.");
  await page.keyboard.press("Enter");
  await fast(page);
  await expect(goal(page, 0)).toHaveClass(/current/);
  await types(page, "crash n2");
  await expect(node(page, "n2")).toHaveAttribute("aria-label", /down/);
  await card(page).getByRole("button", { name: "Start this step again" }).click();
  await expect(node(page, "n2")).not.toHaveAttribute("aria-label", /down/);
  await expect(caption(page)).toHaveText("It leads.");
  // An act at a card with goals takes them up; at another card it leaves the story.
  await page.keyboard.press("Shift+Enter");
  await expect(caption(page)).toHaveText("First card");
  await does(page, "n3", "Crash");
  await expect(caption(page)).toContainText("You have left the story here");
  await card(page).getByRole("button", { name: "Back to the story" }).click();
  await expect(caption(page)).toHaveText("First card");
});

test("a reload comes back to the card, and a link opens where time stood", async ({ page, context }) => {
  await page.goto("./#learn/exercise-2");
  await card(page).getByRole("radio").first().check();
  await page.keyboard.press("Enter");
  await fast(page);
  await expect(count(page)).toContainText(says("2 of"));
  const told = await caption(page).innerText();
  await page.reload();
  await expect(caption(page)).toHaveText(told);
  await page.keyboard.press("s");
  const field = page.getByRole("dialog", { name: "Share this run" }).getByRole("textbox").first();
  await expect(field).toHaveValue(/&d=/);
  const other = await context.newPage();
  await other.goto(await field.inputValue());
  await expect(other.locator("#story .caption")).toHaveText(told);
});

test("nobody sees a fault with a lesson or with the list, wide or narrow, light or dark", async ({ page }) => {
  for (const [width, height, colorScheme] of /** @type {[number, number, "light" | "dark"][]} */ ([[1280, 800, "light"], [390, 844, "dark"]])) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    for (const [address, there] of [["#learn", "#home a[data-lesson]"], ["#learn/exercise-2", "#story .choice"]]) {
      await page.goto(`./${address}`);
      await expect(page.locator(there ?? "").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
      expect(violations.map(({ id, nodes }) => `${width} ${address} ${id}: ${nodes.map((one) => one.target).join(", ")}`)).toEqual([]);
    }
  }
});

test("on a telephone the card is one line on the other tabs, and nothing is out of reach", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("./#learn/exercise-2");
  await expect(card(page).locator(".choice").first()).toBeVisible();
  await page.getByRole("tab", { name: "Logs" }).click();
  await expect(card(page)).toBeHidden();
  await page.locator("#story-line").click();
  await expect(card(page)).toBeVisible();
  await page.getByRole("button", { name: "Learn" }).click();
  await page.locator("#command-menu").getByRole("button", { name: "Explore" }).click();
  await expect(page).toHaveURL(/#explore$/);
});
