// The panel of rules: it counts and lights what fires, as of the instant shown, and breaks rules by lines of the script.

import { expect, goToTab, keptScript, LANGUAGES, leader, node, open, QUIET, runs, says, speaks, SPEED, test, time } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator(`#panel-rules .rule-row[data-rule="${name}"]`);
/** @param {Page} page @param {string} name */
const flip = (page, name) => row(page, name).getByRole("switch");
/** @param {Page} page @param {string} name */
const counter = (page, name) => row(page, name).locator(".rule-count");
/** The count that a row shows; 0 for a dash. @param {Page} page @param {string} name */
const count = async (page, name) => Number((await counter(page, name).innerText()).replace("–", "0").replaceAll(/\D/g, ""));
/** The notice on the stage. @param {Page} page */
const notice = (page) => page.locator(".stage-tools .rules-broken");
/** @param {Page} page */
const pauses = (page) => page.getByRole("button", { name: "Pause", exact: true }).click();

/** Opens the panel by the mode of the header. @param {Page} page */
async function breaksIt(page) {
  await page.getByRole("link", { name: "Break it" }).click();
  await expect(page.getByRole("tab", { name: "Rules" })).toHaveAttribute("aria-selected", "true");
  await expect(row(page, "heartbeat").locator(".rule-name")).toHaveText("Heartbeats");
}

/** A paused run with a leader, and the panel open. @param {Page} page @param {string} [more] Further lines of the setup. */
async function elected(page, more = "") {
  await open(page);
  await runs(page, `${QUIET}${more}run until leader\n`, SPEED.ten);
  await leader(page);
  await pauses(page);
  await breaksIt(page);
  await expect.poll(() => count(page, "one-vote-a-term")).toBeGreaterThan(0);
}

test("each rule counts its firings, and the counts go back with time", async ({ page }) => {
  await elected(page);
  await expect(page.locator("#panel-rules .rule-row")).toHaveCount(45);
  await expect(page.locator(".rules-verdict")).toHaveText("No rule is broken");
  await expect(notice(page)).toBeHidden();
  const before = await time(page);
  await expect.poll(() => count(page, "majority-elects")).toBeGreaterThan(1);
  const votes = await count(page, "majority-elects");
  await expect(counter(page, "joint-consensus")).toHaveText("–");
  await expect(counter(page, "joint-consensus")).toBeDisabled();
  // The count leads to the last firing, whose rule is lit there.
  await counter(page, "majority-elects").click();
  await expect.poll(() => time(page)).toBeLessThanOrEqual(before);
  await expect(page.locator("#narration .rule")).toContainText("A majority elects");
  await expect(row(page, "majority-elects")).toHaveClass(/\bin-hand\b/);
  expect(await count(page, "majority-elects")).toBe(votes);
  await page.locator("#timebar .play").focus();
  await page.keyboard.press(",");
  await expect.poll(() => count(page, "majority-elects")).toBeLessThan(votes);
  await page.keyboard.press("Home");
  await expect(counter(page, "majority-elects")).toHaveText("–");
  // What was seen once stays seen.
  await expect(page.locator(".rules-seen")).not.toHaveText(says("0 of 45 rules seen"));
});

