// Time control: seeking in a run, changing the past, and the resulting universes.

import { expect, keptScript, leader, leaders, node, open, QUIET, runs, says, SPEED, test, time, types } from "./page.js";

const track = (/** @type {import("@playwright/test").Page} */ page) => page.getByRole("slider", { name: "Place in the run" });
const universes = (/** @type {import("@playwright/test").Page} */ page) => page.getByRole("dialog", { name: "Universes" });

/** A run of some seconds with a crash in it, standing still. @param {import("@playwright/test").Page} page */
async function past(page) {
  await open(page);
  await runs(page, `${QUIET}run until leader\nrun 1s\nset x 1\nrun 1s\ncrash n1\nrun 1s\nrestart n1\nrun 1s\n`, SPEED.full);
  await expect.poll(() => time(page), { timeout: 30_000 }).toBeGreaterThan(4.2);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
}

test("back by one event is the way that one came", async ({ page }) => {
  await past(page);
  const end = await time(page);
  const back = page.getByRole("button", { name: "Back", exact: true }), forward = page.getByRole("button", { name: "Forward", exact: true });
  await back.click();
  await expect.poll(() => time(page)).toBeLessThan(end);
  const before = await time(page);
  const said = await page.locator(".headline").textContent();
  await back.click();
  await expect.poll(() => time(page)).toBeLessThanOrEqual(before);
  await expect(page.locator(".headline")).not.toHaveText(said ?? "");
  await forward.click();
  await expect.poll(() => time(page)).toBe(before);
  await expect(page.locator(".headline")).toHaveText(said ?? "");
});

test("the scrubber goes to any instant, by mouse and by keyboard", async ({ page }) => {
  await past(page);
  const box = await track(page).boundingBox();
  if (!box) throw new Error("there is no track");
  await page.mouse.move(box.x + box.width * 0.9, box.y + 8);
  await page.mouse.down();
  // Beyond its start; the time per pixel depends on the length of the run.
  await page.mouse.move(box.x - 4, box.y + 8, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => time(page)).toBeLessThan(0.1);
  await expect(leaders(page)).toHaveCount(0);
  await track(page).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("PageUp");
  await expect.poll(() => time(page)).toBeGreaterThan(1);
  await expect(leaders(page)).toHaveCount(1);
  await page.keyboard.press("ArrowLeft");
  await expect(track(page)).toHaveAttribute("aria-valuetext", / of /);
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toBeGreaterThan(4.2);
  await page.keyboard.press("Home");
  await expect.poll(() => time(page)).toBe(0);
});

test("keys go from election to election and from fault to fault", async ({ page }) => {
  await past(page);
  await page.locator("body").click({ position: { x: 640, y: 790 } });
  await page.keyboard.press("Shift+F");
  await expect(page.locator(".headline")).toContainText("is back");
  await page.keyboard.press("Shift+F");
  await expect(page.locator(".headline")).toContainText("crashes");
  await expect(node(page, "n1")).toHaveClass(/down/);
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  await expect(leaders(page)).toHaveCount(1);
  await page.keyboard.press("c");
  await expect.poll(() => time(page)).toBeGreaterThan(0.1);
  await page.keyboard.press("m");
  await page.keyboard.press("Shift+M");
  await page.keyboard.press("f");
  await expect(node(page, "n1")).toHaveClass(/down/);
});

