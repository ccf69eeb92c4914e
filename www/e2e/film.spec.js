// The film of a counterexample: from what was found, from any run that breaks something, and from a link; step by step by
// mouse and by keyboard; the facts beside it; and its end.

import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { encodeLink } from "../src/share/link.js";
import { expect, LANGUAGES, node, open, says, speaks, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A search may have to shorten scripts on a busy machine. */
const FOUND = { timeout: 45_000 };

const film = (/** @type {Page} */ page) => page.locator("#film");
const caption = (/** @type {Page} */ page) => film(page).locator(".caption");
const press = (/** @type {Page} */ page, /** @type {string} */ name) => film(page).getByRole("button", { name, exact: true }).click();
const figures = (/** @type {Page} */ page) => page.locator("#panel-rules .reel .found-figures");
/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator(`#panel-rules .rule-row[data-rule="${name}"]`);
/** The script of a counterexample. It is not that of tests/flaws, which is another whenever the search is. @param {string} flaw */
const scriptOf = (flaw) => readFileSync(new URL(`films/${flaw}.raft`, import.meta.url), "utf8");
/** The number of steps. @param {Page} page */
const steps = (page) => film(page).locator(".dot").count();
/** @param {Page} page @param {number} n */
const stands = (page, n) => expect(film(page).locator(".dot").nth(n - 1)).toHaveClass(/\bhere\b/);

/** Opens the film of a script by a link. @param {Page} page @param {string} script @param {number} [step] */
async function shows(page, script, step = 0) {
  const shared = { script, digest: null, us: null, event: null, panel: null, question: null, speed: null, lesson: null, card: null, film: step };
  await page.goto(`./${await encodeLink(shared)}`);
  await expect(caption(page)).not.toBeEmpty();
}

test("what was found is watched step by step, from the guilty rule to the facts, and mended", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("link", { name: "Break it" }).click();
  await row(page, "ignore-stale-reply").getByRole("switch").click();
  await page.locator("#panel-rules .rules-find").click();
  await page.locator("#panel-rules .found").getByRole("button", { name: "Watch the film" }).click(FOUND);
  await expect(caption(page)).not.toBeEmpty();
  await expect(figures(page)).toContainText(says("Step 1 of"));
  await expect(page.locator("#panel-rules .rules-finder")).toBeHidden();
  await expect(row(page, "ignore-stale-reply")).toHaveClass(/\bguilty\b/);
  await expect(row(page, "ignore-stale-reply")).toBeInViewport();
  await expect(film(page).locator(".ledger-column")).toHaveCount(2);
  await expect(film(page).locator(".ledger .wrong")).toHaveCount(0);
  const began = await time(page), last = await steps(page);
  expect(last).toBeGreaterThanOrEqual(3);
  expect(last).toBeLessThanOrEqual(9);
  let broke = 0;
  for (let n = 2; n <= last; n++) {
    await press(page, "Continue");
    await stands(page, n);
    broke += await caption(page).locator(".film-broke").count();
  }
  expect(broke).toBeGreaterThan(0);
  expect(await time(page)).toBeGreaterThan(began);
  await expect(caption(page).locator(".film-breaks")).toContainText(/two leaders can commit different entries at one index|it can undo confirmed writes/);
  await expect(film(page).locator(".ledger .wrong")).not.toHaveCount(0);
  await expect(film(page).locator(".ledger .to-come")).toHaveCount(0);
  await expect(page.locator("#header")).toContainText(says("1 invariant broken"));
  // The rules are mended, and the same script plays.
  await press(page, "Mend");
  await expect(page.locator(".note")).toContainText("breaks nothing");
  await expect(film(page)).toBeHidden();
  await expect(page.locator("#stage .scene-name")).toHaveText("Correct Raft");
  await expect(page.locator("#header")).toContainText(says("12 invariants hold"));
  await expect(page.locator("#timebar .play")).toHaveAccessibleName(/Pause/);
});

