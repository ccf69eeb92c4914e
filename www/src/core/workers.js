// Workers for long work. A page that was saved as one file, or stands in a sandboxed frame, has none.

import { within } from "./within.js";

/** Most workers of one kind. */
const WORKERS_MAX = 4;

/** How many workers share long work: one processor is the page's. @param {number | undefined} processors */
export const workersFor = (processors) => Math.max(1, Math.min(WORKERS_MAX, (processors ?? 2) - 1));

/** Starts workers of a file of the page; empty if this page may not. @param {string} file @param {number} many */
export function startWorkers(file, many) {
  if (within() || typeof Worker === "undefined") return [];
  try {
    return Array.from({ length: many }, () => new Worker(new URL(`./${file}`, document.baseURI), { type: "module" }));
  } catch {
    return [];
  }
}
