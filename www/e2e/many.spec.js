// Many nodes, and nodes that are down: legibility in a lecture.

import { atSpeed, expect, leader, node, open, runs, SPEED, test, types } from "./page.js";

for (const count of [7, 9]) {
  test(`all ${count} logs are in sight at 1280x800, and no name lies under a crown`, { tag: "@once" }, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page);
    await runs(page, `raftarium 1\nnodes ${count}\nseed 1\nrun until leader\nset x 1\n`);
    const first = await leader(page);
    await expect(page.locator("#panel-logs .log-name")).toHaveCount(count);
    const seen = () => page.locator("#panel-logs .log-name, #panel-logs .log-row").evaluateAll((rows) => {
      const { top, bottom } = /** @type {Element} */ (document.querySelector("#panel-logs")).getBoundingClientRect();
      return rows.every((row) => row.getBoundingClientRect().top >= top && row.getBoundingClientRect().bottom <= bottom + 1);
    });
    await expect.poll(seen).toBe(true);
    const leading = node(page, first);
    const [crown, name] = [await leading.locator(".crown").boundingBox(), await leading.locator(".name").boundingBox()];
    // A line of text has space above it: its middle must be free.
    expect((crown?.y ?? 0) + (crown?.height ?? 0)).toBeLessThanOrEqual((name?.y ?? 0) + (name?.height ?? 0) / 2);
  });
}

for (const theme of ["light", "dark"]) {
  test(`the logs of nodes that are down are read at 4.5 to 1, ${theme}`, { tag: "@once" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" });
    await open(page);
    await runs(page, "raftarium 1\nnodes 3\nseed 1\nrun until leader\nset x 1\nset y 2\nrun until agreed\n", SPEED.ten);
    await leader(page);
    await atSpeed(page, SPEED.opening);
    await types(page, "crash all");
    await expect(page.locator("#panel-logs .log-row.down")).toHaveCount(3);
    const least = await page.locator("#panel-logs .log-row.down .log-cell:not([hidden]) bdi").evaluateAll((all) => {
      const canvas = document.createElement("canvas");
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      if (!pen) throw new Error("no canvas");
      const rgb = (/** @type {string[]} */ ...layers) => {
        for (const layer of layers) { pen.fillStyle = layer; pen.fillRect(0, 0, 1, 1); }
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (/** @type {number[]} */ colour) => colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * (/** @type {number[]} */ ([0.2126, 0.7152, 0.0722])[i] ?? 0), 0);
      const ground = getComputedStyle(document.body).backgroundColor;
      return Math.min(...all.flatMap((one) => {
        const cell = /** @type {Element} */ (one.closest(".log-cell"));
        // On the cell's colour and on the fading stripes, wherever the letter is.
        return [[ground, getComputedStyle(cell).backgroundColor], [ground]].map((layers) => {
          const [a, b] = [light(rgb(getComputedStyle(one).color)), light(rgb(...layers))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        });
      }));
    });
    expect(least).toBeGreaterThanOrEqual(4.5);
  });
}
