// Completion by Tab: the words that may come next in a line.

import { addresses, curlOptions } from "./curl.js";
import { NAMES } from "./commands.js";
import { COMPOSE, DOCKER, NETWORK, NETWORKS } from "./docker.js";
import { FILTERS } from "./filters.js";
import { containerOf, serviceOf } from "./names.js";

/** The words that may follow the words before them. @param {string[]} before @param {string[]} nodes @returns {string[]} */
function candidates(before, nodes) {
  const [command, sub, third] = before, containers = nodes.map(containerOf);
  if (command === undefined) return NAMES;
  if (command === "curl") return [...addresses(nodes), ...curlOptions];
  const isCompose = command === "docker-compose" || (command === "docker" && sub === "compose");
  if (isCompose) {
    const at = command === "docker" ? third : sub;
    return at === undefined ? COMPOSE : [...nodes.map(serviceOf), ...(at === "down" ? ["-v"] : at === "logs" ? ["-f"] : at === "up" ? ["-d", "--scale"] : [])];
  }
  if (command !== "docker") return [];
  if (sub === undefined) return DOCKER;
  if (sub === "network") return third === undefined ? NETWORKS : before.length === 3 ? [NETWORK] : containers;
  return [...containers, ...(sub === "logs" ? ["-f"] : sub === "ps" ? ["-a"] : [])];
}

/**
 * What the word before the cursor may become.
 * @param {string} line The line up to the cursor. @param {string[]} nodes
 * @returns {{from: number, words: string[]}} Where that word begins, and what it may be.
 */
export function complete(line, nodes) {
  const part = line.split(/\|\||&&|[|;]/).at(-1) ?? "", isFilter = /[^|]\|[^|]*$/.test(line);
  const words = part.trimStart().split(/\s+/), word = words.pop() ?? "";
  const all = isFilter && words.length === 0 ? Object.keys(FILTERS) : candidates(words.filter((one) => one !== "sudo"), nodes);
  return { from: line.length - word.length, words: [...new Set(all)].filter((one) => one.startsWith(word)).sort() };
}

/** The longest beginning that all words share. @param {string[]} words */
export function shared([first = "", ...others]) {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
