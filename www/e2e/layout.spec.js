// The layout: on every size of page the controls in use are visible, nothing covers text, and clicks hit what they aim
// at.

import { atSpeed, bar, clickNode, does, expect, goToTab, keptScript, leader, node, open, pastes, QUIET, request, runs, says, SPEED, speaks, test, types, value } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

const PHONE = { width: 390, height: 844 };

/** Elements that are outside the window, or covered, each named by a word. @param {Locator} all */
async function unseen(all) {
  return all.evaluateAll((elements) => elements.filter((one) => one.checkVisibility()).flatMap((one) => {
    const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
    const name = one.textContent || one.getAttribute("aria-label") || one.className;
    if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) return [`${name} is outside`];
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit && (one.contains(hit) || hit.contains(one)) ? [] : [`${name} lies under ${hit?.className}`];
  }));
}

/** Truncated texts in a box. @param {Locator} box */
async function cutIn(box) {
  return box.locator("button, select, dt, bdi, b, .bar-words").evaluateAll((all) => all
    .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map((one) => one.textContent));
}

/** Nodes, and words beside them, that a box covers. @param {Page} page @param {Locator} box */
async function hiddenBy(page, box) {
  const over = await box.boundingBox();
  if (!over) throw new Error("the box is not there");
  return page.locator("#stage .node").evaluateAll((nodes, { x, y, width, height }) => nodes.flatMap((one) => [...one.querySelectorAll(".face, .disk, .role, .term, .extra")].filter((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    return right > left && Math.min(right, x + width) - Math.max(left, x) > 0.5 && Math.min(bottom, y + height) - Math.max(top, y) > 0.5;
  }).map((part) => `${part.getAttribute("class")} of ${one.getAttribute("data-id")} ${part.textContent}`.trim())), over);
}

/** Taps the middle of a shape. @param {Page} page @param {Locator} shape */
async function tap(page, shape) {
  const box = await shape.boundingBox();
  if (!box) throw new Error("nothing is drawn there");
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

test.describe("by touch", () => {
  test.use({ viewport: PHONE, hasTouch: true });

  test("a tap opens what it means and presses nothing of it", async ({ page }) => {
    await open(page);
    await leader(page);
    await page.locator("#timebar .play").click();
    const script = () => keptScript(page);
    const before = await script();
    for (let i = 1; i <= 5; i++) {
      await tap(page, node(page, `n${i}`).locator(".face").first());
      await expect(bar(page)).toHaveAccessibleName(says(`Node n${i}`));
      await expect(page.locator("#tab-stage")).toHaveAttribute("aria-selected", "true");
      await page.waitForTimeout(400);
      expect(await script(), `n${i}`).toBe(before);
      await tap(page, bar(page).getByRole("button", { name: "Close" }));
      await expect(bar(page)).toBeHidden();
    }
    // Between two low nodes, so that the menu opens under the finger.
    const [a, b] = await Promise.all(["n3", "n4"].map((name) => node(page, name).locator(".face").first().boundingBox()));
    if (!a || !b) throw new Error("no nodes");
    await page.touchscreen.tap((a.x + b.x + a.width) / 2, (a.y + b.y + a.height) / 2);
    await expect(page.locator(".inspector h2")).toContainText("n3");
    await page.waitForTimeout(400);
    expect(await script(), "a link").toBe(before);
    await tap(page, page.locator(".inspector .close"));
    for (const client of await page.locator("#stage .client").all()) {
      await page.locator("#tab-stage").click();
      await tap(page, client.locator(".face:visible"));
      await expect(page.locator("#tab-client")).toHaveAttribute("aria-selected", "true");
      await page.waitForTimeout(400);
      expect(await script(), "a client").toBe(before);
    }
  });
});

for (const count of [5, 9]) {
  test(`on a telephone no bar of ${count} nodes hides a node, what else can be done fits, and the facts hide not the node that they are of`, async ({ page }) => {
    await page.setViewportSize(PHONE);
    await open(page);
    await runs(page, `raftarium 1\nnodes ${count}\nseed 1\nrun until leader\n`);
    await page.locator("#tab-stage").click();
    await expect(node(page, `n${count}`)).toBeVisible();
    await leader(page);
    await page.locator("#timebar .play").click();
    const facts = page.locator("#node-facts");
    for (let i = 1; i <= count; i++) {
      await node(page, `n${i}`).press("Enter");
      await expect(bar(page)).toHaveAccessibleName(says(`Node n${i}`));
      expect(await hiddenBy(page, bar(page)), `under the bar of n${i}`).toEqual([]);
      expect(await cutIn(bar(page)), `n${i}`).toEqual([]);
      await bar(page).getByRole("button", { name: "More for this node" }).click();
      expect(await unseen(page.locator("#node-menu :is(button, select, input)")), `n${i}`).toEqual([]);
      expect(await cutIn(page.locator("#node-menu")), `n${i}`).toEqual([]);
      await page.locator("#node-menu").getByRole("button", { name: "Facts" }).click();
      await expect(facts.locator("h2")).toContainText(`n${i}`);
      expect(await meet(facts, node(page, `n${i}`).locator(".face").first()), `n${i} under its facts`).toBe(false);
      expect(await cutIn(facts), `n${i}`).toEqual([]);
      await facts.getByRole("button", { name: "Close" }).click();
    }
  });
}

/** Submits the client's form, and waits for the answer. @param {Page} page */
async function asks(page) {
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(request(page, "set x 1").locator(".outcome")).toHaveText("ok", { timeout: 30_000 });
}

for (const [width, height] of [[1280, 800], [1366, 768], [1280, 720]]) {
  test(`at ${width}x${height} the answer, the key and an error are in sight`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await leader(page);
    await asks(page);
    // Waits until all have applied it: while paused no node learns the commit index.
    await expect(value(page, "x", 1)).toHaveText("1");
    await page.locator("#timebar .play").click();
    expect(await unseen(request(page, "set x 1"))).toEqual([]);
    expect(await unseen(page.locator("#panel-kv tbody tr").filter({ hasText: "x" }))).toEqual([]);
    await types(page, "nonsense");
    expect(await unseen(page.locator("#panel-client .error"))).toEqual([]);
    expect(await page.locator("#side").evaluate((side) => side.scrollTop)).toBe(0);
  });
}

