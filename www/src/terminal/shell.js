// A line of a shell as commands: words, pipes, and what follows only on success. Quotes, escapes and comments are the
// library's.

import { parse } from "shell-quote";

/**
 * A command with the filters that its output goes through.
 * @typedef {object} Pipeline
 * @property {string[][]} commands The words of the command, then of each filter.
 * @property {"" | "&&" | "||"} after When it runs: always, after success, or after failure.
 */

/** A part of the shell's language that the terminal does not know. */
export class Unsupported extends Error {}

/**
 * @param {string} line @param {number} code The exit code of the last command, for `$?`.
 * @returns {Pipeline[]} Throws `Unsupported` for what a shell can and this terminal cannot.
 */
export function pipelines(line, code) {
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
  // Any other variable stays as it is written: there is no environment here.
  for (const token of parse(line, (name) => (name === "?" ? String(code) : `$${name}`))) {
    if (typeof token === "string") commands.at(-1)?.push(token);
    // A pattern, such as an address with a question mark, is taken as it is written.
    else if ("pattern" in token) commands.at(-1)?.push(token.pattern);
    else if ("op" in token) {
      if (token.op === "|") commands.push([]);
      else if (token.op === "&&" || token.op === "||") end(token.op);
      else if (token.op === ";" || token.op === "&") end("");
      else throw new Unsupported(token.op);
    }
  }
  end("");
  return all;
}