test("a rule is broken and mended by mouse and by keyboard, a line each, which a reload and a link keep", async ({ page, context, baseURL }) => {
  await elected(page);
  await flip(page, "up-to-date-log").click();
  await expect(flip(page, "up-to-date-log")).toHaveAttribute("aria-checked", "false");
  await expect(notice(page)).toHaveText("1 rule broken");
  expect(await keptScript(page)).toMatch(/\nflaw longest-log-wins\n/);
  await expect(row(page, "up-to-date-log")).toContainText("seen in jgroups-raft #251");
  // Another way, from the menu.
  await row(page, "up-to-date-log").getByRole("combobox").focus();
  await row(page, "up-to-date-log").getByRole("combobox").selectOption("any-log-wins");
  await expect(row(page, "up-to-date-log").getByRole("combobox")).toHaveValue("any-log-wins");
  await expect(row(page, "up-to-date-log").getByRole("combobox")).toBeFocused();
  expect(await keptScript(page)).toMatch(/\nmend longest-log-wins\nflaw any-log-wins\n/);
  await expect(notice(page)).toHaveText("1 rule broken");
  // By keyboard: from switch to switch, and Space.
  await flip(page, "up-to-date-log").focus();
  await page.keyboard.press("ArrowDown");
  await expect(flip(page, "majority-elects")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(flip(page, "majority-elects")).toHaveAttribute("aria-checked", "false");
  await expect(page.locator(".rules-verdict")).toHaveText(says("2 rules broken"));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await expect(flip(page, "up-to-date-log")).toHaveAttribute("aria-checked", "true");
  const kept = await keptScript(page);
  expect(kept).toMatch(/\nflaw majority-of-peers\nmend any-log-wins\n/);

  await page.reload();
  await expect(notice(page)).toHaveText("1 rule broken");
  await expect(flip(page, "majority-elects")).toHaveAttribute("aria-checked", "false");
  expect(await keptScript(page)).toBe(kept);

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await expect(dialog.locator(".about").first()).toContainText("opens at this instant");
  const link = await dialog.getByRole("textbox", { name: "Link to this instant" }).inputValue();
  const other = await context.newPage();
  await other.goto(new URL(link, baseURL).href);
  await expect(notice(other)).toHaveText("1 rule broken");
  await expect(flip(other, "majority-elects")).toHaveAttribute("aria-checked", "false");
});

test("a broken rule counts how often it decided otherwise, and leads there", async ({ page }) => {
  await elected(page, "flaw vote-not-durable\n");
  await expect(flip(page, "persist-before-answer")).toHaveAttribute("aria-checked", "false");
  await expect.poll(() => count(page, "persist-before-answer")).toBeGreaterThan(0);
  await expect(counter(page, "persist-before-answer")).toHaveAccessibleName(/decided otherwise than Raft/);
  await counter(page, "persist-before-answer").click();
  await expect(page.locator(".headline")).toContainText("breaks a rule of Raft");
});

test("a preset breaks the rules of a whole implementation, and another mends all", async ({ page }) => {
  await elected(page);
  const preset = (/** @type {string} */ name) => page.locator(".rules-presets").getByRole("button", { name });
  await expect(preset("Correct Raft")).toHaveAttribute("aria-pressed", "true");
  await preset("The chapter as printed").click();
  await expect(preset("The chapter as printed")).toHaveAttribute("aria-pressed", "true");
  await expect(notice(page)).toHaveText(says("11 rules broken"));
  await expect(row(page, "ignore-stale-reply").locator(".rule-ways li")).toHaveCount(2);
  await preset("In Python").click();
  await expect(preset("In Python")).toHaveAttribute("aria-pressed", "true");
  await preset("Correct Raft").click();
  await expect(notice(page)).toBeHidden();
  expect(await keptScript(page)).toMatch(/\nflaw chapter\nflaw chapter-python\nmend chapter-python\n/);
});

test("a rule that is broken in the past begins a universe", async ({ page }) => {
  await elected(page);
  await counter(page, "majority-elects").click();
  await page.locator("#timebar .play").focus();
  await page.keyboard.press(",");
  await flip(page, "persist-before-answer").click();
  await expect(page.locator("#timebar .universes > button")).toContainText("2");
  await expect(notice(page)).toHaveText("1 rule broken");
});

test("the stage says in every mode that rules are broken, and leads to the panel", async ({ page }) => {
  await elected(page);
  await flip(page, "heartbeat").click();
  await page.getByRole("link", { name: "Explore" }).click();
  await goToTab(page, "Logs");
  await expect(notice(page)).toHaveText("1 rule broken");
  await notice(page).click();
  await expect(page.getByRole("tab", { name: "Rules" })).toHaveAttribute("aria-selected", "true");
  expect(page.url()).toMatch(/#break$/);
});

test("with reduced motion a rule is lit while its event is in hand", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await elected(page);
  await counter(page, "one-vote-a-term").click();
  await expect(row(page, "one-vote-a-term")).toHaveClass(/\bin-hand\b/);
  const before = await count(page, "heartbeat");
  await page.locator("#timebar .play").click();
  await expect.poll(() => count(page, "heartbeat")).toBeGreaterThan(before);
  expect(await page.locator("#panel-rules").evaluate((panel) => panel.getAnimations({ subtree: true }).length)).toBe(0);
});

test("on a telephone and in French the panel is a tab, and all of it fits", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(node(page, "n5")).toBeVisible();
  await speaks(page, "fr");
  await page.getByRole("tab", { name: "Règles" }).click();
  await expect(row(page, "heartbeat").locator(".rule-name")).toHaveText("Battements de cœur");
  await flip(page, "commit-own-term").click();
  await expect(row(page, "commit-own-term")).toContainText("vu dans LogCabin");
  await expect(page.locator(".rules-verdict")).toHaveText("1 règle violée");
  const outside = await page.locator("#panel-rules :is(button, select, p, h2, h3, span)").evaluateAll((all) => all
    .filter((one) => one.checkVisibility()).filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < -0.5 || right > innerWidth + 0.5; }).map((one) => one.textContent));
  expect(outside).toEqual([]);
  const cut = await page.locator("#panel-rules button:not(.rule-switch)").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));
  expect(cut).toEqual([]);
  // The texts of the panel follow the language.
  await speaks(page, "en");
  await expect(page.locator(".rules-verdict")).toHaveText("1 rule broken");
  await expect(row(page, "commit-own-term")).toContainText("seen in LogCabin");
});