/** Pixels of each element that its scroller cuts off. @param {Locator} all @param {string} scroller */
const cutOff = (all, scroller) => all.evaluateAll((elements, selector) => elements.map((one) => {
  const edge = one.closest(selector)?.getBoundingClientRect().bottom ?? 0;
  return Math.max(0, Math.round(one.getBoundingClientRect().bottom - edge));
}), scroller);

for (const [width, height] of [[1366, 768], [1280, 720]]) {
  test(`at ${width}x${height} keys cut no log of five nodes, and say that there are more of them`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await runs(page, `raftarium 1\nnodes 5\nseed 7\nrun until leader\n${[..."abcdefghi"].map((key) => `set ${key} 1\n`).join("")}run until idle\nrun 1s\n`, SPEED.full);
    await expect(page.locator("#panel-kv tbody tr")).toHaveCount(9);
    expect(await cutOff(page.locator("#panel-logs .log-row"), ".logs")).toEqual([0, 0, 0, 0, 0]);
    expect(await page.locator("#side").evaluate((side) => side.scrollHeight - side.clientHeight)).toBe(0);
    await expect(page.locator(".kv-more")).toBeVisible();
    await page.locator(".kv-scroller").evaluate((one) => { one.scrollTop = one.scrollHeight; });
    await expect(page.locator(".kv-more")).toBeHidden();
    expect(await unseen(value(page, "i", 5))).toEqual([]);
  });
}

test("of nine nodes’ logs a wheel shows the last, and the client stays in sight", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 9\nseed 1\nrun until leader\nrun 1s\n");
  await expect(node(page, "n9")).toBeVisible();
  expect(await unseen(page.locator("#panel-client .requests-scroller"))).toEqual([]);
  await page.locator(".log-names").hover();
  await page.mouse.wheel(0, 400);
  await expect.poll(() => unseen(page.locator(".log-name", { hasText: "n9" }))).toEqual([]);
});

test("on a narrow page a twin’s head lies under nothing", async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page);
  await leader(page);
  await page.locator("#timebar .play").click();
  for (let i = 0; i < 3; i++) await page.locator("#timebar .back").click();
  await page.locator("#tab-client").click();
  await types(page, "crash n1");
  await page.locator("#tab-stage").click();
  await page.locator(".universes > button").click();
  await page.locator("#universes").getByRole("button", { name: /Side by side/ }).last().click();
  const close = page.locator("#twin").getByRole("button", { name: "Close" });
  await expect(close).toBeVisible();
  expect(await unseen(page.locator("#twin .panel-head > *, #twin .twin-words"))).toEqual([]);
  await expect(page.locator("#stage .picture, #twin .picture")).toHaveCount(2);
  await close.click();
  await expect(page.locator("#twin")).toBeHidden();
});

