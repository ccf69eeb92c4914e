// A running cluster: what its nodes tell as it happens, in one mirror.

/** @typedef {import("../../types/raftarium.js").Mirror} Mirror */
/** @typedef {{node: string, nodes: Record<string, string>}} Cluster A node, and the addresses of all. */

/** How long what a node tells may be under way: so long an event waits for those of other nodes. */
const HOLD_MS = 400;
/** Real time between two looks at what came. */
const LOOK_MS = 100;
/** Real time until a node that refused to tell is asked again. */
const AGAIN_MS = 3_000;
/** A mirror with so many events is left for a new one: memory is bounded. */
const EVENTS_MAX = 300_000;

/** Whether a node serves this page: then its policy names the other nodes. */
export function isFromNode() {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  return /connect-src 'self' https?:/.test(policy?.getAttribute("content") ?? "");
}

/** The cluster of the node that serves this page. @returns {Promise<Cluster | null>} */
export async function clusterHere() {
  const response = await fetch("./cluster.json").catch(() => null);
  const found = response?.ok ? await response.json().catch(() => null) : null;
  const isOne = typeof found === "object" && found !== null && typeof found.node === "string" && typeof found.nodes === "object" && found.nodes !== null &&
    Object.values(found.nodes).every((address) => typeof address === "string" && /^https?:/.test(address));
  return isOne ? found : null;
}

/**
 * Follows the nodes of a cluster.
 * @param {Mirror} mirror @param {Cluster} cluster
 * @param {{epochMs: () => number, isWanted: () => boolean, onEvents: () => void, onWrong: (error: unknown) => void, onFull: () => void}} parts
 *   Once it is not wanted any more, the mirror is not touched: it may be gone.
 */
export function followNodes(mirror, cluster, { epochMs, isWanted, onEvents, onWrong, onFull }) {
  const encoder = new TextEncoder();
  let isOver = false;
  const sources = Object.keys(cluster.nodes).sort().map((name, source) => listen(new URL("events", `${cluster.nodes[name]}/`), source));
  const timer = setInterval(() => safely(() => {
    mirror.settle((epochMs() - HOLD_MS) * 1_000);
    if (mirror.length > EVENTS_MAX) { end(); onFull(); } else if (mirror.length > 0) onEvents();
  }), LOOK_MS);

  /** @param {URL} address @param {number} source */
  function listen(address, source) {
    const events = new EventSource(address);
    events.addEventListener("message", ({ data }) => safely(() => mirror.append(source, encoder.encode(`${data}\n`))));
    events.addEventListener("error", () => safely(() => {
      mirror.breakOff(source);
      // After a break the browser asks again by itself, but not after a refusal: a node tells a limited number of readers.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => safely(() => { sources[source] = listen(address, source); }), AGAIN_MS);
    }));
    return events;
  }

  function end() {
    isOver = true;
    clearInterval(timer);
    for (const source of sources) source.close();
  }

  /** A line that is wrong ends it: the mirror is of no use then. @param {() => void} call */
  function safely(call) {
    if (isOver) return;
    if (!isWanted()) { end(); return; }
    try {
      call();
    } catch (error) {
      end();
      onWrong(error);
    }
  }
}