test("by keyboard alone: Enter and the arrows, the focus stays, and each step is announced", async ({ page }) => {
  await shows(page, scriptOf("stale-votes-counted"));
  const said = film(page).locator("[role=status]"), next = film(page).getByRole("button", { name: /^Continue/ });
  await expect(next).toBeFocused();
  await expect(said).toContainText(says("1 of 9"));
  await page.keyboard.press("Enter");
  await stands(page, 2);
  await expect(next).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await stands(page, 3);
  await expect(said).toContainText(says("3 of 9"));
  await page.keyboard.press("ArrowLeft");
  await stands(page, 2);
  await page.keyboard.press("Shift+Enter");
  await stands(page, 1);
  await expect(next).toBeFocused();
  // From elsewhere on the page too.
  await page.locator("#stage").click({ position: { x: 300, y: 20 } });
  await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); });
  for (let n = 2; n <= 9; n++) {
    await page.keyboard.press("Enter");
    await stands(page, n);
  }
  await expect(film(page).getByRole("button", { name: "Compare" })).toBeVisible();
  await expect(next).toBeHidden();
  // At the end, Enter does nothing more.
  await page.keyboard.press("Enter");
  await stands(page, 9);
});

test("the facts stand as of the step: a guilty vote is under way, and then counted", async ({ page }) => {
  await shows(page, scriptOf("stale-votes-counted"), 1);
  const vote = film(page).locator(".ledger li", { hasText: says("n2: voted in term 1") });
  await expect(vote).toHaveClass("under-way");
  await expect(film(page).locator(".ledger-tally").last()).toHaveText(says("0 of 3 needed"));
  await film(page).locator(".dot").nth(7).click();
  await stands(page, 8);
  await expect(vote).toHaveClass("wrong");
  await expect(film(page).locator(".ledger-tally").last()).toHaveText(says("3 of 3 needed"));
  await expect(caption(page).locator(".film-raft")).toContainText("§5.1");
  await expect(row(page, "ignore-stale-reply").locator(".rule-count")).toHaveText("1");
  await film(page).locator(".dot").nth(0).click();
  await stands(page, 1);
  await expect(row(page, "ignore-stale-reply").locator(".rule-count")).toHaveText("–");
  // The vote is given; its reply leaves when it is durable.
  await expect(vote).toHaveClass("to-come");
});

test("Play runs the clock from step to step: the message is seen on its way, and each step stays to be read", async ({ page }) => {
  await shows(page, scriptOf("stale-votes-counted"), 6);
  await stands(page, 7);
  const began = await time(page), seen = page.locator("#stage .message.spot:not([visibility])");
  await press(page, "Play the film");
  await expect(film(page)).toHaveClass(/\bmoves\b/);
  await expect(seen).toHaveCount(1);
  await stands(page, 8);
  await expect(film(page)).not.toHaveClass(/\bmoves\b/);
  expect(await time(page)).toBeGreaterThan(began);
  // It goes on by itself when the step is read, and stops at the end.
  await expect(film(page).getByRole("button", { name: "Pause the film" })).toBeVisible();
  await stands(page, 9);
  await expect(film(page).getByRole("button", { name: "Play the film" })).toBeVisible();
  // From the end it plays anew; Continue need not wait until a step is read.
  await press(page, "Play the film");
  await stands(page, 1);
  await press(page, "Continue");
  await stands(page, 2);
  await expect(film(page).getByRole("button", { name: "Pause the film" })).toBeVisible();
  await page.locator("#timebar .play").click();
  await expect(film(page).getByRole("button", { name: "Play the film" })).toBeVisible();
});

test("with reduced motion Play jumps from step to step", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await shows(page, scriptOf("stale-votes-counted"), 7);
  await page.evaluate(() => {
    const film = document.querySelector("#film");
    if (film) new MutationObserver(() => { if (film.classList.contains("moves")) document.body.dataset["moved"] = "yes"; }).observe(film, { attributes: true });
  });
  await press(page, "Play the film");
  await stands(page, 9);
  expect(await page.evaluate(() => document.body.dataset["moved"])).toBeUndefined();
});

test("the message that a step is about is drawn where it arrives, and the scene says what the film is of", async ({ page }) => {
  await shows(page, scriptOf("stale-votes-counted"), 7);
  const message = page.locator("#stage .message.spot:not([visibility])");
  await expect(message).toHaveCount(1);
  await expect(message).toHaveAccessibleName(/RequestVoteReply.*n2.*n3/);
  await expect(page.locator("#stage .message-trail")).toHaveAttribute("d", /^M[\d.]+ [\d.]+L/);
  await expect(page.locator("#stage .scene-name")).toHaveText(says("Film: A leader lacks a committed entry"));
  await film(page).locator(".dot").nth(2).click();
  await stands(page, 3);
  await press(page, "Leave the film");
  await expect(message).toHaveCount(0);
  await expect(page.locator("#stage .scene-name")).toHaveText("A counterexample");
});

