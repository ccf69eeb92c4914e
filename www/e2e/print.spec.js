// A lesson on paper: its whole text, and nothing of the screen.

import { expect, open, speaks, test } from "./page.js";

for (const [lang, first, goal] of /** @type {const} */ ([["en", "Three nodes, and nobody leads", "A write of yours is acknowledged"], ["fr", "Trois nœuds, et pas de leader", "Une de vos écritures est confirmée"]])) {
  test(`a lesson is printed whole, in ${lang}`, { tag: "@once" }, async ({ page }) => {
    await open(page);
    await speaks(page, lang);
    await page.evaluate(() => { location.hash = "#learn/exercise-2"; });
    await expect(page.locator(".caption")).toContainText(first);
    await page.locator(".choice input").nth(1).check();
    await expect(page.locator(".choice.chosen")).toHaveCount(1);
    // While printing.
    await page.evaluate(() => { dispatchEvent(new Event("beforeprint")); });
    await page.emulateMedia({ media: "print" });
    const paper = page.locator("#print");
    await expect(paper).toBeVisible();
    for (const words of [first, goal]) await expect(paper).toContainText(words);
    await expect(paper.locator("ol > li")).toHaveCount(11);
    // Each question once, with its answers and the reader's choice.
    await expect(paper.locator("ol > li").first().locator("ul li")).toHaveText([/^☐.*n1$/, /^☒.*n2$/, /^☐.*n3$/]);
    for (const screen of ["#header", "main", "#timebar"]) await expect(page.locator(screen)).toBeHidden();
    expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/\*\*|@[a-z]/);
    await page.emulateMedia({ media: "screen" });
    await expect(paper).toBeHidden();
    await page.evaluate(() => { dispatchEvent(new Event("afterprint")); });
    await expect(paper).toHaveCount(0);
  });
}

test("a browser that prints makes the document by itself", { tag: "@once" }, async ({ page }) => {
  await open(page);
  await page.evaluate(() => { location.hash = "#learn/exercise-2"; });
  await expect(page.locator(".caption")).not.toBeEmpty();
  await page.evaluate(() => { addEventListener("beforeprint", () => { document.documentElement.dataset["printed"] = document.querySelector("#print h1")?.textContent ?? ""; }); });
  expect((await page.pdf()).subarray(0, 4).toString()).toBe("%PDF");
  await expect(page.locator("html")).toHaveAttribute("data-printed", /Exercise 2/);
  await expect(page.locator("#print")).toHaveCount(0);
});
