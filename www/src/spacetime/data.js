// The stretches of the run that the space-time diagram holds: which are in sight, which are still to be read, and which
// may go. Reading is parted over frames, by the core's moves and not by a clock, so that no frame waits for it.

import { chunkOf, SENT_STRIDE } from "./rows.js";

/** @typedef {import("./rows.js").Chunk} Chunk */
/**
 * Where stretches come from.
 * @typedef {object} Source
 * @property {() => boolean} alive
 * @property {() => number} generation Another number for another universe.
 * @property {() => Float64Array} stretches
 * @property {(place: number) => Reader} stretch
 * @property {() => Float64Array} outline
 */
/** @typedef {{read: (moves: number) => number, numbers: () => Float64Array, free: () => void}} Reader */
/** @typedef {{fromEvent: number, fromUs: number, steps: number, toEvent: number, toUs: number}} Span */

/** Moves of the core that one frame may run again: under 2 ms in WebAssembly. */
export const MOVES_A_FRAME = 768;
/** Frames between two looks at how far the run has come, while it goes on. */
const FRAMES_A_LOOK = 8;
/** With more messages than this in sight only bands and marks are drawn. */
export const MOST_IN_SIGHT = 100_000;
/** Messages that are held, at most: 80 bytes each. */
const MOST_HELD = 300_000;
/** Readers that are kept for stretches that may still change. */
const MOST_READERS = 3;
const HEAD = 5;

/** @param {Source} source */
export function createData(source) {
  /** By the last event before it. @type {Map<number, Chunk & {settled: boolean, endEvent: number, used: number, revision: number}>} */
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
  /** Up to where the newest stretch was read. */
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

  /** How far the run has come. */
  function look() {
    const numbers = source.stretches();
    const [endEvent = 0, endUs = 0, endSteps = 0, cutsNow = 0, cutAt = 0] = numbers;
    if (cutsNow !== cuts) {
      // What lies beyond the cut is another future now; of several cuts only the last is known.
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

  /** Whether all of a stretch is held as it will stay, or as it is now. @param {Span} span */
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

  /** What is far from sight goes first. */
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
    /** The end of what was run. */
    end: () => end,
    /** Grows with every change of what is held. */
    revision: () => revision,
    /** Up to where what is new was read: what happened since is not known here. */
    front: () => frontUs,

    /**
     * A frame's work: looks how far the run has come, and reads on what is in sight. Answers whether more is to be read.
     * @param {number} fromUs @param {number} toUs @param {{nowUs: number, usPerPx: number, moving: boolean, messages: boolean, touched: boolean}} how
     * `moving` while the run goes on; `touched` if something else happened to it.
     */
    frame(fromUs, toUs, { nowUs, usPerPx, moving, messages, touched }) {
      frame++;
      if (!source.alive()) return false;
      if (generation !== source.generation()) { generation = source.generation(); forgetAll(); frontUs = 0; cuts = source.stretches()[3] ?? 0; lookedAt = -1; }
      // What moves by less than a pixel is not looked at again.
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

    /** How many messages a window may hold. */
    estimate,

    /** The stretches in sight that are held. @param {number} fromUs @param {number} toUs */
    chunks(fromUs, toUs) {
      return [...held.values()].filter((chunk) => chunk.fromUs <= toUs && fromUs <= chunk.toUs + chunk.longestUs).sort((a, b) => a.fromEvent - b.fromEvent);
    },

    /** Whether all in sight is read. @param {number} fromUs @param {number} toUs */
    isWhole: (fromUs, toUs) => inSight(fromUs, toUs).every(isRead),

    /** The run as its checkpoints show it, for what is too much or not yet read. */
    outline() {
      const key = `${generation} ${cuts} ${spans.length} ${spans[0]?.toEvent ?? 0}`;
      if (source.alive() && (outline === null || key !== outlineOf)) { outlineOf = key; outline = chunkOf(source.outline()); }
      return outline;
    },
  };
}
