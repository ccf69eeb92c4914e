// What is typed in the terminal: lines, words, options, and the statements that they become.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { run } from "../src/terminal/commands.js";
import { complete, shared } from "../src/terminal/completion.js";
import { requestOf } from "../src/terminal/curl.js";
import { FILTERS } from "../src/terminal/filters.js";
import { isWhole, split } from "../src/terminal/lines.js";
import { createMachine } from "../src/terminal/machine.js";
import { nodeAt, nodeNamed } from "../src/terminal/names.js";
import { Wrong } from "../src/terminal/options.js";
import { pipelines } from "../src/terminal/shell.js";

/** @typedef {import("../src/terminal/types.js").Machine} Machine */

const NODES = ["n1", "n2", "n3"];

test("lines are joined by a backslash and by an open quote, and a comment ends nowhere else", () => {
  assert.deepEqual(split("a\nb \\\n  c\n"), { lines: ["a", "b   c"], rest: "" });
  assert.deepEqual(split("curl -d '{\n\"a\": 1}' x\nnext"), { lines: ["curl -d '{\n\"a\": 1}' x"], rest: "next" });
  assert.deepEqual(split("curl x # it's a comment\ny\n").lines, ["curl x # it's a comment", "y"]);
  assert.deepEqual(split("echo a\\'b\r\nc\r\n").lines, ["echo a\\'b", "c"]);
  assert.deepEqual(["a", "a \\", "a 'b", "a 'b'", "a \\\\", "a # it's"].map(isWhole), [true, false, false, true, true, true]);
});

test("words are a shell's: quotes, escapes, comments, patterns, pipes", () => {
  const words = (/** @type {string} */ line) => pipelines(line).map(({ commands, after }) => [after, ...commands]);
  assert.deepEqual(words(`curl -d '{"key":"foo","value":"a b"}' http://localhost:3001/kv?redirect # é`), [["", ["curl", "-d", '{"key":"foo","value":"a b"}', "http://localhost:3001/kv?redirect"]]]);
  assert.deepEqual(words("# Construire"), []);
  assert.deepEqual(words(`curl -d "{\\"a\\": \\"b\\"}" x | jq . && echo yes || echo no; ls`), [["", ["curl", "-d", '{"a": "b"}', "x"], ["jq", "."]], ["&&", ["echo", "yes"]], ["||", ["echo", "no"]], ["", ["ls"]]]);
  assert.deepEqual(words("echo $HOME"), [["", ["echo", "$HOME"]]]);
  assert.deepEqual(words("curl a#b -X DELETE; echo 'a'#b \"#\" '#' # it's {a,b}\n"), [["", ["curl", "a#b", "-X", "DELETE"]], ["", ["echo", "a#b", "#", "#"]]]);
  assert.deepEqual(words("echo a;# b"), [["", ["echo", "a"]]]);
});

test("braces are a shell's", () => {
  const words = (/** @type {string} */ line) => pipelines(line)[0]?.commands[0];
  assert.deepEqual(words("curl localhost:300{1,2,3}/kv {a,b}{c,d} {1..3} {3..2} {,x}y"), ["curl", "localhost:3001/kv", "localhost:3002/kv", "localhost:3003/kv", "ac", "ad", "bc", "bd", "1", "2", "3", "3", "2", "y", "xy"]);
  assert.deepEqual(words(`echo a{'b,c',"{d}"}e`), ["echo", "ab,ce", "a{d}e"]);
  const kept = ["{}", "x{a}", "%{http_code},%{time_total}", '{"a":1,"b":2}', "{a,b}", "{a,b}"];
  assert.deepEqual(words(`echo {} x{a} %{http_code},%{time_total} '{"a":1,"b":2}' "{a,b}" \\{a,b}`), ["echo", ...kept]);
  for (const line of ["echo {1..999}{1..999}", 'echo "${"', "echo ${}", "curl x > file"]) assert.throws(() => pipelines(line), Wrong, line);
});

test("`$?` is the exit code of the command before", async () => {
  assert.equal((await runs("false; echo $?; echo $? | cat; false || echo \"code $?\"")).printed, "1\n0\ncode 1\n");
  assert.equal((await runs("curl -s http://localhost:4000/; echo $?")).printed, "7\n");
  assert.equal((await runs("false\necho $?")).printed, "1\n");
});

