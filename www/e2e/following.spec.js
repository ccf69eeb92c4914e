// Completion while typing: in the command line, and in the script editor.

import { editor, expect, goToTab, leader, node, open, pastes, QUIET, runs, says, scriptText, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

const line = (/** @type {Page} */ page) => page.locator(".client-line input");
const rows = (/** @type {Page} */ page) => page.locator("#line-suggestions:popover-open [role=option]");
const row = (/** @type {Page} */ page, /** @type {string} */ word) => rows(page).filter({ has: page.locator(".suggestion-word", { hasText: new RegExp(`^${word}$`) }) });

/** @param {Page} page */
const inFrench = async (page) => {
  await page.locator('.langs [lang="fr"]').click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
};

test("the typed line tells what may follow, and Enter runs what is typed", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const found = await leader(page);
  await line(page).pressSequentially("crash leader");
  await expect(rows(page)).toHaveCount(0);
  await line(page).press("Space");
  await expect(rows(page).first()).toBeVisible();
  await line(page).fill("crash l");
  await expect(rows(page).locator(".suggestion-word")).toHaveText(["leader"]);
  await expect(line(page)).toHaveAttribute("aria-expanded", "true");
  // No suggestion is selected, so Enter does not accept one.
  await line(page).fill("crash leader");
  await line(page).press("Enter");
  await expect(node(page, found)).toHaveClass(/down/);
  await expect(line(page)).toHaveValue("");
  await expect(rows(page)).toHaveCount(0);
});

test("conditions are offered after run until, each with what it means, in both languages", async ({ page }) => {
  await open(page);
  await line(page).pressSequentially("run until ");
  await expect(row(page, "agreed")).toContainText("all members that are up have the same log");
  await inFrench(page);
  await line(page).fill("run until ag");
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, "agreed")).toContainText(says("tous les membres en marche"));
  await expect(page.locator("#line-suggestions")).toHaveAttribute("aria-label", "Ce qui peut suivre");
});

test("arrows choose, Enter and Tab take, Escape closes and stays in the line", async ({ page }) => {
  await open(page);
  await line(page).pressSequentially("pau");
  await expect(row(page, "pause")).toBeVisible();
  await line(page).press("Tab");
  await expect(line(page)).toHaveValue("pause ");
  await expect(line(page)).toBeFocused();
  await expect(row(page, "n3")).toBeVisible();
  for (let i = 0; i < 10 && await row(page, "n3").getAttribute("aria-selected") !== "true"; i++) await line(page).press("ArrowDown");
  await expect(line(page)).toHaveAttribute("aria-activedescendant", await row(page, "n3").getAttribute("id") ?? "");
  await line(page).press("Enter");
  await expect(line(page)).toHaveValue("pause n3 ");
  await expect(node(page, "n3")).not.toHaveClass(/paused/);
  await line(page).press("Enter");
  await expect(node(page, "n3")).toHaveClass(/paused/);
  await line(page).pressSequentially("resume ");
  await expect(rows(page).first()).toBeVisible();
  await line(page).press("Escape");
  await expect(rows(page)).toHaveCount(0);
  await expect(line(page)).toBeFocused();
  await expect(line(page)).toHaveValue("resume ");
  // With the list closed, Tab moves the focus.
  await line(page).press("Tab");
  await expect(line(page)).not.toBeFocused();
});

test("what may follow is in sight and can be tapped on a telephone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.locator("#tab-client").click();
  await line(page).pressSequentially("heal");
  await expect(rows(page)).toHaveCount(0);
  await line(page).fill("cr");
  await expect(row(page, "crash")).toBeInViewport({ ratio: 1 });
  const box = await page.locator("#line-suggestions").boundingBox();
  expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(390);
  await row(page, "crash").click();
  await expect(line(page)).toHaveValue("crash ");
  await expect(line(page)).toBeFocused();
});

test("without its explanations the line offers words all the same", async ({ page }) => {
  await page.route("**/i18n/words.en.json", (route) => route.fulfill({ status: 200, contentType: "application/json", body: "[]" }));
  await open(page);
  await line(page).pressSequentially("run until ");
  await expect(row(page, "agreed")).toBeVisible();
});

test("the editor completes any line of the script in the light of the lines above", async ({ page }) => {
  await open(page);
  await goToTab(page, "Script");
  await pastes(page, "raftarium 1\nnodes 2\nadd n4\n");
  const options = page.locator("#panel-script .cm-tooltip-autocomplete li");
  await page.keyboard.type("pause ");
  await expect(options.locator(".cm-completionLabel")).toHaveText(["n1", "n2", "n4"]);
  await expect(options.first()).toContainText("a node of this cluster");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => scriptText(page)).toContain("pause n2");
  await page.keyboard.press("Enter");
  await page.keyboard.type("run until agr");
  await expect(options).toHaveCount(1);
  await expect(options).toContainText("all members that are up");
  await page.keyboard.press("Tab");
  await expect.poll(() => scriptText(page)).toContain("run until agreed");
  // A complete word has no suggestions: Enter begins a line.
  await page.keyboard.press("Enter");
  await page.keyboard.type("heal");
  await page.keyboard.press("Enter");
  await page.keyboard.type("expect safe");
  await expect.poll(() => scriptText(page)).toMatch(/heal\nexpect safe$/);
  await inFrench(page);
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("cra");
  await expect(options).toContainText(says("Des nœuds tombent en panne"));
});
