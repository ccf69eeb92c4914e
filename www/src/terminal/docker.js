// `docker` and `docker compose`: what they do to containers is done to nodes, as statements of the script.

import { containerOf, nodeNamed, portsOf, serviceOf } from "./names.js";
import { options, Wrong } from "./options.js";

/** @typedef {import("./types.js").Machine} Machine */
/** @typedef {import("./types.js").Output} Output */

/** The network that Compose would make. */
const NETWORK = "raft_default";
/** How long `up` waits for a leader, µs. */
const READY_US = 3_000_000;
/** How long it waits for all nodes to know that leader, µs. */
const KNOWN_US = 300_000;
/** Lines of a log without `--tail`, and with any. */
const TAIL = 40, TAIL_MAX = 1_000;

const joined = (/** @type {string[]} */ lines) => lines.map((line) => `${line}\n`).join("");
const ok = (/** @type {string[]} */ lines) => ({ out: joined(lines), err: "", code: 0 });
const failed = (/** @type {string} */ err, code = 1) => ({ out: "", err, code });

/** The nodes that words name; all nodes if there is no word. @param {string[]} words @param {Machine} machine */
function named(words, machine) {
  const nodes = machine.nodes(), names = nodes.map(({ name }) => name);
  if (words.length === 0) return nodes;
  return [...new Set(words.map((word) => {
    const found = nodes.find(({ name }) => name === nodeNamed(word, names));
    if (!found) throw new Wrong("terminal-no-container", { name: word, names: names.map(containerOf).join(", ") });
    return found;
  }))];
}

/** The nodes that words name, for a command that needs at least one. @param {string[]} words @param {Machine} machine @param {string} command */
function someNamed(words, machine, command) {
  if (words.length === 0) throw new Wrong("terminal-which-container", { command });
  return named(words, machine);
}

/** @typedef {ReturnType<Machine["nodes"]>} Nodes */
const names = (/** @type {Nodes} */ nodes) => nodes.map(({ name }) => name).join(" ");
const said = (/** @type {Nodes} */ nodes, /** @type {string} */ state) => nodes.map(({ name }) => ` Container ${containerOf(name)}  ${state}`);

/** @param {Machine} machine @param {string[]} statements */
function act(machine, statements) { if (statements.length > 0) machine.act(statements.join("\n")); }

/** The statement that stops those of some nodes that run. @param {Nodes} nodes */
function crash(nodes) {
  const running = nodes.filter(({ state }) => state !== "down");
  return running.length > 0 ? [`crash ${names(running)}`] : [];
}

/** @param {Machine} machine @param {Nodes} nodes */
function stop(machine, nodes) { act(machine, crash(nodes)); }

/** @param {Machine} machine @param {Nodes} nodes */
function start(machine, nodes) {
  const stopped = nodes.filter(({ state }) => state === "down");
  act(machine, stopped.length > 0 ? [`restart ${names(stopped)}`] : []);
}

/** @param {Machine} machine @param {Nodes} nodes */
function restart(machine, nodes) { act(machine, [...crash(nodes), `restart ${names(nodes)}`]); }

/** @param {"pause" | "resume"} verb @returns {(machine: Machine, nodes: Nodes) => void} */
const hold = (verb) => (machine, nodes) => act(machine, nodes.map(({ name }) => `${verb} ${name}`));

/** @param {string} node @param {Machine} machine */
const othersThan = (node, machine) => machine.nodes().map(({ name }) => name).filter((name) => name !== node);

/**
 * Whether a node was disconnected here and is still cut from all others. Cuts alone do not tell: a node from which all
 * others were disconnected is in the network, alone.
 * @param {string} node @param {Machine} machine
 */
function isOut(node, machine) {
  const cuts = new Set(machine.cuts().map(String));
  return machine.disconnected.has(node) && othersThan(node, machine).every((other) => cuts.has(`${node},${other}`) && cuts.has(`${other},${node}`));
}

/** The statements by which a node is in the network again, with those that are. @param {string} node @param {Machine} machine */
function joins(node, machine) {
  machine.disconnected.delete(node);
  return othersThan(node, machine)
    .filter((other) => !isOut(other, machine) && machine.cuts().some((pair) => pair.includes(node) && pair.includes(other)))
    .map((other) => `join ${node} - ${other}`);
}

/** What each of some nodes is now, as a table. @param {Machine} machine @param {boolean} all */
function table(machine, all) {
  const rows = machine.nodes().filter(({ state }) => all || state !== "down")
    .map(({ name, state }) => [containerOf(name), state === "down" ? "Exited (137)" : state === "paused" ? "Up (Paused)" : "Up", state === "down" ? "" : portsOf(name)]);
  const head = ["NAMES", "STATUS", "PORTS"], wide = [0, 1].map((i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? "").length)) + 2);
  return ok([head, ...rows].map((row) => row.map((cell, i) => cell.padEnd(wide[i] ?? 0)).join("").trimEnd()));
}