test("no exception leaves a line", async () => {
  for (const line of ['echo "${"', "echo ${}", `curl -s http://localhost:3001/debug | jq '.["\\x"]'`]) assert.equal((await runs(line)).code, 2, line);
});

test("nodes have the chapter's names and ports, of both variants", () => {
  for (const word of ["node2", "n2", "raft-node2", "python-raft-node2", "typescript-raft-node2", "raft-node2-1"]) assert.equal(nodeNamed(word, NODES), "n2", word);
  for (const word of ["node4", "node", "2", "raft", "node22"]) assert.equal(nodeNamed(word, NODES), null, word);
  assert.deepEqual([3001, 5003, 3004, 3000, 80].map((port) => nodeAt("localhost", port, NODES)), ["n1", "n3", null, null, null]);
  assert.deepEqual([nodeAt("127.0.0.1", 3002, NODES), nodeAt("node2", 3000, NODES), nodeAt("node2", 5000, NODES), nodeAt("node2", 3002, NODES), nodeAt("example.org", 3001, NODES)], ["n2", "n2", "n2", null, null]);
});

test("curl's options, together and apart", () => {
  const post = requestOf(["-sXPOST", "http://localhost:3001/kv", "-H", "Content-Type: application/json", "-H", "idempotency-key: a 1", "--data={}", "-w", "%{http_code}"]);
  assert.deepEqual([post.method, post.urls, post.body, post.key, post.writeOut, post.flags.includes("silent")], ["POST", ["http://localhost:3001/kv"], "{}", "a 1", "%{http_code}", true]);
  assert.equal(requestOf(["-d", "x", "u"]).method, "POST");
  assert.equal(requestOf(["u"]).method, "GET");
  assert.equal(requestOf(["-d", "x", "-X", "DELETE", "u"]).method, "DELETE");
  assert.equal(requestOf(["-m", "0.5", "u"]).maxUs, 500_000);
  assert.deepEqual(requestOf(["u[2-3]/{a,b}", "v[08-10]"]).urls, ["u2/a", "u2/b", "u3/a", "u3/b", "v08", "v09", "v10"]);
  assert.deepEqual([requestOf(["-g", "u[1-2]"]).urls, requestOf(["u[3-1]"]).urls, requestOf(["u[0-0]"]).urls], [["u[1-2]"], ["u[3-1]"], ["u0"]]);
  for (const [words, key] of /** @type {[string[], string][]} */ ([[["--what", "u"], "terminal-no-option"], [["-X"], "terminal-no-value"], [[], "terminal-curl-no-url"], [["u[1-101]"], "terminal-curl-urls"], [["u{1,2}[1-60]"], "terminal-curl-urls"], [["-d", "@f", "u"], "terminal-curl-no-file"], [["-X", "GO", "u"], "terminal-curl-method"]])) {
    assert.throws(() => requestOf(words), (error) => error instanceof Wrong && error.message === key, key);
  }
});

test("filters", () => {
  const state = '{"state":"leader","raft":{"peers":{"node2":{"matchIndex":3}}},"list":[1,"é"]}';
  const jq = (/** @type {string[]} */ ...words) => FILTERS["jq"]?.(words, state).out;
  assert.equal(jq("."), `${JSON.stringify(JSON.parse(state), null, 2)}\n`);
  assert.deepEqual([jq("-r", ".state"), jq(".state"), jq('.raft.peers["node2"].matchIndex'), jq(".list[1]"), jq("-c", ".list"), jq(".none")], ["leader\n", '"leader"\n', "3\n", '"é"\n', '[1,"é"]\n', "null\n"]);
  assert.throws(() => jq("map(.)"), Wrong);
  assert.equal(FILTERS["python"]?.(["-m", "json.tool"], '{"a":1}').out, '{\n    "a": 1\n}\n');
  assert.equal(FILTERS["python3"]?.(["-m", "json.tool"], "").code, 1);
  assert.deepEqual(["grep", "head", "tail", "wc"].map((name, i) => FILTERS[name]?.([["-i", "B"], ["-n", "1"], ["-1"], ["-l"]][i] ?? [], "a\nb\nc\n").out), ["b\n", "a\n", "c\n", "3\n"]);
});

/** What came of a filter: what it printed, and its exit code. @param {string} line @param {string} input */
function filter(line, input) {
  const [name = "", ...words] = pipelines(line)[0]?.commands[0] ?? [], { out = "", code = 0 } = FILTERS[name]?.(words, input) ?? {};
  return [out, code];
}

