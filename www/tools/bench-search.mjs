// Measures the search of the built page in Chromium: for each flaw, the time until a counterexample is found and
// shortened. The page chooses the number of workers.
//
//   node www/tools/bench-search.mjs [DIRECTORY] [--flaws NAME,NAME] [--patience SECONDS]
//
// From the press of the button to the card that shows a shortened script; and until no shorter one is looked for, whose statements
// are counted. The flaws that nothing can see are left out;
// tests/flaws.rs names them, and the flaws that need another.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { pastes } from "./pasting.mjs";
import { withBrowser } from "./tracing.mjs";

const PORT = 4632;

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const all = [...read("src/raft/flaw.rs").matchAll(/^ +(\w+), "([a-z-]+)", \w+;/gm)].map(([, variant, name]) => ({ variant, name: name ?? "" }));
const listed = (/** @type {RegExp} */ list) => [...(list.exec(read("tests/flaws.rs"))?.[1] ?? "").matchAll(/Flaw::(\w+)/g)].map(([, variant]) => all.find((flaw) => flaw.variant === variant)?.name ?? "");
const unseen = listed(/const UNSEEN[^=]*= (\[[^]*?\n\];)/), pair = listed(/const PAIRS[^=]*=\s*(\[[^]*?\];)/);
/** What the two of a pair break, by its name in a script. */
const brokenByPair = (/const PAIRS[^;]*;[^;]*?Invariant::(\w+)/.exec(read("tests/flaws.rs"))?.[1] ?? "").replaceAll(/\B[A-Z]/g, "-$&").toLowerCase();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { flaws: { type: "string", default: all.map(({ name }) => name).filter((name) => !unseen.includes(name)).join(",") }, patience: { type: "string", default: "60" } },
});

/** @param {import("@playwright/test").Page} page @param {string[]} flaws @param {string} wanted What is to break; "" for anything. */
async function search(page, flaws, wanted) {
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator('#stage .picture-holder .node[data-id="n5"]').waitFor();
  await page.locator("#tab-script").click();
  await pastes(page, `nodes 3\n${flaws.map((flaw) => `flaw ${flaw}\n`).join("")}`);
  await page.locator("#panel-script .primary").click();
  await page.locator("#timebar .play").click();
  await page.locator("#tab-rules").click();
  const button = page.locator("#panel-rules .rules-find");
  await button.waitFor();
  await page.locator("#panel-rules .rules-here select").selectOption(wanted);
  const since = performance.now();
  await button.click();
  const card = page.locator("#panel-rules .found");
  const isFound = await card.waitFor({ timeout: Number(values.patience) * 1_000 }).then(() => true, () => false);
  const seconds = (performance.now() - since) / 1_000;
  if (!isFound) return { seconds, all: NaN, statements: NaN };
  // While a shorter script is looked for, the button stops that.
  await button.waitFor({ state: "hidden", timeout: Number(values.patience) * 1_000 }).catch(() => {});
  const all = (performance.now() - since) / 1_000;
  const lines = await card.locator(".found-script li").allTextContents();
  return { seconds, all, statements: lines.filter((line) => !/^(?:raftarium|nodes|seed|config|flaw|expect) /.test(line)).length };
}

await withBrowser(positionals[0] ?? "dist", PORT, async (browser) => {
  /** @type {number[]} */
  const times = [];
  console.log("flaw                            seconds   all  statements");
  for (const flaw of values.flaws.split(",")) {
    // Each flaw gets a fresh page, because a page that is opened again restores the run that it showed last.
    const page = await browser.newPage();
    const { seconds, all, statements } = await (pair[0] === flaw ? search(page, pair, brokenByPair) : search(page, [flaw], ""));
    await page.close();
    times.push(seconds);
    console.log(`${flaw.padEnd(30)}${seconds.toFixed(1).padStart(9)}${all.toFixed(1).padStart(6)}${(Number.isNaN(statements) ? "none" : String(statements)).padStart(12)}`);
  }
  const sorted = times.sort((a, b) => a - b);
  console.log(`median ${(sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(1)} s, longest ${(sorted.at(-1) ?? NaN).toFixed(1)} s, above 10 s ${sorted.filter((seconds) => seconds > 10).length} of ${sorted.length}`);
});
