// The kinds of messages, and their shapes.

/** Same values as `MESSAGE_STRIDE` and the flags in src/lab/numbers.rs. */
export const STRIDE = 8;
export const REFUSED = 1, DOOMED = 2, COPY = 4;

/** @type {Record<number, {name: string, shape: string, reply: boolean}>} */
export const KINDS = {
  0: { name: "RequestVote", shape: "vote", reply: false },
  1: { name: "RequestVoteReply", shape: "vote", reply: true },
  2: { name: "AppendEntries", shape: "append", reply: false },
  3: { name: "AppendEntriesReply", shape: "append", reply: true },
  4: { name: "InstallSnapshot", shape: "snapshot", reply: false },
  5: { name: "InstallSnapshotReply", shape: "snapshot", reply: true },
  6: { name: "PreVote", shape: "pre-vote", reply: false },
  7: { name: "PreVoteReply", shape: "pre-vote", reply: true },
  8: { name: "TimeoutNow", shape: "timeout", reply: false },
  9: { name: "ReadIndex", shape: "read", reply: false },
  10: { name: "ClientRequest", shape: "client", reply: false },
  11: { name: "ClientReply", shape: "client", reply: true },
  12: { name: "ReadIndexReply", shape: "read", reply: true },
  13: { name: "HttpRequest", shape: "http", reply: false },
  14: { name: "HttpResponse", shape: "http", reply: true },
};

/** Every outline points in the direction of travel. @type {Record<string, string>} */
export const BODIES = {
  vote: "M10 0L1 7A7 7 0 1 1 1 -7Z",
  append: "M-9 -6.5H4L10 0 4 6.5H-9Z",
  snapshot: "M-11 -7H-7V7H-11ZM-4 -7H4L10 0 4 7H-4Z",
  "pre-vote": "M10 0L0 7.5 -10 0 0 -7.5Z",
  timeout: "M-9 -7H-4L1 0 -4 7H-9L-4 0ZM0 -7H5L10 0 5 7H0L5 0Z",
  read: "M10 0Q0 -13 -10 0 0 13 10 0Z",
  http: "M-10 -6H5L10 0 5 6H-10L-6 0Z",
  client: "M-7 -7H3Q7 -7 10 0 7 7 3 7H-7Q-9 7 -9 5V-5Q-9 -7 -7 -7Z",
};

/** What became of a message, as the core codes it. */
export const FATE = { onItsWay: 0, delivered: 1, waits: 2, cut: 3, receiverDown: 4, chance: 5, dropped: 6, overflow: 7, endsLater: 8 };
/** @param {number} fate */
export const isLost = (fate) => fate >= FATE.cut && fate <= FATE.overflow;
/** Numbers per message that is no longer in flight: id, kind, from, to, sent, due, at, fate. */
export const FATE_STRIDE = 8;

/** @param {number} code A node is 1 to 9, a client 11 to 19. */
export function endName(code) { return code > 10 ? `c${code - 10}` : `n${code}`; }

/**
 * The fraction of its way that a message has covered.
 * @param {number} sentUs @param {number} dueUs @param {{nowUs: number, reducedMotion: boolean}} state
 */
export function progress(sentUs, dueUs, { nowUs, reducedMotion }) {
  const part = Math.min(1, Math.max(0, (nowUs - sentUs) / Math.max(1, dueUs - sentUs)));
  // With reduced motion a message is drawn only at the start, the middle or the end of its way.
  return reducedMotion ? Math.round(part * 2) / 2 : part;
}

/** @param {boolean} reply @param {boolean} refused @param {boolean} heartbeat @param {number} entries */
export function glyphOf(reply, refused, heartbeat, entries) {
  if (reply) return refused ? "M-3 -3l6 6M-3 3l6 -6" : "M-4 0l3 3 5 -6";
  if (heartbeat || entries === 0) return "";
  return entries === 1 ? "M-1 -3v6" : entries === 2 ? "M-3 -3v6M1 -3v6" : "M-5 -3v6M-1 -3v6M3 -3v6";
}