test("JSON keeps the order of its keys, and jq reads values one behind the other", () => {
  const text = '{"b":1,"10":2,"2":{"é\\"":"x: \\"y\\":😀","e":{}},"b":5}\n';
  assert.deepEqual(filter("jq -c .", text), ['{"b":5,"10":2,"2":{"é\\"":"x: \\"y\\":😀","e":{}}}\n', 0]);
  assert.deepEqual(filter(`jq -r '.["2"]["é\\""]'`, text), ['x: "y":😀\n', 0]);
  assert.deepEqual(filter("python3 -m json.tool", text), ['{\n    "b": 5,\n    "10": 2,\n    "2": {\n        "\\u00e9\\"": "x: \\"y\\":\\ud83d\\ude00",\n        "e": {}\n    }\n}\n', 0]);
  assert.deepEqual(filter("python3 -m json.tool --no-ensure-ascii", '["é"]'), ['[\n    "é"\n]\n', 0]);
  assert.deepEqual(filter("jq .a", '{"a":1}{"a":"{"}\nnull'), ['1\n"{"\nnull\n', 0]);
  assert.deepEqual([filter("jq .", ""), filter("jq .", " \n")], [["", 0], ["", 0]]);
  for (const wrong of ['{"a":', "1,2", "[1],", "][", "abc", '"']) assert.deepEqual(filter("jq .", wrong), ["", 2], wrong);
  for (const [path, value] of [[".a", "[1]"], [".[0]", "{}"], [".a", "3"], [".[0]", "true"]]) assert.deepEqual(filter(`jq '${path}'`, value ?? ""), ["", 5], path);
  assert.deepEqual([filter("jq .__proto__", "{}"), filter("python3 -m json.tool", "{}{}")], [["null\n", 0], ["", 1]]);
});

test("grep reads basic expressions, and with -E extended ones", () => {
  const text = "a|b votes\nleader\nvotes+ (x) {2}\n*star a.b\n";
  for (const [words, numbers] of /** @type {[string, string][]} */ ([
    ["'leader\\|votes'", "123"], ["'leader|votes'", ""], ["-E 'leader|votes'", "123"], ["'a|b'", "1"], ["'('", "3"], ["'\\(x\\)'", "3"], ["'s+'", "3"], ["'es\\+'", "13"], ["'{2}'", "3"], ["'*s'", "4"], ["'a\\.b'", "4"],
    ["-F 'a.b'", "4"], ["-e lead -e star", "24"], ["-v e", "4"],
  ])) assert.equal(String(filter(`grep -n ${words}`, text)[0]).replace(/:.*\n/g, ""), numbers, words);
  assert.deepEqual([filter("grep -q lead", text), filter("grep -c t", text), filter("grep '\\('", text), filter("grep '[[:digit:]]'", text)], [["", 0], ["3\n", 0], ["", 2], ["", 2]]);
});

test("lines, words and bytes are counted and cut, and what a filter has not is refused", () => {
  const text = "a b\né\nc";
  assert.deepEqual(["wc", "wc -l", "wc -c", "wc -wl"].map((line) => filter(line, text)[0]), ["      2       4       8\n", "2\n", "8\n", "      2       4\n"]);
  assert.deepEqual(["head -2", "head -n0", "tail -1", "tail -n 9", "tail -n 0", "cat"].map((line) => filter(line, text)[0]), ["a b\né\n", "", "c\n", "a b\né\nc\n", "", text]);
  for (const line of ["head -c 3", "tail -n +2", "head x", "wc -m", "cat -n", "cat file", "jq . file", "grep x file", "grep", "grep -o x", "python3 -m json.tool --sort-keys", `jq '.["\\x"]'`]) assert.throws(() => filter(line, text), Wrong, line);
});

test("Tab completes what there is", () => {
  const words = (/** @type {string} */ line) => complete(line, NODES).words;
  assert.deepEqual(words("docker-c"), ["docker-compose"]);
  assert.deepEqual(words("docker-compose st"), ["start", "stop"]);
  assert.deepEqual(words("docker compose stop node"), ["node1", "node2", "node3"]);
  assert.deepEqual(words("docker network dis"), ["disconnect"]);
  assert.deepEqual(words("docker network disconnect raft_default raft-node3"), ["raft-node3"]);
  assert.deepEqual(words("curl http://localhost:3002/"), ["http://localhost:3002/debug", "http://localhost:3002/kv"]);
  assert.deepEqual(words("curl x | j"), ["jq"]);
  assert.deepEqual(complete("docker stop raft", NODES).from, 12);
  assert.equal(shared(["start", "stop"]), "st");
});

