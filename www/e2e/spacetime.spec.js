// The space-time diagram: what it shows, by mouse, keyboard and touch, and as a table.

import { AxeBuilder } from "@axe-core/playwright";
import { atSpeed, expect, leader, open, QUIET, runs, says, SPEED, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A run with all kinds of marks, which stops at its end. */
const EVENTFUL = `${QUIET}run until leader
set x 1
run until reply c1 ok
crash n2
run 60ms
partition n1 n3 | n4 n5
run 60ms
heal
restart n2
run 200ms
`;

/** @param {Page} page */
const canvas = (page) => page.locator(".st-canvas");
/** @param {Page} page */
const said = (page) => page.locator(".st-said");
/** @param {Page} page @param {string} name */
const button = (page, name) => page.locator("#spacetime").getByRole("button", { name, exact: true });
/** The lanes from the top. @param {Page} page */
const lanes = (page) => page.locator(".st-lane").allTextContents();
/** The number of pictures painted. @param {Page} page */
const pictures = async (page) => Number(await canvas(page).getAttribute("data-pictures"));
/** The picture, once it does not change any more. @param {Page} page */
async function picture(page) {
  await expect(async () => { const before = await pictures(page); await page.waitForTimeout(250); expect(await pictures(page)).toBe(before); }).toPass();
  return (await canvas(page).screenshot()).toString("base64");
}

/** Opens the page with a run that is over, and stops time. @param {Page} page */
async function opensRun(page, script = EVENTFUL) {
  await open(page);
  await runs(page, script, SPEED.real);
  await leader(page);
  await expect.poll(() => time(page)).toBeGreaterThan(0.8);
  await page.locator("#timebar .play").click();
  await expect.poll(() => pictures(page)).toBeGreaterThan(0);
}

/** The visible window, from and to, in seconds, as the table reports it. @param {Page} page */
async function span(page) {
  await button(page, "As a table").click();
  const told = page.locator(".st-table .about");
  await expect(told).toContainText("From");
  // It is updated a frame after it is shown.
  await page.waitForTimeout(120);
  const words = (await told.innerText()).replaceAll(/[\u2068\u2069]/g, "");
  const [from = NaN, to = NaN] = [...words.matchAll(/([\d,.]+) s/g)].map(([, number]) => Number(number?.replaceAll(",", "")));
  await button(page, "As a table").click();
  return { from, to };
}

/** Zooms out until the whole run is in sight. @param {Page} page */
async function showsAll(page) {
  await canvas(page).focus();
  await canvas(page).press("End");
  for (let i = 0; i < 5; i++) await canvas(page).press("-");
}

test("it follows the present while time plays, and stays where one goes", async ({ page }) => {
  await open(page);
  await atSpeed(page, SPEED.opening);
  await expect.poll(() => lanes(page)).toEqual(["n1", "n2", "n3", "n4", "n5", "c1", "c2", "c3"]);
  await leader(page);
  await expect(button(page, "Follow")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => pictures(page)).toBeGreaterThan(10);
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error("there is no diagram");
  await page.mouse.move(box.x + 400, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 520, box.y + 62, { steps: 4 });
  await page.mouse.up();
  await expect(button(page, "Follow")).toHaveAttribute("aria-pressed", "false");
  const stands = await span(page);
  await page.waitForTimeout(500);
  expect(await span(page)).toEqual(stands);
  await button(page, "Follow").click();
  await expect(button(page, "Follow")).toHaveAttribute("aria-pressed", "true");
});

test("it closes, and gives its room to the stage", async ({ page }) => {
  await open(page);
  const stage = page.locator("#stage");
  // The diagram loads after the stage, and takes its room then.
  await expect(canvas(page)).toBeVisible();
  const before = (await stage.boundingBox())?.height ?? 0;
  await button(page, "Space-time diagram").click();
  await expect(canvas(page)).toBeHidden();
  expect((await stage.boundingBox())?.height ?? 0).toBeGreaterThan(before + 100);
  await button(page, "Space-time diagram").click();
  await expect(canvas(page)).toBeVisible();
});

test("by keyboard one walks from event to event and from lane to lane, and goes there", async ({ page }) => {
  await opensRun(page);
  await showsAll(page);
  await expect(said(page)).toHaveText("");
  await canvas(page).press("Enter");
  await expect(said(page)).not.toHaveText("");
  const first = await said(page).innerText();
  for (let i = 0; i < 3; i++) await canvas(page).press("ArrowLeft");
  await expect(said(page)).not.toHaveText(first);
  const second = await said(page).innerText();
  await canvas(page).press("ArrowUp");
  await expect(said(page)).not.toHaveText(second);
  const now = await page.locator("#timebar .now").innerText();
  await canvas(page).press("Enter");
  await expect(page.locator("#timebar .now")).not.toHaveText(now);
  await canvas(page).press("Escape");
  await expect(said(page)).toHaveText("");
  await expect(button(page, "Go there")).toBeHidden();
});

test("a chosen event lights its past and its future, and all else stands back", async ({ page }) => {
  await opensRun(page);
  await showsAll(page);
  const before = await picture(page);
  await canvas(page).press("Enter");
  await expect(button(page, "Go there")).toBeVisible();
  // The worker paints with a delay.
  await expect.poll(() => picture(page)).not.toBe(before);
  const lit = await picture(page);
  await canvas(page).press("ArrowLeft");
  await expect.poll(() => picture(page), { message: "another event has other cones" }).not.toBe(lit);
  await canvas(page).press("Escape");
  await expect.poll(() => picture(page)).toBe(before);
  await canvas(page).press("Enter");
  await button(page, "Let go").click();
  await expect(said(page)).toHaveText("");
});

test("a click on an event chooses it, and a click on nothing lets go", async ({ page }) => {
  await opensRun(page);
  await showsAll(page);
  const box = await canvas(page).boundingBox(), label = await page.locator(".st-lane.leader").boundingBox();
  if (!box || !label) throw new Error("there is no diagram");
  const y = label.y + label.height / 2;
  await expect(async () => {
    for (let x = box.x + 20; x < box.x + box.width * 0.75 && await said(page).innerText() === ""; x += 9) await page.mouse.click(x, y);
    expect(await said(page).innerText()).not.toBe("");
  }).toPass({ timeout: 30_000 });
  await page.mouse.click(box.x + box.width - 12, box.y + 8);
  await expect(said(page)).toHaveText("");
});

test("while time stands a hand on the diagram writes nothing else on the page", async ({ page }) => {
  await opensRun(page);
  // There must be messages in flight, which move while time plays.
  await expect(async () => { await page.keyboard.press("."); expect(await page.locator("#stage .layer-messages > :not([visibility])").count()).toBeGreaterThan(0); }).toPass();
  await picture(page);
  await page.evaluate(() => {
    /** @type {string[]} */
    const written = [];
    Object.assign(window, { written });
    // Announcements to screen readers have their own timing.
    const apart = ["spacetime", "live"].map((id) => document.getElementById(id));
    new MutationObserver((all) => {
      for (const { target, type, attributeName } of all) if (!apart.some((one) => one?.contains(target))) written.push(`${type} ${attributeName} of ${target.nodeName}`);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const before = await pictures(page), box = await canvas(page).boundingBox();
  if (!box) throw new Error("no diagram");
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 12; i++) { await page.mouse.move(x + 8 * i, y); await page.waitForTimeout(20); }
  await page.mouse.up();
  for (let i = 0; i < 6; i++) { await page.mouse.wheel(0, -40); await page.waitForTimeout(20); }
  await expect.poll(() => pictures(page)).toBeGreaterThan(before + 4);
  expect(await page.evaluate(() => /** @type {any} */ (window).written)).toEqual([]);
  // Other changes are shown as before.
  await page.locator("#tab-conditions").click();
  await expect(page.locator("#panel-conditions")).toBeVisible();
});

test("it zooms from all of the run to microseconds, by keys, wheel and buttons", async ({ page }) => {
  await opensRun(page);
  await canvas(page).focus();
  for (let i = 0; i < 40; i++) await canvas(page).press("+");
  let { from, to } = await span(page);
  expect(to - from).toBeLessThan(100e-6);
  await canvas(page).focus();
  for (let i = 0; i < 60; i++) await canvas(page).press("-");
  ({ from, to } = await span(page));
  expect(to - from).toBeGreaterThan(60);
  const box = await canvas(page).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 50);
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(200);
  const wheeled = await span(page);
  expect(wheeled.to - wheeled.from).toBeLessThan(to - from);
  await button(page, "Show more time").click();
  await page.waitForTimeout(200);
  const back = await span(page);
  expect(back.to - back.from).toBeGreaterThan(wheeled.to - wheeled.from);
});

test("lanes are put in another order by keyboard and by hand", async ({ page }) => {
  await opensRun(page);
  expect(await lanes(page)).toEqual(["n1", "n2", "n3", "n4", "n5", "c1"]);
  const n5 = page.locator(".st-lane", { hasText: "n5" }), list = page.getByRole("listbox", { name: "Lanes" });
  for (let i = 0; i < 4; i++) await list.press("ArrowDown");
  await expect(n5).toHaveAttribute("aria-selected", "true");
  await list.press("Alt+ArrowUp");
  await list.press("Alt+ArrowUp");
  await expect.poll(() => lanes(page)).toEqual(["n1", "n2", "n5", "n3", "n4", "c1"]);
  await expect(n5).toHaveAttribute("aria-selected", "true");
  await expect(n5).toHaveAccessibleName(says("n5, lane 3 of 6. Enter walks along its events; Alt with an arrow key moves the lane."));
  const from = await page.locator(".st-lane", { hasText: "n4" }).boundingBox(), to = await page.locator(".st-lane", { hasText: "n1" }).boundingBox();
  if (!from || !to) throw new Error("there are no lanes");
  await page.mouse.move(from.x + 10, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, to.y + 4, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => lanes(page)).toEqual(["n4", "n1", "n2", "n5", "n3", "c1"]);
});

test("the table tells the same: what happened, what was sent, what became of it", async ({ page }) => {
  await opensRun(page);
  await showsAll(page);
  await button(page, "As a table").click();
  await expect(canvas(page)).toBeHidden();
  const [events, messages] = [page.locator(".st-rows").first(), page.locator(".st-rows").last()];
  await expect(events).toContainText("an election is won");
  await expect(events).toContainText("a fault is mended");
  await expect(messages).toContainText("RequestVoteReply");
  await expect(messages).toContainText("lost: the receiver was down");
  await expect(messages).toContainText("lost: the link was cut");
  await events.getByRole("row").filter({ hasText: "an election is won" }).getByRole("button").click();
  await expect(said(page)).toContainText("a majority voted for it");
  await button(page, "Go there").click();
  await expect(page.locator("#stage .node.leader")).toHaveCount(1);
});

test("the diagram's keys are its own, and Tab leads in and out", async ({ page }) => {
  await opensRun(page);
  await button(page, "As a table").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("listbox", { name: "Lanes" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(canvas(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(canvas(page)).not.toBeFocused();
});

test("on a narrow page it is a part of its own", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(canvas(page)).toBeHidden();
  await page.getByRole("tab", { name: "Diagram" }).click();
  await expect(canvas(page)).toBeVisible();
  await expect(page.locator("#stage")).toBeHidden();
  await expect.poll(() => pictures(page)).toBeGreaterThan(2);
  const box = await canvas(page).boundingBox();
  expect(box?.height ?? 0).toBeGreaterThan(400);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`axe finds nothing in the diagram at ${width}x${height}`, { tag: "@once" }, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await page.locator("#timebar .play").click();
    if (width === 390) await page.getByRole("tab", { name: "Diagram" }).click();
    await canvas(page).focus();
    await canvas(page).press("Enter");
    for (const place of ["the picture", "the table"]) {
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join("; ")}`), place).toEqual([]);
      await button(page, "As a table").click();
    }
  });
}
