// The keyboard: menus, fields, the palette, and which element gets which key.

import { readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { catalogues } from "../tools/catalogues.mjs";
import { bar, expect, goToTab, LANGUAGES, leader, line, node, nodes, open, opensPalette, says, speaks, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** @param {Page} page */
const play = (page) => page.locator("#timebar .play");
/** @param {Page} page */
const plays = (page) => expect(play(page)).toHaveAccessibleName(/^(?:Pause)/);
/** @param {Page} page */
const stands = (page) => expect(play(page)).toHaveAccessibleName(/^(?:Play|Lecture)/);
/** @param {Page} page */
const palette = (page) => page.getByRole("dialog", { name: /^Comm/ });
/** @param {Page} page */
const options = (page) => palette(page).getByRole("option");

test("arrows, ends and letters move in the menu of scenes", async ({ page }) => {
  await open(page);
  await page.locator(".scene-opener").press("Enter");
  const menu = page.locator("#scenes"), items = menu.getByRole("button");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(items.first()).toBeFocused();
  // Consecutive letters form a word; the same letter again moves to the next item that starts with it.
  await page.keyboard.type("fig");
  await expect(menu.locator('[data-scene="figure-7"]')).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.type("ff");
  await expect(menu.locator('[data-scene="figure-8"]')).toBeFocused();
  // None of these keys was taken as a command of the page.
  await expect(nodes(page)).toHaveCount(5);
  await plays(page);
  await page.keyboard.press("Enter");
  await expect(page.locator(".scene-name")).toHaveText("Figure 8: old terms");
});

test("arrows and letters move in what can be done to a node, and Escape goes back step by step", async ({ page }) => {
  await open(page);
  await leader(page);
  await node(page, "n2").focus();
  await page.keyboard.press("Enter");
  await expect(bar(page).locator('[data-action="crash"]')).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(bar(page).locator('[data-action="pause"]')).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(bar(page).locator(".more")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(bar(page).locator('[data-action="crash"]')).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  const menu = page.locator("#node-menu"), items = menu.locator("button:visible");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press("w");
  await expect(menu.locator('[data-action="wipe"]')).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(bar(page).locator(".more")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeHidden();
  await expect(node(page, "n2")).toBeFocused();
});

test("arrows move among the universes, but not out of a name that is being written", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.keyboard.press("n");
  await expect(nodes(page)).toHaveCount(3);
  await page.locator("h1").click();
  await page.keyboard.press("u");
  const menu = page.locator("#universes"), name = menu.getByRole("textbox").first();
  await expect(name).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(name).toBeFocused();
  await name.press("End");
  await page.keyboard.type(" u");
  await expect(name).toHaveValue(/ u$/);
  await expect(name).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
});

test("Escape leaves every field, and then the keys are the page's again", async ({ page }) => {
  await open(page);
  await leader(page);
  await plays(page);
  /** @type {[string, Locator][]} */
  const fields = [
    ["the line", line(page)],
    ["the key", page.getByRole("textbox", { name: "Key" })],
    ["the operation", page.getByRole("combobox", { name: "Operation" })],
    ["what a step goes to", page.locator("#timebar .landmark")],
  ];
  for (const [what, field] of fields) {
    await field.focus();
    await page.keyboard.press("Escape");
    await expect(field, what).not.toBeFocused();
    await page.keyboard.press(" ");
    await stands(page);
    await page.keyboard.press(" ");
    await plays(page);
  }
  await goToTab(page, "Conditions");
  const number = page.getByRole("spinbutton").first();
  await number.focus();
  await page.keyboard.press("Escape");
  await expect(number).not.toBeFocused();
  // `/` focuses the command line, and Escape gives the keys back to the page.
  await page.keyboard.press("/");
  await expect(line(page)).toBeFocused();
  await page.keyboard.type("set n 1 ");
  await expect(line(page)).toHaveValue("set n 1 ");
  await expect(nodes(page)).toHaveCount(5);
  // Its suggestions are closed by Escape first.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(line(page)).not.toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("n");
  await expect(nodes(page)).toHaveCount(3);
});

test("Space plays wherever no control claims it", async ({ page }) => {
  await open(page);
  await leader(page);
  await plays(page);
  /** @type {[string, () => Promise<void>][]} */
  const places = [
    ["the body", () => page.evaluate(() => { /** @type {HTMLElement} */ (document.activeElement)?.blur(); })],
    ["the speed", () => page.locator("#timebar input[type=range]").focus()],
    ["the place in the run", () => page.locator("#timebar .track").focus()],
    ["the logs", () => page.locator(".log-scroller").focus()],
    ["the state", () => page.locator(".kv-scroller").focus()],
    ["the requests", () => page.locator(".requests-scroller").focus()],
    ["the diagram", () => page.locator(".st-canvas").focus()],
    ["a tab", () => page.locator("#tab-logs").focus()],
  ];
  for (const [what, go] of places) {
    await go();
    if (what === "a tab") break;
    await page.keyboard.press(" ");
    await expect(play(page), what).toHaveAccessibleName(/^Play/);
    await page.keyboard.press(" ");
    await expect(play(page), what).toHaveAccessibleName(/^Pause/);
  }
  // A control that Space activates keeps the key.
  await page.locator("#tab-conditions").focus();
  await page.keyboard.press(" ");
  await expect(page.locator("#tab-conditions")).toHaveAttribute("aria-selected", "true");
  await plays(page);
  await node(page, "n1").focus();
  await page.keyboard.press(" ");
  await expect(bar(page)).toBeVisible();
  await plays(page);
});

test("Home and End do nothing while time plays, but at the place in the run, and go to the ends while it stands", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("h1").click();
  const before = await time(page);
  for (const key of ["Home", "End"]) await page.keyboard.press(key);
  await plays(page);
  await expect.poll(() => time(page)).toBeGreaterThan(before);
  // A tab keeps these keys, and time plays on.
  await page.locator("#tab-rules").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await expect(page.locator("#tab-rules")).toBeFocused();
  await plays(page);

  const track = page.locator("#timebar .track");
  await track.focus();
  await page.keyboard.press("Home");
  await stands(page);
  await expect.poll(() => time(page)).toBe(0);
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toBeGreaterThan(before);
  await page.locator("h1").click();
  await page.keyboard.press("Home");
  await expect.poll(() => time(page)).toBe(0);
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toBeGreaterThan(before);
});

/** Some letters of a command's name, by language. @type {Record<string, [string, string]>} */
const FOUND = { en: ["fresh 3", "table"], fr: ["neuf de 3", "tableau"] };

for (const lang of LANGUAGES) {
  test(`the palette finds commands by letters of their names and runs them, ${lang}`, async ({ page }) => {
    await open(page);
    await leader(page);
    await speaks(page, lang);
    await opensPalette(page);
    await expect(palette(page).getByRole("combobox")).toBeFocused();
    const [fresh = "", table = ""] = FOUND[lang] ?? [];
    // Without accents, in any case.
    await page.keyboard.type(fresh.toUpperCase());
    await expect(options(page)).toHaveCount(1);
    await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
    await expect(options(page).first().locator("kbd")).toHaveText("N");
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeHidden();
    await expect(nodes(page)).toHaveCount(3);

    // From a field too: a key with Ctrl is not text.
    await page.keyboard.press("/");
    await opensPalette(page);
    await page.keyboard.type(table);
    await page.keyboard.press("Enter");
    await expect(page.locator("#stage .stage-table")).toBeVisible();

    await opensPalette(page);
    const first = await options(page).first().getAttribute("id");
    await page.keyboard.press("ArrowDown");
    await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
    await expect(palette(page).getByRole("combobox")).toHaveAttribute("aria-activedescendant", await options(page).nth(1).getAttribute("id") ?? "");
    await page.keyboard.press("ArrowUp");
    await expect(palette(page).getByRole("combobox")).toHaveAttribute("aria-activedescendant", first ?? "");
    await page.keyboard.type("qqq");
    await expect(options(page)).toHaveCount(0);
    await expect(palette(page).locator(".empty")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
  });

  // Commands that need a story, a film, or a page that a running node serves.
  const ELSEWHERE = /^command-(?:read-|answer-|film|live$)/;
  test(`every command has words of its own, and every key of it stands in the help, ${lang}`, async ({ page }) => {
    await open(page);
    await leader(page);
    await speaks(page, lang);
    // A state in which every other command is available.
    await page.locator("#panel-client .client-line input").fill("crash n1");
    await page.keyboard.press("Enter");
    await expect(node(page, "n1")).toHaveClass(/\bdown\b/);
    await play(page).click();
    await opensPalette(page);
    const words = (await options(page).locator("span:first-child").allTextContents()).map((one) => one.trim());
    expect(words.filter((one) => one === "" || one.startsWith("command-"))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
    const told = catalogues(lang).flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body).filter(({ id }) => id.startsWith("command-") && !ELSEWHERE.test(id)).map(({ value }) => value);
    expect(words.toSorted()).toEqual(told.map(String).toSorted());
    const keyed = await options(page).filter({ has: page.locator("kbd") }).locator("span:first-child").allTextContents();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    const listed = await page.locator("#help .keys dd").allTextContents();
    expect(keyed.filter((one) => !listed.includes(one))).toEqual([]);
    expect(keyed.length).toBeGreaterThan(15);
  });
}

test("the keys of the page are nobody's in a dialog, and single letters can be turned off", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.keyboard.press("?");
  await page.keyboard.press("n");
  await expect(page.locator("#help")).toBeVisible();
  await expect(nodes(page)).toHaveCount(5);
  await page.locator("#letters").uncheck();
  await page.keyboard.press("Escape");
  await page.locator("h1").click();
  await page.keyboard.press("n");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette(page)).toBeVisible();
  await expect(nodes(page)).toHaveCount(5);
  await expect(options(page).filter({ hasText: says("Open a fresh cluster of 3") })).toBeVisible();
});
