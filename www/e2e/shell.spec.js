// The shell: the stage's toolbar, addresses, the large mode, long runs, and that nothing jumps.

import { deflateSync } from "node:zlib";
import { atSpeed, bar, chooses, clickMiddle, does, drawn, expect, keptScript, LANGUAGES, leader, leaders, node, nodes, open, opensPalette, QUIET, request, runs, says, speaks, SPEED, test, time, types, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const sceneName = (page) => page.locator(".scene-name");

/** @type {Record<string, [string, string]>} */
const ALL = { en: ["Stop all", "Restart all"], fr: ["Tout arrêter", "Tout redémarrer"] };

for (const lang of LANGUAGES) {
  test(`all nodes are stopped in one step, and restarted in one, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    await types(page, "set x kept");
    await expect(value(page, "x", 5)).toHaveText("kept");
    await speaks(page, lang);
    const [stopWords = "", restartWords = ""] = ALL[lang] ?? [];
    const stop = page.getByRole("button", { name: stopWords, exact: true }), restart = page.getByRole("button", { name: restartWords, exact: true });
    await expect(restart).toBeDisabled();
    await stop.click();
    await expect(page.locator("#stage .node.down")).toHaveCount(5);
    await expect(stop).toBeDisabled();
    await restart.click();
    await expect(page.locator("#stage .node.down")).toHaveCount(0);
    await expect(restart).toBeDisabled();
    await leader(page);
    await expect(value(page, "x", 5)).toHaveText("kept", { timeout: 30_000 });
  });
}

test("what is done to all is one step by keyboard, and stands in the script as plain statements", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await opensPalette(page);
  await page.keyboard.type("stop all");
  await page.keyboard.press("Enter");
  await expect(page.locator("#stage .node.down")).toHaveCount(5);
  await opensPalette(page);
  await page.keyboard.type("restart all");
  await page.keyboard.press("Enter");
  await expect(page.locator("#stage .node.down")).toHaveCount(0);
  expect(await keptScript(page)).toMatch(/crash all\n(?:.*\n)*?restart all\n/);
});

test("several nodes, all of them and the leader are understood where one types, and the leader is written by its name", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  await types(page, "set x 1 to leader");
  await expect(request(page, "set x 1").locator(".outcome")).toHaveText("ok");
  await types(page, "crash leader");
  await expect(node(page, first)).toHaveClass(/\bdown\b/);
  const rest = ["n1", "n2", "n3", "n4", "n5"].filter((name) => name !== first);
  await types(page, `crash ${rest[0]} ${rest[1]}`);
  await expect(page.locator("#stage .node.down")).toHaveCount(3);
  await types(page, "crash all");
  await expect(page.locator("#stage .node.down")).toHaveCount(5);
  const kept = await keptScript(page);
  expect(kept).toMatch(new RegExp(`set x 1 to ${first}\\n(?:.*\\n)*?crash ${first}\\n(?:.*\\n)*?crash ${rest[0]} ${rest[1]}\\n(?:.*\\n)*?crash all\\n`));
  // The script must not name the leader, which may be another in a new run.
  expect(kept).not.toContain("leader");
});

test("a fresh cluster of three is one key away, and the one before is kept", async ({ page }) => {
  await open(page);
  await leader(page);
  // The notice stays for seven seconds, and at the opening speed an election takes as long.
  await atSpeed(page, SPEED.real);
  await page.keyboard.press("n");
  await expect(nodes(page)).toHaveCount(3);
  await expect(leaders(page)).toHaveCount(1, { timeout: 30_000 });
  await expect(page.locator(".scene-size")).toHaveText(says("3 nodes"));
  await page.getByRole("button", { name: "Restore the previous one" }).first().click();
  await expect(nodes(page)).toHaveCount(5);
});

test("a scene has an address, by a first visit and in a page that is open, and a reload stays there", async ({ page }) => {
  await page.goto("./#explore/figure-8");
  await expect(sceneName(page)).toHaveText("Figure 8: old terms");
  await expect(node(page, "n5")).toBeVisible();
  await expect(page.locator('header .modes a[href="#explore"]')).toHaveAttribute("aria-current", "page");
  await page.evaluate(() => { location.hash = "#explore/first-election"; });
  await expect(sceneName(page)).toHaveText("The first election");
  await page.reload();
  await expect(sceneName(page)).toHaveText("The first election");
  await page.goBack();
  await expect(sceneName(page)).toHaveText("Figure 8: old terms");
});

for (const address of ["#nowhere", "#explore/no-such-scene", "#learn/../x", "#%3Cb%3E"]) {
  test(`an address that leads nowhere is told, and the cluster runs: ${address}`, async ({ page }) => {
    await page.goto(`./${address}`);
    await expect(node(page, "n5")).toBeVisible();
    await expect(page.locator(".note")).toContainText("This address leads to no place of the page");
    await expect(page.locator("main b b, .note b")).toHaveCount(0);
    await leader(page);
    await expect(sceneName(page)).toHaveText("A living cluster");
  });
}

/** Turns on the large mode, through the palette. @param {Page} page */
async function enlarges(page) {
  await opensPalette(page);
  await page.keyboard.type("lecture");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveClass(/\blarge\b/);
  await drawn(page);
}

test.describe("in large letters at 1920x1080", () => {
  test.use({ viewport: { width: 1920, height: 1080 } });

  test("stage and logs stand side by side, half as large again, and a reload keeps it so", async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    const letters = async () => (await page.locator("#header .brand").boundingBox())?.width ?? NaN;
    const small = await letters();
    await enlarges(page);
    expect(await letters() / small).toBeCloseTo(1.5, 1);
    const looks = async () => {
      const [stage, logs] = [await page.locator("#stage").boundingBox(), await page.locator("#panel-logs").boundingBox()];
      if (!stage || !logs) throw new Error("one of them is not seen");
      expect(stage.x + stage.width).toBeLessThanOrEqual(logs.x + 1);
      expect(Math.min(stage.y + stage.height, logs.y + logs.height) - Math.max(stage.y, logs.y)).toBeGreaterThan(100);
      for (const part of ["#header", "#timebar", "#stage", "#panel-client .client-line"]) {
        const box = await page.locator(part).boundingBox();
        if (!box) throw new Error(part);
        expect([box.x >= -0.5, box.y >= -0.5, box.x + box.width <= 1920.5, box.y + box.height <= 1080.5], part).toEqual([true, true, true, true]);
      }
      expect(await page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight])).toEqual([true, true]);
    };
    await looks();
    await page.reload();
    await expect(node(page, "n5")).toBeVisible();
    await expect(page.locator("html")).toHaveClass(/\blarge\b/);
    await looks();
  });

  test("a hand hits what it points at: a node, its bar and menu, a link, and an instant", async ({ page }) => {
    await open(page);
    // No message may be where the click goes.
    await runs(page, `${QUIET}run until leader\nrun 1s\ncrash all\nrun 2s\n`, SPEED.full);
    await expect.poll(() => time(page), { timeout: 30_000 }).toBeGreaterThan(3);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await enlarges(page);
    for (const name of ["n1", "n2", "n3", "n4", "n5"]) {
      await chooses(page, name);
      const [box, face] = [await bar(page).boundingBox(), await node(page, name).locator(".face").first().boundingBox()];
      if (!box || !face) throw new Error("nothing is drawn there");
      // Beside its node.
      expect(Math.hypot(box.x + box.width / 2 - face.x - face.width / 2, box.y + box.height / 2 - face.y - face.height / 2), name).toBeLessThan(360);
      await page.keyboard.press("Escape");
      await expect(bar(page)).toBeHidden();
    }
    await does(page, "n3", "Cut off");
    await expect(page.locator("#stage .link.cut")).toHaveCount(4);
    await page.getByRole("button", { name: "Heal all links" }).click();
    await expect(page.locator("#stage .link.cut")).toHaveCount(0);

    // Across the link of two neighbours, at its middle.
    const [a, b] = [await node(page, "n3").locator(".face").first().boundingBox(), await node(page, "n4").locator(".face").first().boundingBox()];
    if (!a || !b) throw new Error("the nodes are not drawn");
    const middle = { x: (a.x + b.x + a.width) / 2, y: (a.y + b.y + a.height) / 2 };
    const [dx, dy] = [b.x - a.x, b.y - a.y], length = Math.hypot(dx, dy), across = { x: (-dy / length) * 30, y: (dx / length) * 30 };
    await page.mouse.move(middle.x - across.x, middle.y - across.y);
    await page.mouse.down();
    for (let i = 1; i <= 6; i++) await page.mouse.move(middle.x - across.x * (1 - i / 3), middle.y - across.y * (1 - i / 3));
    await page.mouse.up();
    await expect(page.locator("#stage .link.cut")).toHaveCount(1);
    await expect(page.locator('#stage .link[data-id="n3-n4"]')).toHaveClass(/\bcut\b/);
    await clickMiddle(page, page.locator('#stage .link[data-id="n3-n4"] .cut-mark'));
    await expect(page.locator(".inspector h2")).toHaveText(says("Link n3 – n4"));
    await page.keyboard.press("Escape");

    const track = page.locator("#timebar .track"), box = await track.boundingBox();
    if (!box) throw new Error("there is no track");
    const spanS = Number.parseFloat((await page.locator("#timebar .scale span").last().innerText()).replaceAll(/[^\d.]/g, ""));
    for (const part of [0.05, 0.125]) {
      await page.mouse.click(box.x + box.width * part, box.y + box.height / 2);
      await expect.poll(() => time(page)).toBeCloseTo(spanS * part, 1);
      const head = await track.locator(".head").boundingBox();
      expect(Math.abs((head?.x ?? 0) - box.x - box.width * part)).toBeLessThan(8);
    }
  });
});

test("instants of hours are read as hours, and keep their line", async ({ page }) => {
  const script = "raftarium 1\nnodes 3\nseed 1\nconfig loss 100%\nconfig election-timeout 1h\nrun 7h\n";
  await page.goto(`./#raftarium=1&s=${deflateSync(script).toString("base64url")}`);
  const now = page.locator("#timebar .now");
  await expect(now).toHaveText("7:00:00.000000", { timeout: 30_000 });
  for (const lang of LANGUAGES) {
    await speaks(page, lang);
    const lines = await page.locator("#timebar .now, #timebar .scale span").evaluateAll((all) => all.map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    }));
    expect(lines.filter((count) => count !== 1)).toEqual([]);
    expect(await now.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
  }
  await speaks(page, "en");
  // The instant in the headline, too.
  await page.keyboard.press("Shift+M");
  await expect(page.locator("#narration .rule")).toHaveText(/^6:\d\d:\d\d\.\d{3}/);
});

