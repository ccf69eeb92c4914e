// The statements that a person's actions write. Pure text: what is allowed is the core's to judge.

/**
 * A word of the script language: bare where it can be, else a JSON string.
 * @param {string} word
 */
export function word(word) {
  // A bare word is printable, nothing in it could end it, start a comment, or part two groups, and it is no keyword.
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
 * Parts some nodes from all others.
 * @param {string[]} inside @param {string[]} nodes
 */
export function takeApart(inside, nodes) {
  if (inside.length === 1) return `isolate ${inside[0]}`;
  const rest = nodes.filter((name) => !inside.includes(name));
  return rest.length === 1 ? `isolate ${rest[0]}` : `partition ${inside.join(" ")} | ${rest.join(" ")}`;
}

/** A duration in its shortest exact form. @param {number} us */
export function duration(us) {
  if (us % 1_000_000 === 0 && us > 0) return `${us / 1_000_000}s`;
  if (us % 1_000 === 0) return `${us / 1_000}ms`;
  return `${us}us`;
}

/** @param {number} from @param {number} to */
export function range(from, to) { return from === to ? duration(from) : `${duration(from)}..${duration(to)}`; }

/**
 * A script with another setting in its set-up; none is the default.
 * @param {string} script @param {string} key @param {string | null} value
 */
export function withConfig(script, key, value) {
  const lines = script.split("\n").filter((line) => !new RegExp(`^\\s*config\\s+${key}\\s`).test(line));
  const at = lines.findLastIndex((line) => /^\s*(raftarium|nodes|seed)\s/.test(line)) + 1;
  if (value !== null) lines.splice(at, 0, `config ${key} ${value}`);
  return lines.join("\n");
}

/**
 * The script of a fresh universe: another script's first lines with another size and seed.
 * @param {string} script @param {{nodes?: number, seed?: string}} change
 */
export function withSetup(script, { nodes, seed }) {
  let lines = script.split("\n");
  /** @param {string} name @param {string | number | undefined} value */
  const put = (name, value) => {
    if (value === undefined) return;
    lines = lines.filter((line) => !new RegExp(`^\\s*${name}\\s`).test(line));
    const at = lines.findIndex((line) => /^\s*raftarium\s/.test(line)) + 1;
    lines.splice(at, 0, `${name} ${value}`);
  };
  put("seed", seed);
  put("nodes", nodes);
  return lines.join("\n");
}

/**
 * Puts clients on the two sides of a wall: each is cut from the nodes of the other side.
 * @param {string[]} inside Nodes. @param {string[]} nodes All of them. @param {string[]} within Clients inside. @param {string[]} clients All of them.
 * @returns {string[]} Statements.
 */
export function sides(inside, nodes, within, clients) {
  return clients.flatMap((client) => nodes.filter((node) => inside.includes(node) !== within.includes(client)).map((node) => `cut ${client} - ${node}`));
}
