// "Why?": asked from every part of the page, answered with causes and with what is missing, by keyboard too.

import { AxeBuilder } from "@axe-core/playwright";
import { does, expect, keptScript, leader, node, open, runs, says, test, time, types } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A leader, and a command that three of five nodes do not acknowledge: two are cut off, one is down. */
const CUT_OFF = "raftarium 1\nnodes 5\nseed 1\nconfig election-timeout 1h\nconfig client-timeout 1h\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nrun until agreed\n" +
  "cut n1 - n2\ncut n1 - n5\ncrash n3\nset x 2\nrun 100ms\n";

/** @param {Page} page */
const panel = (page) => page.locator("#panel-why");
/** @param {Page} page */
const question = (page) => page.locator("#why-title");
/** @param {Page} page */
const causes = (page) => panel(page).locator(".why-causes > li:not(.why-skipped)");

/** Runs a script to its end, and stops there, when only heartbeats happen. @param {Page} page @param {string} script */
async function stands(page, script) {
  await open(page);
  await runs(page, script);
  await expect.poll(() => time(page)).toBeGreaterThan(0.6);
  await page.locator("#timebar .play").click();
}

test("a node’s role goes back to the votes, and to the timer", async ({ page }) => {
  await open(page);
  const first = await leader(page);
  await does(page, first, "Why this role?");
  await expect(question(page)).toBeFocused();
  await expect(question(page)).toHaveText(says(`Why does ${first} lead?`));
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
  await expect(causes(page).first()).toContainText(says(`${first} leads term`));
  expect(await causes(page).first().locator(".why-because > li").count()).toBeGreaterThanOrEqual(3);
  await expect(causes(page).last()).toContainText("election timer runs out");
  await expect(panel(page).locator(".why-root")).toHaveText("The first cause is a timer.");
  // The event of a cause can be asked about too.
  await causes(page).nth(2).getByRole("button", { name: /^Why:/ }).first().click();
  await expect(question(page)).toHaveText("Why did this happen?");
});

test("one goes to a cause, and back to where it was asked", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("#timebar .play").click();
  await page.keyboard.press("w");
  await expect(question(page)).toBeFocused();
  const clock = page.locator("#timebar .now");
  const asked = await clock.textContent();
  await causes(page).last().getByRole("button", { name: /^Go to/ }).first().click();
  await expect(clock).not.toHaveText(asked ?? "");
  await expect(panel(page)).toContainText("This was asked at");
  await panel(page).getByRole("button", { name: "Back there" }).click();
  await expect(panel(page)).not.toContainText("This was asked at");
});

test("what is asked while time plays is what the headline shows, and goes on showing", async ({ page }) => {
  await open(page);
  await leader(page);
  const headline = page.locator(".headline");
  for (let i = 0; i < 2; i++) await page.keyboard.press("]");
  for (let i = 0; i < 8; i++) {
    await expect(headline).not.toHaveText("");
    await page.keyboard.press("w");
    await expect(question(page)).toBeFocused();
    await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
    await expect(causes(page).first().locator(".why-said").first()).toHaveText(await headline.textContent() ?? "");
    await page.keyboard.press(" ");
    // By then another event is the headline.
    await page.waitForTimeout(600);
  }
  // At high speed the headline is the steady state: the question is about it, and it stays visible.
  for (let i = 0; i < 2; i++) await page.keyboard.press("]");
  await expect(headline).toContainText(says("leads term"), { timeout: 30_000 });
  await page.waitForTimeout(4_000);
  await page.keyboard.press("w");
  const [, name] = /(n\d)/.exec(await headline.textContent() ?? "") ?? [];
  await expect(question(page)).toHaveText(says(`Why does ${name} lead?`));
  await expect(headline).toContainText(says("leads term"));
});

