// Texts of the page that were once wrong or missing.

import { does, editor, expect, goToTab, leader, open, QUIET, runs, says, scriptText, speaks, SPEED, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const inFrench = async (page) => {
  await page.locator('.langs [lang="fr"]').click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
};

test("one is one, a script of one's own is called so, and the universes say what they are", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\n`, SPEED.full);
  await leader(page);
  await expect(page.locator("#timebar .marks")).toHaveAttribute("aria-label", says("1 election won"));
  await expect(page.locator(".scene-name")).toHaveText("Your script");
  await expect(page.locator("#timebar .universes > button")).toHaveAccessibleName(says("Universes: Your script + 1 other"));
  await speaks(page, "fr");
  await expect(page.locator(".scene-name")).toHaveText("Votre script");
});

test("keys are named as they are on the person's keyboard, one by one", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await speaks(page, "fr");
  await page.locator("header .square").last().click();
  const keys = await page.locator("#help kbd").allTextContents();
  expect(keys.filter((key) => key.includes(" "))).toEqual([]);
  for (const key of ["Espace", "Début", "Fin", "Entrée", "Échap"]) expect(keys).toContain(key);
  expect(keys).not.toContain("Space");
});

test("what is checked is told in sentences, by keyboard too, and what is broken there", { tag: "@once" }, async ({ page }) => {
  await open(page);
  const badge = page.locator("header .safety");
  await badge.press("Enter");
  const list = page.getByRole("dialog", { name: "What is checked" });
  await expect(list.getByRole("listitem")).toHaveCount(12);
  await expect(list).toContainText(says("10 of safety"));
  await expect(list).toContainText(says("2 of progress"));
  await expect(list).toContainText("Whether a read is stale depends on how it is answered");
  await expect(list).toContainText("A term has at most one leader.");
  await page.keyboard.press("Escape");
  await expect(badge).toBeFocused();
});

test("H heals what is cut, and writes nothing where nothing is", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("#timebar .play").click();
  await page.locator("h1").click();
  await page.keyboard.press("Home");
  await page.keyboard.press("h");
  await expect(page.locator(".note")).toContainText("No link is cut");
  await page.locator("#tab-script").click();
  await expect(editor(page)).toContainText("nodes 5");
  expect(await scriptText(page)).not.toMatch(/^heal/m);
  // The tabs keep Home and End.
  await page.locator("#timebar .play").focus();
  await page.keyboard.press("End");
  await does(page, "n2", "Cut off");
  await expect(page.locator("#stage .link.cut")).toHaveCount(4);
  await page.keyboard.press("h");
  await expect.poll(() => scriptText(page)).toMatch(/^heal/m);
});

test("where a script failed, play says why it does not", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 3\nseed 1\nrun until leader\nexpect role n1 candidate\n");
  await expect(page.locator(".alarm.failed")).toBeVisible();
  await page.locator("#timebar .play").click();
  await expect(page.locator(".note")).toContainText("The run stands where its script failed");
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
});

test("the legend has what the stage, the logs and the diagram draw, on a telephone before the keys", { tag: "@once" }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.keyboard.press("?");
  const help = page.locator("#help");
  for (const mark of [".lost", ".copy", ".link.cut", ".wall-body", ".client-wire", ".differs", ".log-row.down", ".log-commit", ".log-match", ".log-next", ".st-legend .band", ".st-legend .dot", ".st-legend .cone"]) {
    const box = await help.locator(mark).first().boundingBox();
    expect((box?.width ?? 0) + (box?.height ?? 0), mark).toBeGreaterThan(3);
  }
  await expect(help.locator(".lost")).toHaveCSS("opacity", "1");
  const top = async (/** @type {string} */ part) => (await help.locator(part).boundingBox())?.y ?? NaN;
  expect(await top(".help-legend")).toBeLessThan(await top(".help-keys"));
});

test("a range follows the end that was written", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await goToTab(page, "Conditions");
  const low = page.getByRole("spinbutton", { name: "Shortest latency, milliseconds" }), high = page.getByRole("spinbutton", { name: "Longest latency, milliseconds" });
  await low.fill("900");
  await low.press("Tab");
  await expect(low).toHaveValue("900");
  await expect(high).toHaveValue("900");
  await high.fill("40");
  await high.press("Tab");
  await expect(low).toHaveValue("40");
  await goToTab(page, "Script");
  await expect.poll(() => scriptText(page)).toMatch(/config latency 900ms\n(?:.*\n)*config latency 40ms/);
});
