// A trace in the place of a universe: a run that is only told of, so that nothing can be changed in it.

/** @typedef {import("./types.js").Universe} Universe */
/** @typedef {import("../../types/raftarium.js").Mirror} Mirror */
/** @typedef {import("../../types/raftarium.js").TraceErrorView} TraceErrorView */

/** Real time after which reading gives way to a frame. */
const READ_MS = 12;

/**
 * A mirror with the methods that the page calls of a universe to look at it. It has no script, no story, and no future
 * beyond what is told.
 * @param {Mirror} mirror @returns {Universe}
 */
export function asUniverse(mirror) {
  const looks = {
    stretches: () => mirror.stretches(), outline: () => mirror.outline(),
    /** @param {number} id */
    cone: (id) => mirror.cone(id),
    /** @param {number} place */
    stretch(place) {
      let stretch = mirror.stretch(place), isFresh = true;
      return {
        /** The last stretch may have grown since. */
        read() {
          if (!isFresh && stretch.reading === 1) { stretch.free(); stretch = mirror.stretch(place); }
          isFresh = false;
          return stretch.reading;
        },
        numbers: () => stretch.numbers(), free: () => stretch.free(),
      };
    },
    place: () => mirror.place(),
    /** @param {number} us */
    seekUs: (us) => mirror.seekUs(us),
    /** @param {number} event */
    seekEvent: (event) => mirror.seekEvent(event),
    seekEnd: () => mirror.seekEnd(),
    /** @param {string} kind @param {boolean} forward */
    seekLandmark: (kind, forward) => mirror.seekLandmark(kind, forward),
    /** @param {number} untilUs @param {number} maxSteps */
    advance: (untilUs, maxSteps) => mirror.advance(untilUs, maxSteps),
    /** @param {number} untilUs @param {number} maxSteps */
    pass: (untilUs, maxSteps) => mirror.advance(untilUs, maxSteps),
    runScript: () => mirror.seekEnd(),
    /** @param {number} logFrom @param {number} logColumns @param {number} kvRows */
    snapshot: (logFrom, logColumns, kvRows) => mirror.snapshot(logFrom, logColumns, kvRows),
    messages: () => mirror.messages(), fates: () => mirror.fates(), feed: () => mirror.feed(), firings: () => mirror.firings(),
    /** @param {number} id */
    message: (id) => mirror.message(id),
    /** @param {number} id */
    event: (id) => mirror.event(id),
    /** @param {string} node @param {number} after @param {number} lines */
    log: (node, after, lines) => mirror.log(node, after, lines),
    /** @param {string} question */
    why: (question) => mirror.why(question),
    hasFuture: () => false, story: () => undefined, goOn() {}, script: () => "", wholeScript: () => "",
    http: () => undefined, debug: () => undefined, lanes: () => undefined,
    free: () => mirror.free(),
  };
  return /** @type {Universe} */ (/** @type {unknown} */ (looks));
}

/** @param {unknown} error @returns {error is TraceErrorView} */
export function isTraceError(error) {
  return typeof error === "object" && error !== null && "source" in error && "expected" in error;
}

/** A file cannot be read. */
export class Unread extends Error {}

/**
 * Reads files into a mirror, a piece at a time, so that no frame waits for it. Throws a `TraceErrorView` if a line is wrong,
 * and `Unread` if a file cannot be read.
 * @param {Mirror} mirror @param {File[]} files
 * @param {{clock: () => number, pause: () => Promise<void>, isWanted: () => boolean, guarded: <T>(call: () => T) => T}} parts
 * @returns {Promise<boolean>} Whether all was read.
 */
export async function readInto(mirror, files, { clock, pause, isWanted, guarded }) {
  const readers = files.map((file) => file.stream().getReader());
  let sinceMs = clock();
  for (;;) {
    const source = guarded(() => mirror.lacks());
    if (source === undefined || source === null) return true;
    const { done, value } = await /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (readers[source]).read().catch(() => { throw new Unread(); });
    if (!isWanted()) return false;
    if (done) guarded(() => mirror.end(source));
    // A piece may take long to read, so that it is read in smaller ones.
    else for (let from = 0; from < value.length; from += 1 << 16) {
      guarded(() => mirror.append(source, value.subarray(from, from + (1 << 16))));
      if (clock() - sinceMs < READ_MS) continue;
      await pause();
      if (!isWanted()) return false;
      sinceMs = clock();
    }
  }
}
