// Topics of events: of two events with a common topic, only the newer still holds.

/** @typedef {import("../types.js").EventView} EventView */

/** Topics of the whole cluster, with their kinds of events. @type {Record<string, string[]>} */
const SHARED = {
  commit: ["commit-held-back", "commit-advanced"],
  leadership: ["election-started", "election-won", "stepped-down", "pre-vote-started", "election-withheld"],
  transfer: ["transfer-started", "transfer-waits", "transfer-blocks", "transfer-ordered", "transfer-abandoned", "transfer-refused", "election-won"],
  network: ["partitioned", "link-cut", "link-joined", "healed"],
  members: ["change-asked", "change-refused", "configuration-in-force", "caught-up", "order-lost"],
};

/** Topics of one node or client, with their kinds of events. @type {Record<string, string[]>} */
const OWN = {
  life: ["crashed", "stopped", "wiped", "paused", "resumed", "restarted", "started"],
  disk: ["disk-changed", "stopped", "tail-read"],
  read: ["read-held-back", "read-confirmed", "read-index-learned", "lease-held"],
  request: ["client-called", "client-refused", "client-timed-out", "client-redirected", "client-waits", "client-retried", "client-answered"],
};

/** The topics by kind of event: of the whole cluster, and of its own node or client.
 * @type {Map<string, {shared: string[], own: string[]}>} */
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

/** Whether a newer event supersedes an older one. @param {EventView} newer @param {EventView} older */
export function overtakes(newer, older) {
  if (newer.id <= older.id) return false;
  const topics = topicsOf(older);
  return topicsOf(newer).some((topic) => topics.includes(topic));
}

/** The events that still hold, given all events heard. @param {EventView[]} events @param {EventView[]} heard */
export function stillSo(events, heard) {
  if (events.length === 0) return events;
  /** The newest event about each topic. @type {Map<string, number>} */
  const newest = new Map();
  for (const event of heard) for (const topic of topicsOf(event)) newest.set(topic, Math.max(event.id, newest.get(topic) ?? 0));
  return events.filter((event) => topicsOf(event).every((topic) => (newest.get(topic) ?? 0) <= event.id));
}