test("beside a twin no button lies over a client, and no words over others", async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await open(page);
  const first = await leader(page);
  await page.locator("#timebar .play").click();
  for (let i = 0; i < 3; i++) await page.locator("#timebar .back").click();
  await types(page, `isolate ${first}`);
  await types(page, `crash ${first}`);
  await page.locator(".universes > button").click();
  await page.locator("#universes").getByRole("button", { name: /Side by side/ }).last().click();
  await expect(page.locator("#twin .picture")).toBeVisible();
  await expect(page.locator("#stage .heal")).toBeVisible();
  for (const button of [".why-none", ".heal"]) {
    for (const client of await page.locator("#stage .client").all()) expect(await meet(page.locator(`#stage ${button}`), client), button).toBe(false);
  }
  const over = await page.locator("#twin .node .role").evaluateAll((all) => {
    const boxes = all.map((one) => one.getBoundingClientRect());
    return boxes.flatMap((p, i) => boxes.slice(i + 1).filter((q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom)).length;
  });
  expect(over).toBe(0);
});

/** Nodes whose circles overlap. @param {Page} page */
async function overlapping(page) {
  return page.locator("#stage .node").evaluateAll((nodes) => {
    const all = nodes.map((one) => ({ name: one.getAttribute("data-id"), box: /** @type {Element} */ (one.querySelector(".face")).getBoundingClientRect() }));
    return all.flatMap((a, i) => all.slice(i + 1).filter((b) => Math.hypot(a.box.x - b.box.x, a.box.y - b.box.y) < a.box.width).map((b) => `${a.name} ${b.name}`));
  });
}

for (const [width, height] of [[844, 390], [667, 375], [568, 320], [800, 600], [1280, 480], [390, 640]]) {
  test(`at ${width}x${height} the stage has room for its nodes`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await leader(page);
    const stage = await page.locator("#stage").boundingBox();
    expect(stage?.height ?? 0).toBeGreaterThan(200);
    expect(await overlapping(page)).toEqual([]);
    // Parts outside the window can be scrolled to.
    await page.locator("#timebar .play").click();
    await expect(page.locator("#timebar .play")).toHaveAccessibleName(/^Play/);
    await expect(page.locator("#timebar .play")).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}

for (const [width, height] of [[1280, 800], [1366, 768], [1280, 720], [1920, 1080], [390, 844]]) {
  for (const lang of ["en", "fr"]) {
    test(`a node’s bar fits at ${width}x${height} and hides no node nor any words beside one, ${lang}`, async ({ page }) => {
      await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
      await page.addInitScript((preferences) => localStorage.setItem("raftarium.preferences", preferences), JSON.stringify({ lang }));
      await open(page);
      const first = await leader(page);
      // Until indices have three digits; in milliseconds, independent of the number format.
      await atSpeed(page, SPEED.full);
      await expect.poll(async () => Number((await page.locator("#timebar .now").innerText()).replaceAll(/\D/g, ""))).toBeGreaterThan(20_000);
      await page.locator("#timebar .play").click();
      await expect(page.locator("#timebar .now")).toHaveText(/[.,]\d{6}/);
      const down = first === "n5" ? "n4" : "n5", menu = page.locator("#node-menu");
      await node(page, down).press("Enter");
      await bar(page).locator('[data-action="crash"]').click();
      await expect(node(page, down)).toHaveClass(/\bdown\b/);
      for (const name of ["n1", "n2", "n3", "n4", "n5"]) {
        await node(page, name).press("Enter");
        await expect(bar(page)).toHaveAccessibleName(new RegExp(name));
        expect(await hiddenBy(page, bar(page)), `under the bar of ${name}`).toEqual([]);
        expect(await unseen(bar(page).locator("button")), name).toEqual([]);
        expect(await cutIn(bar(page)), name).toEqual([]);
        await bar(page).locator(".more").click();
        // The menu is placed once it is open.
        await expect.poll(() => unseen(menu.locator("button, select, input")), name).toEqual([]);
        expect(await menu.evaluate((box) => box.scrollHeight - box.clientHeight), name).toBe(0);
        expect(await cutIn(menu), name).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(menu).toBeHidden();
        await page.keyboard.press("Escape");
        await expect(bar(page)).toBeHidden();
      }
    });
  }
}

test("the rule under the headline is told to its end, in French as well", async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.addInitScript((preferences) => localStorage.setItem("raftarium.preferences", preferences), JSON.stringify({ lang: "fr" }));
  await open(page);
  await page.locator("#timebar .play").click();
  await page.locator("#panel-client .client-line input").fill("timeout n2");
  await page.keyboard.press("Enter");
  await node(page, "n2").focus();
  const rule = page.locator("#narration .rule");
  await expect.poll(async () => {
    const said = await rule.innerText();
    if (!said.includes("silence")) await page.keyboard.press(".");
    return said;
  }, { intervals: [100] }).toContain("silence");
  expect(await rule.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight])).toEqual([0, 0]);
});

