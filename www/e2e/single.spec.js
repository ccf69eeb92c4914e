// The single-file page: saved from the share dialog, opened from the disk, without a server.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, leader, open, speaks, test, types } from "./page.js";

/** @type {string[]} */
const folders = [];
test.afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true }); });

/** Saves the current run as a page, and returns its path.
 * @param {import("@playwright/test").Page} page @param {string} [name] */
async function saves(page, name = "Save as a page") {
  const [made] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  const folder = mkdtempSync(join(tmpdir(), "raftarium-"));
  folders.push(folder);
  const path = join(folder, made.suggestedFilename());
  await made.saveAs(path);
  await page.keyboard.press("Escape");
  return { name: made.suggestedFilename(), address: pathToFileURL(path).href };
}

/** Records the requests of a page from now on. @param {import("@playwright/test").Page} page */
function asked(page) {
  /** @type {string[]} */
  const all = [];
  page.on("request", (request) => { if (!/^(?:data|blob):/.test(request.url())) all.push(request.url()); });
  return all;
}

test("a lesson that was saved as a page is played from the disk to its first goal", async ({ page }) => {
  await open(page);
  await speaks(page, "fr");
  await page.evaluate(() => { location.hash = "#learn/exercise-2"; });
  await expect(page.locator(".caption")).not.toBeEmpty();
  await page.keyboard.press("s");
  const { name, address } = await saves(page, "Enregistrer comme page");
  expect(name).toBe("raftarium-learn-exercise-2.html");
  const requests = asked(page);
  await page.goto(address);
  await expect(page.locator(".caption")).toContainText("Three nodes, and nobody leads");
  await speaks(page, "fr");
  await expect(page.locator(".caption")).toContainText("Trois nœuds, et pas de leader");
  await page.locator(".choice").first().click();
  const on = page.getByRole("button", { name: "Continuer" });
  await on.click();
  await expect(page.locator(".choice.right")).toBeVisible({ timeout: 30_000 });
  await on.click();
  await expect(page.locator(".goals li")).toHaveCount(1);
  await page.getByRole("button", { name: "Laisser passer le temps" }).click();
  await page.locator(".hint").click();
  await page.locator(".do-it").click();
  await expect(page.locator(".goals li.reached")).toHaveCount(1, { timeout: 30_000 });
  // The parts that load late from a host.
  await page.locator("#tab-script").click();
  await expect(page.locator("#panel-script .cm-content")).toBeVisible();
  expect(requests).toEqual([address]);
});

test("a run that was saved as a page opens at its instant, and goes on", async ({ page }) => {
  await open(page);
  await types(page, "set x 1");
  await leader(page);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.locator(".share-dialog .about").first()).toContainText("opens at this instant");
  const whole = page.getByRole("checkbox", { name: "from its beginning" });
  if (await whole.isVisible()) await whole.uncheck();
  const { address } = await saves(page);
  const at = await page.locator("#timebar .now").innerText();
  const requests = asked(page);
  await page.goto(address);
  await expect(page.locator("#timebar .now")).toHaveText(at);
  await types(page, "set y 2");
  await page.locator("#timebar .play").click();
  await expect(page.locator("#panel-client .requests li")).not.toHaveCount(0);
  // It is saved already, and cannot be embedded.
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.locator(".share-dialog")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save as a page" })).toHaveCount(0);
  expect(requests).toEqual([address]);
});

test("the policy of the one file lets nothing else run", async ({ page, baseURL }) => {
  const html = await (await page.request.get(`${baseURL}single.html`)).text();
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]{44}' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/=]{44}'; /);
  expect(policy).not.toMatch(/unsafe-inline|connect-src|worker-src|https?:/);
});