/** A cluster of three that answers at once. */
function cluster() {
  const nodes = NODES.map((name) => ({ name, state: /** @type {"up" | "paused" | "down"} */ ("up"), leads: name === "n1", knows: true }));
  /** @type {[string, string][]} */
  let cuts = [];
  /** @type {string[]} */
  const acted = [];
  const answer = { request: 1, method: "GET", path: "/kv/foo", body: "", to: "n1", callUs: 0, returnUs: 1_500, status: 200, reason: "OK", headers: [/** @type {[string, string]} */ (["Content-Type", "application/json"])], answer: '{"key":"foo"}', failed: null };
  /** @type {Machine} */
  const machine = {
    nodes: () => nodes, disconnected: new Set(), cuts: () => cuts, nowUs: () => 0, interrupted: () => false, freeClient: () => "c9", print() {}, watch: async () => {}, fresh: () => { cuts = []; },
    act(statements) {
      acted.push(statements);
      for (const line of statements.split("\n")) {
        const [verb, ...named] = line.split(" ");
        for (const node of nodes) if (named.includes(node.name)) node.state = /** @type {Record<string, "up" | "paused" | "down">} */ ({ crash: "down", wipe: "down", restart: "up", pause: "paused", resume: "up" })[verb ?? ""] ?? node.state;
        if (verb === "cut") cuts.push([named[0] ?? "", named[2] ?? ""], [named[2] ?? "", named[0] ?? ""]);
        if (verb === "join") cuts = cuts.filter(([from, to]) => !(named.includes(from) && named.includes(to)));
      }
    },
    wait: async (isDone) => isDone(), http: () => answer, debug: (node) => (nodes.find(({ name }) => name === node)?.state === "down" ? { ...answer, status: null, failed: "refused" } : answer),
    log: (node) => [{ id: 1, text: `${node} leads` }], say: (id) => id,
  };
  return { machine, acted };
}

/** Runs lines, and returns what they printed, the statements, and the last exit code. @param {string} text */
async function runs(text) {
  const { machine, acted } = cluster();
  let printed = "", code = 0;
  for (const line of split(`${text}\n`).lines) code = await run(line, code, machine, ({ out, err }) => { printed += out + (err === "" ? "" : `${err}\n`); });
  return { printed, acted, code };
}

test("every line of the chapter's \"Exécution du système\" is known", async () => {
  const chapter = ["npm run build", "docker-compose up", `curl -X POST http://localhost:PORT1/kv -H "Content-Type: application/json" -d '{"key":"foo","value":"bar"}'`, "curl http://localhost:PORT1/kv/foo", "curl http://localhost:PORT2/debug  # Vérifier l'état du nœud"];
  for (const first of [300, 500]) {
    const { acted, code } = await runs(`# Construire\n${chapter.join("\n").replaceAll("PORT", String(first))}`);
    assert.deepEqual(acted, ['http POST /kv {"key":"foo","value":"bar"} to n1 from c9', "http GET /kv/foo to n1 from c9"]);
    assert.equal(code, 0);
  }
});

test("what is done to containers is done to nodes", async () => {
  const acts = async (/** @type {string} */ text) => (await runs(text)).acted;
  assert.deepEqual(await acts("docker-compose stop node1\ndocker compose start node1"), ["crash n1", "restart n1"]);
  assert.deepEqual(await acts("docker kill raft-node1 python-raft-node2\ndocker-compose up -d"), ["crash n1 n2", "restart n1 n2"]);
  assert.deepEqual(await acts("docker restart raft-node2"), ["crash n2\nrestart n2"]);
  assert.deepEqual(await acts("docker-compose down\ndocker-compose up"), ["crash n1 n2 n3", "restart n1 n2 n3"]);
  assert.deepEqual(await acts("docker-compose down -v"), ["wipe n1\nwipe n2\nwipe n3"]);
  assert.deepEqual(await acts("docker pause raft-node3\ndocker pause raft-node3\ndocker unpause raft-node3"), ["pause n3", "resume n3"]);
  assert.deepEqual(await acts("docker network disconnect net raft-node3\ndocker network connect net raft-node3"), ["cut n3 - n1\ncut n3 - n2", "join n3 - n1\njoin n3 - n2"]);
  assert.deepEqual(await acts("docker network disconnect net n2\ndocker network disconnect net n3\ndocker network connect net n3"), ["cut n2 - n1\ncut n2 - n3", "cut n3 - n1\ncut n3 - n2", "join n3 - n1"]);
});