for (const width of [1100, 1221, 1280]) {
  for (const lang of LANGUAGES) {
    test(`at ${width} pixels the links of all modes and all tabs are in sight, ${lang}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page);
      await leader(page);
      await speaks(page, lang);
      const outside = await page.locator("#header :is(a, button), #tabs button").evaluateAll((all) => all.filter((one) => one.checkVisibility()).filter((one) => {
        const { left, right } = one.getBoundingClientRect(), within = one.closest("#header, #tabs")?.getBoundingClientRect();
        return !within || left < within.left - 0.5 || right > within.right + 0.5;
      }).map((one) => one.textContent));
      expect(outside).toEqual([]);
    });
  }
}

test("the course's exercises run on the chapter's code, beside correct Raft", async ({ page }) => {
  await elected(page);
  const exercises = page.locator(".rules-exercises");
  await expect(exercises).toBeHidden();
  await page.locator('#panel-rules [data-preset="chapter"]').click();
  await expect(exercises).toContainText("beside correct Raft");
  await exercises.getByRole("button", { name: "4: All nodes stop and start again" }).click();
  await expect(page.locator("#twin h2")).toHaveText("Correct Raft");
  await expect(page.locator("#twin .twin-first")).toContainText("part at");
  await expect(page.locator("#header")).toContainText(says("2 invariants broken"));
  expect(await keptScript(page)).toContain("flaw chapter\nnodes 3\n");
  await page.locator("#twin").getByRole("button", { name: "Switch" }).click();
  await expect(page.locator("#header")).toContainText(says("12 invariants hold"));
});

test("a preset replicates, reads and asks as printed: in exercise 1 followers refuse, until Correct Raft mends all", async ({ page }) => {
  await elected(page);
  const printed = page.locator(".rules-printed");
  await expect(printed).toBeHidden();
  await page.locator('#panel-rules [data-preset="chapter"]').click();
  await expect(printed).toContainText("followers refuse reads");
  await expect(printed).toContainText("clients ask once");
  await page.locator(".rules-exercises").getByRole("button", { name: /^1:/ }).click();
  await expect(page.locator("#twin .twin-first")).toContainText("part at");
  const answers = async () => {
    await page.locator("#tab-logs").click();
    return page.locator(".requests .outcome").allInnerTexts();
  };
  await expect.poll(async () => (await answers()).filter((text) => text === "not served").length).toBe(2);
  await page.locator("#twin").getByRole("button", { name: "Switch" }).click();
  await expect.poll(async () => (await answers()).filter((text) => text === "raft").length).toBe(3);
  await page.locator("#twin").getByRole("button", { name: "Switch" }).click();
  await page.locator("#tab-rules").click();
  await page.locator('#panel-rules [data-preset=""]').click();
  await expect(printed).toBeHidden();
  await expect(page.locator('#panel-rules [data-preset=""]')).toHaveAttribute("aria-pressed", "true");
});
