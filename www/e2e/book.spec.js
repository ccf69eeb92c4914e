// An mdBook with lessons, built beside the page: the lessons that its chapters embed exist and play.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PAGE, serves } from "./hosting.js";
import { expect, expectErrors, test } from "./page.js";

const WWW = fileURLToPath(new URL("..", import.meta.url)), BOOK = join(WWW, "../docs/book");
const CHAPTERS = /** @type {const} */ ([["en", "exercise-2", "Continue"], ["fr", "exercice-2", "Continuer"]]);

let site = "";
test.beforeAll(() => {
  site = mkdtempSync(join(tmpdir(), "raftarium-book-"));
  cpSync(resolve(WWW, PAGE), site, { recursive: true });
  // `cargo xtask setup` installs mdbook.
  execFileSync("mdbook", ["build", BOOK, "--dest-dir", join(site, "book")], { stdio: ["ignore", "ignore", "inherit"] });
});
test.afterAll(() => rmSync(site, { recursive: true }));

for (const [lang, name, on] of CHAPTERS) {
  test(`a chapter of an mdBook plays a lesson, in ${lang}`, async ({ page }) => {
    const { url, stop } = await serves(site);
    expectErrors(page, /a request to/);
    try {
      await page.goto(`${url}book/${lang}/${name}.html`);
      const line = page.locator("main iframe"), address = new URL(await line.getAttribute("src") ?? "", page.url());
      expect(address.pathname).toBe("/");
      const [, lesson] = /^#learn\/([a-z0-9-]+)$/.exec(address.hash) ?? [];
      expect(existsSync(join(site, `lessons/${lesson}.raft`))).toBe(true);
      await line.scrollIntoViewIfNeeded();
      const frame = page.frameLocator("main iframe");
      await expect(frame.locator("html")).toHaveAttribute("lang", lang);
      await frame.locator(".choice").first().click();
      await frame.getByRole("button", { name: on }).click();
      await expect(frame.locator(".verdict").first()).not.toBeEmpty();
    } finally {
      stop();
    }
  });
}

test("the quiz that a chapter asks for is there", () => {
  for (const [lang, name] of CHAPTERS) {
    const folder = join(BOOK, "src", lang), chapter = readFileSync(join(folder, `${name}.md`), "utf8");
    const [, path = ""] = /\{\{#quiz (\S+)\}\}/.exec(chapter) ?? [];
    expect(readFileSync(join(folder, path), "utf8")).toContain("[[questions]]");
  }
});