/** @param {Page} page */
const shares = (page) => page.getByRole("dialog", { name: "Share this run" });

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`at ${width}x${height} what is confirmed while sharing is seen above the dialog`, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await leader(page);
    await page.locator("header .share").click();
    await expect(shares(page).locator(".about").first()).toContainText("opens at this instant");
    await shares(page).getByRole("button", { name: "Copy", exact: true }).click();
    const note = page.locator(".note");
    await expect(note).toContainText("Copied");
    await expect(note).toBeInViewport({ ratio: 1 });
    // Its left edge shows only its own background; under the dialog or its backdrop the colour would differ.
    const box = await note.boundingBox();
    if (!box) throw new Error("there is no note");
    const picture = (await page.screenshot({ clip: { x: box.x + 4, y: box.y + box.height / 2 - 2, width: 4, height: 4 } })).toString("base64");
    const [seen, meant] = await note.evaluate(async (one, png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(8, 1).getContext("2d"));
      pen.drawImage(image, 0, 0, 1, 1);
      pen.fillStyle = getComputedStyle(one).backgroundColor;
      pen.fillRect(4, 0, 1, 1);
      return [0, 4].map((x) => [...pen.getImageData(x, 0, 1, 1).data].join());
    }, picture);
    expect(seen).toBe(meant);
    await page.keyboard.press("Escape");
    await expect(shares(page)).toBeHidden();
    await expect(note).toContainText("Copied");
  });
}