test("a bar that is open lies at the foot of the table", async ({ page }) => {
  await open(page);
  await clickNode(page, await leader(page));
  await page.locator("#timebar .play").click();
  await page.keyboard.press("t");
  const menu = bar(page);
  await expect(menu).toHaveClass(/docked/);
  expect(await unseen(page.locator(".stage-table thead th, .stage-table tbody tr:first-child th").first())).toEqual([]);
  const [box, last] = [await menu.boundingBox(), await page.locator(".stage-table tbody tr", { hasText: "n5" }).first().boundingBox()];
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(box?.y ?? 0);
  await page.keyboard.press("t");
  await expect(menu).not.toHaveClass(/docked/);
});

/** Whether two boxes overlap. @param {Locator} a @param {Locator} b */
async function meet(a, b) {
  const [p, q] = [await a.boundingBox(), await b.boundingBox()];
  return p !== null && q !== null && p.x < q.x + q.width && q.x < p.x + p.width && p.y < q.y + q.height && q.y < p.y + p.height;
}

for (const [width, height] of [[1280, 800], [1920, 1080], [390, 844]]) {
  test(`at ${width}x${height} notices and alarms lie over nothing that is read, and move nothing`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    const first = await leader(page);
    await page.locator("#timebar .play").click();
    const places = () => page.locator("#stage .node").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
    const before = await places();
    // There is nothing to heal.
    await page.keyboard.press("h");
    await expect(page.locator(".note")).toBeVisible();
    // On a phone the notice may cover only the row of the scene's name, which is also shown at the bottom.
    for (const read of [...(width === 390 ? [] : [".scene-opener"]), "#tabs", "#stage .client >> nth=0", "#stage .client >> nth=1", "#narration", "#timebar", ".st-tools", ".st-opener", "#header .langs"]) {
      if (await page.locator(read).isVisible()) expect(await meet(page.locator(".note"), page.locator(read)), read).toBe(false);
    }
    await does(page, first, "Cut off");
    await does(page, first, "Crash");
    await expect(page.locator(".why-none").first()).toBeVisible();
    await expect(page.locator(".heal").first()).toBeVisible();
    expect(await places()).toEqual(before);
    await does(page, first, "Wipe disk");
    const alarm = page.locator(".alarms");
    await expect(alarm).toBeVisible();
    expect((await alarm.boundingBox())?.height).toBeLessThan(32);
    if (width !== 390) expect(await places()).toEqual(before);
    for (const tool of [".why-none", ".heal", ".stage-tools > .quiet"]) expect(await unseen(page.locator(`#stage ${tool}`))).toEqual([]);
    // If the alarm fits in one line, there is nothing to unfold.
    const unfold = page.getByRole("button", { name: "The whole text" });
    const isCut = await page.locator(".alarm.unclaimed").evaluate((one) => one.scrollWidth > one.clientWidth);
    if (isCut) await unfold.click();
    else await expect(unfold).toBeHidden();
    await expect(page.locator(".alarm.unclaimed")).toContainText("a faultless Raft");
    expect(await page.locator(".alarm.unclaimed").evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  });
}

for (const [width, height] of [[1366, 768], [1280, 720]]) {
  test(`at ${width}x${height} the diagram of nine nodes shows every lane`, async ({ page }) => {
    await page.setViewportSize({ width: width ?? 0, height: height ?? 0 });
    await open(page);
    await runs(page, "raftarium 1\nnodes 9\nseed 1\nrun until leader\nload every 100ms from c1 c2\n");
    await leader(page);
    await page.locator("#timebar .play").click();
    await expect(page.locator(".st-lane")).toHaveCount(11);
    // The axis has the last 20 pixels.
    const axis = await page.locator(".st-body").evaluate((body) => body.getBoundingClientRect().bottom - 20);
    const last = await page.locator(".st-lane").evaluateAll((lanes) => Math.max(...lanes.map((one) => one.getBoundingClientRect().bottom)));
    // Lanes are at whole pixels.
    expect(last).toBeLessThanOrEqual(axis + 1);
    await expect(page.locator(".st-corner")).toBeHidden();
  });
}

