// For everyone: both languages, every theme, assistive technology, no storage, no network.

import { AxeBuilder } from "@axe-core/playwright";
import { readFileSync, readdirSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { catalogues } from "../tools/catalogues.mjs";
import { bar, clickMiddle, clickNode, expect, expectErrors, leader, messages, node, open, opensPalette, opensScene, pastes, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The fixed words in the messages of a language. @param {string} lang */
function wordsOf(lang) {
  /** @type {{whole: Set<string>, parts: Set<string>, keys: Set<string>}} */
  const found = { whole: new Set(), parts: new Set(), keys: new Set() };
  /** @param {unknown} pattern */
  const collect = (pattern) => {
    if (typeof pattern === "string") found.parts.add(pattern.trim());
    else if (Array.isArray(pattern)) pattern.forEach(collect);
    else if (pattern !== null && typeof pattern === "object" && "variants" in pattern && Array.isArray(pattern.variants)) {
      for (const variant of pattern.variants) collect(variant.value);
    }
  };
  for (const path of catalogues(lang)) {
    const { body } = new FluentResource(readFileSync(path, "utf8"));
    for (const message of body) {
      found.keys.add(message.id);
      for (const pattern of [message.value, ...Object.values(message.attributes)]) {
        if (typeof pattern === "string") found.whole.add(pattern);
        collect(pattern);
      }
    }
  }
  return found;
}

/** All texts of the page, visible or for screen readers: the own text of each element, and its attributes.
 * @param {Page} page */
async function read(page) {
  return page.evaluate(() => [...document.querySelectorAll("body *:not(noscript, #not-loaded, #not-loaded *, .langs *, textarea, .cm-content, .cm-content *, script)")].flatMap((element) => [
    ...[...element.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.textContent ?? ""),
    ...["aria-label", "title", "placeholder", "aria-valuetext"].map((name) => element.getAttribute(name) ?? ""),
  ]).map((one) => one.replace(/[\u2068\u2069]/g, "").trim()).filter((one) => one !== ""));
}

/** Texts that belong to the other language, or are keys of messages.
 * @param {Page} page @param {string} lang @param {string} other */
async function strange(page, lang, other) {
  const own = wordsOf(lang), others = wordsOf(other);
  const ownText = [...own.parts].join("\n");
  const whole = [...others.whole].filter((one) => !own.whole.has(one) && !own.parts.has(one) && one.length > 3);
  const parts = [...others.parts].filter((part) => part.length >= 10 && !ownText.includes(part));
  return (await read(page)).filter((one) => own.keys.has(one) && one.includes("-") && one !== "no-op" || whole.includes(one) || parts.some((part) => one.includes(part)));
}

for (const [lang, other, button] of [["fr", "en", "FR"], ["en", "fr", "EN"]]) {
  test(`in ${lang} nothing is left of ${other}, and no key is missing`, async ({ page }) => {
    await open(page);
    if (lang === "en") await page.locator('.langs [lang="fr"]').click();
    await page.locator(`.langs [lang="${lang}"]`).click();
    await expect(page.locator("html")).toHaveAttribute("lang", lang ?? "");
    await expect(page.locator(`.langs [lang="${lang}"]`)).toContainText(button ?? "");
    const first = await leader(page);
    await clickNode(page, first);
    await bar(page).locator(".more").click();
    await page.locator('#node-menu [data-action="facts"]').click();
    await expect(page.locator("#node-facts dd").first()).not.toBeEmpty();
    await page.locator("#timebar .play").click();
    await opensPalette(page);
    await expect(page.locator("#palette-list li").first()).toBeVisible();
    // All texts are rewritten in the new language within a turn of the page.
    await expect.poll(() => strange(page, lang ?? "", other ?? "")).toEqual([]);
    await page.keyboard.press("Escape");
    for (const tab of ["rules", "conditions", "script"]) {
      await page.locator(`#tab-${tab}`).click();
      await expect.poll(() => strange(page, lang ?? "", other ?? ""), { message: tab }).toEqual([]);
    }
    await asTable(page).click();
    await expect.poll(() => strange(page, lang ?? "", other ?? ""), { message: "as a table" }).toEqual([]);
  });
}

test("the language and the theme that were chosen are there at the next visit", async ({ page }) => {
  await open(page);
  await page.locator('.langs [lang="fr"]').click();
  const theme = page.locator("header [data-theme]");
  await theme.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await theme.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(light);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("it works without storage", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
  });
  await open(page);
  await leader(page);
  await page.locator('.langs [lang="fr"]').click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("once opened it works offline", async ({ page, context }) => {
  await open(page);
  // Files that the page may need later are fetched when it is idle.
  await expect.poll(() => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\.raft$|i18n\/\w+\.json$/.test(name)).length)).toBe(readdirSync(new URL("../scenes", import.meta.url)).length + 2);
  // Only the editor loads with its panel: it is as large as all other scripts.
  const editors = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/panel-\w+\.js$/.test(name)).length);
  await page.waitForLoadState("networkidle");
  expect(await editors()).toBe(0);
  await page.locator("#tab-script").click();
  await expect(page.locator("#panel-script .cm-content")).toBeVisible();
  expect(await editors()).toBe(1);
  await page.locator("#tab-logs").click();
  await context.setOffline(true);
  await page.locator('.langs [lang="fr"]').click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await opensScene(page, "first-election");
  await expect(page.locator('#scenes [data-scene="first-election"]')).toHaveAttribute("aria-current", "true");
  await leader(page);
  // Parts that load late work too: the diagram, an answer, a link.
  await expect(page.locator("#spacetime canvas").first()).toBeVisible();
  await page.keyboard.press("w");
  await expect(page.locator("#panel-why .why-causes > li").first()).toBeVisible();
  await page.keyboard.press("s");
  await expect(page.locator(".share-dialog .about").first()).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await opensPalette(page);
  await page.keyboard.press("Escape");
  await page.locator("#tab-script").click();
  await expect(page.locator("#panel-script .cm-content")).toContainText("run until leader");
});

