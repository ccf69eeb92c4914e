// What an event is about: of two that are about the same, the newer is what is true now.

/** @typedef {import("../types.js").EventView} EventView */

/** Those that are about the whole cluster. @type {Record<string, string[]>} */
const SHARED = {
  commit: ["commit-held-back", "commit-advanced"],
  leadership: ["election-started", "election-won", "stepped-down", "pre-vote-started", "election-withheld"],
  transfer: ["transfer-started", "transfer-waits", "transfer-blocks", "transfer-ordered", "transfer-abandoned", "transfer-refused", "election-won"],
  network: ["partitioned", "link-cut", "link-joined", "healed"],
  members: ["change-asked", "change-refused", "configuration-in-force", "caught-up", "order-lost"],
};

/** Those that are about one node, or one client. @type {Record<string, string[]>} */
const OWN = {
  life: ["crashed", "stopped", "wiped", "paused", "resumed", "restarted", "started"],
  disk: ["disk-changed", "stopped", "tail-read"],
  read: ["read-held-back", "read-confirmed", "read-index-learned", "lease-held"],
  request: ["client-called", "client-refused", "client-timed-out", "client-redirected", "client-waits", "client-retried", "client-answered"],
};

/** By kind of event: what it is about, and what of its own node or client. @type {Map<string, {shared: string[], own: string[]}>} */
const TOPICS = new Map();
for (const [of, table] of /** @type {["shared" | "own", Record<string, string[]>][]} */ ([["shared", SHARED], ["own", OWN]])) {
  for (const [topic, kinds] of Object.entries(table)) {
    for (const kind of kinds) {
      const found = TOPICS.get(kind) ?? { shared: [], own: [] };
      found[of].push(topic);
      TOPICS.set(kind, found);
    }
  }
}

/** @param {EventView} event @returns {string[]} */
function topicsOf({ kind, actor }) {
  const found = TOPICS.get(kind);
  return found ? [...found.shared, ...found.own.map((topic) => `${topic} of ${actor}`)] : [];
}

/** Whether a newer event tells how it is now with what an older one told. @param {EventView} newer @param {EventView} older */
export function overtakes(newer, older) {
  if (newer.id <= older.id) return false;
  const topics = topicsOf(older);
  return topicsOf(newer).some((topic) => topics.includes(topic));
}

/** Of some events those that are still so, as far as others are heard of. @param {EventView[]} events @param {EventView[]} heard */
export function stillSo(events, heard) {
  if (events.length === 0) return events;
  /** The newest event about each topic. @type {Map<string, number>} */
  const newest = new Map();
  for (const event of heard) for (const topic of topicsOf(event)) newest.set(topic, Math.max(event.id, newest.get(topic) ?? 0));
  return events.filter((event) => topicsOf(event).every((topic) => (newest.get(topic) ?? 0) <= event.id));
}
