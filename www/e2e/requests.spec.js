// The user's requests, separate from those of the load: shown while they wait, and until they are dismissed.

import { atSpeed, expect, LANGUAGES, leader, node, open, QUIET, request, runs, says, speaks, SPEED, test, time, types, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Rows of the user's own requests. @param {Page} page */
const own = (page) => page.locator("#panel-client .requests").first().locator("li");
/** Rows of the load, once it is unfolded. @param {Page} page */
const loaded = (page) => page.locator("#panel-client .requests").last().locator("li");
/** @param {Page} page */
const loadLine = (page) => page.locator("#panel-client .load-line");
/** @param {Page} page @param {string} name */
const client = (page, name) => page.locator(`#stage .client[data-id="${name}"]`);
/** @param {Page} page @param {string} asked */
const dismiss = (page, asked) => request(page, asked).getByRole("button", { name: /^Dismiss/ });

/** @type {Record<string, [string, string, string]>} */
const QUEUED = {
  en: ["queued", "after set a 1", "then set b 2, and 1 more"],
  fr: ["en file", "après set a 1", "puis set b 2, et 1 de plus"],
};

for (const lang of LANGUAGES) {
  test(`what waits behind a request is seen on the stage and in the list, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    await page.locator("#timebar .play").click();
    for (const command of ["set a 1", "set b 2", "set c 3"]) await types(page, command);
    await speaks(page, lang);
    const [queued = "", after = "", then = ""] = QUEUED[lang] ?? [];
    // Waiting requests are on top, the newest first.
    await expect(own(page)).toHaveCount(3);
    await expect(own(page).locator(".asked")).toHaveText([says("set c 3"), says("set b 2"), says("set a 1")]);
    await expect(request(page, "set b 2").locator(".outcome")).toHaveText(queued);
    await expect(request(page, "set b 2").locator(".detail")).toHaveText(says(after));
    await expect(request(page, "set c 3").locator(".detail")).toHaveText(says(after.replace("a 1", "b 2")));
    await expect(client(page, "c1")).toHaveClass(/\bqueues\b/);
    await expect(client(page, "c1").locator(".queue-words")).toHaveText(says(then));
    await expect(client(page, "c1").locator(".queue-words")).toBeVisible();
    await expect(client(page, "c1").locator(".queue")).toBeVisible();
    await expect(client(page, "c1")).toHaveAccessibleName(says(then));
    // Each is answered in turn, until none waits.
    await page.locator("#timebar .play").click();
    for (const command of ["set a 1", "set b 2", "set c 3"]) await expect(request(page, command).locator(".outcome")).toHaveText("ok");
    await expect(client(page, "c1")).not.toHaveClass(/\bqueues\b/);
    await expect(client(page, "c1").locator(".queue")).toBeHidden();
  });
}

test("what I sent stays while a load runs, until I dismiss it, and then it does not come back", async ({ page }) => {
  await open(page);
  await leader(page);
  await expect(loadLine(page)).toBeVisible();
  await atSpeed(page, SPEED.real);
  await types(page, "set mine 1");
  await expect(request(page, "set mine 1").locator(".outcome")).toHaveText("ok", { timeout: 30_000 });
  await expect(value(page, "mine", 1)).toHaveText("1");
  // While hundreds of load requests come and go.
  const asked = await time(page);
  await atSpeed(page, SPEED.ten);
  await expect.poll(() => time(page), { timeout: 40_000 }).toBeGreaterThan(asked + 20);
  await expect(own(page)).toHaveCount(1);
  await expect(request(page, "set mine 1").locator(".outcome")).toHaveText("ok");
  await dismiss(page, "set mine 1").click();
  await expect(own(page)).toHaveCount(0);
  await expect(page.locator("#panel-client .requests-scroller .empty")).toBeVisible();
  const dismissed = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(dismissed + 3);
  await expect(own(page)).toHaveCount(0);
});

test("many of one's own stay, more than a client remembers, and those that were answered go at once", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  const keys = [..."abcdefghijklmnopqrst"];
  for (const key of keys) {
    await types(page, `set ${key} 1`);
    await expect(request(page, `set ${key} 1`).locator(".outcome")).toHaveText("ok");
  }
  await expect(own(page)).toHaveCount(keys.length);
  await page.locator("#timebar .play").click();
  await types(page, "get a");
  await expect(own(page)).toHaveCount(keys.length + 1);
  await page.locator("#panel-client").getByRole("button", { name: "Clear" }).click();
  await expect(own(page)).toHaveCount(1);
  await expect(own(page)).toContainText(says("get a"));
});

test("what is asked later is no request yet, once one goes back", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nset a 1\nrun until idle\nrun 500ms\nset b 2\nrun until idle\n`);
  await expect(request(page, "set b 2").locator(".outcome")).toHaveText("ok", { timeout: 30_000 });
  await page.locator("#timebar .play").click();
  await page.getByRole("slider", { name: "Place in the run" }).focus();
  await page.keyboard.press("Home");
  await expect(own(page)).toHaveCount(0);
  await page.keyboard.press("End");
  await expect(own(page)).toHaveCount(2);
});

test("the load is one line, which says how it fares and unfolds, and one group on the stage", async ({ page }) => {
  await open(page);
  await leader(page);
  await atSpeed(page, SPEED.real);
  await expect(loadLine(page)).toContainText(/c2 c3\W*: \W*\d+\W* answered, median/, { timeout: 30_000 });
  await expect(own(page)).toHaveCount(0);
  await expect(loaded(page)).toHaveCount(0);
  await expect(loadLine(page)).toHaveAttribute("aria-expanded", "false");
  await loadLine(page).press("Enter");
  await expect(loadLine(page)).toHaveAttribute("aria-expanded", "true");
  await expect.poll(() => loaded(page).count()).toBeGreaterThan(3);
  await expect(loaded(page).filter({ hasText: /^c1/ })).toHaveCount(0);
  // Requests of the load cannot be dismissed.
  await expect(loaded(page).getByRole("button", { name: /^Dismiss/ })).toHaveCount(0);
  await loadLine(page).press("Enter");
  await expect(loaded(page)).toHaveCount(0);

  await expect(page.locator("#stage .client.of-load")).toHaveCount(2);
  await expect(page.locator("#stage .load-name")).toHaveText("load");
  await types(page, "set mine 1");
  await expect(client(page, "c1")).not.toHaveClass(/of-load/);
  await expect(page.locator("#panel-client .lane.own .lane-track path[d*='M']").first()).toBeAttached();
  await expect(page.locator("#panel-client .lane.load .lane-track path[d*='M']").first()).toBeAttached();
  await speaks(page, "fr");
  await expect(loadLine(page)).toContainText(/réponses, médiane/);
});

test("after a request is dismissed by keyboard, its neighbour has the focus", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  for (const command of ["set a 1", "set b 2"]) {
    await types(page, command);
    await expect(request(page, command).locator(".outcome")).toHaveText("ok");
  }
  await dismiss(page, "set b 2").press("Enter");
  await expect(dismiss(page, "set a 1")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(own(page)).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Requests and answers" })).toBeFocused();
  await expect(node(page, "n1")).toBeVisible();
});