test("a link that was shared at an answer opens with the answer, and so does a reload", async ({ page, context, baseURL }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  await does(page, first, "Why this role?");
  const question = page.locator("#why-title");
  await expect(question).toHaveText(says(`Why does ${first} lead?`));
  await page.locator("header .share").click();
  await expect(shares(page).locator(".about").first()).toContainText("opens at this instant");
  const link = await shares(page).getByRole("textbox", { name: "Link to this instant" }).inputValue();
  await page.keyboard.press("Escape");

  const other = await context.newPage();
  await other.goto(new URL(link, baseURL).href);
  await expect(other.locator("#tab-why")).toHaveAttribute("aria-selected", "true");
  await expect(other.locator("#why-title")).toHaveText(says(`Why does ${first} lead?`));
  await expect(other.locator("#panel-why .why-causes > li").first()).toBeVisible();
  await other.reload();
  await expect(other.locator("#why-title")).toHaveText(says(`Why does ${first} lead?`));
  await other.close();
});

/** Elements that a user may be about to press, or is reading. */
const PLACES = [
  "#header .brand", "#header .share", "#header .langs", "#tabs [role=tab]:not([hidden])", ".scene-opener", ".stop-all", ".restart-all", "[data-l10n-id=stage-as-table]",
  ".picture-holder", "#narration", ".before .panel-head", "#timebar button.play", "#timebar .step", "#timebar .landmark", "#timebar .track", "#timebar .universes > button", "#timebar .now",
  "#panel-logs", ".log-name", "#panel-kv", "#panel-client", "#panel-client .client-form", "#panel-client .client-form > *:not([hidden])", "#panel-client .client-line > *",
  "#panel-client .lanes", "#panel-client .requests-scroller", "#spacetime", ".st-tools",
];