/** @param {Machine} machine @param {string[]} words @param {boolean} compose Whether each line begins with its container. */
async function logs(machine, words, compose) {
  const { given, rest } = options(words, { "-f": "follow", "--follow": "follow", "-n": "tail=", "--tail": "tail=", "-t": "times", "--timestamps": "times", "--no-color": "plain", "--no-log-prefix": "plain" });
  const nodes = compose ? named(rest, machine) : someNamed(rest, machine, "docker logs");
  const tail = given.find(({ name }) => name === "tail")?.value ?? String(TAIL);
  /** @type {Map<string, number>} */
  const last = new Map();
  const read = (/** @type {number} */ lines) => {
    // It asks for at least one line, to know the number of the last one even if it shows none.
    const found = nodes.flatMap(({ name }) => machine.log(name, last.get(name) ?? 0, lines || 1).map((line) => ({ ...line, name })));
    for (const { name, id } of found) last.set(name, Math.max(last.get(name) ?? 0, id));
    found.sort((a, b) => a.id - b.id);
    return found.slice(Math.max(0, found.length - lines)).map(({ name, text }) => `${compose ? `${containerOf(name)}  | ` : ""}${text}\n`).join("");
  };
  // As Docker does: a word that is no number asks for all lines.
  const first = read(/^\d+$/.test(tail) ? Number(tail) : TAIL_MAX);
  if (!given.some(({ name }) => name === "follow")) return { out: first, err: "", code: 0 };
  machine.print(first);
  await machine.watch(() => machine.print(read(TAIL_MAX)));
  return { out: "", err: "", code: 130 };
}

/** Waits until a node leads. @param {Machine} machine */
async function ready(machine) {
  const leader = () => machine.nodes().find(({ state, leads }) => state === "up" && leads)?.name;
  // A leader that was stopped does not count: it knows at once that it leads no more.
  await machine.wait(() => leader() !== undefined, READY_US);
  // The next command may ask a follower, which must know the leader by then; a node that is cut off never will.
  await machine.wait(() => machine.nodes().every(({ state, knows }) => state !== "up" || knows), KNOWN_US);
  const found = leader();
  return found === undefined ? machine.say("terminal-up-no-leader") : machine.say("terminal-up", { node: serviceOf(found) });
}

/** @param {Machine} machine @param {string[]} words */
async function up(machine, words) {
  const { given, rest } = options(words, { "-d": "plain", "--detach": "plain", "--build": "plain", "--force-recreate": "plain", "--no-build": "plain", "--no-recreate": "plain", "--remove-orphans": "plain", "--wait": "plain", "-V": "plain", "--scale": "scale=", "--no-color": "plain" });
  const scale = given.find(({ name }) => name === "scale")?.value;
  if (scale !== undefined) {
    const count = Number(/^[\w-]*=?([1-9])$/.exec(scale)?.[1]);
    if (!count) throw new Wrong("terminal-scale", { scale });
    machine.fresh(count);
    machine.disconnected.clear();
    return ok([...said(machine.nodes(), "Started"), await ready(machine)]);
  }
  const nodes = named(rest, machine), stopped = nodes.filter(({ state }) => state === "down");
  start(machine, nodes);
  return ok([...nodes.map((node) => said([node], stopped.includes(node) ? "Started" : "Running")[0] ?? ""), await ready(machine)]);
}

/** @param {Machine} machine @param {string[]} words */
function down(machine, words) {
  const { given, rest } = options(words, { "-v": "volumes", "--volumes": "volumes", "--remove-orphans": "plain", "-t": "time=", "--timeout": "time=", "--rmi": "images=" });
  const nodes = named(rest, machine), wipes = given.some(({ name }) => name === "volumes");
  // Containers that are made again are in the network again.
  const back = nodes.filter(({ name }) => isOut(name, machine)).flatMap(({ name }) => joins(name, machine));
  act(machine, [...(wipes ? nodes.map(({ name }) => `wipe ${name}`) : crash(nodes)), ...back]);
  const volumes = wipes ? nodes.map(({ name }) => ` Volume raft_${serviceOf(name)}-data  Removed`) : [];
  return ok([...said(nodes, "Removed"), ...volumes, ...(rest.length > 0 ? [] : [machine.say(wipes ? "terminal-down-wiped" : "terminal-down")])]);
}

/**
 * Commands about containers that `docker` and `docker compose` share; `refused` is what the daemon says to containers that
 * are in a state already, where `%` stands for the container.
 * @typedef {{does: (machine: Machine, nodes: Nodes) => void, state: string, refused?: Partial<Record<"up" | "paused" | "down", string>>}} Act
 */
/** @type {Record<string, Act>} */
const ACTS = {
  stop: { does: stop, state: "Stopped" }, restart: { does: restart, state: "Started" },
  kill: { does: stop, state: "Killed", refused: { down: "Cannot kill container: %: Container % is not running" } },
  start: { does: start, state: "Started", refused: { paused: "cannot start a paused container, try unpause instead" } },
  pause: { does: hold("pause"), state: "Paused", refused: { down: "Container % is not running", paused: "Container % is already paused" } },
  unpause: { does: hold("resume"), state: "Unpaused", refused: { down: "Container % is not paused", up: "Container % is not paused" } },
};
const ACT_OPTIONS = { "-t": "time=", "--time": "time=", "--timeout": "time=", "-s": "signal=", "--signal": "signal=" };