test("a film of a request that is never answered says what it waits for, from when on", async ({ page }) => {
  await shows(page, scriptOf("timer-not-rearmed"));
  for (let n = 2; n <= await steps(page) && await caption(page).locator(".film-stuck").count() === 0; n++) {
    await press(page, "Continue");
    await stands(page, n);
  }
  await expect(caption(page).locator(".film-stuck")).toContainText(says("No vote for n2 from n1"));
});

test("a link opens the film at its step, a reload keeps it, and the other language tells the same", async ({ page, context, baseURL }) => {
  await shows(page, scriptOf("vote-not-durable"), 2);
  await stands(page, 3);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await expect(dialog.getByRole("textbox", { name: "Link to this instant" })).toHaveValue(/&f=2&/);
  const link = await dialog.getByRole("textbox", { name: "Link to this instant" }).inputValue();
  const other = await context.newPage();
  await other.goto(new URL(link, baseURL).href);
  await stands(other, 3);
  await expect(other.locator("#film .film-broke")).toContainText("breaks a rule of Raft");
  await speaks(other, "fr");
  await expect(other.locator("#film .film-broke")).toContainText("viole une règle de Raft");
  await expect(other.locator("#film .ledger li").first()).toContainText("atteint");
  await page.keyboard.press("Escape");
  await page.reload();
  await stands(page, 3);
});

test("the panel copies a link to the film", async ({ page, context, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium grants the clipboard");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await shows(page, scriptOf("minority-commits"), 1);
  await page.getByRole("button", { name: "Copy link to the film" }).click();
  await expect(page.locator(".note")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("&f=1&");
  const other = await context.newPage();
  await other.goto(link);
  await stands(other, 2);
});

test("any run that breaks something has its film: the alarm offers it, and leaving or acting ends it", async ({ page }) => {
  await shows(page, scriptOf("leader-grants-votes"), 4);
  await press(page, "Leave the film");
  await expect(film(page)).toBeHidden();
  await expect(page.locator("#alarms .alarm.violation")).toContainText("voted for both");
  await page.locator("#alarms").getByRole("button", { name: "Watch the film" }).click();
  await stands(page, 1);
  await expect(page.locator("#alarms .alarm")).toBeHidden();
  // The film is of the run as it was.
  await row(page, "one-vote-a-term").getByRole("switch").click();
  await expect(film(page)).toBeHidden();
  await expect(page.locator("#timebar .universes > button")).toContainText("mend leader-grants-votes");
});

test("at the end correct Raft runs beside it", async ({ page }) => {
  await shows(page, scriptOf("follower-reads-local"), 99);
  await expect(caption(page).locator(".film-breaks")).toContainText("no order of the calls");
  await press(page, "Compare");
  await expect(page.locator("#twin h2")).toHaveText("Correct Raft");
  await expect(page.locator("#twin .twin-first")).toContainText("part at");
});

test("a run that breaks nothing has no film", async ({ page }) => {
  const shared = { script: "nodes 5\nrun until leader\n", digest: null, us: null, event: null, panel: null, question: null, speed: null, lesson: null, card: null, film: 0 };
  await page.goto(`./${await encodeLink(shared)}`);
  await expect(page.locator(".note")).toContainText("there is no film");
  await expect(film(page)).toBeHidden();
  await expect(node(page, "n5")).toBeVisible();
});

for (const [width, height] of /** @type {const} */ ([[1280, 800], [1920, 1080], [390, 844]])) {
  for (const lang of LANGUAGES) {
    test(`at ${width}x${height}, ${lang}, every step fits, and axe finds nothing`, { tag: "@once" }, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: lang === "fr" ? "dark" : "light" });
      await shows(page, scriptOf("stale-votes-counted"));
      // A phone shows the other language only.
      if (lang !== "en") await speaks(page, lang);
      for (let n = 1; n <= 9; n++) {
        await stands(page, n);
        const outside = await film(page).locator(".card-foot > :is(button, span)").evaluateAll((all) => all.filter((one) => one.checkVisibility()).filter((one) => {
          const { left, right, bottom } = one.getBoundingClientRect(), card = one.closest("#film")?.getBoundingClientRect();
          return !card || left < card.left - 0.5 || right > card.right + 0.5 || bottom > card.bottom + 0.5 || one.scrollWidth > one.clientWidth + 1;
        }).map((one) => `${one.className} ${one.textContent}`));
        expect(outside, `step ${n}`).toEqual([]);
        if (n === 1 || n === 8) {
          const { violations } = await new AxeBuilder({ page }).include("#film").include("#panel-rules").withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        }
        if (n < 9) await film(page).getByRole("button", { name: /^Continue/ }).click();
      }
    });
  }
}
