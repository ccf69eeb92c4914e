// A real cluster, seen from the page that one of its nodes serves: processes of `raftarium serve`, real ports, `kill -9`.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { atSpeed, expect, expectErrors, leader, leaders, node, nodes, opensScene, says, SPEED, test, value } from "./page.js";

/** The command line, and the page that the nodes serve; `cargo xtask test` names both. */
const PROGRAM = process.env.RAFTARIUM_PROGRAM ?? "../target/debug/raftarium";
const PAGE = process.env.RAFTARIUM_PAGE ?? "../dist";

/** An election on a machine that does much else may take several rounds. */
const LED = { timeout: 45_000 };

const NAMES = /** @type {const} */ (["n1", "n2", "n3"]);

/** @typedef {{address: Record<string, string>, kill: (name: string) => void, end: () => void}} Cluster */

/** A port that is free now. @returns {Promise<number>} */
const freePort = () => new Promise((found, failed) => {
  const server = createServer().once("error", failed).listen(0, "127.0.0.1", () => {
    const address = server.address();
    server.close(() => found(typeof address === "object" && address ? address.port : 0));
  });
});

/** Starts three nodes. @param {string} folder For their data. @returns {Promise<Cluster>} */
async function starts(folder) {
  if (!existsSync(PROGRAM)) throw new Error(`${resolve(PROGRAM)} is not there: cargo build makes it`);
  const ports = await Promise.all(NAMES.map(freePort));
  const processes = NAMES.map((name, k) => {
    const peers = NAMES.map((peer, p) => `${peer.replace("n", "node")}=127.0.0.1:${ports[p]}`).filter((_, p) => p !== k);
    const options = ["--id", name.replace("n", "node"), "--port", String(ports[k]), "--peers", peers.join(","), "--data", `${folder}/${name}`, "--page", PAGE];
    // They end with their standard input, so none outlives a run of the tests.
    return spawn(PROGRAM, ["serve", ...options, "--attached"], { stdio: ["pipe", "ignore", "ignore"] });
  });
  const address = Object.fromEntries(NAMES.map((name, k) => [name, `http://127.0.0.1:${ports[k]}`]));
  const kill = (/** @type {string} */ name) => { processes[NAMES.findIndex((other) => other === name)]?.kill("SIGKILL"); };
  const isReady = async (/** @type {string} */ name) => (await fetch(`${address[name]}/readyz`).catch(() => null))?.ok ?? false;
  await expect.poll(async () => (await Promise.all(NAMES.map(isReady))).every(Boolean), LED).toBe(true);
  return { address, kill, end: () => NAMES.forEach(kill) };
}

test("the page of a node shows a real election after a real kill -9, and sends real requests", async ({ page }, info) => {
  test.setTimeout(180_000);
  // The other nodes are other hosts, and one will be gone.
  expectErrors(page, /^a request to http:\/\/127\.0\.0\.1:/, /ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET)/);
  const cluster = await starts(info.outputPath("data"));
  try {
    // The page comes from a node that does not lead: that one stays.
    const ledBy = async (/** @type {string} */ name) => (await fetch(`${cluster.address[name]}/kv/none`)).headers.get("x-raft-leader")?.replace(/^node/, "n") ?? "";
    await expect.poll(() => ledBy("n1"), LED).toMatch(/^n[123]$/);
    const first = await ledBy("n1");
    const [here = "", other = ""] = NAMES.filter((name) => name !== first);
    await page.goto(`${cluster.address[here]}/`);
    await expect(page.locator(".scene-name")).toHaveText("A running cluster", LED);
    await expect(nodes(page)).toHaveCount(3);
    await expect(node(page, first)).toHaveClass(/leader/);

    const panel = page.locator("#panel-live"), answer = panel.locator(".live-asked li").first();
    await panel.getByLabel("Key", { exact: true }).fill("city");
    await panel.getByLabel("Value", { exact: true }).fill("Lille");
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    await expect(answer).toContainText(/^POST n\d\/kv20/);
    // An operator's order, which the leader is given: the other one, whose page it is not, leads then.
    await panel.getByLabel("Order", { exact: true }).selectOption("transfer");
    await panel.getByLabel("The node that the order is about").selectOption(other);
    await panel.getByRole("button", { name: "Give the order", exact: true }).click();
    await expect(answer).toContainText(/^POST n\d\/ctl\/transfer\/n\d200/);
    await expect(node(page, other)).toHaveClass(/leader/, LED);
    for (const k of [1, 2, 3]) await expect(value(page, "city", k)).toContainText("Lille");
    // At any speed time does not overtake the cluster: a write shows at once.
    await atSpeed(page, SPEED.full);
    await panel.getByLabel("Value", { exact: true }).fill("Lyon");
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    for (const k of [1, 2, 3]) await expect(value(page, "city", k)).toContainText("Lyon");
    await atSpeed(page, SPEED.real);
    // A node that is new has a name and an address; the cluster waits for it to catch up, and so goes on without it here.
    await panel.getByLabel("Order", { exact: true }).selectOption("add");
    await panel.getByLabel("The node that the order is about").selectOption("n4");
    await panel.getByLabel("Address", { exact: true }).fill("127.0.0.1:1");
    await panel.getByRole("button", { name: "Give the order", exact: true }).click();
    await expect(panel.locator(".live-asked li", { hasText: "ctl/add/n4?address=127.0.0.1%3A1" }).first()).toContainText(/200/, LED);
    // The page's policy lets it speak to the nodes that there were.
    await expect(panel).toContainText(says("n4 joined the cluster"), LED);

    // Another universe, and the way back to the cluster.
    await opensScene(page, "first-election");
    await expect(nodes(page)).toHaveCount(5);
    await page.locator(".scene-opener").click();
    await page.locator("#scenes").getByRole("button", { name: "Follow this cluster" }).click();
    await expect(page.locator(".scene-name")).toHaveText("A running cluster", LED);
    await expect(node(page, other)).toHaveClass(/leader/);

    cluster.kill(other);
    await expect(node(page, other)).toHaveAttribute("aria-label", /down/, LED);
    await leader(page, other);
    await expect(leaders(page)).toHaveCount(1);
    await expect(page.locator("#narration")).toContainText(says("leads term"));
    // The page shows the leader that the nodes name.
    const second = await ledBy(here);
    expect(second).not.toBe(other);
    await expect(node(page, second)).toHaveClass(/leader/);
  } finally {
    cluster.end();
  }
});
