// What cannot be ordered: the calls behind an answer that no order explains, as lanes, with the cut and the reasons.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, goToTab, LANGUAGES, open, runs, says, speaks, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A leader that is cut off from the others answers reads from what it has: the second client's read is stale. */
const STALE = "raftarium 1\nnodes 3\nseed 1\nflaw leader-reads-local\nconfig reads read-index\nconfig client-timeout 1h\ntimeout n1\nrun until leader n1\nset x old from c1\nrun until idle\n" +
  "partition n1 | n2 n3\ntimeout n2\nrun until leader n2\nset x new from c1 to n2\nrun until reply c1 ok within 5s\nget x from c2 to n1\nrun until idle within 5s\nexpect violated linearizability\n";

/** A leader that answers before a commit lets one client swap a value that another swaps elsewhere. */
const TWO_SWAPS = "raftarium 1\nnodes 3\nseed 1\nflaw answer-before-commit\nconfig client-timeout 1h\ntimeout n1\nrun until leader n1\nset x 1 from c1\nrun until idle\nrun until agreed\n" +
  "partition n1 | n2 n3\ntimeout n2\nrun until leader n2\ncas x 1 2 from c2 to n1\ncas x 1 3 from c3 to n2\nrun until idle within 5s\nexpect violated linearizability\n";

const SAID = {
  en: {
    button: "Why? What cannot be ordered", alone: "These 3 calls alone have no order:", stop: "After that no call can come next:",
    reason: "c2’s get x returned old, but x is new after set x new by c1, which returned before the get was called.",
  },
  fr: {
    button: "Pourquoi ? Ce qui n’a pas d’ordre", alone: "À eux seuls, ces 3 appels n’ont pas d’ordre :", stop: "Après cela aucun appel ne peut suivre :",
    reason: "Le get x de c2 a rendu old, mais x vaut new après set x new de c1, qui était revenu avant l’appel de ce get.",
  },
};

/** @param {Page} page */
const lanes = (page) => page.locator("#panel-why .conflict");
/** The instant, s, that the name of a bar's end tells. @param {import("@playwright/test").Locator} end */
const toldBy = async (end) => Number.parseFloat(/([\d.]+) s$/.exec((await end.getAttribute("aria-label") ?? "").replaceAll(/[\u2068\u2069]/g, ""))?.[1] ?? "");

/** Runs the script, and opens the lanes from the alarm. @param {Page} page @param {"en" | "fr"} lang */
async function opensLanes(page, lang) {
  await open(page);
  await runs(page, STALE);
  await speaks(page, lang);
  await page.getByRole("button", { name: SAID[lang].button }).click();
  await expect(lanes(page)).toBeVisible();
}

for (const lang of LANGUAGES) {
  test(`the lanes of a stale read tell the order that works, the cut and the reason, ${lang}`, async ({ page }) => {
    await opensLanes(page, lang);
    const said = SAID[lang];
    await expect(lanes(page)).toContainText(says(said.alone));
    await expect(lanes(page).locator(".lane-client")).toHaveText(["c1", "c2"]);
    await expect(lanes(page).locator(".lane-call")).toHaveCount(3);
    await expect(lanes(page).locator(".lanes-order li")).toHaveText([says("c1: set x old"), says("c1: set x new")]);
    await expect(lanes(page).locator(".lane-point")).toHaveText(["1", "2"]);
    await expect(lanes(page)).toContainText(says(said.stop));
    await expect(lanes(page).locator(".lanes-reasons li")).toHaveText([says(said.reason)]);
    // The cut goes through the bar of the read, behind the last point.
    const cut = await lanes(page).locator(".lane-cut").boundingBox(), bar = await lanes(page).locator(".blocked .lane-bar").boundingBox(), point = await lanes(page).locator(".lane-point circle").last().boundingBox();
    if (!cut || !bar || !point) throw new Error("something is not drawn");
    expect(cut.x).toBeGreaterThan(point.x + point.width);
    expect(cut.x).toBeGreaterThan(bar.x);
    expect(cut.x).toBeLessThan(bar.x + bar.width);
    // For those who do not see the picture, a list says the same.
    await expect(lanes(page).locator(".sr li")).toHaveCount(3);
    const { violations } = await new AxeBuilder({ page }).include("#panel-why").analyze();
    expect(violations.map(({ id, nodes: found }) => `${id}: ${found[0]?.html}`)).toEqual([]);
  });
}

test("a bar leads to its call and to its return, by pointer and by keyboard, and the lanes stay", async ({ page }) => {
  await opensLanes(page, "en");
  const ends = lanes(page).getByRole("button", { name: says("c2: get x → old") });
  await expect(ends).toHaveCount(2);
  const [called, returned] = [await toldBy(ends.first()), await toldBy(ends.last())];
  expect(returned).toBeGreaterThan(called);
  await ends.first().click();
  await expect.poll(() => time(page)).toBeCloseTo(called, 2);
  await expect(page.locator("#panel-why")).toContainText("This was asked at");
  await expect(lanes(page)).toBeVisible();
  await ends.last().focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => time(page)).toBeCloseTo(returned, 2);
  await expect(ends.last()).toBeFocused();
});

test("the answer to why offers the lanes too", async ({ page }) => {
  await open(page);
  await runs(page, STALE);
  await expect(page.getByRole("button", { name: SAID.en.button })).toBeVisible();
  await page.locator("#panel-client .requests li", { hasText: "get x" }).first().getByRole("button", { name: /why/i }).click();
  await expect(page.locator("#panel-why")).toContainText("The read was stale");
  await expect(lanes(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Show what cannot be ordered" }).click();
  await expect(lanes(page).locator(".lanes-reasons li")).toHaveText([says(SAID.en.reason)]);
  await expect(page.getByRole("button", { name: "Show what cannot be ordered" })).toHaveCount(0);
});

test("where either of two calls may come first, both orders are shown, each with its cut", async ({ page }) => {
  await open(page);
  await runs(page, TWO_SWAPS);
  await page.getByRole("button", { name: SAID.en.button }).click();
  await expect(lanes(page).locator(".lane-cut")).toHaveCount(2);
  await expect(lanes(page)).toContainText(says("The longest order with cas x 1 3 by c3:"));
  const reasons = lanes(page).locator(".lanes-reasons li");
  await expect(reasons).toHaveText([says("x is 2 after cas x 1 2 by c2. Earlier it would fit"), says("x is 3 after cas x 1 3 by c3. Earlier it would fit")]);
  await expect(lanes(page).locator(".lane-client")).toHaveText(["c1", "c2", "c3", "c1", "c2", "c3"]);
});

test("the search offers the lanes of what it found", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("link", { name: "Break it" }).click();
  await page.locator('#panel-rules .rule-row[data-rule="follower-read"]').getByRole("switch").click();
  await page.locator("#panel-rules .rules-find").click();
  const found = page.locator("#panel-rules .found");
  await expect(found).toBeVisible({ timeout: 45_000 });
  await found.getByRole("button", { name: "Show what cannot be ordered" }).click();
  await expect(lanes(page)).toBeVisible();
  await expect(lanes(page).locator(".lanes-reasons li").first()).toContainText("after");
});

test("on a phone the lanes stand in the panel, and do not make the page wider", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await runs(page, STALE);
  // The alarm stands on the stage, which has its own tab here.
  await goToTab(page, "Stage");
  await page.getByRole("button", { name: SAID.en.button }).click();
  await expect(lanes(page)).toBeVisible();
  const box = await lanes(page).boundingBox();
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
  for (const end of await lanes(page).getByRole("button").all()) expect((await end.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(24);
});