test("`down` takes down the containers that it names", async () => {
  assert.deepEqual((await runs("docker-compose down node1 node1\ndocker-compose up")).acted, ["crash n1", "restart n1"]);
  const { acted, printed } = await runs("docker-compose down -v node2");
  assert.deepEqual(acted, ["wipe n2"]);
  assert.equal(printed, " Container raft-node2  Removed\n Volume raft_node2-data  Removed\n");
});

test("containers that are made again are in the network again, and cuts that were made elsewhere stay", async () => {
  const acts = async (/** @type {string} */ text) => (await runs(text)).acted.slice(1);
  assert.deepEqual(await acts("docker network disconnect net n3\ndocker-compose down\ndocker network disconnect net n3"), ["crash n1 n2 n3\njoin n3 - n1\njoin n3 - n2", "cut n3 - n1\ncut n3 - n2"]);
  assert.deepEqual(await acts("docker network disconnect net n3\ndocker-compose down -v node1\ndocker-compose down node3"), ["wipe n1", "crash n3\njoin n3 - n1\njoin n3 - n2"]);
  assert.deepEqual(await acts("docker network disconnect net n2\ndocker network disconnect net n3\ndocker-compose down"), ["cut n3 - n1\ncut n3 - n2", "crash n1 n2 n3\njoin n2 - n1\njoin n3 - n1\njoin n3 - n2"]);
  const { machine, acted } = cluster();
  machine.act("cut n1 - n2\ncut n1 - n3");
  await run("docker-compose down", 0, machine, () => {});
  assert.deepEqual(acted.slice(1), ["crash n1 n2 n3"]);
  await run("docker network disconnect net n3; docker-compose up --scale node=3", 0, machine, () => {});
  assert.equal(machine.disconnected.size, 0);
});

test("a node from which all others are disconnected is in the network", async () => {
  const alone = "docker network disconnect net n2\ndocker network disconnect net n3\ndocker network disconnect net n1";
  assert.deepEqual((await runs(`${alone}\ndocker network connect net n1\ndocker network connect net n2`)).acted.slice(2), ["cut n1 - n2\ncut n1 - n3", "join n2 - n1"]);
  const twice = await runs(`${alone}\ndocker network disconnect net n1`);
  assert.match(twice.printed, /container raft-node1 is not connected to network net\n$/);
  assert.match((await runs("docker network connect net n1")).printed, /endpoint with name raft-node1 already exists in network net/);
});

test("what the daemon refuses is said, and done to the others", async () => {
  const daemon = "Error response from daemon: ";
  for (const [text, printed, acted] of /** @type {[string, string, string[]][]} */ ([
    ["docker pause raft-node1", `${daemon}Container raft-node1 is not running\n`, []], ["docker unpause n1", `${daemon}Container raft-node1 is not paused\n`, []],
    ["docker kill n1 n2", `n2\n${daemon}Cannot kill container: raft-node1: Container raft-node1 is not running\n`, ["crash n2"]],
    ["docker pause n2 n3\ndocker pause n2", `n2\nn3\n${daemon}Container raft-node2 is already paused\n`, ["pause n2\npause n3"]],
    ["docker pause n2\ndocker start n2", `n2\n${daemon}cannot start a paused container, try unpause instead\n`, ["pause n2"]],
    ["docker unpause n2", `${daemon}Container raft-node2 is not paused\n`, []],
    ["docker-compose unpause node2", `${daemon}Container raft-node2 is not paused\n`, []],
  ])) {
    const found = await runs(`docker stop n1\n${text}`);
    assert.equal(found.printed, `n1\n${printed}`, text);
    assert.deepEqual(found.acted.slice(1), acted, text);
    assert.equal(found.code, 1, text);
  }
  // Compose asks the daemon about containers that run.
  const { printed, code } = await runs("docker stop n1\ndocker-compose pause\ndocker-compose kill node1");
  assert.equal(printed, "n1\n Container raft-node2  Paused\n Container raft-node3  Paused\n");
  assert.equal(code, 0);
  assert.equal((await runs("docker stop n1\ndocker stop n1\ndocker start n1\ndocker start n1")).code, 0);
});