/** Records from now on, in every frame, which of these elements move. @param {Page} page */
async function watchesPlaces(page) {
  await page.evaluate((places) => {
    const jumps = /** @type {Set<string>} */ (Object.assign(window, { jumps: new Set() }).jumps);
    /** @type {Map<Element, string>} */
    const known = new Map();
    const look = () => {
      for (const place of places) {
        for (const one of document.querySelectorAll(place)) {
          if (!one.checkVisibility()) continue;
          // The width of the clock's digits may change.
          const { left, top, width, height } = one.getBoundingClientRect(), wide = one.classList.contains("now") ? "" : ` ${Math.round(width)}x${Math.round(height)}`;
          const at = `${Math.round(left)},${Math.round(top)}${wide}`, before = known.get(one);
          if (before !== undefined && before !== at) jumps.add(`${place} (${one.getAttribute("data-l10n-id") ?? one.className}): ${before} → ${at}`);
          known.set(one, at);
        }
      }
      requestAnimationFrame(look);
    };
    look();
  }, PLACES);
  // @ts-expect-error The name is given above.
  return () => page.evaluate(() => [.../** @type {Set<string>} */ (window.jumps)]);
}

for (const [width, height] of [[1280, 800], [1920, 1080]]) {
  test(`at ${width}x${height} nothing jumps under the hand while data come and go`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await page.goto("./");
    await expect(page.locator(".st-canvas")).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    const jumps = await watchesPlaces(page);
    // Elections, a load, the user's requests, faults, cuts, alarms, and their ends.
    await atSpeed(page, SPEED.half);
    const first = await leader(page);
    await types(page, "set mine 1");
    await expect(request(page, "set mine 1").locator(".outcome")).toHaveText("ok", { timeout: 30_000 });
    await expect(value(page, "mine", 1)).toHaveText("1", { timeout: 30_000 });
    await types(page, `isolate ${first}`);
    await types(page, `get mine from c4 to ${first}`);
    await leader(page, first);
    await page.getByRole("button", { name: "Heal all links" }).click();
    await types(page, `crash ${first}`);
    await expect(node(page, first)).toHaveClass(/\bdown\b/);
    await types(page, `restart ${first}`);
    await request(page, "set mine 1").getByRole("button", { name: /^Dismiss/ }).click();
    await chooses(page, first);
    await page.keyboard.press("Escape");
    await atSpeed(page, SPEED.ten);
    const now = await time(page);
    await expect.poll(() => time(page)).toBeGreaterThan(now + 5);
    expect(await jumps()).toEqual([]);
  });
}
