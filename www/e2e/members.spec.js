// Features beyond Figure 2, by mouse and by keyboard: members, leadership, snapshots, disks, and the setup.

import { AxeBuilder } from "@axe-core/playwright";
import { bar, does, expect, goToTab, keptScript, leader, node, open, opensMenu, QUIET, runs, says, test, types } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** Most tab stops before a button. */
const MOST_STOPS = 60;

/** @param {Page} page @param {Locator} target */
async function tabTo(page, target) {
  for (let i = 0; i < MOST_STOPS && !await target.evaluate((element) => element === document.activeElement); i++) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
}

/** @param {Page} page @param {string} name @param {string} action */
async function doesByKeyboard(page, name, action) {
  await node(page, name).focus();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveAccessibleName(says(`Node ${name}`));
  await tabTo(page, bar(page).getByRole("button", { name: "More for this node" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator("#node-menu").getByRole("button", { name: action, exact: true }));
  await page.keyboard.press("Enter");
  await expect(bar(page)).toBeHidden();
  await expect(node(page, name)).toBeFocused();
}

/** The compacted block of a node's log. @param {Page} page @param {string} name */
const block = (page, name) => page.locator(`.compacted[data-node="${name}"]`);

/** Expects a node to be a voter, with solid links. @param {Page} page @param {string} name */
async function votes(page, name) {
  await expect(node(page, name)).toHaveAccessibleName(says(`${name}, follower`), { timeout: 30_000 });
  await expect(node(page, name)).not.toHaveAccessibleName(/outside|new voter|old voter/, { timeout: 30_000 });
}

/** Waits until the nodes have made room for an added one: until then a click may miss. @param {Page} page */
async function stand(page) {
  const places = () => page.locator("#stage .node").evaluateAll((all) => all.map((one) => one.getAttribute("transform")).join());
  await expect(async () => {
    const before = await places();
    await page.waitForTimeout(200);
    expect(await places()).toBe(before);
  }).toPass();
}

/** Nodes other than these. @param {...string} names */
const others = (...names) => ["n2", "n3", "n4", "n5", "n1"].filter((name) => !names.includes(name));

// Each test has some twenty steps.
test.describe.configure({ timeout: 150_000 });

test("by mouse: a server joins and votes, the leader is removed, another is handed leadership, keeps a snapshot, and a full disk stops a node", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  await types(page, "set x 1");
  await goToTab(page, "Conditions");
  await page.getByRole("button", { name: says("Add n6") }).click();
  await votes(page, "n6");
  await stand(page);

  await does(page, first, "Remove");
  const second = await leader(page, first);
  await expect(node(page, first)).toHaveAccessibleName(/outside the cluster/, { timeout: 30_000 });
  await expect(page.getByRole("group", { name: "The voters to be" }).getByRole("checkbox", { name: first })).not.toBeChecked();

  const [third = "", fourth = ""] = others(first, second);
  await does(page, third, "Make it leader");
  expect(await leader(page, second)).toBe(third);

  await goToTab(page, "Logs");
  await does(page, third, "Snapshot");
  await expect(block(page, third)).toContainText(/snapshot up to|≤/);
  await expect(node(page, third)).toHaveAccessibleName(/snapshot up to/);

  await (await opensMenu(page, fourth)).getByRole("group", { name: "State of its disk" }).getByRole("button", { name: "full" }).click();
  await expect(bar(page)).toBeHidden();
  await types(page, "set y 2");
  await expect(node(page, fourth)).toHaveAccessibleName(says(`${fourth}, down`));
  await expect(node(page, fourth)).toHaveAccessibleName(/disk full/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("by keyboard: a server joins and votes, the leader is removed, another is handed leadership, keeps a snapshot, and a full disk stops a node", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  await types(page, "set x 1");
  await page.getByRole("tab", { name: "Conditions" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: says("Add n6") }));
  await page.keyboard.press("Enter");
  await votes(page, "n6");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  await doesByKeyboard(page, first, "Remove");
  const second = await leader(page, first);
  await expect(node(page, first)).toHaveAccessibleName(/outside the cluster/, { timeout: 30_000 });
  const [third = "", fourth = ""] = others(first, second);
  await doesByKeyboard(page, third, "Make it leader");
  expect(await leader(page, second)).toBe(third);
  await doesByKeyboard(page, third, "Snapshot");
  await expect(node(page, third)).toHaveAccessibleName(/snapshot up to/);

  await node(page, fourth).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, bar(page).getByRole("button", { name: "More for this node" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("group", { name: "State of its disk" }).getByRole("button", { name: "full" }));
  await page.keyboard.press("Enter");
  await expect(bar(page)).toBeHidden();
  await page.getByRole("tab", { name: "Logs" }).focus();
  await page.keyboard.press("Enter");
  await types(page, "set y 2");
  await expect(node(page, fourth)).toHaveAccessibleName(says(`${fourth}, down`));
});

test("voters are chosen by their boxes, and both sets are bracketed until that is committed", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 5\nseed 7\nrun until leader\nset x 1\nrun until idle\ntransfer n1\nrun until leader n1\ncrash n4\ncrash n5\n");
  await expect(node(page, "n5")).toHaveAccessibleName(/down/);
  await goToTab(page, "Conditions");
  const group = page.getByRole("group", { name: "The voters to be" });
  for (const name of ["n2", "n3"]) await group.getByRole("checkbox", { name }).uncheck();
  await page.getByRole("button", { name: "Make these the voters" }).click();
  // A majority of n1 n4 n5 is down, so the configuration stays joint.
  await expect(page.locator(".agreement")).toContainText("Joint");
  await expect(node(page, "n2")).toHaveAccessibleName(/old voter only/);
  await expect(node(page, "n4")).toHaveAccessibleName(/old and new voter/);
  await expect.poll(() => keptScript(page)).toMatch(/members n1 n4 n5/);
});

test("another set-up begins the same script anew, and the universe before is kept", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await types(page, "set x 1");
  await goToTab(page, "Conditions");
  await page.getByRole("checkbox", { name: /pre-vote/ }).check();
  await expect(page.locator(".note")).toContainText("another set-up");
  await expect(page.getByRole("checkbox", { name: /pre-vote/ })).toBeChecked();
  await page.getByRole("combobox", { name: "Reads" }).selectOption("lease");
  await goToTab(page, "Script");
  const script = page.getByRole("textbox", { name: "The script of this universe" });
  await expect(script).toContainText("config pre-vote on");
  await expect(script).toContainText("config reads lease");
  await expect(script).toContainText("set x 1");
  await page.locator("#panel-script").getByRole("button", { name: "Restore the previous one" }).click();
  await expect(script).not.toContainText("config reads lease");
});