test("the last lines of a log, and those that come after them", async () => {
  const { machine } = cluster();
  let printed = "", written = 50;
  Object.assign(machine, {
    log: (/** @type {string} */ node, /** @type {number} */ after, /** @type {number} */ lines) => Array.from({ length: written }, (_, i) => ({ id: i + 1, text: `${node} ${i + 1}` })).filter(({ id }) => id > after).slice(-lines),
    print: (/** @type {string} */ text) => { printed += text; },
    watch: async (/** @type {() => void} */ look) => { written = 53; look(); look(); },
  });
  const logs = async (/** @type {string} */ line) => {
    printed = "";
    written = 50;
    await run(line, 0, machine, ({ out }) => { printed += out; });
    return printed.split("\n").slice(0, -1);
  };
  assert.equal((await logs("docker logs n1")).length, 40);
  assert.deepEqual(await logs("docker logs --tail 0 n1"), []);
  assert.deepEqual(await logs("docker logs --tail=1 n1"), ["n1 50"]);
  assert.equal((await logs("docker logs -n all n1")).length, 50);
  assert.deepEqual(await logs("docker logs -f --tail 0 n1"), ["n1 51", "n1 52", "n1 53"]);
  assert.deepEqual(await logs("docker logs -f n1 | grep 5 | grep -v 0"), ["n1 15", "n1 25", "n1 35", "n1 45", "n1 51", "n1 52", "n1 53"]);
  for (const late of ["head -3", "grep -c 5", "awk x"]) assert.deepEqual(await logs(`docker logs -f n1 | ${late}`), [], late);
  assert.deepEqual(await logs("docker logs --tail 5 n1 | head -1"), ["n1 46"]);
  assert.equal(await run("docker logs -f n1 | grep x", 0, machine, () => {}), 130);
  assert.deepEqual(await logs("docker-compose logs -f --tail 1 node2"), ["raft-node2  | n2 50", "raft-node2  | n2 51", "raft-node2  | n2 52", "raft-node2  | n2 53"]);
});

test("what the run does not take is said", async () => {
  for (const line of ["docker stop n1", "docker-compose down", "docker network disconnect net n1", "curl http://localhost:3001/kv/foo", "docker-compose up --scale node=5"]) {
    const { machine } = cluster(), parts = /** @type {any} */ ({ context: { actions: { act: () => false, run: () => false } }, lab: { alive: () => false } });
    const { act, fresh } = createMachine(parts, { state: () => null, print() {}, acted: () => assert.fail("nothing was done") });
    Object.assign(machine, { act, fresh });
    let printed = "";
    assert.equal(await run(line, 0, machine, ({ err }) => { printed += err; }), 2, line);
    assert.equal(printed, "terminal-not-taken", line);
  }
});

test("what only reads is no statement", async () => {
  const { acted, printed, code } = await runs("docker ps -a\ndocker logs raft-node1\ndocker-compose logs\ncurl -s http://localhost:3002/debug | jq .key\ndocker-compose ps");
  assert.deepEqual(acted, []);
  assert.match(printed, /^raft-node1 +Up +3001->3000, 5001->5000$/m);
  assert.match(printed, /raft-node3 +\| n3 leads\n"foo"\n/);
  assert.equal(code, 0);
});

