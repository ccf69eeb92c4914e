// Terms of the field, explained where they occur, and the whole glossary in the help.

import { AxeBuilder } from "@axe-core/playwright";
import { does, expect, open, speaks, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const tip = (page) => page.locator("#term-tip");
/** @param {Page} page @param {string} words */
const term = (page, words) => page.locator("#story .caption .gloss", { hasText: words });

/** Opens a lesson whose first caption mentions nodes and timeouts. @param {Page} page */
async function opensLesson(page) {
  await page.goto("./#learn/electing-a-leader");
  await expect(term(page, "nodes")).toBeVisible();
}

/** Whether the tooltip covers a button of the card. @param {Page} page */
const covers = (page) => page.evaluate(() => {
  const box = document.querySelector("#term-tip")?.getBoundingClientRect() ?? new DOMRect();
  return [...document.querySelectorAll("#story button, #story label")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())
    .some((other) => other.left < box.right && other.right > box.left && other.top < box.bottom && other.bottom > box.top);
});

test("a term is explained where it is pointed at, and goes by Escape", async ({ page }) => {
  await opensLesson(page);
  await term(page, "nodes").hover();
  await expect(tip(page)).toContainText("One server of the cluster");
  await expect(tip(page)).toContainText("§5.1 Raft basics");
  await expect.poll(() => covers(page)).toBe(false);
  // It stays while the pointer is on it.
  await tip(page).hover();
  await expect(tip(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tip(page)).toBeHidden();
  await expect(page.locator("#story")).toBeVisible();
  await term(page, "nodes").hover();
  await expect(tip(page)).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(tip(page)).toBeHidden();
});

test("a term is explained where it has the focus, and to assistive technology", async ({ page }) => {
  await opensLesson(page);
  await term(page, "nodes").focus();
  await expect(tip(page)).toBeVisible();
  await expect(term(page, "nodes")).toHaveAccessibleDescription(/One server of the cluster/);
  await page.keyboard.press("Escape");
  await expect(tip(page)).toBeHidden();
  await expect(term(page, "nodes")).toBeFocused();
  // Enter shows it again, and does not continue the story.
  await page.keyboard.press("Enter");
  await expect(tip(page)).toBeVisible();
  await expect(page.locator(".card-count")).toContainText("1");
  await page.keyboard.press("Tab");
  await expect(tip(page)).not.toContainText("One server of the cluster");
  const { violations } = await new AxeBuilder({ page }).include("#story .card-left").include("#term-tip").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("the longest form is one term, each stands but once, and nothing in code is one", async ({ page }) => {
  await opensLesson(page);
  const words = await page.locator("#story .caption .gloss").allTextContents();
  expect(words.map((one) => one.toLowerCase())).toEqual([...new Set(words.map((one) => one.toLowerCase()))]);
  expect(words).toContain("election timeout");
  await expect(page.locator("code .gloss")).toHaveCount(0);
  // Labels on the stage have no marked terms.
  await expect(page.locator("#stage .gloss")).toHaveCount(0);
});

test("sections and figures name the paper, in both languages", async ({ page }) => {
  await page.goto("./#learn/quiz-beyond/figure-7-votes");
  const figure = page.locator("#quiz legend .gloss", { hasText: "Figure 7" });
  await figure.hover();
  await expect(tip(page)).toContainText("Raft, extended version, Figure 7");
  await expect(tip(page)).toContainText("when the leader comes to power");
  await speaks(page, "fr");
  await page.locator("#quiz legend .gloss", { hasText: "figure 7" }).hover();
  await expect(tip(page)).toContainText("Raft, version étendue, figure 7");
  await page.locator("#quiz-text").fill("5");
  await page.keyboard.press("Enter");
  await page.locator(".quiz-says .gloss", { hasText: "§5.4.1" }).focus();
  await expect(tip(page)).toContainText("La restriction de l’élection");
});

test("a tap explains a term on a telephone, and another tap hides it", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, baseURL: baseURL ?? "" });
  const page = await context.newPage();
  await opensLesson(page);
  await term(page, "nodes").tap();
  await expect(tip(page)).toContainText("One server of the cluster");
  expect(await covers(page)).toBe(false);
  const box = await tip(page).boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y >= 0).toBe(true);
  await term(page, "nodes").tap();
  await expect(tip(page)).toBeHidden();
  await term(page, "nodes").tap();
  await expect(tip(page)).toBeVisible();
  await page.locator("#story .caption").tap({ position: { x: 4, y: 100 } });
  await expect(tip(page)).toBeHidden();
  await context.close();
});

test("the headline has terms while time stands, and the names of facts are terms", async ({ page }) => {
  await open(page);
  await expect(page.locator("#stage .picture-holder .node.leader")).toBeVisible({ timeout: 30_000 });
  await page.locator("#timebar .play").click();
  await expect(page.locator(".headline .gloss").first()).toBeVisible();
  // The section of the rule is explained where it is named.
  await does(page, "n1", "Facts");
  await page.locator("#node-facts dfn", { hasText: "Commit" }).first().hover();
  await expect(tip(page)).toContainText("The highest index that a node knows to be committed");
  await page.keyboard.press("Escape");
  await expect(page.locator("#node-facts")).toBeVisible();
  await page.locator("#timebar .play").click();
  await expect(page.locator(".headline .gloss")).toHaveCount(0);
});

test("the help holds the whole glossary, and a word makes it shorter", async ({ page }) => {
  await open(page);
  await page.keyboard.press("?");
  const rows = page.locator(".glossary dt:visible"), filter = page.getByRole("searchbox", { name: "Find a term" });
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
  await filter.fill("heartb");
  await expect(rows).toHaveText(["AppendEntries", "heartbeat"]);
  await filter.fill("zzz");
  await expect(page.locator(".glossary-none")).toHaveText("No term matches.");
  const { violations } = await new AxeBuilder({ page }).include("#help").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  // The first Escape clears the filter, the second closes the help.
  await page.keyboard.press("Escape");
  await expect(filter).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.locator("#help")).toBeHidden();
  await speaks(page, "fr");
  await page.keyboard.press("?");
  await page.getByRole("searchbox", { name: "Chercher un terme" }).fill("election");
  await expect(page.locator(".glossary dt:visible", { hasText: "élection" }).first()).toBeVisible();
});