test("acting in the past begins another universe, and the one that was left is kept", async ({ page }) => {
  await past(page);
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  const first = await leader(page);
  await types(page, `crash ${first}`);
  await expect(page.getByRole("status").filter({ hasText: "Another universe begins here" })).toBeVisible();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await leader(page, first);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect.poll(() => keptScript(page)).toMatch(new RegExp(`crash ${first}\\n`));
  await page.locator("#universes").evaluate((menu) => /** @type {HTMLElement} */ (menu).togglePopover());
  const rows = universes(page).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await rows.filter({ has: page.getByRole("button", { name: /Compare/ }) }).last().getByRole("button", { name: /Compare/ }).click();
  await expect(universes(page)).toContainText("part at");
  await expect(universes(page)).toContainText(says(`${first} crashes`));
  await universes(page).getByRole("textbox").last().fill("what if");
  await page.keyboard.press("Enter");
  await expect(page.locator(".universes bdi")).toHaveText("what if");
  await rows.filter({ has: page.getByRole("button", { name: /Switch/ }) }).last().getByRole("button", { name: /Switch/ }).click();
  await expect.poll(() => time(page)).toBeLessThan(1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await expect.poll(() => time(page)).toBeGreaterThan(4.2);
});

test("a reload brings the universes back, with their names, the one in hand, and the way between them", async ({ page }) => {
  await past(page);
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  const first = await leader(page);
  await types(page, `crash ${first}`);
  const opener = page.locator(".universes > button"), rows = universes(page).getByRole("listitem");
  await opener.click();
  // The opening cluster, the run of the script, and the universe forked by the crash.
  await expect(rows).toHaveCount(3);
  const here = rows.and(page.locator('[aria-current="true"]'));
  await here.getByRole("textbox").fill("what if");
  await page.keyboard.press("Enter");
  await expect(page.locator(".universes bdi")).toHaveText("what if");
  const names = await rows.getByRole("textbox").evaluateAll((all) => all.map((one) => /** @type {HTMLInputElement} */ (one).value));
  const stood = await time(page);

  await page.reload();
  await expect(page.locator(".universes bdi")).toHaveText("what if");
  await expect.poll(() => time(page), { timeout: 30_000 }).toBeCloseTo(stood, 3);
  await expect(node(page, first)).toHaveClass(/down/);
  await opener.click();
  await expect(rows).toHaveCount(3);
  expect(await rows.getByRole("textbox").evaluateAll((all) => all.map((one) => /** @type {HTMLInputElement} */ (one).value))).toEqual(names);
  await expect(here.getByRole("textbox")).toHaveValue("what if");
  // Its parent is the row above; there the node is up, and the run continues to its own end.
  await rows.nth(names.indexOf("what if") - 1).getByRole("button", { name: /Switch/ }).click();
  await expect(here.getByRole("textbox")).not.toHaveValue("what if");
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await expect.poll(() => time(page), { timeout: 30_000 }).toBeGreaterThan(4.2);
  await expect(node(page, first)).not.toHaveClass(/down/);
  await opener.click();
  await rows.nth(names.indexOf("what if")).getByRole("button", { name: /Switch/ }).click();
  await expect(page.locator(".universes bdi")).toHaveText("what if");
  await expect(node(page, first)).toHaveClass(/down/);
});

test("two universes run side by side, with what differs lit", async ({ page }) => {
  await past(page);
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  const first = await leader(page);
  await types(page, `isolate ${first}`);
  await page.keyboard.press("Escape");
  await page.locator("h1, .headline").first().click();
  await page.keyboard.press("u");
  await universes(page).getByRole("button", { name: /Side by side/ }).last().click();
  const twin = page.locator("#twin");
  await expect(twin).toBeVisible();
  await expect(twin).toContainText("part at");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.locator("#timebar input[type=range]").fill(String(SPEED.real));
  await expect(page.locator(`#stage .node.differs[data-id="${first}"]`)).toBeVisible({ timeout: 30_000 });
  await expect(twin.locator(".node.differs").first()).toBeVisible();
  await expect(twin.locator(".node.leader")).toHaveCount(1);
  await twin.getByRole("button", { name: "Go there" }).click();
  await expect(twin.locator(".node.differs")).toHaveCount(0);
  await twin.getByRole("button", { name: "Close" }).click();
  await expect(twin).toBeHidden();
});

test("what a list tells as before the headline was before it, also when time comes to stand", async ({ page }) => {
  await open(page);
  await leader(page);
  await page.locator("#timebar input[type=range]").fill(String(SPEED.half));
  await page.evaluate(() => {
    const seconds = (/** @type {Element | null} */ one) => Number.parseFloat((one?.textContent ?? "").replace(/^[^\d]+/, ""));
    const late = /** @type {string[]} */ (Object.assign(window, { late: [] }).late);
    new MutationObserver(() => {
      const head = seconds(document.querySelector("#narration .rule")), first = seconds(document.querySelector("#narration .events time"));
      if (first > head) late.push(`${first} after ${head}`);
    }).observe(/** @type {Element} */ (document.querySelector("#narration")), { subtree: true, childList: true, characterData: true });
  });
  const [some, others] = [["n1", "n2"], ["n3", "n4", "n5"]];
  await types(page, `partition ${some?.join(" ")} | ${others?.join(" ")}`);
  await page.waitForTimeout(3_000);
  await page.locator("#timebar .play").click();
  await page.waitForTimeout(300);
  // @ts-expect-error The name is given above.
  expect(await page.evaluate(() => window.late)).toEqual([]);
  const head = Number.parseFloat((await page.locator("#narration .rule").textContent() ?? "").replace(/^[^\d]+/, ""));
  expect(await time(page) - head, "the last thing that happened is told").toBeLessThan(0.1);
});

test("a landmark is what one goes to and what is told, and where none comes one stays", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nrun 1s\n`, SPEED.full);
  await leader(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.locator("body").click({ position: { x: 640, y: 790 } });
  await page.keyboard.press("Home");
  await page.keyboard.press("e");
  await expect(page.locator(".headline")).toContainText("a majority voted for it");
  await page.keyboard.press("c");
  await expect(page.locator(".headline")).toContainText("commits up to index");
  await page.keyboard.press("Shift+E");
  await expect(page.locator(".headline")).not.toContainText("commits up to index");
  const stood = await time(page), end = await page.locator("#timebar .track").getAttribute("aria-valuemax");
  await page.keyboard.press("f");
  await expect(page.locator(".note")).toContainText("No fault comes within the next");
  expect(await time(page)).toBe(stood);
  expect(await page.locator("#timebar .track").getAttribute("aria-valuemax")).toBe(end);
});