/**
 * Does to nodes what a command says, except to those that the daemon refuses; Compose leaves out those that are stopped.
 * @param {Act} known @param {Machine} machine @param {Nodes} nodes @param {boolean} compose
 * @returns {Output & {done: Nodes}}
 */
function does({ does, refused = {} }, machine, nodes, compose) {
  const done = nodes.filter(({ state }) => refused[state] === undefined), others = nodes.filter((node) => !done.includes(node) && !(compose && node.state === "down"));
  does(machine, done);
  const err = others.map(({ name, state }) => `Error response from daemon: ${refused[state]?.replaceAll("%", containerOf(name))}`).join("\n");
  return { done, out: "", err, code: Math.min(others.length, 1) };
}

/** Commands that build or fetch images: there is nothing to build here. */
const BUILDS = ["build", "pull", "create", "push", "images", "image", "config", "version", "info", "buildx", "tag", "login"];

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output>} */
export async function compose(words, machine) {
  // Options before the command name files and projects, and there is one of each.
  let at = 0;
  while (words[at]?.startsWith("-")) at += /^(?:-f|-p|--file|--project-name|--profile|--env-file|--project-directory)$/.test(words[at] ?? "") ? 2 : 1;
  const [command = "", ...rest] = words.slice(at), known = ACTS[command];
  if (known && Object.hasOwn(ACTS, command)) {
    const { done, ...output } = does(known, machine, named(options(rest, ACT_OPTIONS).rest, machine), true);
    return { ...output, out: joined(said(done, known.state)) };
  }
  if (command === "up") return up(machine, rest);
  if (command === "down") return down(machine, rest);
  if (command === "ps") return table(machine, options(rest, { "-a": "all", "--all": "all", "-q": "plain" }).given.some(({ name }) => name === "all"));
  if (command === "logs") return logs(machine, rest, true);
  if (BUILDS.includes(command)) return ok([machine.say("terminal-nothing-to-build")]);
  return failed(machine.say("terminal-no-compose", { command: command === "" ? "docker-compose" : command, known: COMPOSE.join(", ") }), 16);
}

/** @param {string[]} words @param {Machine} machine @returns {Output} */
function network([command = "", ...words], machine) {
  if (command === "ls") return ok(["NAME", NETWORK]);
  if (command !== "disconnect" && command !== "connect") return failed(machine.say("terminal-no-network", { command }));
  const { rest } = options(words, { "-f": "force", "--force": "force", "--ip": "ip=", "--alias": "alias=" });
  if (rest.length !== 2) throw new Wrong("terminal-network-form", { command, network: NETWORK, container: containerOf("n3") });
  const [node] = named(rest.slice(1), machine);
  if (!node) return failed("");
  const container = containerOf(node.name), [name = NETWORK] = rest, wasOut = isOut(node.name, machine);
  if (command === "disconnect") {
    if (wasOut) return failed(`Error response from daemon: container ${container} is not connected to network ${name}`);
    act(machine, othersThan(node.name, machine).map((other) => `cut ${node.name} - ${other}`));
    machine.disconnected.add(node.name);
    return ok([machine.say("terminal-disconnected", { container })]);
  }
  const back = joins(node.name, machine);
  if (!wasOut && back.length === 0) return failed(`Error response from daemon: endpoint with name ${container} already exists in network ${name}`);
  act(machine, back);
  return ok([machine.say("terminal-connected", { container })]);
}

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output>} */
export async function docker([command = "", ...rest], machine) {
  if (command === "compose") return compose(rest, machine);
  if (command === "container") return rest[0] === "ls" ? docker(["ps", ...rest.slice(1)], machine) : docker(rest, machine);
  const known = ACTS[command];
  if (known && Object.hasOwn(ACTS, command)) {
    const { rest: words } = options(rest, ACT_OPTIONS);
    const { done, ...output } = does(known, machine, someNamed(words, machine, `docker ${command}`), false), names = done.map(({ name }) => name);
    // Docker says the names that it was given.
    return { ...output, out: joined(words.filter((word) => nodeNamed(word, names) !== null)) };
  }
  if (command === "ps") return table(machine, options(rest, { "-a": "all", "--all": "all", "-q": "plain" }).given.some(({ name }) => name === "all"));
  if (command === "logs") return logs(machine, rest, false);
  if (command === "network") return network(rest, machine);
  if (BUILDS.includes(command)) return ok([machine.say("terminal-nothing-to-build")]);
  return failed(machine.say("terminal-no-docker", { command: command === "" ? "docker" : command, known: DOCKER.join(", ") }));
}

export const COMPOSE = ["up", "stop", "start", "restart", "down", "kill", "pause", "unpause", "ps", "logs"];
export const DOCKER = ["compose", "ps", "logs", "stop", "start", "restart", "kill", "pause", "unpause", "network"];
export const NETWORKS = ["disconnect", "connect", "ls"];
export { NETWORK };
