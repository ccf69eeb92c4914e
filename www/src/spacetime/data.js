// The stretches of the run that the space-time diagram holds: which are in sight, which must be read, and which can be
// dropped. Reading is spread over frames, limited by moves of the core, not by a clock, so that no frame is delayed.

import { chunkOf, SENT_STRIDE } from "./rows.js";

/** @typedef {import("./rows.js").Chunk} Chunk */
/**
 * The source of stretches.
 * @typedef {object} Source
 * @property {() => boolean} alive
 * @property {() => number} generation Changes with the universe.
 * @property {() => Float64Array} stretches
 * @property {(place: number) => Reader} stretch
 * @property {() => Float64Array} outline
 */
/** @typedef {{read: (moves: number) => number, numbers: () => Float64Array, free: () => void}} Reader */
/** @typedef {{fromEvent: number, fromUs: number, steps: number, toEvent: number, toUs: number}} Span */

/** Moves of the core that one frame may replay: under 2 ms in WebAssembly. */
export const MOVES_A_FRAME = 768;
/** Frames between two looks at the end of the run, while time plays. */
const FRAMES_A_LOOK = 8;
/** With more messages than this in sight only bands and marks are drawn. */
export const MOST_IN_SIGHT = 100_000;
/** Most messages held: 80 bytes each. */
const MOST_HELD = 300_000;
/** Most readers kept. */
const MOST_READERS = 3;
const HEAD = 5;

