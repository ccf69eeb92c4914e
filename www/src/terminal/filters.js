// What an output may be piped through: `jq`, `python -m json.tool`, and a few that cut lines.

import { options, Wrong } from "./options.js";

/** @typedef {import("./types.js").Output} Output */
/** @typedef {(words: string[], input: string) => Output} Filter */

const ok = (/** @type {string} */ out) => ({ out, err: "", code: 0 });

/** @param {string} input @returns {{value: unknown} | null} */
function read(input) {
  try {
    return { value: JSON.parse(input) };
  } catch {
    return null;
  }
}

/** The steps of a path such as `.raft.peers["node2"].matchIndex` or `.[0]`; null if it is none. @param {string} path */
function steps(path) {
  /** @type {(string | number)[]} */
  const found = [];
  let rest = path.trim();
  if (rest === ".") return found;
  while (rest !== "") {
    const match = /^(?:\.?\["((?:[^"\\]|\\.)*)"\]|\.?\[(\d+)\]|\.([A-Za-z_]\w*))/.exec(rest);
    if (!match) return null;
    const [all, quoted, index, name] = match;
    found.push(index !== undefined ? Number(index) : name ?? JSON.parse(`"${quoted}"`));
    rest = rest.slice(all.length);
  }
  return found;
}

/** @type {Filter} */
function jq(words, input) {
  const { given, rest } = options(words, { "-r": "raw", "--raw-output": "raw", "-c": "compact", "--compact-output": "compact", "-M": "plain", "-C": "plain", "-e": "plain" });
  const [path = "."] = rest, parts = steps(path);
  if (!parts) throw new Wrong("terminal-jq", { path });
  const found = read(input);
  if (!found) return { out: "", err: "jq: parse error: Invalid numeric literal at line 1, column 1", code: 2 };
  let value = found.value;
  for (const part of parts) {
    if (value !== null && typeof value !== "object") return { out: "", err: `jq: error (at <stdin>:1): Cannot index ${typeof value} with ${JSON.stringify(part)}`, code: 5 };
    value = value !== null && Object.hasOwn(value, part) ? /** @type {Record<string | number, unknown>} */ (value)[part] : null;
  }
  const flag = (/** @type {string} */ name) => given.some((one) => one.name === name);
  return ok(`${flag("raw") && typeof value === "string" ? value : JSON.stringify(value, null, flag("compact") ? 0 : 2)}\n`);
}

/** @type {Filter} */
function python(words, input) {
  if (words[0] !== "-m" || words[1] !== "json.tool") throw new Wrong("terminal-python", {});
  const found = read(input);
  return found ? ok(`${JSON.stringify(found.value, null, 4)}\n`) : { out: "", err: "Expecting value: line 1 column 1 (char 0)", code: 1 };
}

const linesOf = (/** @type {string} */ input) => (input === "" ? [] : input.replace(/\n$/, "").split("\n"));
const joined = (/** @type {string[]} */ lines) => lines.map((line) => `${line}\n`).join("");

/** @type {Filter} */
function grep(words, input) {
  const { given, rest } = options(words, { "-i": "case", "-v": "not", "-c": "count", "-E": "plain", "-F": "fixed", "-n": "plain", "-e": "plain" });
  const flag = (/** @type {string} */ name) => given.some((one) => one.name === name), [text = ""] = rest;
  /** @type {RegExp} */
  let pattern;
  try {
    pattern = new RegExp(flag("fixed") ? text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : text, flag("case") ? "i" : "");
  } catch {
    return { out: "", err: `grep: ${text}`, code: 2 };
  }
  const found = linesOf(input).filter((line) => pattern.test(line) !== flag("not"));
  return { out: flag("count") ? `${found.length}\n` : joined(found), err: "", code: found.length > 0 ? 0 : 1 };
}

/** @param {string[]} words */
function count(words) { return Number(/\d+/.exec(words.join(" "))?.[0] ?? 10); }

/** @type {Record<string, Filter>} */
export const FILTERS = {
  jq, grep, python, python3: python,
  cat: (_, input) => ok(input),
  head: (words, input) => ok(joined(linesOf(input).slice(0, count(words)))),
  tail: (words, input) => ok(joined(linesOf(input).slice(-count(words)))),
  wc: (_, input) => ok(`${linesOf(input).length}\n`),
};