test("curl says what it says elsewhere, with its exit codes", async () => {
  for (const [line, said, code] of /** @type {[string, RegExp, number][]} */ ([
    ["docker stop n2 && curl http://localhost:3002/debug", /curl: \(7\) Failed to connect to localhost port 3002: Connection refused/, 7],
    ["curl http://localhost:4000/kv", /curl: \(7\) Failed to connect to localhost port 4000: Connection refused/, 7],
    ["curl http://example.org/", /curl: \(6\) Could not resolve host: example\.org/, 6],
    ["curl -s http://example.org/", /^$/, 6],
    ["curl -i http://localhost:3001/debug", /^HTTP\/1\.1 200 OK\nContent-Type: application\/json\nContent-Length: 13\n\n\{"key":"foo"\}$/, 0],
    ["curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://localhost:3001/kv/foo", /^200 0\.001500\n$/, 0],
    ["docker stop n2 && curl -s -o /dev/null -w '%{http_code} %{size_download}\\n' http://localhost:3002/debug", /^000 0\n$/, 7],
    ["curl -s -w '%{http_code} %{url_effective}' http://example.org/a", /^000 http:\/\/example\.org\/a$/, 6],
    ["curl -v http://localhost:3001/debug | jq .key", /^"foo"\n> GET \/debug HTTP\/1\.1\n> Host: localhost:3001\n>\n< HTTP\/1\.1 200 OK\n< Content-Type: application\/json\n< Content-Length: 13\n<\n\n$/, 0],
    ["curl 'http://localhost:3001/kv/a b'", /^curl: \(3\) URL using bad\/illegal format or missing URL\n$/, 3],
    ["curl http://localhost:300[1-x]/kv", /^curl: \(3\) bad range or unmatched brace in URL position 21\n$/, 3],
    ["curl -s localhost:300{1,2}/debug | jq .key", /^"foo"\n"foo"\n$/, 0],
    ["curl -s 'http://localhost:300{1,2}/debug' http://localhost:4000/", /^\{"key":"foo"\}\{"key":"foo"\}$/, 7],
    ["curl 'http://[::1]:3001/debug'", /^\{"key":"foo"\}$/, 0],
    ["curl http://localhost:4000/ http://localhost:3001/debug", /^\{"key":"foo"\}curl: \(7\) /, 0],
    ["curl ftp://localhost:3001/", /curl: \(1\) Protocol "ftp" not supported/, 1],
  ])) {
    const found = await runs(line);
    assert.match(found.printed.replace("n2\n", ""), said, line);
    assert.equal(found.code, code, line);
  }
});

test("what is longer than a statement holds is refused as the server refuses it", async () => {
  const [key, body] = ["k".repeat(257), "é".repeat(40_000)], at = "http://localhost:3001/kv";
  const refused = await runs(`curl -w ' %{http_code}' -X DELETE -H 'Idempotency-Key: ${key}' ${at}/foo`);
  assert.equal(refused.printed, '{"error":"Idempotency-Key: expected 1 to 256 bytes, found 257"} 400');
  assert.deepEqual(refused.acted, []);
  assert.equal((await runs(`docker stop n1\ncurl -d '{}' -H 'Idempotency-Key: ${key}' ${at}`)).code, 7);
  // The server looks at no key of a read, and at a key only behind a body that is not too long.
  assert.deepEqual((await runs(`curl -H 'Idempotency-Key: ${key}' ${at}/foo`)).acted, ["http GET /kv/foo to n1 from c9"]);
  assert.deepEqual((await runs(`curl -d '${body}' -H 'Idempotency-Key: ${key}' ${at}`)).acted, [`http POST /kv "${"?".repeat(65_537)}" to n1 from c9`]);
  assert.deepEqual((await runs(`curl -d '${"{".repeat(65_537)}' ${at}`)).acted, [`http POST /kv "${"{".repeat(65_537)}" to n1 from c9`]);
  assert.deepEqual((await runs(`curl ${at}/${body}`)).acted, [`http GET /kv/${"x".repeat(16_380)} to n1 from c9`]);
});

test("what is not known says what would work", async () => {
  for (const [line, said, code] of /** @type {[string, RegExp, number][]} */ ([
    ["dokcer ps", /dokcer: command not found\nterminal-unknown/, 127], ["docker frob", /terminal-no-docker/, 1], ["docker-compose frob", /terminal-no-compose/, 16],
    ["docker network frob", /terminal-no-network/, 1], ["docker stop raft-node7", /terminal-no-container/, 2], ["docker stop", /terminal-which-container/, 2],
    ["curl x > y", /terminal-unsupported/, 2], ["curl http://localhost:3001/debug | awk x", /terminal-no-filter/, 2], ["jq .", /terminal-filter-alone/, 2], ["sleep long", /terminal-sleep/, 2],
    ["docker-compose up --scale node=12", /terminal-scale/, 2], ["cargo install x", /terminal-nothing-to-build/, 0], ["npm install", /terminal-nothing-to-build/, 0],
  ])) {
    const found = await runs(line);
    assert.match(found.printed, said, line);
    assert.equal(found.code, code, line);
  }
});

test("every text of the terminal is asked for, and `help` explains each of its commands", async () => {
  const { printed } = await runs("help");
  assert.doesNotMatch(printed, /undefined/);
  const catalogue = readFileSync(new URL("../src/terminal/terminal.en.ftl", import.meta.url), "utf8");
  for (const key of printed.match(/terminal-help[\w-]*/g) ?? []) assert.match(catalogue, new RegExp(`^${key} =`, "m"), key);
});
