// The user's actions on the cluster, and how Raft reacts.

import {
  atSpeed, bar, clickMiddle, committed, does, expect, keptScript, leader, leaders, messages, node, nodes, open, opensMenu, QUIET, request, runs, says, SPEED, test, time, types, value,
} from "./page.js";

test("the page opens on five nodes, which elect a leader within seconds", async ({ page }) => {
  await open(page);
  await expect(nodes(page)).toHaveCount(5);
  await expect(leaders(page)).toHaveCount(1);
  await expect(page.locator("#narration .headline")).not.toBeEmpty();
});

test("a write that is typed by hand is answered", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await types(page, "set x 1");
  await expect(request(page, "set x 1").locator(".outcome")).toHaveText("ok");
  await expect(value(page, "x", 1)).toHaveText("1");
});

test("a write by the form is answered, and so is a read", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await page.getByRole("textbox", { name: "Key" }).fill("colour");
  await page.getByRole("textbox", { name: "Value" }).fill("dark red");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(request(page, "set colour dark red").locator(".outcome")).toHaveText("ok");
  await page.getByRole("combobox", { name: "Operation" }).selectOption("get");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(request(page, "get colour").locator(".outcome")).toHaveText("dark red");
});

test("when the leader is crashed by hand, another one is elected", async ({ page }) => {
  await open(page);
  const first = await leader(page);
  await does(page, first, "Crash");
  await expect(node(page, first)).toHaveAccessibleName(says(`${first}, down`));
  await atSpeed(page, SPEED.half);
  const second = await leader(page, first);
  expect(second).not.toBe(first);
});

test("when the leader is crashed by keyboard alone, another one is elected", async ({ page }) => {
  await open(page);
  const first = await leader(page);
  await page.keyboard.press(first.slice(1));
  await expect(node(page, first)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveAccessibleName(says(`Node ${first}`));
  await expect(bar(page).getByRole("button", { name: "Crash", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toBeHidden();
  await expect(node(page, first)).toBeFocused();
  await expect(node(page, first)).toHaveAccessibleName(says(`${first}, down`));
  for (let i = 0; i < 3; i++) await page.keyboard.press("]");
  await leader(page, first);
});

test("of a parted cluster the three commit and the two do not, and healing brings them together", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 5\nseed 239\nrun until leader n1\nset x 1\nrun until agreed\npartition n1 n2 | n3 n4 n5\n");
  await leader(page, "n1");
  const before = await committed(page, "n1");
  await types(page, "set y 1 from c2 to n1");
  await types(page, "set x 2 to n3");
  await expect(request(page, "set x 2").locator(".outcome")).toHaveText("ok");
  for (const name of ["n3", "n4", "n5"]) await expect.poll(() => committed(page, name), { message: name }).toBeGreaterThan(before);
  for (const name of ["n1", "n2"]) expect(await committed(page, name), name).toBe(before);
  await expect(page.locator("#stage .wall")).toHaveCount(1);

  await page.getByRole("button", { name: "Heal all links" }).click();
  await expect(leaders(page)).toHaveCount(1);
  for (const i of [1, 2, 3, 4, 5]) await expect(value(page, "x", i)).toHaveText("2");
});

test("a line drawn around two nodes parts them from the rest", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const [a, b] = [await node(page, "n1").locator(".face").first().boundingBox(), await node(page, "n2").locator(".face").first().boundingBox()];
  if (!a || !b) throw new Error("the nodes are not drawn");
  const middle = { x: (a.x + b.x + a.width) / 2, y: (a.y + b.y + a.height) / 2 };
  const rx = Math.abs(b.x - a.x) / 2 + 70, ry = Math.abs(b.y - a.y) / 2 + 60;
  const at = (/** @type {number} */ turn) => /** @type {const} */ ([middle.x + rx * Math.cos(turn), middle.y + ry * Math.sin(turn)]);
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let i = 1; i <= 24; i++) await page.mouse.move(...at((i / 24) * 2 * Math.PI));
  await page.mouse.up();
  await expect(page.locator("#stage .wall")).toHaveCount(1);
  await expect(page.locator("#stage .link.cut")).toHaveCount(6);
});

test("when all crash and all restart, what was written is still there", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  await leader(page);
  await types(page, "set x kept");
  await expect(value(page, "x", 5)).toHaveText("kept");
  for (const name of ["n1", "n2", "n3", "n4", "n5"]) await types(page, `crash ${name}`);
  await expect(page.locator("#stage .node.down")).toHaveCount(5);
  for (const name of ["n1", "n2", "n3", "n4", "n5"]) await types(page, `restart ${name}`);
  await leader(page);
  await types(page, "get x");
  await expect(request(page, "get x").locator(".outcome")).toHaveText("kept");
  await expect(value(page, "x", 5)).toHaveText("kept");
});

