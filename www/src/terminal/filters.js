// What an output may be piped through: `jq`, `python -m json.tool`, and a few that cut lines. What a tool can and these cannot is
// refused.

import { options, Wrong } from "./options.js";

/** @typedef {import("./types.js").Output} Output */
/** @typedef {(words: string[], input: string) => Output} Filter */

const ok = (/** @type {string} */ out) => ({ out, err: "", code: 0 });

/** A string of JSON, with the colon behind it if it is a key. */
const STRING = /"((?:[^"\\]|\\.)*)"(\s*:)?/;
/** What JSON consists of, without commas and blanks. */
const TOKENS = new RegExp(`${STRING.source}|[[\\]{}]|[^\\s,:[\\]{}"]+`, "g");

/**
 * The values of a text, one behind the other; null if it is no JSON. Each key has a blank before it: an object would put keys
 * that are numbers first.
 * @param {string} input @returns {unknown[] | null}
 */
function read(input) {
  let depth = 0;
  const keyed = input.replace(TOKENS, (all, body, colon) => {
    if (colon) return `" ${body}":`;
    depth += Number(all === "{" || all === "[") - Number(all === "}" || all === "]");
    return depth === 0 ? `${all},` : all;
  });
  try {
    return JSON.parse(`[${keyed.replace(/,\s*$/, "")}]`);
  } catch {
    return null;
  }
}

/** @param {unknown} value A value that was read. @param {number} indent */
const printed = (value, indent) => JSON.stringify(value, null, indent).replace(new RegExp(STRING, "g"), (all, body, colon) => (colon ? `"${body.slice(1)}":` : all));

/** The options of a filter, and its other words; one more than it takes would name a file. @param {string[]} words @param {Record<string, string>} table @param {number} most */
function asked(words, table, most) {
  const { given, rest } = options(words, table);
  if (rest.length > most) throw new Wrong("terminal-no-file", { name: rest.at(-1) ?? "" });
  return { given, rest, flag: (/** @type {string} */ name) => given.some((one) => one.name === name) };
}

