// The page shows the truth at critical moments: each of these tests fails on a page that guesses, or that keeps showing
// outdated state.

import { readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { catalogues } from "../tools/catalogues.mjs";
import { atSpeed, bar, drawn, expect, LANGUAGES, leader, node, open, opensMenu, QUIET, runs, says, speaks, SPEED, test, time, types, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const headline = (page) => page.locator("#narration .headline");
/** @param {Page} page */
const answer = (page) => page.locator("#panel-why");

/** A majority has an entry of an earlier term; 1.8 s later an entry of the leader's own term commits both. */
const HELD_BACK = `raftarium 1
nodes 3
seed 3
config election-timeout 1h
config client-timeout 1h
config no-op off
timeout n1
run until leader n1
set x 1 from c9 to n1
run until last n2 = 1
crash n1
restart n1
timeout n1
run until leader n1
run 1800ms
set y 2 from c1 to n1
run 3s
`;

/** The headline about the entry that may not be committed yet, and the later, true one.
 * @type {Record<string, [RegExp, RegExp]>} */
const HELD_BACK_WORDS = {
  en: [says("does not commit index 1 yet"), says("2 entries are committed")],
  fr: [says("ne valide pas encore l’index 1"), says("2 entrées sont validées")],
};
/** The entry is committed by 1.93 s; a headline held for its full time would stay until 3.08 s. */
const TOLD_BY_S = 2.8;

for (const lang of LANGUAGES) {
  test(`a headline that is no longer true goes, and what is true comes next, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, HELD_BACK, SPEED.slowest);
    await speaks(page, lang);
    await page.evaluate(() => {
      const told = /** @type {[string, number][]} */ (Object.assign(window, { told: [] }).told);
      const words = /** @type {Element} */ (document.querySelector("#narration .headline"));
      new MutationObserver(() => {
        const at = Number(document.querySelector("#timebar .now")?.textContent?.replace(",", ".").replace(/[^\d.]/g, ""));
        if (told.at(-1)?.[0] !== words.textContent) told.push([words.textContent ?? "", at]);
      }).observe(words, { subtree: true, childList: true, characterData: true });
    });
    await atSpeed(page, SPEED.real);
    const [held, committed] = HELD_BACK_WORDS[lang] ?? [];
    if (!held || !committed) throw new Error(lang);
    // @ts-expect-error The name is given above.
    const told = () => page.evaluate(() => /** @type {[string, number][]} */ (window.told));
    const next = async () => { const all = await told(), at = all.findIndex(([one]) => held.test(one)); return at < 0 ? undefined : all[at + 1]; };
    await expect.poll(next, { timeout: 30_000 }).toBeDefined();
    const [words = "", atS = NaN] = await next() ?? [];
    expect(words).toMatch(committed);
    expect(atS).toBeLessThan(TOLD_BY_S);
  });
}

/** A leader that reaches only one of four followers. */
const DEPOSED = "raftarium 1\nnodes 5\nseed 239\nconfig client-timeout 1h\nrun until leader n1\nset x 1\nrun until agreed\npartition n1 n2 | n3 n4 n5\nset y 1 from c2 to n1\nrun 800ms\n";

/** The texts beside it, and in its answer, that it may not lead. @type {Record<string, [string, string, string[]]>} */
const DOUBTS = {
  en: ["heard by 2 of 5", "no majority", ["n1 is heard by 2 of 5", "(n1, n2); it needs 3", "n1 has not heard of it: a cut separates them"]],
  fr: ["entendu par 2 sur 5", "pas de majorité", ["n1 est entendu par 2 des 5 votants (n1, n2)", "il lui en faut 3", "n1 n’en sait rien"]],
};

for (const lang of LANGUAGES) {
  test(`a leader that no majority hears looks doubtful on the stage, in the logs and in the state, and says so, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, DEPOSED);
    await speaks(page, lang);
    const old = node(page, "n1"), [heard = "", none = "", found = []] = DOUBTS[lang] ?? [];
    await expect(old).toHaveClass(/\bdoubted\b/, { timeout: 30_000 });
    await expect(old.locator(":scope > text", { hasText: says(heard) })).toBeVisible();
    await expect(old.locator(":scope > text", { hasText: says(none) })).toBeVisible();
    await expect(old).toHaveAccessibleName(says(none));
    const next = await leader(page, "n1");
    await expect(node(page, next)).not.toHaveClass(/\bdoubted\b/);
    // It is drawn differently, not only described.
    const drawnAs = (/** @type {string} */ name) => node(page, name).locator(".face").evaluate((face) => { const { fill, stroke, strokeDasharray } = getComputedStyle(face); return `${fill} ${stroke} ${strokeDasharray}`; });
    expect(await drawnAs("n1")).not.toBe(await drawnAs(next));
    await expect(page.locator(".log-name.doubted")).toHaveText(/n1/);
    await expect(page.locator("#panel-kv th.doubted")).toHaveText("n1");
    // The answer starts with the deciding facts.
    await node(page, "n1").press("Enter");
    await page.keyboard.press("w");
    for (const said of found) await expect(answer(page)).toContainText(says(said));
  });
}

