// The terminal: the chapter's lines as printed, and its four exercises, in the terminal alone.

import { atSpeed, expect, goToTab, keptScript, LANGUAGES, leader, node, open, request, says, SPEED, speaks, test } from "./page.js";

/** @typedef {import("@playwright/test").Page} Page */

const panel = (/** @type {Page} */ page) => page.locator("#panel-terminal");
const field = (/** @type {Page} */ page) => panel(page).getByRole("textbox");
/** What one command has printed: the last one. @param {Page} page */
const last = (page) => panel(page).locator(".terminal-entry").last();
/** @param {Page} page */
const stop = (page) => panel(page).locator(".terminal-head button").first();

/** The port of a node. @param {string} name */
const port = (name) => 3000 + Number(name.slice(1));

/** Opens the page with the terminal, at a speed at which no answer lets one wait. @param {Page} page */
async function opened(page) {
  await open(page);
  await atSpeed(page, SPEED.ten);
  await goToTab(page, "Terminal");
  await expect(field(page)).toBeVisible();
}

/** Types a command, and waits until it is over. @param {Page} page @param {string} line */
async function types(page, line) {
  await field(page).fill(line);
  await field(page).press("Enter");
  await expect(last(page).locator(".terminal-typed")).toHaveText(`$ ${line}`);
  await expect(stop(page)).toBeHidden({ timeout: 30_000 });
  return await last(page).innerText();
}