/** The steps of a path such as `.raft.peers["node2"].matchIndex` or `.[0]`; null if it is none. @param {string} path */
function steps(path) {
  /** @type {(string | number)[]} */
  const found = [];
  let rest = path.trim();
  if (rest === ".") return found;
  while (rest !== "") {
    const match = /^(?:\.?\[("(?:[^"\\]|\\.)*")\]|\.?\[(\d+)\]|\.([A-Za-z_]\w*))/.exec(rest);
    if (!match) return null;
    const [all, quoted, index, name] = match, step = index !== undefined ? Number(index) : name ?? read(quoted ?? "")?.[0];
    if (step === undefined) return null;
    found.push(/** @type {string | number} */ (step));
    rest = rest.slice(all.length);
  }
  return found;
}

/** @type {Filter} */
function jq(words, input) {
  const { rest: [path = "."], flag } = asked(words, { "-r": "raw", "--raw-output": "raw", "-c": "compact", "--compact-output": "compact", "-M": "plain", "-C": "plain" }, 1), parts = steps(path);
  if (!parts) throw new Wrong("terminal-jq", { path });
  const values = read(input);
  if (!values) return { out: "", err: "jq: parse error: Invalid numeric literal at line 1, column 1", code: 2 };
  let out = "";
  for (let value of values) {
    for (const part of parts) {
      const kind = Array.isArray(value) ? "array" : typeof value, isIndex = typeof part === "number";
      if (value !== null && kind !== (isIndex ? "array" : "object")) return { out, err: `jq: error (at <stdin>:1): Cannot index ${kind} with ${isIndex ? "number" : JSON.stringify(part)}`, code: 5 };
      value = /** @type {Record<string, unknown> | null} */ (value)?.[isIndex ? part : ` ${part}`] ?? null;
    }
    out += `${flag("raw") && typeof value === "string" ? value : printed(value, flag("compact") ? 0 : 2)}\n`;
  }
  return ok(out);
}

/** @type {Filter} */
function python(words, input) {
  if (words[0] !== "-m" || words[1] !== "json.tool") throw new Wrong("terminal-python", {});
  const { flag } = asked(words.slice(2), { "--no-ensure-ascii": "plain" }, 0), values = read(input);
  if (values?.length !== 1) return { out: "", err: values && values.length > 1 ? "Extra data" : "Expecting value: line 1 column 1 (char 0)", code: 1 };
  const out = printed(values[0], 4);
  return ok(`${flag("plain") ? out : out.replace(/[\x7f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`);
}

const linesOf = (/** @type {string} */ input) => (input === "" ? [] : input.replace(/\n$/, "").split("\n"));
const joined = (/** @type {string[]} */ lines) => lines.map((line) => `${line}\n`).join("");

/** A basic regular expression as one of JavaScript: `|`, `+`, `?`, parentheses and braces are signs behind a backslash alone. @param {string} text */
const basic = (text) => text.replace(/(\\?)([|+?(){}])|\\.|^\*/g, (all, escape, sign) => (escape ? sign : all.length === 1 ? `\\${all}` : all));

/** @type {Filter} */
function grep(words, input) {
  const { given, rest: [first], flag } = asked(words, { "-i": "case", "-v": "not", "-c": "count", "-E": "extended", "-F": "fixed", "-n": "numbers", "-q": "quiet", "-e": "pattern=" }, words.includes("-e") ? 0 : 1);
  const texts = given.filter(({ name }) => name === "pattern").map(({ value }) => value).concat(first ?? []), text = texts.join("\n");
  if (texts.length === 0) throw new Wrong("terminal-no-value", { option: "grep" });
  /** @type {RegExp} */
  let wanted;
  try {
    // JavaScript reads a class such as [[:digit:]] as other letters.
    if (text.includes("[[:")) throw new SyntaxError(text);
    wanted = new RegExp(texts.map((one) => `(?:${flag("fixed") ? one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : flag("extended") ? one : basic(one)})`).join("|"), flag("case") ? "i" : "");
  } catch {
    return { out: "", err: `grep: ${text}`, code: 2 };
  }
  const found = linesOf(input).flatMap((line, i) => (wanted.test(line) !== flag("not") ? [flag("numbers") ? `${i + 1}:${line}` : line] : []));
  return { out: flag("quiet") ? "" : flag("count") ? `${found.length}\n` : joined(found), err: "", code: found.length > 0 ? 0 : 1 };
}

/** A filter that keeps some lines, by their number. @param {(lines: string[], number: number) => string[]} kept @returns {Filter} */
const cutting = (kept) => (words, input) => {
  // `-3` is short for `-n 3`, as the first word.
  const { given } = asked(words.map((word, i) => (i === 0 ? word.replace(/^-(?=\d)/, "-n") : word)), { "-n": "lines=", "--lines": "lines=" }, 0), value = given.at(-1)?.value ?? "10";
  if (!/^\d+$/.test(value)) throw new Wrong("terminal-no-value", { option: "-n" });
  return ok(joined(kept(linesOf(input), Number(value))));
};

/** @type {Filter} */
function wc(words, input) {
  const { given, flag } = asked(words, { "-l": "lines", "-w": "words", "-c": "bytes" }, 0);
  const counts = { lines: input.split("\n").length - 1, words: input.split(/\s+/).filter(Boolean).length, bytes: new TextEncoder().encode(input).length };
  const shown = Object.entries(counts).filter(([name]) => given.length === 0 || flag(name)).map(([, number]) => String(number));
  return ok(`${shown.length === 1 ? shown[0] : shown.map((number) => number.padStart(7)).join(" ")}\n`);
}

/** @type {Record<string, Filter>} */
export const FILTERS = {
  jq, grep, python, python3: python, wc,
  head: cutting((lines, number) => lines.slice(0, number)),
  tail: cutting((lines, number) => lines.slice(Math.max(0, lines.length - number))),
  cat: (words, input) => { asked(words, {}, 0); return ok(input); },
};
