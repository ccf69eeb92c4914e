// Focus after its element is gone, and announcements: the focus never falls back to the top of the page.

import { atSpeed, bar, expect, leader, messages, node, open, opensScene, QUIET, runs, SPEED, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Describes the focused element. @param {Page} page */
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  return one === document.body || one === null ? "" : `${one.localName}.${one.getAttribute("class") ?? ""}`;
});

test("a why in the list of events keeps the focus while time plays", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await atSpeed(page, SPEED.opening);
  // A row that wraps pushes the last one out of the list: that one is hidden, and takes no focus.
  const last = page.locator("#narration .events li:not(.out) .why").last();
  let asked = "";
  await expect.poll(async () => {
    asked = await last.evaluate((/** @type {HTMLElement} */ button) => { button.focus(); return document.activeElement?.getAttribute("data-question") ?? ""; });
    return asked;
  }).toContain("event ");
  for (let i = 0; i < 16; i++) {
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-question"))).toBe(asked);
  }
  // At an earlier instant the row is gone. While time plays, Home does nothing.
  await page.keyboard.press("Home");
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Pause/);
  await page.locator("#timebar .play").dispatchEvent("click");
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
  await page.keyboard.press("Home");
  await expect.poll(() => focused(page)).toContain("why");
});

test("as many events are listed as are seen", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await page.waitForTimeout(2_000);
  const rows = page.locator("#narration .events li");
  const hidden = () => rows.evaluateAll((all) => all.filter((row) => row.getBoundingClientRect().bottom > (row.parentElement?.getBoundingClientRect().bottom ?? 0) + 0.5).length);
  expect(await rows.count()).toBeGreaterThan(1);
  expect(await hidden()).toBe(0);
  await page.setViewportSize({ width: 1700, height: 950 });
  await expect.poll(() => rows.count()).toBeGreaterThan(3);
  expect(await hidden()).toBe(0);
});

test("after what was done to a message its receiver has the focus", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await expect.poll(() => messages(page).count()).toBeGreaterThan(0);
  await page.locator("#timebar .play").click();
  await expect(async () => {
    if (await messages(page).count() === 0) await page.locator("#timebar .step").click();
    await messages(page).first().press("Enter", { timeout: 1_000 });
    await expect(page.locator(".inspector.for-message")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.locator('.inspector [data-action="drop"]').press("Enter");
  await expect(page.locator(".inspector")).toBeHidden();
  await page.waitForTimeout(300);
  expect(await focused(page)).toMatch(/^g\.(?:node|client)/);
});

test("after a choice of scene the focus is on what plays time, and after what brings the last universe back", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await opensScene(page, "first-election");
  await expect(page.locator("#timebar .play")).toBeFocused();
  const back = page.locator(".note button");
  await back.press("Enter");
  await expect(back).toBeHidden();
  await expect(page.locator("#timebar .play")).toBeFocused();
});

test("the facts of a node take the focus, and give it back to the node", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("#timebar .play").click();
  for (const how of ["Escape", "Enter"]) {
    await node(page, "n2").focus();
    await page.keyboard.press("Enter");
    await bar(page).locator(".more").press("Enter");
    await page.locator('#node-menu [data-action="facts"]').press("Enter");
    await expect(page.locator("#node-facts h2")).toBeFocused();
    if (how === "Enter") await page.keyboard.press("Tab");
    await page.keyboard.press(how);
    await expect(page.locator("#node-facts")).toBeHidden();
    await expect(node(page, "n2")).toBeFocused();
  }
});

test("the universes take the focus, and the twin gives it back to them", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await page.locator("h1").click();
  await page.keyboard.press("u");
  const menu = page.locator("#universes");
  await expect(menu).toBeVisible();
  expect(await menu.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await page.keyboard.press("u");
  await menu.getByRole("button", { name: /Switch/ }).first().press("Enter");
  await page.waitForTimeout(300);
  expect(await menu.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  await menu.getByRole("button", { name: /Side by side/ }).first().press("Enter");
  await expect(page.locator("#twin")).toBeVisible();
  await page.locator("#twin .close").press("Enter");
  await expect(page.locator("#timebar .universes > button")).toBeFocused();
});

test("keys of time work from a slider and a box to tick, but for the keys that those have", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  const play = page.locator("#timebar .play"), slider = page.locator("#timebar input[type=range]");
  await slider.focus();
  await page.keyboard.press(" ");
  await expect(play).toHaveAccessibleName(/^Play/);
  const stood = await time(page);
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveValue(String(SPEED.opening + 1));
  await page.keyboard.press("Home");
  await expect(slider).toHaveValue("0");
  expect(await time(page)).toBe(stood);
  await page.keyboard.press(",");
  await expect.poll(() => time(page)).toBeLessThan(stood);
  const routine = page.locator("#routine");
  await routine.focus();
  await page.keyboard.press(" ");
  await expect(routine).toBeChecked();
  await expect(play).toHaveAccessibleName(/^Play/);
  await page.keyboard.press("t");
  await expect(page.locator("#stage .stage-table")).toBeVisible();
});

test("while time plays nothing speaks but the one voice", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await leader(page);
  await atSpeed(page, SPEED.half);
  await page.evaluate(() => {
    const spoken = /** @type {Set<string>} */ (Object.assign(window, { spoken: new Set() }).spoken);
    const regions = "output, [aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], [role=marquee]";
    new MutationObserver((records) => {
      for (const { target } of records) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(regions);
        if (region && region.id !== "live" && !region.closest("#alarms")) spoken.add(region.outerHTML.slice(0, 80));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.waitForTimeout(4_000);
  // @ts-expect-error The name is given above.
  expect(await page.evaluate(() => [...window.spoken])).toEqual([]);
});
