// Every scene of the menu opens and runs.

import { atSpeed, expect, nodes, open, opensScene, SPEED, test, time, whereItStands } from "./page.js";

const SCENES = ["living-cluster", "first-election", "split-vote", "leader-failover", "partition", "full-restart", "figure-7", "figure-8", "stale-read",
  "lease-drift", "pre-vote", "transfer", "joint-consensus", "snapshot", "torn-disk"];

test("the menu has these scenes, each with a title of its own", async ({ page }) => {
  await open(page);
  await page.locator(".scene-opener").click();
  const found = await page.locator("#scenes [data-scene]").evaluateAll((all) => all.map((one) => one.getAttribute("data-scene")));
  expect(found).toEqual(SCENES);
});

for (const scene of SCENES) {
  // Below a path scenes load as at the root: two of them suffice to show it.
  test(`${scene} opens and runs without an error`, { tag: SCENES.indexOf(scene) < 2 ? [] : "@once" }, async ({ page }) => {
    await open(page);
    await opensScene(page, scene);
    await atSpeed(page, SPEED.ten);
    await expect(page.locator(`#scenes [data-scene="${scene}"]`)).toHaveAttribute("aria-current", "true");
    await expect.poll(() => time(page)).toBeGreaterThan(5);
    await page.locator("#tab-script").click();
    await expect(whereItStands(page)).toHaveText(/^All lines have run|^Line \d+: (?!.*failed)/);
    await expect(page.locator(".alarm.failed")).toHaveCount(0);
    await expect(page.locator(".alarm.violation")).toHaveCount(0);
  });
}

test("a fresh cluster of another size takes the place of the one in hand", async ({ page }) => {
  await open(page);
  await page.locator(".scene-opener").click();
  await page.locator('#scenes [data-size="3"]').click();
  await expect(nodes(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Restore the previous one" }).first().click();
  await expect(nodes(page)).toHaveCount(5);
});