/** @param {Source} source */
export function createData(source) {
  /** By fromEvent. @type {Map<number, Chunk & {settled: boolean, endEvent: number, used: number, revision: number}>} */
  const held = new Map();
  /** @type {Map<number, Reader>} */
  const readers = new Map();
  /** @type {Span[]} */
  let spans = [];
  /** @type {Chunk | null} */
  let outline = null;
  let outlineOf = "";
  let generation = -1, cuts = 0, frame = 0, lookedAt = -1, lookedUs = 0, lookedFrom = 0, revision = 0;
  let end = { event: 0, us: 0, openEvent: 0 };
  /** The instant up to which the newest stretch was read. */
  let frontUs = 0;

  function forgetAll() {
    for (const reader of readers.values()) reader.free();
    readers.clear();
    held.clear();
    spans = [];
    outline = null;
    revision++;
  }

  /** @param {number} fromEvent */
  function drop(fromEvent) {
    held.delete(fromEvent);
    readers.get(fromEvent)?.free();
    readers.delete(fromEvent);
    revision++;
  }

  /** Updates the end of the run and its stretches. */
  function look() {
    const numbers = source.stretches();
    const [endEvent = 0, endUs = 0, endSteps = 0, cutsNow = 0, cutAt = 0] = numbers;
    if (cutsNow !== cuts) {
      // After a cut the future is another one. Of several cuts only the last is known, so then all is dropped.
      const kept = cutsNow === cuts + 1 ? cutAt : 0;
      for (const chunk of [...held.values()]) if (chunk.toEvent > kept || !chunk.settled) drop(chunk.fromEvent);
      for (const fromEvent of [...readers.keys()]) drop(fromEvent);
      cuts = cutsNow;
    }
    spans = [];
    for (let i = HEAD; i < numbers.length; i += 3) {
      const fromEvent = numbers[i] ?? 0, fromUs = numbers[i + 1] ?? 0;
      const last = i + 3 >= numbers.length;
      spans.push({
        fromEvent, fromUs, steps: (last ? endSteps : numbers[i + 5] ?? 0) - (numbers[i + 2] ?? 0),
        toEvent: last ? endEvent : numbers[i + 3] ?? 0, toUs: last ? endUs : numbers[i + 4] ?? 0,
      });
    }
    end = { event: endEvent, us: endUs, openEvent: spans.at(-1)?.fromEvent ?? 0 };
  }

  /** Whether all of a stretch is held, settled or up to date. @param {Span} span */
  function isRead(span) {
    let at = span.fromEvent;
    while (at < span.toEvent) {
      const chunk = held.get(at);
      if (!chunk || (!chunk.settled && chunk.endEvent !== end.event)) return false;
      if (chunk.toEvent <= at) return true;
      at = chunk.toEvent;
    }
    return true;
  }

  /** @param {number} place @param {Span} span @param {number} moves */
  function read(place, span, moves) {
    let reader = readers.get(span.fromEvent);
    if (!reader) {
      reader = source.stretch(place);
      readers.set(span.fromEvent, reader);
    }
    const reading = reader.read(moves);
    if (reading === 0) return;
    const chunk = chunkOf(reader.numbers());
    for (const other of [...held.values()]) {
      if (chunk.fromEvent < other.fromEvent && other.fromEvent < chunk.toEvent) drop(other.fromEvent);
    }
    held.set(chunk.fromEvent, { ...chunk, settled: reading === 2, endEvent: end.event, used: frame, revision: ++revision });
    if (span === spans.at(-1)) frontUs = lookedUs;
    if (reading === 2) { reader.free(); readers.delete(span.fromEvent); }
  }

  /** Drops the chunks that were out of sight the longest. */
  function makeRoom() {
    let count = 0;
    for (const chunk of held.values()) count += chunk.messages.length / SENT_STRIDE;
    for (const chunk of [...held.values()].sort((a, b) => a.used - b.used)) {
      if (count <= MOST_HELD || chunk.used === frame) return;
      count -= chunk.messages.length / SENT_STRIDE;
      drop(chunk.fromEvent);
    }
  }

  /** @param {number} fromUs @param {number} toUs */
  const inSight = (fromUs, toUs) => spans.filter((span) => span.fromUs <= toUs && fromUs <= span.toUs);

  /** @param {number} fromUs @param {number} toUs */
  function estimate(fromUs, toUs) {
    let count = 0;
    for (const span of inSight(fromUs, toUs)) {
      const part = (Math.min(toUs, span.toUs) - Math.max(fromUs, span.fromUs)) / Math.max(1, span.toUs - span.fromUs);
      const chunk = held.get(span.fromEvent);
      count += Math.min(1, part) * (chunk ? chunk.messages.length / SENT_STRIDE : span.steps);
    }
    return count;
  }

  return {
    /** The end of the run. */
    end: () => end,
    /** Grows with every change of the chunks held. */
    revision: () => revision,
    /** The instant up to which the run was read: later events are unknown here. */
    front: () => frontUs,

    /**
     * Does a frame's work: updates the end of the run, and reads stretches in sight. Returns whether more must be read.
     * @param {number} fromUs @param {number} toUs @param {{nowUs: number, usPerPx: number, moving: boolean, messages: boolean, touched: boolean}} how
     * `moving` while time plays; `touched` if the run changed otherwise.
     */
    frame(fromUs, toUs, { nowUs, usPerPx, moving, messages, touched }) {
      frame++;
      if (!source.alive()) return false;
      if (generation !== source.generation()) { generation = source.generation(); forgetAll(); frontUs = 0; cuts = source.stretches()[3] ?? 0; lookedAt = -1; }
      // A move of less than a pixel needs no new look.
      const late = moving && frame - lookedAt >= FRAMES_A_LOOK && (Math.abs(nowUs - lookedUs) >= usPerPx || fromUs !== lookedFrom);
      if ((touched && !moving) || late || lookedAt < 0) { lookedAt = frame; lookedUs = nowUs; lookedFrom = fromUs; look(); }
      const seen = inSight(fromUs, toUs);
      for (const span of seen) { const chunk = held.get(span.fromEvent); if (chunk) chunk.used = frame; }
      if (!messages || estimate(fromUs, toUs) > MOST_IN_SIGHT) return false;
      // The newest first: that is where the present is.
      const next = seen.findLast((span) => !isRead(span));
      if (!next) { frontUs = Math.max(frontUs, lookedUs); return false; }
      read(spans.indexOf(next), next, MOVES_A_FRAME);
      for (const fromEvent of readers.keys()) {
        if (readers.size <= MOST_READERS) break;
        if (fromEvent !== next.fromEvent) { readers.get(fromEvent)?.free(); readers.delete(fromEvent); }
      }
      makeRoom();
      return true;
    },

    /** Estimates the number of messages in a window. */
    estimate,

    /** The chunks in sight. @param {number} fromUs @param {number} toUs */
    chunks(fromUs, toUs) {
      return [...held.values()].filter((chunk) => chunk.fromUs <= toUs && fromUs <= chunk.toUs + chunk.longestUs).sort((a, b) => a.fromEvent - b.fromEvent);
    },

    /** Whether everything in sight has been read. @param {number} fromUs @param {number} toUs */
    isWhole: (fromUs, toUs) => inSight(fromUs, toUs).every(isRead),

    /** The outline of the run from its checkpoints, for windows with too many messages or not read yet. */
    outline() {
      const key = `${generation} ${cuts} ${spans.length} ${spans[0]?.toEvent ?? 0}`;
      if (source.alive() && (outline === null || key !== outlineOf)) { outlineOf = key; outline = chunkOf(source.outline()); }
      return outline;
    },
  };
}
