// The commands of the terminal, and running a line of them.

import { curl } from "./curl.js";
import { compose, docker } from "./docker.js";
import { FILTERS } from "./filters.js";
import { Wrong } from "./options.js";
import { CODE, pipelines } from "./shell.js";

/** @typedef {import("./types.js").Machine} Machine */
/** @typedef {import("./types.js").Output} Output */

/** The commands that `help` explains, each with a line to try. @type {[name: string, example: string][]} */
export const HELP = [
  ["up", "docker-compose up"], ["curl", "curl http://localhost:3001/kv/foo"], ["write", "curl -X POST http://localhost:3001/kv -H \"Content-Type: application/json\" -d '{\"key\":\"foo\",\"value\":\"bar\"}'"],
  ["debug", "curl -s http://localhost:3002/debug | jq ."], ["stop", "docker-compose stop node1"], ["kill", "docker kill raft-node1"], ["start", "docker-compose start node1"], ["down", "docker-compose down -v"],
  ["pause", "docker pause raft-node2"], ["network", "docker network disconnect raft_default raft-node3"], ["ps", "docker ps -a"], ["logs", "docker logs -f raft-node1"], ["scale", "docker-compose up --scale node=5"],
  ["sleep", "sleep 2"], ["clear", "clear"],
];

/** Programs of the chapter that would build or install something. */
const BUILDS = ["npm", "npx", "yarn", "pnpm", "pip", "pip3", "cargo", "tsc", "make", "node", "git", "cd", "mkdir", "gunicorn", "flask", "ls", "touch", "vim", "nano", "code", "export", "source"];

const ok = (/** @type {string} */ out) => ({ out, err: "", code: 0 });
const failed = (/** @type {string} */ err, code = 1) => ({ out: "", err, code });

/** @param {Machine} machine */
function help(machine) {
  const rows = HELP.map(([name, example]) => `${example}\n    ${machine.say(`terminal-help-${name}`)}`);
  return ok(`${machine.say("terminal-help")}\n\n${rows.join("\n")}\n\n${machine.say("terminal-help-keys")}\n`);
}

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output>} */
async function sleep([word = ""], machine) {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(word) ?? [];
  if (digits === undefined) throw new Wrong("terminal-sleep", { word });
  const us = Number(digits) * { ms: 1e3, s: 1e6, m: 6e7 }[/** @type {"ms" | "s" | "m"} */ (unit ?? "s")];
  await machine.wait(() => false, Math.min(us, 6e8));
  return ok("");
}

/** @type {Record<string, (words: string[], machine: Machine) => Promise<Output> | Output>} */
const COMMANDS = {
  curl, docker, sleep, "docker-compose": compose,
  help: (_, machine) => help(machine),
  echo: (words) => ok(`${words.join(" ")}\n`),
  true: () => ok(""), ":": () => ok(""), false: () => failed(""),
};

/** The names of all commands, for completion. */
export const NAMES = [...Object.keys(COMMANDS), "clear", "history", ...Object.keys(FILTERS)].filter((name) => /^[a-z]/.test(name) && !["true", "false"].includes(name));

/** @param {string[]} words @param {Machine} machine @returns {Promise<Output> | Output} */
function one(words, machine) {
  const [name = "", ...rest] = words;
  if (name === "sudo" || name === "time") return rest.length > 0 ? one(rest, machine) : ok("");
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command(rest, machine);
  if (BUILDS.includes(name)) return ok(`${machine.say("terminal-nothing-to-build")}\n`);
  if (Object.hasOwn(FILTERS, name)) throw new Wrong("terminal-filter-alone", { name });
  const near = NAMES.filter((known) => known.startsWith(name.slice(0, 2)) || name.startsWith(known.slice(0, 3)));
  return failed(`${name}: command not found\n${machine.say("terminal-unknown", { near: near.length > 0 ? near.join(", ") : "docker-compose, docker, curl" })}`, 127);
}

/** Filters that print before their input has an end. */
const STREAMS = /^(?:cat|grep(?!.* -\w*c))\b/;

/** What comes of an output behind filters. @param {Output} output @param {string[][]} filters @returns {Output} */
function filtered(output, filters) {
  for (const [name = "", ...words] of filters) {
    const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (!filter) throw new Wrong("terminal-no-filter", { name, known: Object.keys(FILTERS).join(", ") });
    const { out, err, code } = filter(words, output.out);
    output = { out, err: [output.err, err].filter((words) => words !== "").join("\n"), code };
  }
  return output;
}

/** @param {string[][]} commands @param {Machine} machine @returns {Promise<Output>} */
async function piped([first = [], ...filters], machine) {
  const print = (/** @type {string} */ out) => {
    const late = filters.map((words) => words.join(" ")).find((words) => !STREAMS.test(words));
    if (late !== undefined) throw new Wrong("terminal-no-filter", { name: late, known: "cat, grep" });
    machine.print(filtered({ out, err: "", code: 0 }, filters).out);
  };
  const output = await one(first, { ...machine, print });
  // An interruption ends the filters too.
  return output.code === 130 ? output : filtered(output, filters);
}

/**
 * Runs a line, and prints what comes of it.
 * @param {string} line @param {number} code The exit code of the last one.
 * @param {Machine} machine @param {(output: Output) => void} tell
 * @returns {Promise<number>} The exit code.
 */
export async function run(line, code, machine, tell) {
  let last = code;
  try {
    for (const { commands, after } of pipelines(line)) {
      if ((after === "&&" && last !== 0) || (after === "||" && last === 0)) continue;
      const output = await piped(commands.map((words) => words.map((word) => word.replaceAll(CODE, String(last)))), machine);
      tell(output);
      last = output.code;
      if (machine.interrupted()) return 130;
    }
  } catch (error) {
    if (error instanceof Wrong) { tell(failed(machine.say(error.message, error.args), 2)); return 2; }
    throw error;
  }
  return last;
}
