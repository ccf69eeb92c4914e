// The embedded page: compact, without storage, and without effects on the embedding page.

import { expect, expectErrors, open, speaks, test } from "./page.js";
import { hosts, PAGE, serves } from "./hosting.js";

/** @param {string} src @param {string} [more] */
const course = (src, more = "") => `<!doctype html><title>A course</title><body style="margin:0"><input id="mine"><div style="height:200px">…</div>
<iframe id="frame" src="${src}" width="600" height="400" ${more}></iframe><div style="height:2000px">…</div>`;

/** @type {(() => void)[]} */
let stops = [];
test.afterEach(() => { for (const stop of stops) stop(); stops = []; });

/**
 * Opens a course page that embeds the page, and returns the frame.
 * @param {import("@playwright/test").Page} page @param {string} src @param {string} [more] Further attributes of the frame.
 */
async function visits(page, src, more) {
  const host = await hosts(course(src, more));
  stops.push(host.stop);
  expectErrors(page, new RegExp(`a request to ${host.url}`), ...(/sandbox/.test(more ?? "") ? [/a request to/, /sandboxed/] : []));
  await page.goto(host.url);
  return page.frameLocator("#frame");
}

for (const [lang, on] of /** @type {const} */ ([["en", "Continue"], ["fr", "Continuer"]])) {
  test(`a lesson in a frame of 600x400 is played there, in ${lang}`, async ({ page, baseURL }) => {
    const frame = await visits(page, `${baseURL}?embed&lang=${lang}#learn/exercise-2`);
    await expect(frame.locator(".caption")).not.toBeEmpty();
    await expect(frame.locator("html")).toHaveAttribute("lang", lang);
    await frame.locator(".choice").first().click();
    await frame.getByRole("button", { name: on }).click();
    await expect(frame.locator(".verdict").first()).not.toBeEmpty();
    // The card stays visible beside the logs.
    await frame.getByRole("tab", { name: /Logs|Journaux/ }).click();
    await expect(frame.locator("#panel-logs")).toBeVisible();
    await expect(frame.locator(".caption")).toBeInViewport();
    await frame.getByRole("tab", { name: /Stage|Scène/ }).click();
    for (const name of ["n1", "n2", "n3"]) await expect(frame.locator(`.picture-holder .node[data-id="${name}"] .face`).first()).toBeInViewport({ ratio: 0.9 });
    await expect(frame.getByRole("link", { name: /Raftarium/ })).toHaveAttribute("href", `${baseURL}#learn/exercise-2`);
    // It fits: the frame itself has nothing to scroll.
    expect(await frame.locator("html").evaluate((root) => [root.scrollHeight > root.clientHeight, root.scrollWidth > root.clientWidth])).toEqual([false, false]);
  });
}

test("a frame takes neither focus nor scroll nor keys from the page around it", async ({ page, baseURL }) => {
  const frame = await visits(page, `${baseURL}?embed#learn/exercise-2`);
  await expect(frame.locator(".caption")).not.toBeEmpty();
  await page.locator("#mine").focus();
  await page.keyboard.type("1s?nl");
  await expect(page.locator("#mine")).toHaveValue("1s?nl");
  await expect(frame.locator("dialog[open]")).toHaveCount(0);
  expect(await page.evaluate(() => [scrollY, document.activeElement?.id])).toEqual([0, "mine"]);
  // The upper part of the frame is scrolled out of view: nothing in the page may scroll it back.
  await page.evaluate(() => scrollTo(0, 420));
  // Dispatched as an event: a real click of the test would scroll the frame into view.
  await frame.locator("#tab-client").dispatchEvent("click");
  await expect(frame.locator("#panel-client")).toBeVisible();
  expect(await page.evaluate(() => [scrollY, document.activeElement?.id])).toEqual([420, "mine"]);
});

test("frames of one course page have nothing in common", async ({ page, baseURL }) => {
  await visits(page, `${baseURL}?embed#learn/exercise-2`);
  const frame = page.frameLocator("#frame");
  await expect(frame.locator(".caption")).not.toBeEmpty();
  await frame.locator("body").evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  expect(await frame.locator("body").evaluate(() => [sessionStorage.length, localStorage.getItem("raftarium.preferences")])).toEqual([0, null]);
});

test("a frame without an origin has no storage and no worker, and works", async ({ page }) => {
  const open = await serves(PAGE, "--cors");
  stops.push(open.stop);
  const frame = await visits(page, `${open.url}?embed#learn/exercise-2`, "sandbox=\"allow-scripts\"");
  await expect(frame.locator(".caption")).not.toBeEmpty();
  await frame.locator(".choice").first().click();
  await frame.getByRole("button", { name: "Continue" }).click();
  await expect(frame.locator(".verdict").first()).not.toBeEmpty();
});

test("the share dialog has a line for a page of one's own, which shows the lesson or the instant", async ({ page, baseURL }) => {
  await open(page);
  await speaks(page, "fr");
  await page.evaluate(() => { location.hash = "#learn/exercise-2"; });
  // Before its first card, an ellipsis stands there: a link made then is of an instant without a card.
  await expect(page.locator(".caption")).toContainText("Trois nœuds, et pas de leader");
  await page.keyboard.press("s");
  const line = page.getByRole("textbox", { name: "Une ligne de HTML" });
  await expect(line).toHaveValue(/^<iframe src="[^"<>]*\?embed&amp;lang=fr#learn\/exercise-2" title="Raftarium\u202f: Exercice 2[^"]*" width="800" height="600" loading="lazy" [^>]*><\/iframe>$/);
  await page.getByRole("checkbox", { name: "depuis le début" }).uncheck();
  await expect(line).toHaveValue(/\?embed&amp;lang=fr#raftarium=1&amp;d=/);
  const src = (/src="([^"]*)"/.exec(await line.inputValue())?.[1] ?? "").replaceAll("&amp;", "&");
  await page.keyboard.press("Escape");
  const frame = await visits(page, src);
  await expect(frame.locator(".caption")).toContainText("Trois nœuds, et pas de leader");
  expect(src.startsWith(baseURL ?? "")).toBe(true);
});
