// Where the space-time diagram is painted: by a worker, off the main thread, or, if the browser cannot do that, in the
// page.

import { el } from "../core/dom.js";
import { within } from "../core/within.js";
import { createPainter } from "./painter.js";

/** @typedef {import("./painter.js").Frame} Frame */
/** @typedef {import("./rows.js").Chunk} Chunk */

/**
 * @param {HTMLCanvasElement} canvas @param {() => void} wake Requests another frame of the page.
 */
export function createScreen(canvas, wake) {
  const worker = start(canvas);
  /** The version of each chunk that the worker has. @type {Map<number, Chunk>} */
  const sent = new Map();
  let busy = false;
  worker?.addEventListener("message", () => { busy = false; wake(); });
  const painter = worker ? null : createPainter((width, height) => el("canvas", { width, height }));

  return {
    /** Whether the next picture would have to wait. */
    isBusy: () => busy,
    /** @param {Frame} frame @param {Chunk[]} chunks Those in sight. */
    paint(frame, chunks) {
      if (!worker) {
        const pen = canvas.getContext("2d");
        const width = Math.round(frame.width * frame.scale), height = Math.round(frame.height * frame.scale);
        if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
        if (pen) painter?.paint(pen, frame, chunks);
        return;
      }
      const keys = new Set(frame.keys);
      frame.keys.forEach((key, i) => {
        const chunk = chunks[i];
        if (!chunk || sent.get(key) === chunk) return;
        sent.set(key, chunk);
        // Copies, which are transferred: the page still needs its own.
        const messages = chunk.messages.slice(), bands = chunk.bands.slice(), dots = chunk.dots.slice();
        worker.postMessage({ key, chunk: { ...chunk, messages, bands, dots } }, [messages.buffer, bands.buffer, dots.buffer]);
      });
      // A chunk out of sight is dropped, and sent again when it is visible again.
      if (sent.size > 2 * keys.size + 40) for (const key of [...sent.keys()]) if (!keys.has(key)) { sent.delete(key); worker.postMessage({ key, chunk: null }); }
      busy = true;
      worker.postMessage({ frame });
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function start(canvas) {
  if (!("transferControlToOffscreen" in canvas) || typeof Worker === "undefined" || within()) return null;
  const worker = new Worker(new URL("./spacetime-worker.js", document.baseURI), { type: "module" });
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ canvas: offscreen }, [offscreen]);
  return worker;
}
