// What the page says, where a word was wrong or missing.

import { expect, leader, open, QUIET, runs, says, SPEED, test } from "./page.js";

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
  await inFrench(page);
  await expect(page.locator(".scene-name")).toHaveText("Votre script");
});

test("keys are named as they are on the person's keyboard, one by one", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await inFrench(page);
  await page.locator("header .square").last().click();
  const keys = await page.locator("#help kbd").allTextContents();
  expect(keys.filter((key) => key.includes(" "))).toEqual([]);
  for (const key of ["Espace", "Début", "Fin", "Entrée", "Échap"]) expect(keys).toContain(key);
  expect(keys).not.toContain("Space");
});