test("of many lanes the nodes come first, and the axis stays in sight", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 7\nseed 1\nrun until leader\nload every 100ms from c1 c2 c3 c4 c5 c6 c7 c8 c9\n");
  await leader(page);
  await page.locator("#timebar .play").click();
  const body = page.locator(".st-body"), lanes = page.locator(".st-lane");
  await expect(lanes.nth(10)).toBeAttached();
  for (const name of ["n1", "n7"]) {
    const [lane, box] = [await page.locator(`#lane-${name}`).boundingBox(), await body.boundingBox()];
    expect((lane?.y ?? 0) + (lane?.height ?? 0), name).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
  }
  // An arrow shows that there are more lanes below, and no label is beside the axis.
  await expect(page.locator(".st-corner")).toBeVisible();
  expect(await page.locator(".st-corner").evaluate((corner) => corner.getBoundingClientRect().bottom)).toBeCloseTo(await body.evaluate((one) => one.getBoundingClientRect().bottom), 0);
  // The axis is a strip of background with the instants on it.
  const foot = async () => {
    const box = await body.boundingBox();
    if (!box) throw new Error("no diagram");
    return page.screenshot({ clip: { x: box.x + 60, y: box.y + box.height - 18, width: box.width - 100, height: 16 } });
  };
  const before = await foot();
  await body.hover();
  await body.evaluate((one) => { one.scrollTop = 200; });
  await expect.poll(async () => before.equals(await foot())).toBe(true);
});

test("a page that grows narrow and wide again stays on its tab", async ({ page }) => {
  await open(page);
  await page.locator("#tab-script").click();
  await page.setViewportSize({ width: 800, height: 800 });
  await expect(page.locator("#tab-script")).toHaveAttribute("aria-selected", "true");
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.locator("#tab-script")).toHaveAttribute("aria-selected", "true");
  await page.locator("#tab-logs").click();
  await page.setViewportSize({ width: 800, height: 800 });
  await expect(page.locator("#tab-stage")).toHaveAttribute("aria-selected", "true");
});

for (const count of [7, 8, 9]) {
  test(`of ${count} nodes no disk lies over words`, async ({ page }) => {
    await page.addInitScript((preferences) => localStorage.setItem("raftarium.preferences", preferences), JSON.stringify({ lang: "fr" }));
    await open(page);
    await page.locator("#tab-script").click();
    await pastes(page, `raftarium 1\nnodes ${count}\nseed 1\nrun until leader\n${"set x 1\n".repeat(8)}run until idle\nrun until agreed\n`);
    await page.locator("#timebar input[type=range]").fill(String(12));
    await page.locator("#panel-script .primary").click();
    await expect(node(page, `n${count}`)).toBeVisible();
    await expect(page.locator("#stage .node .earlier")).toHaveCount(count, { timeout: 30_000 });
    await page.locator("#timebar .play").click();
    const over = await page.locator("#stage .node").evaluateAll((nodes) => {
      const part = (/** @type {Element} */ one, /** @type {string} */ what) => [...one.querySelectorAll(what)].filter((found) => found.textContent !== "" || what === ".disk").map((found) => ({ name: one.getAttribute("data-id"), box: found.getBoundingClientRect() }));
      const disks = nodes.flatMap((one) => part(one, ".disk")), words = nodes.flatMap((one) => part(one, ".role, .term, .extra"));
      return disks.flatMap(({ name, box }) => words.filter((other) => box.left < other.box.right && other.box.left < box.right && box.top < other.box.bottom - 3 && other.box.top + 3 < box.bottom).map((other) => `${name}’s disk over ${other.name}’s words`));
    });
    expect(over).toEqual([]);
  });
}

test("a log that ended before what is in sight says where", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 5\nload every 100ms\nrun until leader\nrun 400ms\ncrash n5\nwipe n4\nrun 2s\n", SPEED.ten);
  const end = (/** @type {string} */ name) => page.locator(`.log-end[data-node="${name}"]`);
  await expect(end("n5")).toHaveText(/ends at \W*[1-9]/);
  await expect(end("n4")).toHaveText("empty");
  for (const name of ["n1", "n2", "n3"]) await expect(end(name)).toHaveText("");
});

test("logs whose tab is opened while time stands are in sight", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}run until leader\nset x 1\nrun until idle\n`);
  await expect(request(page, "set x 1").locator(".outcome")).toHaveText("ok", { timeout: 30_000 });
  await goToTab(page, "Script");
  await page.locator("#timebar .play").click();
  await goToTab(page, "Logs");
  await expect(page.locator('#panel-logs .log-cell[data-node="n1"][data-index="1"]')).toBeInViewport();
});

test("the name of a lesson is whole beside the question why there is no leader", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("./#learn/pitfall-reads");
  await speaks(page, "fr");
  await expect(page.locator("#stage .why-none").first()).toBeVisible();
  const name = page.locator(".scene-name");
  await expect(name).toHaveText("Lire à partir des suiveurs");
  await expect.poll(() => name.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
});