test("time stands still while paused, and goes event by event", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  // While time stands still the clock shows all its digits.
  await expect(page.locator("#timebar .now")).toHaveText(/[.,]\d{6}/);
  const stands = await time(page);
  await page.waitForTimeout(300);
  expect(await time(page)).toBeCloseTo(stands, 5);
  await page.getByRole("button", { name: "Forward", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(stands);
  const stepped = await time(page);
  await page.waitForTimeout(300);
  expect(await time(page)).toBe(stepped);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(stepped);
});

test("a message can be stopped, read and dropped", async ({ page }) => {
  await open(page);
  await runs(page, `${QUIET}config latency 200ms\nconfig election-timeout 900ms..1800ms\n`, SPEED.opening);
  await atSpeed(page, SPEED.half);
  await expect(messages(page).first()).toBeAttached({ timeout: 30_000 });
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const message = messages(page).first();
  const id = await message.getAttribute("data-id");
  await clickMiddle(page, message.locator(".body"));
  const reader = page.getByRole("dialog", { name: /RequestVote|AppendEntries/ });
  await expect(reader).toContainText("Term");
  await reader.getByRole("button", { name: "Drop" }).click();
  await expect(page.locator(`#stage .message[data-id="${id}"]`)).toHaveCount(0);
  await expect(reader).toBeHidden();
  await expect.poll(() => keptScript(page)).toMatch(new RegExp(`drop m${id}`));
});

test("a mark that is put away for the next message catches no click", async ({ page }) => {
  await open(page);
  await leader(page);
  const away = page.locator('#stage .message[visibility="hidden"]');
  await expect.poll(() => away.count()).toBeGreaterThan(0);
  await page.locator("#timebar .play").click();
  const caught = await away.evaluateAll((all) => all.filter((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  }).length);
  expect(caught).toBe(0);
});

test("in a crowd messages are painted, and each can still be clicked", async ({ page }) => {
  await open(page);
  await runs(page, "raftarium 1\nnodes 9\nseed 1\nconfig election-timeout 600ms..1200ms\nconfig heartbeat 4ms\nconfig latency 40ms..60ms\nrun until leader\n");
  const first = await leader(page);
  const canvas = page.locator("canvas.crowd");
  await expect(canvas).toBeVisible({ timeout: 30_000 });
  await atSpeed(page, SPEED.slowest);
  const lit = () => canvas.evaluate((/** @type {HTMLCanvasElement} */ shown) => {
    const copy = new OffscreenCanvas(shown.width, shown.height).getContext("2d");
    copy?.drawImage(shown, 0, 0);
    return copy?.getImageData(0, 0, shown.width, shown.height).data.filter((byte, i) => i % 4 === 3 && byte > 0).length ?? 0;
  });
  await expect.poll(lit, "pixels that are painted").toBeGreaterThan(1_000);
  await expect(messages(page)).toHaveCount(0);
  // A heartbeat every 4 ms to each of eight followers: nearly always there is one halfway. One may overtake another and
  // leave a gap; then click again.
  const other = first === "n1" ? "n2" : "n1";
  const [a, b] = await Promise.all([first, other].map((name) => node(page, name).locator(".face").boundingBox()));
  if (!a || !b) throw new Error("no node is drawn there");
  await expect(async () => {
    await page.mouse.click((a.x + a.width / 2 + b.x + b.width / 2) / 2, (a.y + a.height / 2 + b.y + b.height / 2) / 2);
    await expect(page.getByRole("dialog", { name: /AppendEntries/ })).toContainText("Term", { timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(canvas).toBeHidden();
  await expect.poll(() => messages(page).count(), "elements once time stands still").toBeGreaterThan(100);
});

test("a node that is asked directly answers, or names the leader", async ({ page }) => {
  await open(page);
  await runs(page, QUIET);
  const first = await leader(page);
  const other = first === "n1" ? "n2" : "n1";
  const menu = await opensMenu(page, other);
  await menu.getByRole("textbox").fill("set z 9");
  await menu.getByRole("button", { name: "Ask it" }).click();
  await expect(request(page, "set z 9").locator(".outcome")).toHaveText("ok");
  await expect(request(page, "set z 9").locator(".detail")).toContainText("redirected");
});