test("a scene that cannot be fetched is told in words, and the universe in hand goes on", async ({ page }) => {
  expectErrors(page, /ERR_FAILED|404/);
  await page.route("**/scenes/figure-8.raft", (route) => route.abort());
  await open(page);
  await opensScene(page, "figure-8");
  await expect(page.locator(".note")).toContainText("figure-8.raft");
  await expect(node(page, "n5")).toBeVisible();
});

test("without its words the page says so", async ({ page }) => {
  expectErrors(page, /404/, /en\.json/);
  await page.route("**/i18n/en.json", (route) => route.fulfill({ status: 404 }));
  await page.goto("./");
  await expect(page.locator("#not-loaded")).toContainText("could not be loaded");
  await expect(page.locator("#not-loaded")).toContainText("en.json");
});

test("without its core the page says so", async ({ page }) => {
  expectErrors(page, /404/, /raftarium_bg/);
  await page.route("**/raftarium_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto("./");
  await expect(page.locator("#not-loaded")).toContainText("could not be loaded");
});

/** The button that shows the stage as a table, in any language. @param {Page} page */
const asTable = (page) => page.locator('[data-l10n-id="stage-as-table"]');

/** The states checked with axe, and how to reach them.
 * @type {[string, (page: Page, narrow: boolean) => Promise<void>][]} */
const PLACES = [
  ["the page", async (page) => { await leader(page); }],
  ["the menu", async (page) => { await page.locator(".scene-opener").click(); }],
  ["the rules", async (page) => {
    await page.locator("#tab-rules").click();
    await page.locator('.rule-row[data-rule="ignore-stale-reply"] .rule-switch').click();
    await expect(page.locator(".rule-row .rule-source").first()).not.toBeEmpty();
  }],
  ["the conditions", async (page) => { await page.locator("#tab-conditions").click(); }],
  ["the script", async (page) => {
    await page.locator("#tab-script").click();
    await pastes(page, "raftarium 1\nwrong\n");
    await page.locator(".cm-fault").waitFor();
  }],
  ["a node", async (page, narrow) => {
    if (narrow) await page.locator("#tab-stage").click();
    await clickNode(page, await leader(page));
    await expect(bar(page)).toBeVisible();
  }],
  ["what else can be done to a node", async (page) => {
    await clickNode(page, await leader(page));
    await bar(page).locator(".more").click();
    await expect(page.locator("#node-menu")).toBeVisible();
  }],
  ["the facts of a node", async (page) => {
    await clickNode(page, await leader(page));
    await bar(page).locator(".more").click();
    await page.locator('#node-menu [data-action="facts"]').click();
    await expect(page.locator("#node-facts dd").first()).not.toBeEmpty();
  }],
  ["a message", async (page, narrow) => {
    if (narrow) await page.locator("#tab-stage").click();
    // Steps, which pauses time, until there is a message to click.
    // A message may be under another one or under a label: each try takes another message.
    let tries = 0;
    await expect(async () => {
      await page.locator("#timebar .step").click();
      const count = await messages(page).count();
      expect(count).toBeGreaterThan(0);
      const message = messages(page).nth(tries++ % count);
      if (tries % 2) await clickMiddle(page, message.locator(".body"));
      else await message.press("Enter", { timeout: 1_000 });
      await expect(page.locator(".inspector.for-message")).toBeVisible({ timeout: 1_000 });
    }).toPass({ intervals: [50] });
  }],
  ["the table", async (page, narrow) => {
    if (narrow) await page.locator("#tab-stage").click();
    await page.keyboard.press("Escape");
    // On a phone the button is behind three dots.
    if (narrow) await page.keyboard.press("t");
    else await asTable(page).click();
    await expect(page.locator(".stage-table")).toBeVisible();
  }],
  ["sharing", async (page) => {
    await page.locator("header .share").click();
    await expect(page.locator(".share-dialog .about").first()).not.toBeEmpty();
  }],
  ["the palette", async (page) => {
    await opensPalette(page);
    await expect(page.locator("#palette-list li").first()).toBeVisible();
  }],
  ["the help", async (page) => { await page.locator("header .square").last().click(); }],
];

for (const [width, height] of [[390, 844], [360, 740]]) {
  for (const lang of ["en", "fr"]) {
    test(`on a telephone of ${width}x${height} nothing is cut, ${lang}`, { tag: "@once" }, async ({ page }) => {
      await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
      await page.addInitScript((preferences) => localStorage.setItem("raftarium.preferences", preferences), JSON.stringify({ lang }));
      await open(page);
      await leader(page);
      // In the past, where the button to the end is shown too.
      await page.locator("#timebar .play").click();
      await page.locator("#timebar .back").click();
      await expect(page.locator(".to-end")).toBeVisible();
      const cut = await page.locator("#tabs button, .scene-name, .stage-tools button, #timebar button, #timebar .landmark, #timebar .speed-words, #timebar .now, #timebar bdi, .rule").evaluateAll((all) => all
        .filter((one) => one.checkVisibility())
        .filter((one) => {
          const { left, right } = one.getBoundingClientRect(), within = one.closest("#tabs, .stage-tools, #timebar, #narration")?.getBoundingClientRect();
          return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 || one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 1
            || !within || left < within.left || right > within.right;
        }).map((one) => `${one.className || one.id}: ${one.textContent}`));
      expect(cut).toEqual([]);
      // A select has room for every option: it is as wide as an unconstrained copy.
      const [shown, wanted] = await page.locator("#timebar .landmark").evaluate((list) => {
        const copy = /** @type {HTMLElement} */ (list.cloneNode(true));
        Object.assign(copy.style, { position: "fixed", width: "max-content" });
        document.body.append(copy);
        const widths = [list, copy].map((one) => one.getBoundingClientRect().width);
        copy.remove();
        return widths;
      });
      expect(shown).toBeGreaterThanOrEqual((wanted ?? NaN) - 1);
    });
  }
}

// Axe checks colours, which depend on the theme, and names, which depend on the language: not every pair is needed.
for (const [width, height] of [[1280, 800], [390, 844]]) {
  for (const [theme, lang] of [["light", "en"], ["dark", "fr"]]) {
    test(`axe finds nothing at ${width}x${height}, ${theme}, ${lang}`, { tag: "@once" }, async ({ page }) => {
      test.setTimeout(240_000);
      await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
      await page.addInitScript((preferences) => localStorage.setItem("raftarium.preferences", preferences), JSON.stringify({ theme, lang, speed: 6 }));
      await open(page);
      for (const [place, go] of PLACES) {
        await go(page, width === 390);
        // Time plays: a row of the list that is cut off stays until the next frame, and axe reports it as overlapping.
        await expect(async () => {
          const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 120)} ${any[0]?.message ?? ""}`).join("; ")}`), place).toEqual([]);
        }).toPass({ timeout: 30_000 });
        await page.keyboard.press("Escape");
      }
    });
  }
}