/** Pastes lines, and waits until all are over. @param {Page} page @param {string} text */
async function pastes(page, text) {
  await field(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await expect(stop(page)).toBeHidden({ timeout: 30_000 });
}

/** The state of a node. @param {Page} page @param {string} name */
async function debug(page, name) {
  const said = await types(page, `curl -s http://localhost:${port(name)}/debug`);
  return JSON.parse(said.slice(said.indexOf("{")));
}

/** A fresh cluster of so many nodes, which has a leader. @param {Page} page @param {number} nodes */
async function fresh(page, nodes) {
  await expect(async () => {
    await types(page, `docker-compose up --scale node=${nodes}`);
    await expect(last(page)).toContainText("leads", { timeout: 1_000 });
  }).toPass();
  return leader(page);
}

for (const [variant, first] of /** @type {[string, number][]} */ ([["TypeScript", 3001], ["Python", 5001]])) {
  test(`the chapter's lines for ${variant}, pasted as printed`, async ({ page }) => {
    await opened(page);
    await fresh(page, 3);
    await pastes(page, `# Construire
npm run build

# Exécuter avec Docker Compose
docker-compose up

# Tester le cluster
curl -X POST http://localhost:${first}/kv -H "Content-Type: application/json" -d '{"key":"foo","value":"bar"}'
curl http://localhost:${first}/kv/foo
curl http://localhost:${first + 1}/debug  # Vérifier l'état du nœud
`);
    const entries = panel(page).locator(".terminal-entry");
    await expect(entries.filter({ hasText: "curl -X POST" })).toContainText('{"key":"foo","value":"bar"}');
    await expect(entries.filter({ hasText: "/kv/foo" })).toContainText('{"key":"foo","value":"bar"}');
    await expect(last(page)).toContainText('"nodeId":"node2"');
    await expect(last(page)).toContainText('"stateMachine":{');
    // What was typed is in the script; what only reads is not.
    const script = await keptScript(page);
    expect(script).toContain('http POST /kv {"key":"foo","value":"bar"} to n1 from c9');
    expect(script).not.toContain("/debug");
  });
}

test("a press on the tab, or its key, lets one type at once; arrow keys go on from tab to tab", async ({ page }) => {
  await opened(page);
  await expect(field(page)).toBeFocused();
  await goToTab(page, "Script");
  await page.locator("#tab-script").press("ArrowRight");
  await expect(field(page)).toBeVisible();
  await expect(page.locator("#tab-terminal")).toBeFocused();
});

test("exercise 1: a value that is set is read from every node", async ({ page }) => {
  await opened(page);
  const lead = await fresh(page, 3);
  expect(await types(page, `curl -X POST http://localhost:${port(lead)}/kv -d '{"key":"name","value":"raft"}'`)).toContain('{"key":"name","value":"raft"}');
  // The client's panel has status and body.
  await goToTab(page, "Logs");
  await expect(request(page, "POST /kv").locator(".outcome")).toContainText('200 {"key":"name","value":"raft"}');
  await goToTab(page, "Terminal");
  for (const name of ["n1", "n2", "n3"]) expect(await types(page, `curl http://localhost:${port(name)}/kv/name`)).toContain('{"key":"name","value":"raft"}');
  // And a missing one is not there.
  expect(await types(page, "curl -s -o /dev/null -w '%{http_code}' http://localhost:3001/kv/none")).toContain("404");
  await goToTab(page, "Logs");
  await expect(request(page, "GET /kv/none").locator(".outcome")).toContainText('404 {"error":"the key \\"none\\" has no value"');
});

test("exercise 2: the leader is killed, another leads, and the old one catches up", async ({ page }) => {
  await opened(page);
  const old = await fresh(page, 3), other = old === "n1" ? "n2" : "n1";
  await types(page, `curl -X POST http://localhost:${port(old)}/kv -d '{"key":"a","value":"1"}'`);
  await types(page, `docker kill raft-node${old.slice(1)}`);
  expect(await types(page, `curl http://localhost:${port(old)}/kv/a`)).toContain(`curl: (7) Failed to connect to localhost port ${port(old)}: Connection refused`);
  await types(page, "sleep 2");
  const state = await debug(page, other);
  expect(state.leaderId).not.toBe(`node${old.slice(1)}`);
  expect(state.leaderId).toMatch(/^node[1-3]$/);
  expect(await types(page, `curl -X POST http://localhost:${port(other)}/kv -d '{"key":"b","value":"2"}'`)).toContain('{"key":"b","value":"2"}');
  await types(page, `docker start raft-node${old.slice(1)}`);
  await types(page, "sleep 1");
  const back = await debug(page, old);
  expect([back.state, back.stateMachine["a"], back.stateMachine["b"]]).toEqual(["follower", "1", "2"]);
});

test("exercise 3: two of five are isolated, the majority goes on, and they catch up", async ({ page }) => {
  await opened(page);
  const lead = await fresh(page, 5), followers = ["n1", "n2", "n3", "n4", "n5"].filter((name) => name !== lead), [away = "", alsoAway = ""] = followers;
  await types(page, `docker network disconnect raft_default raft-node${away.slice(1)}`);
  await types(page, `docker network disconnect raft_default raft-node${alsoAway.slice(1)}`);
  expect(await types(page, `curl -X POST http://localhost:${port(lead)}/kv -d '{"key":"x","value":"1"}'`)).toContain('{"key":"x","value":"1"}');
  // The minority cannot commit: whoever asks there is told so.
  const refused = await types(page, `curl -s -w ' %{http_code}' -X POST http://localhost:${port(away)}/kv -d '{"key":"x","value":"2"}'`);
  expect(refused).toMatch(/ 50[34]/);
  await types(page, `docker network connect raft_default raft-node${away.slice(1)}`);
  await types(page, `docker network connect raft_default raft-node${alsoAway.slice(1)}`);
  await types(page, "sleep 3");
  for (const name of [away, alsoAway]) expect((await debug(page, name)).stateMachine["x"]).toBe("1");
});

test("exercise 4: what was written survives a restart of all", async ({ page }) => {
  await opened(page);
  await fresh(page, 3);
  await types(page, `curl -X POST http://localhost:3001/kv -d '{"key":"kept","value":"yes"}'`);
  await types(page, "docker-compose down");
  for (const name of ["n1", "n2", "n3"]) await expect(node(page, name)).toHaveClass(/down/);
  expect(await types(page, "docker ps")).not.toContain("raft-node1");
  expect(await types(page, "docker-compose up")).toContain("leads");
  expect(await types(page, "curl http://localhost:3002/kv/kept")).toContain('{"key":"kept","value":"yes"}');
});

test("a retried write applies once, and a message in a node's name ends what is claimed", async ({ page }) => {
  await opened(page);
  await fresh(page, 3);
  const write = (/** @type {string} */ value, /** @type {string} */ key) => types(page, `curl -s -X POST http://localhost:3002/kv -H 'Idempotency-Key: ${key}' -d '{"key":"n","value":"${value}"}'`);
  await write("1", "a");
  await write("2", "b");
  await write("1", "a");
  expect(await types(page, "curl http://localhost:3003/kv/n | jq -r .value")).toMatch(/\n2$/);
  expect(await types(page, `curl -X POST http://localhost:3001/raft/request-vote -d '{"term":99,"candidateId":"node2","lastLogIndex":999,"lastLogTerm":98}'`)).toContain('{"term":99,"voteGranted":true}');
  await expect(page.locator("#alarms")).toContainText(says("was given a message of Raft that no node sent"));
});

test("the keys of a terminal: history, completion, interruption, another line", async ({ page }) => {
  await opened(page);
  await fresh(page, 3);
  await field(page).fill("docker-compose sto");
  await field(page).press("Tab");
  await expect(field(page)).toHaveValue("docker-compose stop ");
  // The names are listed once; then Tab leaves, so that nobody is held.
  await field(page).press("Tab");
  await expect(field(page)).toHaveValue("docker-compose stop node");
  await field(page).press("Tab");
  await expect(panel(page).locator(".terminal-log")).toContainText("node1  node2  node3");
  await expect(field(page)).toBeFocused();
  await field(page).press("Tab");
  await expect(field(page)).not.toBeFocused();
  await field(page).fill("echo one");
  await field(page).press("Enter");
  await field(page).press("ArrowUp");
  await expect(field(page)).toHaveValue("echo one");
  await field(page).press("ArrowDown");
  await expect(field(page)).toHaveValue("");
  await field(page).fill("echo a \\");
  await field(page).press("Enter");
  await expect(last(page)).not.toContainText("echo a");
  await field(page).pressSequentially("b");
  await field(page).press("Enter");
  await expect(last(page)).toContainText("a b");
  await field(page).fill("docker logs -f raft-node1");
  await field(page).press("Enter");
  await expect(stop(page)).toBeVisible();
  await field(page).press("Control+c");
  await expect(last(page)).toContainText("^C");
  await expect(stop(page)).toBeHidden();
  await types(page, "frobnicate");
  await expect(last(page)).toContainText("frobnicate: command not found");
  await expect(last(page)).toContainText("exit code 127");
});

for (const lang of LANGUAGES) {
  test(`help, in ${lang}, on a phone as well`, async ({ page }) => {
    await opened(page);
    await speaks(page, lang);
    await types(page, "help");
    await expect(last(page)).not.toContainText(/terminal-help/);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("tab", { name: "Terminal" }).click();
    await expect(field(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}
