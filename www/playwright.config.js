// The built page in Chromium, served twice: at the root of a host, and below a path, where static hosts put it.
// `cargo xtask test` builds the page for it; a plain `npx playwright test` takes `dist` as it is.

import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

const SUB_PATH = "/some/sub/path/";
const PAGE = process.env.RAFTARIUM_PAGE ?? "../dist";
const ROOT_PORT = Number(process.env.RAFTARIUM_ROOT_PORT ?? 4611);
const SUB_PATH_PORT = Number(process.env.RAFTARIUM_SUB_PATH_PORT ?? 4612);

/** Playwright's own browsers are not installed; it drives the system's. */
const chromium = [
  process.env.RAFTARIUM_CHROMIUM,
  process.env.CHROME,
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));

/**
 * @param {number} port
 * @param {string} base
 */
function server(port, base) {
  return {
    command: `node tools/serve.mjs ${PAGE} --port ${port} --base ${base}`,
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
  };
}

export default defineConfig({
  testDir: "e2e",
  outputDir: "../test-results",
  reporter: process.env.CI ? "line" : "list",
  // A busy machine may miss a moving mark once; what fails twice is a fault.
  retries: process.env.CI ? 1 : 0,
  // Two, the cores of a small machine; the limits below are for a busy one.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    trace: "retain-on-failure",
    // What is kept for a visit without the network would answer in its place; the specs that are about it say so.
    serviceWorkers: "block",
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    },
  },
  // Specs open the page with `page.goto("./")`, which both base addresses resolve.
  projects: [
    { name: "root", use: { baseURL: `http://127.0.0.1:${ROOT_PORT}/` } },
    // Everything that the page fetches is asked for in these; what depends on nothing fetched is looked at once.
    { name: "sub-path", testMatch: /(everyone|link|scenes)\.spec\.js$/, grepInvert: /@once/, use: { baseURL: `http://127.0.0.1:${SUB_PATH_PORT}${SUB_PATH}` } },
  ],
  webServer: [server(ROOT_PORT, "/"), server(SUB_PATH_PORT, SUB_PATH)],
});