/** Counts the crosses of lost messages from now on. @param {Page} page */
async function countsCrosses(page) {
  await page.evaluate(() => {
    Object.assign(window, { crosses: 0 });
    new MutationObserver((records) => {
      // @ts-expect-error The name is given above.
      for (const { addedNodes } of records) window.crosses += addedNodes.length;
    }).observe(/** @type {Element} */ (document.querySelector("#stage .layer-crosses")), { childList: true });
  });
  // @ts-expect-error The name is given above.
  return () => page.evaluate(() => /** @type {number} */ (window.crosses));
}

test("what is lost is crossed out above real time as well, and nothing is after a step back", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nrun 300ms\ncrash n1\ncrash n2\n`, SPEED.ten);
  const crosses = await countsCrosses(page);
  await expect.poll(crosses, { message: "messages to those that are down" }).toBeGreaterThan(2);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.locator("#timebar .now")).toHaveText(/[.,]\d{6}/);
  await drawn(page);
  const before = await crosses();
  for (let i = 0; i < 12; i++) {
    const stood = await time(page), said = await headline(page).textContent();
    await page.keyboard.press(",");
    // Several events may share an instant.
    await expect.poll(async () => await time(page) < stood || await headline(page).textContent() !== said).toBe(true);
    await drawn(page);
  }
  expect(await crosses(), "crossed out on the way back").toBe(before);
});

test("a message that arrives is not crossed out, though the last line cut its link", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nrun until agreed\nrun 300ms\n`, SPEED.half);
  await leader(page);
  await expect.poll(() => time(page)).toBeGreaterThan(0.4);
  const crosses = await countsCrosses(page);
  // A message in flight arrives if its link is joined in time.
  await page.locator("#timebar .play").click();
  await types(page, "partition n1 n2 n3 n4 n5");
  await types(page, "heal");
  const before = await time(page);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(before + 0.5);
  expect(await crosses()).toBe(0);
});

/** All message keys that cannot be mistaken for words. @param {string} lang */
const keysOf = (lang) => new Set(catalogues(lang).flatMap((path) => new FluentResource(readFileSync(path, "utf8")).body.map(({ id }) => id)).filter((id) => id.includes("-")));
/** Words of scripts and of the paper that look like keys. */
const WORDS = new Set(["no-op", "pre-vote", "check-quorum"]);

/** Keys that are shown as text. @param {Page} page @param {Set<string>} keys */
async function rawKeys(page, keys) {
  const texts = await page.evaluate(() => [...document.querySelectorAll("body *:not(noscript, #not-loaded, #not-loaded *, script, textarea, .cm-editor *)")].flatMap((one) => [
    ...[...one.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent ?? ""),
    ...["aria-label", "title", "placeholder", "aria-valuetext"].map((name) => one.getAttribute(name) ?? ""),
  ]));
  return texts.filter((text) => (text.match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/g) ?? []).some((word) => keys.has(word) && !WORDS.has(word)));
}

/** Makes the core report a violated invariant on demand: a correct core never does otherwise. @param {Page} page */
async function breaksPromise(page) {
  await page.route((url) => url.pathname.endsWith("/raftarium.js") && url.search === "", (route) => route.fulfill({
    contentType: "text/javascript",
    body: `export * from "./raftarium.js?real";
      import init, { Universe } from "./raftarium.js?real";
      export default init;
      const { feed } = Universe.prototype;
      Universe.prototype.feed = function () {
        const told = feed.call(this);
        if (document.title !== "break") return told;
        document.title = "broken";
        const { event, nowUs } = this.place();
        return { ...told, events: [...told.events, { id: event, atUs: nowUs, kind: "violation-election-safety", because: [], weight: 3, args: { leader: "n1", other: "n2", term: 3 } }] };
      };`,
  }));
}

/** @type {Record<string, string>} */
const BROKEN = { en: "n1 and n2 were both elected in term 3", fr: "n1 et n2 ont été élus tous deux au terme 3" };

