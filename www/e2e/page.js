// Helpers for the specs, in terms of the user's actions; and checks that hold in every spec.

import { expect, test as plain } from "@playwright/test";
import { pastes } from "../tools/pasting.mjs";

export { expect, pastes };

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{errors: string[], outside: string[]}} Watched */

/** Setup of the script that most specs run: small, without a load, the leader determined by the seed. */
export const QUIET = "raftarium 1\nnodes 5\nseed 7\n";

/** Indices of the speed slider. */
export const SPEED = { slowest: 0, opening: 5, half: 8, real: 9, ten: 12, full: 15 };

/** Every spec fails on a console error, a policy violation, or a request to another origin. */
export const test = plain.extend({
  /** @param {{page: Page, baseURL?: string}} fixtures @param {(page: Page) => Promise<void>} use */
  async page({ page, baseURL }, use) {
    /** @type {string[]} */
    const wrong = [];
    const origin = new URL(baseURL ?? "").origin;
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== origin) wrong.push(`a request to ${url.href}`);
    });
    page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
    page.on("console", (message) => { if (message.type() === "error") wrong.push(`in the console: ${message.text()}`); });
    await page.exposeFunction("tellBreach", (/** @type {string} */ breach) => { wrong.push(`the policy is broken: ${breach}`); });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        // @ts-expect-error The name is exposed above.
        void window.tellBreach(`${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await use(page);
    expect(wrong.filter((one) => !expected.get(page)?.some((pattern) => pattern.test(one)))).toEqual([]);
  },
});

/** @type {WeakMap<Page, RegExp[]>} */
const expected = new WeakMap();

/** Allows console errors that a spec provokes. @param {Page} page @param {...RegExp} patterns */
export function expectErrors(page, ...patterns) { expected.set(page, patterns); }

/** Opens the page and waits until its cluster is there. @param {Page} page */
export async function open(page) {
  await page.goto("./");
  await expect(node(page, "n5")).toBeVisible();
}

/** The live picture, not the prerendered one. */
const LIVING = "#stage .picture-holder";
/** @param {Page} page @param {string} name */
export const node = (page, name) => page.locator(`${LIVING} .node[data-id="${name}"]`);
/** @param {Page} page */
export const nodes = (page) => page.locator(`${LIVING} .node`);
/** The messages in flight. @param {Page} page */
export const messages = (page) => page.locator(`${LIVING} .message:not([visibility])`);
/** @param {Page} page */
export const leaders = (page) => page.locator(`${LIVING} .node.leader`);

/**
 * A pattern for visible text: data in it is surrounded by Unicode isolates.
 * @param {string} words @param {{from?: "start"}} [where]
 */
export function says(words, { from } = {}) {
  const letters = [...words].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, "\\$&"));
  return new RegExp(`${from === "start" ? "^[\u2068\u2069]*" : ""}${letters.join("[\u2068\u2069]*")}`);
}

/** Waits for a single leader and returns its name. @param {Page} page @param {string} [other] Excludes this node. */
export async function leader(page, other = "") {
  const found = page.locator(`#stage .node.leader:not([data-id="${other}"])`);
  await expect(found.first()).toBeVisible({ timeout: 30_000 });
  return await found.first().getAttribute("data-id") ?? "";
}

/** The commit index of a node. @param {Page} page @param {string} name */
export async function committed(page, name) {
  const label = await node(page, name).getAttribute("aria-label") ?? "";
  return Number(/committed up to \D?([\d,]+)/.exec(label)?.[1]?.replace(",", "") ?? NaN);
}

/** @param {Page} page @param {string} name */
export async function clickNode(page, name) { await clickMiddle(page, node(page, name).locator(".face").first()); }

/** Clicks the middle of a shape whose parts overlap.
 * @param {Page} page @param {import("@playwright/test").Locator} shape */
