// The rows of a stretch; the formats are documented at `SENT_STRIDE`, `BAND_STRIDE` and `DOT_STRIDE` in the core.

export const SENT_STRIDE = 10, BAND_STRIDE = 6, DOT_STRIDE = 4;
const HEAD = 7;
/** Codes of lanes are below this: 0 the network, 1 to 9 nodes, 11 to 19 clients. */
export const LANES = 20;

/** Message ids of fates, by code. */
export const FATES = ["on-its-way", "delivered", "waits", "cut", "receiver-down", "chance", "dropped", "overflow", "ends-later"];
export const STATUS = { follower: 0, candidate: 1, leader: 2, paused: 3, down: 4, partitioned: 5, cut: 6, asking: 7 };
export const DOT = { electionStarted: 0, electionWon: 1, committed: 2, applied: 3, answered: 4, fault: 5, mend: 6, violation: 7, appended: 8, unordered: 9 };
/** Message ids of dots, by code. */
export const DOTS = ["election-started", "election-won", "committed", "applied", "answered", "fault", "mend", "violation", "appended", "unordered"];
export const FLAG = { refused: 1, copy: 4, entries: 8 };

/**
 * A stretch of the run as far as it was read.
 * @typedef {object} Chunk
 * @property {number} fromEvent The last event before it.
 * @property {number} toEvent
 * @property {number} fromUs
 * @property {number} toUs
 * @property {Float64Array} messages
 * @property {Float64Array} bands
 * @property {Float64Array} dots
 * @property {number} longestUs Longest time from sending to end.
 */

/** @param {Float64Array} numbers @returns {Chunk} */
export function chunkOf(numbers) {
  const [fromEvent = 0, toEvent = 0, fromUs = 0, toUs = 0, messageCount = 0, bandCount = 0] = numbers;
  const bandsAt = HEAD + messageCount * SENT_STRIDE, dotsAt = bandsAt + bandCount * BAND_STRIDE;
  const messages = numbers.subarray(HEAD, bandsAt);
  let longestUs = 0;
  for (let i = 0; i < messages.length; i += SENT_STRIDE) longestUs = Math.max(longestUs, (messages[i + 5] ?? 0) - (messages[i + 4] ?? 0));
  return { fromEvent, toEvent, fromUs, toUs, messages, bands: numbers.subarray(bandsAt, dotsAt), dots: numbers.subarray(dotsAt), longestUs };
}