test("an entry that is not committed says what is missing, and each step that is offered brings it", async ({ page }) => {
  await stands(page, CUT_OFF);
  await page.locator("#tab-logs").click();
  const cell = page.locator('.log-cell[data-node="n1"][data-index="3"]');
  await cell.click();
  await expect(question(page)).toHaveText(says("Why is index 3 not committed at n1?"));
  const missing = panel(page).locator(".why-missing > li");
  await expect(missing.first()).toContainText(says("No acknowledgement of index 3 from n2 or n5: both are cut off from n1."));
  await expect(missing.nth(1)).toContainText(says("No acknowledgement of index 3 from n3: it is down."));
  await missing.nth(1).getByRole("button", { name: "restart n3" }).click();
  await expect(node(page, "n3")).toHaveClass(/follower/);
  await expect(panel(page)).not.toContainText("it is down");
  await missing.first().getByRole("button", { name: "heal" }).click();
  await expect(page.locator("#stage .cut")).toHaveCount(0);
  await expect(panel(page)).not.toContainText("cut off");
  // Only time is needed now.
  await expect(async () => {
    if ((await question(page).textContent())?.includes("not committed")) await panel(page).locator(".offer", { hasText: /run|deliver/ }).first().click({ timeout: 2_000 });
    // It is answered again after each step.
    await expect(question(page)).toHaveText(says("Why is index 3 committed at n1?"), { timeout: 700 });
  }).toPass({ timeout: 30_000 });
});

test("an unanswered client is asked about beside its request", async ({ page }) => {
  await stands(page, CUT_OFF);
  await page.locator("#tab-logs").click();
  await page.locator(".requests li", { hasText: "set x 2" }).getByRole("button", { name: /^Why/ }).click();
  await expect(question(page)).toHaveText(says("Why is request 2 of c1 not answered?"));
  await expect(panel(page)).toContainText(says("both are cut off from n1"));
});

test("it all works by keyboard alone, and in French", async ({ page }) => {
  await stands(page, CUT_OFF);
  await page.locator("#tab-logs").click();
  await page.locator(".log-scroller").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".log-cell:focus")).toHaveAttribute("data-index", "3");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".log-cell:focus")).toHaveAttribute("data-index", "2");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(question(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const offer = page.locator(".offer:focus");
  await expect(offer).toHaveCount(1);
  const statement = await offer.locator("code").textContent() ?? "";
  await page.keyboard.press("Enter");
  await page.locator("#tab-script").click();
  await expect.poll(() => keptScript(page)).toMatch(new RegExp(`${statement}\\n$`));
  await page.locator("#tab-why").click();
  await page.locator('.langs [lang="fr"]').click();
  await expect(question(page)).toHaveText(says("Pourquoi l’index 3 n’est-il pas validé chez n1"));
  // About the selected node.
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  await page.keyboard.press("w");
  await expect(question(page)).toHaveText(says("Pourquoi n2"));
});

test("without a leader the stage asks why there is none", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("#timebar .play").click();
  for (const name of ["n1", "n2", "n3"]) await types(page, `crash ${name}`);
  await page.getByRole("button", { name: "Why is there no leader?" }).click();
  await expect(question(page)).toHaveText("Why is there no leader?");
  await expect(panel(page).locator(".why-missing > li").first()).toBeVisible();
  await panel(page).getByRole("button", { name: "restart n1" }).click();
  await expect(panel(page).getByRole("button", { name: "restart n1" })).toHaveCount(0);
});

test("answers are accessible, in the dark too, and on a narrow page", async ({ page }) => {
  await stands(page, CUT_OFF);
  await page.locator("#tab-logs").click();
  await page.locator('.log-cell[data-node="n1"][data-index="3"]').click();
  await expect(question(page)).toBeFocused();
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await page.locator("#tab-why").click();
    for (const scheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme: scheme });
      const { violations } = await new AxeBuilder({ page }).include("#panel-why").include("#narration").include("#tabs").withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.target).join(" ")}`)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
});
