// Walls and clients: after drawing a wall the page asks on which side the clients are, and strokes cut clients off.

import { expect, keptScript, leader, node, open, QUIET, runs, says, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The middle of a node or a client. @param {Page} page @param {string} name */
async function middle(page, name) {
  const shape = name.startsWith("c") ? page.locator(`#stage .client[data-id="${name}"] .face:not(.small)`) : node(page, name).locator(".face:not(.small)");
  const box = await shape.first().boundingBox();
  if (!box) throw new Error(`${name} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draws a closed line around neighbouring nodes. @param {Page} page @param {string[]} names */
async function lassoes(page, names) {
  const seats = await Promise.all(names.map((name) => middle(page, name)));
  const [left, right] = [Math.min(...seats.map(({ x }) => x)) - 60, Math.max(...seats.map(({ x }) => x)) + 60];
  const [top, bottom] = [Math.min(...seats.map(({ y }) => y)) - 50, Math.max(...seats.map(({ y }) => y)) + 50];
  const at = (/** @type {number} */ turn) => [(left + right) / 2 + ((right - left) / 2) * Math.cos(turn), (top + bottom) / 2 + ((bottom - top) / 2) * Math.sin(turn)];
  await page.mouse.move(at(0)[0] ?? 0, at(0)[1] ?? 0);
  await page.mouse.down();
  for (let i = 1; i <= 30; i++) await page.mouse.move(at(i * Math.PI / 15)[0] ?? 0, at(i * Math.PI / 15)[1] ?? 0);
  await page.mouse.up();
}

for (const [lang, words, side] of [["en", "The clients are", "with n4 n5"], ["fr", "Les clients sont", "avec n4 n5"]]) {
  test(`a wall asks on which side the clients stand, and puts them there, ${lang}`, { tag: "@once" }, async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    await page.locator(`.langs [lang="${lang}"]`).click();
    await lassoes(page, ["n4", "n5"]);
    await expect(page.locator("#stage .wall").first()).toBeVisible();
    const ask = page.locator(".wall-ask");
    await expect(ask).toContainText(words ?? "");
    // Until the question is answered the clients reach both sides.
    await expect(page.locator("#stage .link.of-client")).toHaveCount(0);
    // The question hides no node.
    const box = await ask.boundingBox();
    for (const name of ["n1", "n2", "n3", "n4", "n5"]) {
      const { x, y } = await middle(page, name);
      expect(x > (box?.x ?? 0) && x < (box?.x ?? 0) + (box?.width ?? 0) && y > (box?.y ?? 0) && y < (box?.y ?? 0) + (box?.height ?? 0), name).toBe(false);
    }
    await ask.getByRole("button", { name: says(side ?? "") }).click();
    await expect(ask).toBeHidden();
    await expect.poll(() => keptScript(page)).toMatch(/partition n4 n5[^]*cut c1 - n1\ncut c1 - n2\ncut c1 - n3/);
    expect(await keptScript(page)).not.toMatch(/cut c1 - n[45]/);
  });
}

test("a wall that is healed asks no more, and nothing was written for it", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await lassoes(page, ["n4", "n5"]);
  await expect(page.locator(".wall-ask")).toBeVisible();
  await page.getByRole("button", { name: "Heal all links" }).click();
  await expect(page.locator(".wall-ask")).toBeHidden();
  await expect.poll(() => keptScript(page)).toMatch(/heal/);
  expect(await keptScript(page)).not.toMatch(/cut c1/);
});

test("a stroke between the clients and the ring cuts the clients off", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  const c1 = await middle(page, "c1");
  await page.mouse.move(c1.x + 70, c1.y - 70);
  await page.mouse.down();
  for (let i = 1; i <= 10; i++) await page.mouse.move(c1.x + 70, c1.y - 70 + 24 * i);
  await page.mouse.up();
  await expect.poll(() => keptScript(page)).toMatch(/cut c1 - n\d/);
  expect(await keptScript(page)).not.toMatch(/cut n/);
});
