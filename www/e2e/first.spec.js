// The prerendered picture: it is in the HTML, in the place of the stage, and a press on it is not lost.

import { bar, clickMiddle, expect, expectErrors, node, says, test } from "./page.js";

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`before any script has come the opening cluster stands there, at ${width}x${height}`, { tag: "@once" }, async ({ page }) => {
    expectErrors(page, /ERR_FAILED/);
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await page.route(/\/main\.js$/, (route) => route.abort());
    await page.goto("./");
    const faces = page.locator(".first-picture:visible .node .face:not(.small)");
    await expect(faces).toHaveCount(5);
    const boxes = await faces.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, top, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight));
    expect(boxes).toEqual([true, true, true, true, true]);
    expect(await page.locator(".first-picture:visible .name").allTextContents()).toEqual(expect.arrayContaining(["n1", "n2", "n3", "n4", "n5"]));
  });
}

test("the stage takes the place of the first picture, where it stood", { tag: "@once" }, async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  let release = () => {};
  const held = new Promise((resolve) => { release = () => resolve(null); });
  await page.route(/\/main\.js$/, async (route) => { await held; await route.continue(); });
  await page.goto("./", { waitUntil: "commit" });
  const first = page.locator(".first-picture.for-wide .node[data-id=\"n3\"] .face:not(.small)").first();
  await expect(first).toBeVisible();
  // Before the first paint the style sheet may be on its way still.
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const before = await first.boundingBox();
  release();
  await expect(page.locator(".first-picture")).toHaveCount(0);
  const after = await node(page, "n3").locator(".face:not(.small)").first().boundingBox();
  expect(Math.abs((after?.x ?? 0) - (before?.x ?? 99))).toBeLessThan(3);
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 99))).toBeLessThan(3);
});

test("a node that is pressed before the core has come is chosen as soon as it is there", { tag: "@once" }, async ({ page }) => {
  let release = () => {};
  const held = new Promise((resolve) => { release = () => resolve(null); });
  await page.route(/\.wasm$/, async (route) => { await held; await route.continue(); });
  await page.goto("./", { waitUntil: "commit" });
  const first = page.locator(".first-picture:visible .node[data-id=\"n4\"] .face:not(.small)").first();
  await expect(first).toBeVisible();
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/early.js")));
  await clickMiddle(page, first);
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset["early"])).toBe("n4");
  release();
  await expect(bar(page)).toBeVisible();
  await expect(page.getByRole("toolbar", { name: says("Node n4") })).toBeVisible();
});
