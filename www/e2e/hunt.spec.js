// The search for a counterexample, in the panel of rules: it finds, shortens, opens, compares, goes on and stops.

import { expect, goToTab, LANGUAGES, leader, nodes, open, runs, says, speaks, SPEED, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A search may have to shorten scripts on a busy machine. */
const FOUND = { timeout: 45_000 };

/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator(`#panel-rules .rule-row[data-rule="${name}"]`);
/** @param {Page} page */
const found = (page) => page.locator("#panel-rules .found");
/** The search's own button. @param {Page} page */
const button = (page) => page.locator("#panel-rules .rules-find");
/** Waits for what the search finds, and until it looks for no shorter script. @param {Page} page */
async function finds(page) {
  await expect(found(page)).toBeVisible(FOUND);
  await expect(button(page)).toBeHidden(FOUND);
}
/** The lines of the script that was found. @param {Page} page */
const lines = (page) => found(page).locator(".found-script li").allTextContents();
/** The number of the run in which it was found. @param {Page} page */
const number = async (page) => Number(/found in run ([^]*)/.exec(await found(page).locator(".found-figures").innerText())?.[1]?.replaceAll(/\D/g, ""));
/** @param {Page} page @param {string} name */
const press = (page, name) => found(page).getByRole("button", { name, exact: true }).click();

/** The panel, with rules broken, and time paused. @param {Page} page @param {...string} rules */
async function broken(page, ...rules) {
  await open(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("link", { name: "Break it" }).click();
  await expect(button(page)).toHaveText("Find a counterexample");
  for (const rule of rules) {
    await row(page, rule).getByRole("switch").click();
    await expect(row(page, rule).getByRole("switch")).toHaveAttribute("aria-checked", "false");
  }
}

/** @param {Page} page @param {...string} rules */
async function searched(page, ...rules) {
  await broken(page, ...rules);
  await button(page).click();
  await finds(page);
}

/** The last line of a script, the title of what it breaks, and a part of its sentence. @type {[[string, string, string], [string, string, string]]} */
const BREAKS = [
  ["expect violated election-safety", "Two leaders in one term", "two leaders can commit different entries at one index"],
  ["expect violated leader-completeness", "A leader lacks a committed entry", "it can undo confirmed writes"],
];

test("a broken rule is found guilty, and the found script really breaks what it says", async ({ page }) => {
  await searched(page, "ignore-stale-reply", "lease-read");
  // A late vote elects a second leader; whether that is seen first, or a committed entry that it lacks, is the search's luck.
  const [expected, title, sentence] = BREAKS[(await lines(page)).at(-1) === BREAKS[0][0] ? 0 : 1];
  await expect(found(page).locator(".found-title")).toHaveText(title);
  // What is not needed was dropped, rules as well as statements.
  const script = await lines(page);
  expect(script.filter((line) => line.startsWith("flaw "))).toEqual(["flaw stale-votes-counted"]);
  expect(script.at(-1)).toBe(expected);
  expect(script.length).toBeLessThanOrEqual(18);
  await expect(row(page, "ignore-stale-reply")).toHaveClass(/\bguilty\b/);
  await expect(row(page, "ignore-stale-reply")).toBeInViewport();
  await expect(row(page, "lease-read")).not.toHaveClass(/\bguilty\b/);

  await press(page, "Open");
  await expect(page.locator("#stage .scene-name")).toHaveText("A counterexample");
  await expect.poll(() => time(page)).toBe(0);
  await expect(page.locator("#header")).toContainText(says("12 invariants hold"));
  await expect(page.locator("#timebar .play")).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator("#header")).toContainText(says("1 invariant broken"));
  await expect(page.locator(".headline")).toContainText(sentence);
});

test("what is to break can be chosen, and what else breaks is set aside", async ({ page }) => {
  await broken(page, "ignore-stale-reply");
  for (const [expected, title] of BREAKS) {
    await page.getByLabel("What is to break").selectOption({ label: title });
    await button(page).click();
    await finds(page);
    await expect(found(page).locator(".found-title")).toHaveText(title);
    expect((await lines(page)).at(-1)).toBe(expected);
    await press(page, "Back to the search");
  }
});

test("the same script runs on correct Raft beside it, where nothing breaks", async ({ page }) => {
  await searched(page, "ignore-stale-reply");
  await press(page, "Compare");
  await expect(page.locator("#twin h2")).toHaveText("Correct Raft");
  await expect(page.locator("#header")).toContainText(says("1 invariant broken"));
  await expect(page.locator("#twin .twin-first")).toContainText("part at");
  await page.locator("#twin").getByRole("button", { name: "Switch" }).click();
  await expect(page.locator("#header")).toContainText(says("12 invariants hold"));
  // What was found stays in the panel.
  await expect(found(page)).toBeVisible();
});

test("a link to what was found opens at its violation", async ({ page, context, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium grants the clipboard");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await searched(page, "majority-elects");
  await press(page, "Copy link");
  await expect(page.locator(".note")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("#raftarium=1&");
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator("#header")).toContainText(says("1 invariant broken"));
  await expect(row(other, "majority-elects").getByRole("switch")).toHaveAttribute("aria-checked", "false");
});

test("the search goes on after a find, and back to its button", async ({ page }) => {
  await searched(page, "up-to-date-log");
  const first = await number(page);
  await press(page, "Find another");
  await expect(found(page)).toBeHidden();
  await expect(found(page)).toBeVisible(FOUND);
  expect(await number(page)).toBeGreaterThan(first);
  await press(page, "Back to the search");
  await expect(found(page)).toBeHidden();
  await expect(button(page)).toHaveText("Find a counterexample");
  await expect(page.locator("#panel-rules .guilty")).toHaveCount(0);
});

test("a search may begin at the instant shown: what is found begins as this run did", async ({ page }) => {
  await open(page);
  await runs(page, "nodes 4\nflaw stale-votes-counted\nrun until leader\n", SPEED.real);
  await leader(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("link", { name: "Break it" }).click();
  await page.getByRole("checkbox", { name: "from the instant shown" }).check();
  await button(page).click();
  await expect(found(page)).toBeVisible(FOUND);
  // Among all clusters the shortest has five nodes.
  const count = (await lines(page)).find((line) => line.startsWith("nodes "));
  expect(["nodes 3", "nodes 4"]).toContain(count);
});

test("on correct Raft nothing is found, and the search stops when told to", async ({ page }) => {
  await broken(page);
  await button(page).click();
  await expect(button(page)).toHaveText("Stop");
  const runs = page.locator(".search-counts span").nth(1);
  await expect(runs).toHaveText(/\d\d+\D* runs/);
  await button(page).click();
  await expect(button(page)).toHaveText("Find a counterexample");
  await expect(page.locator(".search-outcome")).toHaveText(/\d\D* runs.*\d\D* states.*: nothing broken\.$/);
  await expect(page.locator(".search-figures")).toBeHidden();
  // Other rules are broken: that was another question.
  await row(page, "heartbeat").getByRole("switch").click();
  await expect(page.locator(".search-outcome")).toBeHidden();
});

test("the search goes on while another tab of the panel is open, and ends when other rules are broken", async ({ page }) => {
  await broken(page);
  await button(page).click();
  const runs = async () => Number((await page.locator(".search-counts span").nth(1).textContent() ?? "").replaceAll(/\D/g, ""));
  await expect.poll(runs).toBeGreaterThan(0);
  await goToTab(page, "Logs");
  const before = await runs();
  await expect.poll(runs).toBeGreaterThan(before);
  await goToTab(page, "Rules");
  await expect(button(page)).toHaveText("Stop");
  await row(page, "heartbeat").getByRole("switch").click();
  await expect(button(page)).toHaveText("Find a counterexample");
});

for (const lang of LANGUAGES) {
  test(`what was found fits a telephone, ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    await expect(nodes(page).first()).toBeVisible();
    // On a telephone there is one button, for the other language.
    if (lang !== "en") await speaks(page, lang);
    await page.locator("#tab-rules").click();
    await row(page, "majority-elects").getByRole("switch").click();
    await expect(page.locator(".rules-verdict")).toHaveText(says(lang === "fr" ? "1 règle violée" : "1 rule broken"));
    await button(page).click();
    await finds(page);
    await expect(found(page).getByRole("button").nth(1)).toHaveText(lang === "fr" ? "Voir le film" : "Watch the film");
    const outside = await page.locator("#panel-rules :is(button, select, p, h2, h3, span)").evaluateAll((all) => all
      .filter((one) => one.checkVisibility()).filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < -0.5 || right > innerWidth + 0.5; }).map((one) => one.textContent));
    expect(outside).toEqual([]);
    await expect(row(page, "majority-elects")).toBeInViewport();
  });
}