for (const lang of LANGUAGES) {
  test(`no key of a catalogue is shown, not even for what never happens, ${lang}`, async ({ page }) => {
    const keys = keysOf(lang);
    await breaksPromise(page);
    await open(page);
    const first = await leader(page);
    await speaks(page, lang);
    /** @param {string} place */
    const looks = async (place) => { await drawn(page); expect(await rawKeys(page, keys), place).toEqual([]); };
    await looks("the page");
    await page.evaluate(() => { document.title = "break"; });
    await expect(page.locator("#narration .headline.weight-3")).toContainText(says(BROKEN[lang] ?? ""));
    await looks("a broken promise");
    await page.locator("#timebar .play").click();
    for (const tab of ["rules", "conditions", "script", "why", "logs"]) {
      await page.locator(`#tab-${tab}`).click();
      await expect(page.locator(`#tab-${tab}`)).toHaveAttribute("aria-selected", "true");
      await looks(tab);
    }
    await node(page, first).press("Enter");
    await bar(page).locator(".more").click();
    await looks("a node");
    await page.locator('#node-menu [data-action="facts"]').click();
    await expect(page.locator("#node-facts dd").first()).not.toBeEmpty();
    await looks("its facts");
    for (const [key, what] of [["t", "the table"], ["?", "the help"], ["s", "sharing"], ["u", "the universes"], ["ControlOrMeta+k", "the palette"], ["w", "an answer"]]) {
      await page.keyboard.press(key ?? "");
      await expect.poll(() => rawKeys(page, keys), { message: what }).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.locator("header .safety").click();
    await looks("what is checked");
  });
}

/** @type {Record<string, [string, string]>} */
const NO_STATE = { en: ["Every node is down", "Send"], fr: ["Tous les nœuds sont arrêtés", "Envoyez"] };

for (const lang of LANGUAGES) {
  test(`of nodes that are all down it is not said that nobody ever wrote, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, QUIET);
    await leader(page);
    await types(page, "set x 1");
    await expect(value(page, "x", 5)).toHaveText("1");
    for (let i = 1; i <= 5; i++) await types(page, `crash n${i}`);
    await expect(page.locator("#stage .node.down")).toHaveCount(5);
    await speaks(page, lang);
    const [down = "", send = ""] = NO_STATE[lang] ?? [];
    await expect(page.locator("#panel-kv")).toContainText(down);
    await expect(page.locator("#panel-kv")).not.toContainText(send);
  });
}

test("it is not offered to make a leader of a node that is down, nor of one that stands still", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  const [down = "", other = ""] = ["n1", "n2", "n3"].filter((name) => name !== first);
  const transfer = page.locator('#node-menu [data-action="transfer"]');
  await opensMenu(page, down);
  await expect(transfer).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await types(page, `crash ${down}`);
  await types(page, `pause ${other}`);
  for (const name of [down, other]) {
    await expect(node(page, name)).toHaveClass(/\b(?:down|paused)\b/);
    await opensMenu(page, name);
    await expect(transfer).toBeHidden();
    // The menu is open, and offers other actions.
    await expect(page.locator('#node-menu [data-action="facts"]')).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(bar(page)).toBeHidden();
  }
});

/** A leader, and a command that three of five nodes do not acknowledge: two are cut off, one is down. */
const HELD_UP = "raftarium 1\nnodes 5\nseed 1\nconfig election-timeout 1h\nconfig client-timeout 1h\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nrun until agreed\n" +
  "cut n1 - n2\ncut n1 - n5\ncrash n3\nset x 2\nrun 100ms\n";

/** @type {Record<string, string[]>} */
const COPIES = { en: ["n1 counts its own copy of index 3 and that of n4", "2 of the 3 that it needs"], fr: ["n1 compte sa propre copie de l’index 3 et celle de n4", "2 sur les 3 qu’il lui faut"] };

for (const lang of LANGUAGES) {
  test(`why an entry is not committed is told as how many of what majority, in full, ${lang}`, async ({ page }) => {
    await open(page);
    await runs(page, HELD_UP);
    await expect.poll(() => time(page)).toBeGreaterThan(0.6);
    await page.locator("#timebar .play").click();
    await speaks(page, lang);
    await page.locator('.log-cell[data-node="n1"][data-index="3"]').click();
    for (const said of COPIES[lang] ?? []) await expect(answer(page)).toContainText(says(said));
    const cut = await page.locator("#panel-why *").evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.children.length === 0 && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && getComputedStyle(one).overflow !== "visible").map((one) => one.textContent));
    expect(cut).toEqual([]);
  });
}

/** @type {Record<string, [string, string]>} */
const STALE = { en: ["The read was stale: c2 asked for x and was told old", "c1 had set x to new"], fr: ["c2 a demandé x et reçu old", "c1 avait donné la valeur new à x"] };

for (const lang of LANGUAGES) {
  test(`why a read was stale is told with what had been written before, and the answer is red, ${lang}`, async ({ page }) => {
    await open(page);
    await page.locator(".scene-opener").click();
    await page.locator('#scenes [data-scene="stale-read"]').click();
    await atSpeed(page, SPEED.real);
    const stale = page.locator("#panel-client .requests li.unordered");
    await expect(stale).toHaveCount(1, { timeout: 30_000 });
    await speaks(page, lang);
    const colour = (/** @type {string} */ name) => page.evaluate((token) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.setProperty("color", `var(${token})`);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }, name);
    const warn = await colour("--warn");
    await expect(stale.locator(".outcome")).toHaveCSS("color", warn);
    await stale.getByRole("button", { name: /^(?:Why|Pourquoi)/ }).click();
    for (const said of STALE[lang] ?? []) await expect(answer(page)).toContainText(says(said));
  });
}

test("no sentence of what came before is cut, in either language", async ({ page }) => {
  await open(page);
  await runs(page, DEPOSED);
  await leader(page);
  await page.locator("#timebar .play").click();
  for (const lang of LANGUAGES) {
    await speaks(page, lang);
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press(",");
      await drawn(page);
      const cut = await page.locator("#narration .events li:not(.out) > span, #narration .headline, #narration .rule").evaluateAll((all) => all
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 || getComputedStyle(one).textOverflow === "ellipsis").map((one) => one.textContent));
      expect(cut).toEqual([]);
    }
  }
});