export async function clickMiddle(page, shape) {
  const box = await shape.boundingBox();
  if (!box) throw new Error("nothing is drawn there");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** The bar of the selected node. @param {Page} page */
export const bar = (page) => page.locator("#node-bar");

/** Selects a node by clicking. @param {Page} page @param {string} name */
export async function chooses(page, name) {
  const toolbar = page.getByRole("toolbar", { name: says(`Node ${name}`) });
  // Nodes move when the stage makes room, and a click may miss: click again, as a user would.
  await expect(async () => {
    if (!await toolbar.isVisible()) await clickNode(page, name);
    await expect(toolbar).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

/** Acts on a node through its bar, or the menu behind the three dots.
 * @param {Page} page @param {string} name @param {string} action */
export async function does(page, name, action) {
  await chooses(page, name);
  const button = bar(page).getByRole("button", { name: action, exact: true });
  if (await button.isVisible()) await button.click();
  else await (await opensMenu(page, name)).getByRole("button", { name: action, exact: true }).click();
  await expect(bar(page)).toBeHidden();
}

/** Opens the menu behind the three dots of a node's bar. @param {Page} page @param {string} name */
export async function opensMenu(page, name) {
  await chooses(page, name);
  await bar(page).getByRole("button", { name: "More for this node" }).click();
  await expect(page.locator("#node-menu")).toBeVisible();
  return page.locator("#node-menu");
}

/** The languages of the page. */
export const LANGUAGES = /** @type {const} */ (["en", "fr"]);

/** Switches to a language. @param {Page} page @param {string} lang */
export async function speaks(page, lang) {
  await page.locator(`.langs [lang="${lang}"]`).click();
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
}

/** Waits until the current state is drawn. @param {Page} page */
export async function drawn(page) {
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** @param {Page} page @param {number} index */
export async function atSpeed(page, index) { await page.getByRole("slider", { name: /^(Speed|Vitesse)/ }).fill(String(index)); }

/** @param {Page} page @param {string} statement */
export async function types(page, statement) {
  await line(page).fill(statement);
  await line(page).press("Enter");
}

/** The command line. @param {Page} page */
export const line = (page) => page.getByRole("combobox", { name: "A statement to run now" });

/** Opens the palette, which then has the focus. @param {Page} page */
export async function opensPalette(page) {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.locator(".palette input")).toBeFocused();
}

/** @param {Page} page @param {string | RegExp} name */
export async function goToTab(page, name) { await page.getByRole("tab", { name }).click(); }

/** The editor of the script panel. @param {Page} page */
export const editor = (page) => page.locator("#panel-script .cm-content");

/** The script as the editor shows it; of a long one, only the visible lines. @param {Page} page */
export async function scriptText(page) { return (await page.locator("#panel-script .cm-line").allTextContents()).join("\n"); }

/** The script as a reload would restore it, whether or not its panel was ever shown. @param {Page} page */
export const keptScript = (page) => page.evaluate(() => {
  // The page records its session when it is hidden.
  document.dispatchEvent(new Event("visibilitychange"));
  return String(JSON.parse(sessionStorage.getItem("raftarium.session") ?? "{}").script);
});

/** Runs a script in the script panel, and returns to the logs.
 * @param {Page} page @param {string} script @param {number} [speed] */
export async function runs(page, script, speed = SPEED.real) {
  await atSpeed(page, speed);
  await goToTab(page, "Script");
  await pastes(page, script);
  await page.getByRole("button", { name: "Run this" }).click();
  await goToTab(page, "Logs");
}

/** The script panel's text about the progress of the script. @param {Page} page */
export const whereItStands = (page) => page.locator(".script-where");

/** The value of a key at a node, in the table of the state.
 * @param {Page} page @param {string} key @param {number} index The node's number. */
export const value = (page, key, index) => page.locator("#panel-kv tbody tr").filter({ has: page.locator("th", { hasText: new RegExp(`^${key}$`) }) }).locator("td").nth(index - 1);

/** The newest request with a command. @param {Page} page @param {string} asked */
export const request = (page, asked) => page.locator("#panel-client .requests li").filter({ has: page.locator(".asked", { hasText: asked }) }).first();

/** The virtual time shown by the clock, in seconds. @param {Page} page */
export async function time(page) { return Number.parseFloat((await page.locator("#timebar .now").innerText()).replaceAll(/[^\d.]/g, "")); }

/** Opens a scene from the menu. @param {Page} page @param {string} id */
export async function opensScene(page, id) {
  await page.locator(".scene-opener").click();
  await page.locator(`#scenes [data-scene="${id}"]`).click();
}
