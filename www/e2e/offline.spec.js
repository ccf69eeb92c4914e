// The page without a network, and a new version under an old one.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { seal } from "../tools/seal.mjs";
import { PAGE, serves } from "./hosting.js";
import { expect, expectErrors, leader, test } from "./page.js";

test.use({ serviceWorkers: "allow" });

const BUILT = resolve(fileURLToPath(new URL("..", import.meta.url)), PAGE);

/** A build marked with its version: in its script, in the texts of a lesson, and in a file that loads late.
 * @param {string} directory @param {string} version */
function version(directory, version) {
  cpSync(BUILT, directory, { recursive: true });
  for (const [file, mark] of /** @type {[string, (text: string) => string][]} */ ([
    ["main.js", (text) => `${text}\n;document.documentElement.dataset.version = "${version}";\n`],
    ["lessons/exercise-2.en.json", (text) => JSON.stringify({ ...JSON.parse(text), start: `Text of ${version}.` })],
    ["lessons/index.en.json", (text) => text.replace(/"title":"[^"]*"/, `"title":"List of ${version}"`)],
  ])) writeFileSync(join(directory, file), mark(readFileSync(join(directory, file), "utf8")));
  seal(directory);
}

/** A host with two versions to deploy. */
async function deploys() {
  const directory = mkdtempSync(join(tmpdir(), "raftarium-"));
  for (const name of ["one", "two"]) version(join(directory, name), name);
  const current = join(directory, "current");
  symlinkSync(join(directory, "one"), current);
  const { url, stop } = await serves(current);
  return {
    url, directory,
    two: () => { unlinkSync(current); symlinkSync(join(directory, "two"), current); },
    stop: () => { stop(); rmSync(directory, { recursive: true }); },
  };
}

/** Opens the list of lessons, where time stands still, and waits until the page is kept. A browser that animates a page
 * delays less urgent work, such as looking for a newer version: up to a minute on a busy machine.
 * @param {import("@playwright/test").Page} page @param {string} url */
async function keeps(page, url) {
  await page.goto(`${url}#learn`);
  await expect(page.locator(".home-groups a").first()).toBeVisible();
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), { timeout: 30_000 }).toBe("activated");
}

const shown = (/** @type {import("@playwright/test").Page} */ page) => page.locator("html");
const update = (/** @type {import("@playwright/test").Page} */ page) => page.getByRole("button", { name: "Update", exact: true });
/** Makes the browser look for a newer version. @param {import("@playwright/test").Page} page */
const looks = (page) => page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())?.update(); });

test("once opened, the page is reloaded, and a lesson opened, without a network", async ({ page, context }) => {
  const host = await deploys();
  expectErrors(page, /a request to/);
  await keeps(page, host.url);
  host.stop();
  await context.setOffline(true);
  await page.reload();
  await expect(shown(page)).toHaveAttribute("data-version", "one");
  await page.getByRole("link", { name: /Exercise 2/ }).click();
  await expect(page.locator(".caption")).toHaveText("Text of one.");
  // Parts that load late, and a second instance of the core.
  await page.locator("#tab-script").click();
  await expect(page.locator("#panel-script .cm-content")).toBeVisible();
});

test("a new version waits, is not mixed with the old one, and is loaded whole when it is asked for", async ({ page }) => {
  const host = await deploys();
  expectErrors(page, /a request to/);
  try {
    await keeps(page, host.url);
    await page.reload();
    await expect(shown(page)).toHaveAttribute("data-version", "one");
    host.two();
    await looks(page);
    await expect(update(page)).toBeVisible();
    // Everything fetched from now on is still of the page's version, even after a reload.
    await page.evaluate(() => { location.hash = "#learn/exercise-2"; });
    await expect(page.locator(".caption")).toHaveText("Text of one.");
    await page.reload();
    await expect(shown(page)).toHaveAttribute("data-version", "one");
    await page.evaluate(() => { location.hash = "#learn"; });
    await expect(page.locator(".home-groups a .row-title").first()).toHaveText("List of one");
    await expect(update(page)).toBeVisible();
    await update(page).click();
    await expect(shown(page)).toHaveAttribute("data-version", "two");
    await page.evaluate(() => { location.hash = "#learn"; });
    await expect(page.locator(".home-groups a .row-title").first()).toHaveText("List of two");
    await page.getByRole("link", { name: /Exercise 2/ }).click();
    await expect(page.locator(".caption")).toHaveText("Text of two.");
    await expect(update(page)).toBeHidden();
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  } finally {
    host.stop();
  }
});

test("while another tab is at the old version, no tab goes to the new one", async ({ page, context }) => {
  const host = await deploys();
  expectErrors(page, /a request to/);
  try {
    await keeps(page, host.url);
    await page.reload();
    const other = await context.newPage();
    await other.goto(`${host.url}#learn`);
    await expect(shown(other)).toHaveAttribute("data-version", "one");
    host.two();
    await looks(page);
    await update(page).click();
    await expect(page.locator(".note")).toContainText("open in another tab");
    await expect(shown(page)).toHaveAttribute("data-version", "one");
    await other.evaluate(() => { location.hash = "#learn/exercise-2"; });
    await expect(other.locator(".caption")).toHaveText("Text of one.");
    await other.close();
    await page.bringToFront();
    await update(page).click();
    await expect(shown(page)).toHaveAttribute("data-version", "two");
  } finally {
    host.stop();
  }
});

test("a host that is halfway through a deployment changes nothing", async ({ page }) => {
  const host = await deploys();
  expectErrors(page, /a request to/, /sw\.js/);
  try {
    await keeps(page, host.url);
    await page.reload();
    // The new worker is deployed already, but one file is still of the old version.
    cpSync(join(host.directory, "one/main.js"), join(host.directory, "two/main.js"));
    host.two();
    const end = page.evaluate(async () => {
      const found = await navigator.serviceWorker.getRegistration();
      const gone = new Promise((done) => {
        found?.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", ({ target }) => done(/** @type {ServiceWorker} */ (target).state)));
      });
      await found?.update().catch(() => {});
      return gone;
    });
    expect(await end).toBe("redundant");
    await expect(update(page)).toBeHidden();
    await page.reload();
    await expect(shown(page)).toHaveAttribute("data-version", "one");
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  } finally {
    host.stop();
  }
});

test("a frame of another page is not kept", async ({ page }) => {
  const host = await deploys();
  expectErrors(page, /a request to/);
  try {
    await page.goto(`${host.url}?embed`);
    await leader(page);
    await page.evaluate(() => new Promise((done) => { requestIdleCallback(() => requestIdleCallback(done)); }));
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  } finally {
    host.stop();
  }
});

test("it can be installed", async ({ page }) => {
  const host = await deploys();
  expectErrors(page, /a request to/);
  try {
    await keeps(page, host.url);
    const client = await page.context().newCDPSession(page);
    const { errors, url } = /** @type {{errors: object[], url: string}} */ (await client.send("Page.getAppManifest"));
    expect([errors, url]).toEqual([[], `${host.url}manifest.webmanifest`]);
    const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
    // The window without a profile is due to the test, not the page.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  } finally {
    host.stop();
  }
});
