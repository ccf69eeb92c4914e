// What a screen reader says: for the first lesson, card by card, and during an election, slowly enough to listen.

import { buildSync } from "esbuild";
import { fileURLToPath } from "node:url";
import { atSpeed, expect, leader, open, says, SPEED, test, types } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The screen reader as one script. The page's policy forbids it, and is bypassed for it only. */
const [READER] = buildSync({
  stdin: { contents: 'export { virtual } from "@guidepup/virtual-screen-reader/browser.js";', resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
  bundle: true, format: "iife", globalName: "screenReader", write: false,
}).outputFiles;

test.use({ bypassCSP: true });

/** Starts reading a part of the page. @param {Page} page @param {string} selector */
async function begins(page, selector) {
  await page.addScriptTag({ content: READER?.text ?? "" });
  await page.evaluate(async (part) => {
    const { virtual } = /** @type {any} */ (globalThis).screenReader;
    await virtual.start({ container: document.querySelector(part) });
  }, selector);
}

/** Phrases spoken since the start, without Unicode isolates. @param {Page} page @returns {Promise<string[]>} */
async function said(page) {
  const phrases = await page.evaluate(() => /** @type {any} */ (globalThis).screenReader.virtual.spokenPhraseLog());
  return phrases.map((/** @type {string} */ phrase) => phrase.replaceAll(/[\u2066-\u2069]/g, ""));
}

/** Reads a number of items. @param {Page} page @param {number} items */
async function hears(page, items) {
  await page.evaluate(async (many) => {
    const { virtual } = /** @type {any} */ (globalThis).screenReader;
    for (let i = 0; i < many; i++) await virtual.next();
  }, items);
  return said(page);
}

test("the first lesson is told to whoever does not see it @once", async ({ page }) => {
  await page.goto("./#learn/one-value");
  const choice = page.locator("#story .choice").first();
  await expect(choice).toBeVisible();
  await begins(page, "#story");
  const heard = (await hears(page, 40)).join("\n");
  const question = await page.locator("#story .card-head h3").innerText(), answer = await choice.innerText();
  const [opening = ""] = (await page.locator("#story .caption").innerText()).split(/[.,]/);
  for (const part of [opening, `radiogroup, ${question}`, answer, "button, Continue, Say first what you expect., disabled", "button, Start this step again"]) expect(heard).toContain(part);
  await choice.click();
  await page.keyboard.press("Enter");
  await atSpeed(page, SPEED.half);
  await expect(page.locator("#story .card-count")).toContainText(says("2 of"));
  const [next = ""] = (await page.locator("#story .caption").innerText()).split(/[.,]/);
  await expect.poll(() => said(page), { message: "the next card is announced politely" })
    .toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^polite: .*${next.replaceAll(/[()?*+]/g, ".")}`))]));
});

test("an election is announced, and no more than one can listen to @once", async ({ page }) => {
  await open(page);
  await leader(page);
  await begins(page, "#live");
  await atSpeed(page, SPEED.ten);
  const began = Date.now();
  await types(page, "crash leader");
  const announced = async () => (await said(page)).filter((phrase) => phrase.startsWith("polite: "));
  await expect.poll(async () => (await announced()).join("\n"), { timeout: 30_000 }).toMatch(/leads term \d+/);
  // At speed 10 there are some forty events per second, of which only a few are announced.
  await expect.poll(async () => (await announced()).length, { timeout: 30_000 }).toBeGreaterThan(2);
  expect((await announced()).length).toBeLessThanOrEqual(2 + (Date.now() - began) / 2_000);
});
