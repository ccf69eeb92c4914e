// The statements that user actions produce. Pure text: the core validates them.

/**
 * A word of the script language: bare if possible, else a JSON string.
 * @param {string} word
 */
export function word(word) {
  // A bare word is printable, is no keyword, and has no space, quote, comment sign, `|` or backslash.
  const bare = word !== "" && word !== "from" && word !== "to" && !/[\s"'#|\\\p{C}\p{Z}]/u.test(word);
  return bare ? word : JSON.stringify(word);
}

/**
 * A client's command.
 * @param {{op: string, key: string, old: string, value: string, client: string, to: string}} form
 */
export function command({ op, key, old, value, client, to }) {
  const parts = [op, word(key)];
  if (op === "cas") parts.push(word(old));
  if (op === "cas" || op === "set") parts.push(word(value));
  if (client !== "" && client !== "c1") parts.push("from", client);
  if (to !== "") parts.push("to", to);
  return parts.join(" ");
}

/** @param {[string, string][]} links */
export function cutLinks(links) { return links.map(([a, b]) => `cut ${a} - ${b}`).join("\n"); }

/**
 * Separates some nodes from all others.
 * @param {string[]} inside @param {string[]} nodes
 */
export function separate(inside, nodes) {
  if (inside.length === 1) return `isolate ${inside[0]}`;
  const rest = nodes.filter((name) => !inside.includes(name));
  return rest.length === 1 ? `isolate ${rest[0]}` : `partition ${inside.join(" ")} | ${rest.join(" ")}`;
}

/** The same script on correct Raft, of which nothing is expected; it goes on until something else happens.
 * @param {string} script */
export const mendedOf = (script) => `${script.replaceAll(/^(?:flaw|mend|expect) .*\n?/gm, "")}run 500ms\n`;

/** A duration in its shortest exact form. @param {number} us */
export function duration(us) {
  if (us % 1_000_000 === 0 && us > 0) return `${us / 1_000_000}s`;
  if (us % 1_000 === 0) return `${us / 1_000}ms`;
  return `${us}us`;
}

/** @param {number} from @param {number} to */
export function range(from, to) { return from === to ? duration(from) : `${duration(from)}..${duration(to)}`; }

/**
 * Puts the clients on the two sides of a wall: each is cut from the nodes on the other side.
 * @param {string[]} inside Nodes. @param {string[]} nodes All of them. @param {string[]} within Clients inside. @param {string[]} clients All of them.
 * @returns {string[]} Statements.
 */
export function sides(inside, nodes, within, clients) {
  return clients.flatMap((client) => nodes.filter((node) => inside.includes(node) !== within.includes(client)).map((node) => `cut ${client} - ${node}`));
}
