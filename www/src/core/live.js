// A running cluster: what its nodes tell as it happens, in one mirror.

/** @typedef {import("../../types/raftarium.js").Mirror} Mirror */
/** @typedef {{node: string, nodes: Record<string, string>, more?: string}} Cluster A node, the addresses
 * of all, and the names of those that were added since: the policy of the page lets it speak to none of them. */

/** How long what a node tells may be under way: so long an event waits for those of other nodes. */
const HOLD_MS = 400;
/** Real time between two looks at what came. */
const LOOK_MS = 100;
/** Real time until a node that refused to tell is asked again. */
const AGAIN_MS = 3_000;
/** Real time between two looks for nodes that were added. */
const MORE_MS = 5_000;
/** A mirror with so many events is left for a new one: memory is bounded. */
export const EVENTS_MAX = 300_000;

/** The addresses that the policy of the page lets it speak to. */
function allowed() {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
  return /connect-src 'self' ([^;]*)/.exec(policy)?.[1]?.split(" ") ?? [];
}

/** Whether a node serves this page: then its policy names the other nodes. */
export const isFromNode = () => allowed().length > 0;

/** The cluster of the node that serves this page. @returns {Promise<Cluster | null>} */
export async function clusterHere() {
  const response = await fetch("./cluster.json").catch(() => null);
  const found = response?.ok ? await response.json().catch(() => null) : null;
  const isOne = typeof found === "object" && found !== null && typeof found.node === "string" && typeof found.nodes === "object" && found.nodes !== null &&
    Object.values(found.nodes).every((address) => typeof address === "string" && /^https?:/.test(address));
  if (!isOne) return null;
  const addresses = allowed(), names = Object.keys(found.nodes).sort(), more = names.filter((name) => !addresses.includes(found.nodes[name]));
  const nodes = Object.fromEntries(names.filter((name) => !more.includes(name)).map((name) => [name, found.nodes[name]]));
  return { node: found.node, nodes, ...(more.length > 0 ? { more: more.join(", ") } : {}) };
}

/**
 * Follows the nodes of a cluster.
 * @param {Mirror} mirror @param {Cluster} cluster
 * @param {{epochMs: () => number, guarded: <T>(call: () => T) => T, isWanted: () => boolean, onEvents: () => void,
 *   onWrong: (error: unknown) => void, onFull: () => void, onRefused: () => void, onLeft: () => void, onMore: (names: string) => void}} parts
 *   Once it is not wanted any more, which `onLeft` is told, the mirror is not touched: it may be gone.
 */
export function followNodes(mirror, cluster, { epochMs, guarded, isWanted, onEvents, onWrong, onFull, onRefused, onLeft, onMore }) {
  const encoder = new TextEncoder();
  let isOver = false;
  /** The nodes that refused to tell. @type {Set<number>} */
  const refused = new Set();
  const sources = Object.keys(cluster.nodes).sort().map((name, source) => listen(new URL("events", `${cluster.nodes[name]}/`), source));
  const timer = setInterval(() => safely(() => {
    mirror.settle((epochMs() - HOLD_MS) * 1_000);
    if (mirror.length > EVENTS_MAX) { end(); onFull(); } else if (mirror.length > 0) onEvents();
  }), LOOK_MS);
  const looking = setInterval(() => { void clusterHere().then((found) => safely(() => {
    if (found?.more !== undefined) onMore(found.more);
  })); }, MORE_MS);

  /** @param {URL} address @param {number} source */
  function listen(address, source) {
    const events = new EventSource(address);
    events.addEventListener("message", ({ data }) => safely(() => { refused.delete(source); mirror.append(source, encoder.encode(`${data}\n`)); }));
    events.addEventListener("error", () => safely(() => {
      mirror.breakOff(source);
      // After a break the browser asks again by itself, but not after a refusal: a node tells a limited number of readers.
      if (events.readyState !== EventSource.CLOSED) return;
      if (!refused.has(source) && refused.add(source).size === sources.length) onRefused();
      setTimeout(() => safely(() => { sources[source] = listen(address, source); }), AGAIN_MS);
    }));
    return events;
  }

  function end() {
    isOver = true;
    clearInterval(timer);
    clearInterval(looking);
    for (const source of sources) source.close();
  }

  /** A line that is wrong ends it: the mirror is of no use then. @param {() => void} call */
  function safely(call) {
    if (isOver) return;
    if (!isWanted()) { end(); onLeft(); return; }
    try {
      guarded(call);
    } catch (error) {
      end();
      onWrong(error);
    }
  }
}
