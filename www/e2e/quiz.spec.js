// The quiz: questions, results, runs, and stored answers; by mouse, by keyboard, in both languages.

import { AxeBuilder } from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { drawn, expect, says, speaks, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} place */
async function opens(page, place) {
  await page.goto(`./#learn/${place}`);
  await expect(page.locator("#quiz fieldset, #quiz .quiz-done")).toBeVisible();
}
/** @param {Page} page @param {string | RegExp} words */
const choice = (page, words) => page.locator(".quiz-choice", { hasText: words });
/** @param {Page} page */
const on = (page) => page.locator(".quiz-on");
/** @param {Page} page */
const outcome = (page) => page.locator(".quiz-outcome");
/** @param {Page} page @param {number} n */
const dot = (page, n) => page.getByRole("button", { name: says(`Question ${n}`) }).first();
/** @param {Page} page */
const kept = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("raftarium.progress") ?? "{}").answers ?? {});

test("a wrong answer names its misconception, and opens the run that shows it", async ({ page }) => {
  await page.goto("./#learn");
  const row = page.getByRole("link", { name: /The chapter/ });
  await expect(row).toBeVisible();
  await row.click();
  await opens(page, "quiz-chapter/three-or-four");
  await expect(on(page)).toBeDisabled();
  await choice(page, "Two of four are enough").click();
  await on(page).click();
  await expect(outcome(page)).toHaveText(/Not right/);
  await expect(page.locator(".quiz-says")).toContainText("This takes half for a majority");
  await expect(choice(page, "Two of four are enough")).toContainText("your answer, wrong");
  await expect(choice(page, "A majority of four is three")).toContainText("right");
  await expect(page.locator("#quiz [role=status]")).toContainText("Not right. This takes half for a majority");
  await expect(dot(page, 2)).toHaveAccessibleName(says("Question 2, answered wrongly"));

  await page.getByRole("link", { name: says("See the run that shows it: Two of four") }).click();
  await expect(page).toHaveURL(/#learn\/run-three-or-four-wrong-1$/);
  await expect(page.locator("#story .caption")).toContainText("This takes half for a majority");
  // Time stands where two of four nodes are down, and nothing can be committed without a third.
  await expect(page.locator('#stage .picture-holder .node[data-id="n4"]')).toHaveAttribute("aria-label", /down/);
  await expect(page.locator(".go-on")).toHaveText(/Back to the quiz/);
  await expect(page.locator(".to-lessons")).toHaveText("Quiz");
  await page.locator(".to-lessons").click();
  await expect(page).toHaveURL(/#learn\/quiz-chapter\/three-or-four$/);
  await expect(outcome(page)).toHaveText(/Not right/);

  // The right answer has its own place in the run, and Enter leads back too.
  await page.getByRole("link", { name: says("See the run that shows it: A majority of four is three") }).click();
  await expect(page.locator("#story .caption")).toContainText("A majority is more than half");
  await page.keyboard.press("Enter");
  await expect(outcome(page)).toBeVisible();
  await page.goBack();
  await expect(page.locator("#quiz")).toBeHidden();
});

test("a run of the quiz comes back after a reload, and so does a question", async ({ page }) => {
  await page.goto("./#learn/run-newer-beats-longer-wrong-1");
  await expect(page.locator("#story .caption")).toContainText("The longer log is not the newer one");
  await page.reload();
  await expect(page.locator("#story .caption")).toContainText("The longer log is not the newer one");
  await page.locator(".go-on").click();
  await expect(page.locator("#quiz legend")).toContainText("In term 4, n2 asks n1");
  await page.reload();
  await expect(page.locator("#quiz legend")).toContainText("In term 4, n2 asks n1");
});

test("by keyboard alone: answer, check, go on, go back", async ({ page }) => {
  await opens(page, "quiz-chapter");
  await expect(page.locator("#quiz-text")).toBeFocused();
  // No key acts on the covered run.
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(outcome(page)).toHaveText(/Right/);
  await expect(on(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/three-or-four$/);
  await expect(page.locator(".quiz-choice input").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".quiz-choice input").nth(1)).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(outcome(page)).toHaveText(/Right/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/one-leader-a-term$/);
  await page.locator("body").press("Shift+Enter");
  await expect(page).toHaveURL(/three-or-four$/);
  await expect(outcome(page)).toHaveText(/Right/);
  expect(await kept(page)).toEqual({ "nodes-that-may-fail": { right: true, said: ["2"] }, "three-or-four": { right: true, said: ["right 1"] } });

  // With several right answers, Space toggles a choice.
  await opens(page, "quiz-chapter/what-must-be-durable");
  await expect(page.locator(".quiz-choice input").first()).toBeFocused();
  for (const words of ["The current term", "The entries of its log", "Whom it voted for"]) {
    await choice(page, words).locator("input").focus();
    await page.keyboard.press("Space");
  }
  await page.keyboard.press("Enter");
  await expect(outcome(page)).toHaveText(/Right/);
  await expect(page.locator("#quiz [role=status]")).toContainText("Right.");
});

test("the summary says what went wrong, and asks but that once more", async ({ page }) => {
  await opens(page, "quiz-chapter/three-or-four");
  await choice(page, "It survives two failures").click();
  await on(page).click();
  await opens(page, "quiz-chapter/one-leader-a-term");
  await choice(page, "Each node votes once").click();
  await on(page).click();
  await page.getByRole("button", { name: "Summary" }).click();
  await expect(page.locator(".quiz-done")).toHaveText(says("1 of 24 right"));
  await expect(page.locator(".quiz-topic")).toHaveCount(1);
  await expect(page.locator(".quiz-topic h4")).toHaveText(says("Raft basics (§5.1)1 of 5 wrong"));
  await expect(page.locator(".quiz-topic li")).toContainText("Why does a fourth node");
  await page.getByRole("button", { name: "Once more: only the wrong answers" }).click();
  await expect(page.locator(".quiz-dot")).toHaveCount(2);
  await expect(page.locator(".quiz-over").first()).toContainText("Only the wrong answers");
  await expect(outcome(page)).toBeHidden();
  await choice(page, "A majority of four is three").click();
  await on(page).click();
  await expect(outcome(page)).toHaveText(/Right/);
  await on(page).click();
  await expect(page.locator(".quiz-done")).toHaveText(says("2 of 24 right"));
  await page.goto("./#learn");
  await expect(page.getByRole("link", { name: /The chapter/ }).locator(".row-far")).toHaveText(says("2 of 24"));
});

test("answers go with the progress file, question by question; a bad file is refused in words", async ({ page }) => {
  await opens(page, "quiz-chapter");
  await page.locator("#quiz-text").fill("3");
  await on(page).click();
  await page.locator(".quiz-lessons").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const path = await download.path();
  expect(JSON.parse(readFileSync(path, "utf8")).answers).toEqual({ "nodes-that-may-fail": { right: false, said: ["3"] } });
  await page.getByRole("button", { name: "Forget it" }).click();
  expect(await kept(page)).toEqual({});

  const file = page.locator(".home-keep input[type=file]"), note = page.locator(".note");
  const bad = (/** @type {string} */ words) => ({ name: "raftarium-progress.json", mimeType: "application/json", buffer: Buffer.from(words) });
  await file.setInputFiles(bad("<script>alert(1)</script>"));
  await expect(note).toContainText("This file holds no progress of Raftarium.");
  await file.setInputFiles(bad('{"version":9}'));
  await expect(note).toContainText("written by a newer Raftarium");
  await file.setInputFiles(bad(" ".repeat(2_000_000)));
  await expect(note).toContainText("longer than any progress");
  expect(await kept(page)).toEqual({});
  await file.setInputFiles(path);
  await expect(note).toContainText("The progress of the file is imported.");
  await opens(page, "quiz-chapter/nodes-that-may-fail");
  await expect(page.locator("#quiz-text")).toHaveValue("3");
  await expect(page.locator(".quiz-says")).toContainText("Two nodes would be left");
});

test("another language keeps the question and the answer", async ({ page }) => {
  await opens(page, "quiz-chapter/newer-beats-longer");
  await choice(page, "the term of n2 is higher").click();
  await speaks(page, "fr");
  await expect(page.locator("#quiz legend")).toContainText("n1 a le journal");
  await expect(page.locator(".quiz-choice input").nth(1)).toBeChecked();
  await expect(on(page)).toHaveText("Vérifier");
  await on(page).click();
  await expect(outcome(page)).toHaveText(/Ce n’est pas juste/);
  await page.locator(".quiz-see").first().click();
  await expect(page.locator("#story .caption")).not.toHaveText("…");
  await expect(page.locator(".go-on")).toHaveText(/Retour au quiz/);
  await page.locator(".go-on").click();
  await speaks(page, "en");
  await expect(outcome(page)).toHaveText(/Not right/);
  await expect(page.locator("#quiz legend")).toContainText("n1 has the log");
  // Selecting the current language again reloads its texts, and the quiz keeps its own.
  await speaks(page, "en");
  await drawn(page);
  await expect(on(page)).toHaveText("Next");
});

for (const theme of /** @type {const} */ (["light", "dark"])) {
  for (const [width, height] of /** @type {const} */ ([[1280, 800], [390, 844]])) {
    test(`axe finds nothing in the quiz, ${theme}, ${width} px wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height });
      await opens(page, "quiz-chapter/what-must-be-durable");
      await choice(page, "The current term").click();
      await choice(page, "Its role").click();
      await on(page).click();
      await expect(outcome(page)).toBeVisible();
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && (document.querySelector("#quiz")?.scrollWidth ?? 0) <= innerWidth);
      expect(await fits()).toBe(true);
      for (const place of ["", "quiz-chapter/end"]) {
        if (place !== "") await opens(page, place);
        const { violations } = await new AxeBuilder({ page }).include("#quiz").analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      }
      expect(await fits()).toBe(true);
    });
  }
}
