// Every lesson in a real browser, in both languages: read card by card, each question answered, each goal reached
// through its hint. At full speed: other specs check the texts shown while time plays.

import { expect, LANGUAGES, SPEED, test } from "./page.js";
import { captionsOf, groups, scriptOf } from "../tools/lessons.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const card = (/** @type {Page} */ page) => page.locator("#story");
const on = (/** @type {Page} */ page) => card(page).locator(".go-on");
const count = (/** @type {Page} */ page) => card(page).locator(".card-count");

/** The next action on the card; empty while time plays on to the next card. @param {Page} page */
async function next(page) {
  return page.evaluate(() => {
    const shown = (/** @type {string} */ selector) => [...document.querySelectorAll(`#story ${selector}`)].some((element) => element.checkVisibility());
    if (shown(".do-it")) return "do";
    if (shown(".choice input:not(:disabled)") && !document.querySelector("#story .choice input:checked")) return "choose";
    if (shown(".go-on:not(:disabled)")) return "on";
    return shown(".hint") && shown(".goals .current") ? "hint" : "";
  });
}

/** Reads a lesson to its end, each card in both languages. @param {Page} page @returns {Promise<string[]>} The captions that were read. */
async function reads(page) {
  const captions = [];
  for (let steps = 0; steps < 200; steps++) {
    await page.locator('#timebar input[type="range"]').fill(String(SPEED.full));
    await expect.poll(() => next(page), { timeout: 30_000, message: `after ${captions.at(-1)}` }).not.toBe("");
    const step = await next(page);
    // A goal may be reached meanwhile; then there is no button any more.
    if (step === "do") await card(page).locator(".do-it:visible").click({ timeout: 3_000 }).catch(() => {});
    else if (step === "hint") await card(page).locator(".hint").click({ timeout: 3_000 }).catch(() => {});
    else if (step === "choose") await card(page).locator(".choice input").first().check();
    else {
      for (const lang of LANGUAGES) {
        await page.locator(`.langs [lang="${lang}"]`).click();
        // The captions of the other language must load.
        await expect(card(page).locator(".caption")).not.toBeEmpty();
        captions.push(await card(page).locator(".caption").innerText());
      }
      if (!/^(Continuer|Laisser passer)/.test(await on(page).innerText())) return captions;
      await on(page).click();
    }
  }
  throw new Error("it has no end");
}

/** A lesson each of the first steps, the exercises and the figures, and two beyond Figure 2: `cargo xtask test` reads
 * these in a browser, `cargo xtask lessons` reads all. */
const SHORT_LIST = ["one-value", "exercise-2", "figure-8", "stale-read", "joint-consensus"];

for (const id of groups().flatMap((group) => group.lessons)) {
  test(`${id} is read to its end in both languages, and every goal is reached @once`, { tag: SHORT_LIST.includes(id) ? [] : "@long" }, async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto(`./#learn/${id}`);
    const captions = await reads(page);
    for (const lang of LANGUAGES) {
      await page.locator(`.langs [lang="${lang}"]`).click();
      await expect(page.locator(".scene-name")).toHaveText(captionsOf(id, lang)["title"] ?? "");
    }
    const told = scriptOf(id).match(/^say @/gm)?.length ?? 0;
    expect(captions.length).toBeGreaterThanOrEqual(2 * told);
    expect(captions.filter((caption) => caption === "" || caption.includes("@"))).toEqual([]);
    const [, at, of] = /(\d+)\D+(\d+)/.exec(await count(page).innerText()) ?? [];
    expect(at).toBe(of);
    // Only a lesson about a stale answer, a broken rule or a lost disk shows an alarm.
    if (!/linearizable|^flaw |^wipe /m.test(scriptOf(id))) await expect(page.locator(".alarm:visible")).toHaveCount(0);
  });
}
