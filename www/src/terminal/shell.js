// A line of a shell as commands: words, pipes, and what follows only on success. Quotes and escapes are the library's.

import { parse } from "shell-quote";
import { Wrong } from "./options.js";

/**
 * A command with the filters that its output goes through.
 * @typedef {object} Pipeline
 * @property {string[][]} commands The words of the command, then of each filter.
 * @property {"" | "&&" | "||"} after When it runs: always, after success, or after failure.
 */

/** Stands in a word for `$?`, which is known when the command runs. */
export const CODE = "\0";
/** Words that one may stand for. */
const WORDS_MAX = 1_000;
/** Matches a part of a word that stands in quotes, or a character after a backslash. */
const QUOTED = String.raw`'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]`;
/** Parts of a word that hold none of some signs as such. @param {string} signs */
const parts = (signs) => `(?:${QUOTED}|[^'"\\\\${signs}])*`;
/** A word as it is written, or a comment: a `#` begins one only where a word begins. */
const WORD = new RegExp(String.raw`#.*|(?:${QUOTED}|[^\s|&;<>()'"\\])${parts(String.raw`\s|&;<>()`)}`, "g");
/** The first `{a,b}` or `{1..3}` of a word. */
const BRACES = new RegExp(String.raw`^(${parts("")}?)(?<!\$)\{(?:(${parts("{},")}(?:,${parts("{},")})+)|(\d{1,3})\.\.(\d{1,3}))\}([^]*)$`);
const COMMA = new RegExp(`,(?=${parts("")}$)`);

/** @param {string} sign What the terminal has no answer to. */
const unsupported = (sign) => new Wrong("terminal-unsupported", { sign });

/** The words that a word with braces stands for. @param {string} word @returns {string[]} */
function expanded(word) {
  const match = BRACES.exec(word);
  if (!match) return [word];
  const [, before, list, first, last, after] = match, from = Number(first), by = Math.sign(Number(last) - from);
  const all = (list?.split(COMMA) ?? Array.from({ length: Math.abs(Number(last) - from) + 1 }, (_, i) => from + i * by)).flatMap((part) => expanded(`${before}${part}${after}`));
  if (all.length > WORDS_MAX) throw unsupported("{");
  return all;
}

/** A line as the library reads it right: without comments, each other `#` behind a backslash, and without braces. @param {string} line */
const prepared = (line) => line.replace(WORD, (word) => (word.startsWith("#") ? "" : expanded(word).join(" ").replace(new RegExp(`${QUOTED}|#`, "g"), (part) => (part === "#" ? "\\#" : part))));

/** @param {string} line */
function tokens(line) {
  const source = prepared(line);
  try {
    // Another variable than `$?` stands for itself: there is no environment here.
    return parse(source, (name) => (name === "?" ? CODE : `$${name}`));
  } catch {
    // The library throws only where such a name is none, or has no end.
    throw unsupported("${");
  }
}

/**
 * @param {string} line
 * @returns {Pipeline[]} Throws `Wrong` for what a shell can and this terminal cannot.
 */
export function pipelines(line) {
  /** @type {Pipeline[]} */
  const all = [];
  /** @type {string[][]} */
  let commands = [[]];
  /** @type {Pipeline["after"]} */
  let after = "";
  const end = (/** @type {Pipeline["after"]} */ next) => {
    if (commands.some((words) => words.length > 0)) all.push({ commands, after });
    commands = [[]];
    after = next;
  };
  for (const token of tokens(line)) {
    if (typeof token === "string") commands.at(-1)?.push(token);
    // A pattern, such as an address with a question mark, is taken as it is written.
    else if ("pattern" in token) commands.at(-1)?.push(token.pattern);
    else if ("op" in token) {
      if (token.op === "|") commands.push([]);
      else if (token.op === "&&" || token.op === "||") end(token.op);
      else if (token.op === ";" || token.op === "&") end("");
      else throw unsupported(token.op);
    }
  }
  end("");
  return all;
}
