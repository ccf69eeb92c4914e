// The workers that run futures. A page that may have none runs them between two frames.

import { startWorkers, workersFor } from "../core/workers.js";
import { createTeller } from "./teller.js";

/** @typedef {import("./teller.js").Order} Order */
/** @typedef {import("./teller.js").Report} Report */
/** @typedef {(order: Order) => void} Hand */

const FILE = "futures-worker.js", PAGE_SLICE_MS = 8;

/**
 * @param {object} parts
 * @param {Pick<import("../core/run/lab-client.js").Lab, "core" | "instance">} parts.lab
 * @param {() => number} parts.clock
 * @param {(hand: number, report: Report) => void} parts.hear
 */
export function createPool({ lab, clock, hear }) {
  /** @type {Promise<Hand[]> | null} */
  let hands = null;

  /** @returns {Promise<Hand[]>} */
  async function begin() {
    const workers = startWorkers(FILE, workersFor(navigator.hardwareConcurrency));
    if (workers.length === 0) {
      const teller = createTeller(await lab.instance(), { report: (report) => hear(0, report), clock, sliceMs: PAGE_SLICE_MS });
      return [teller.take];
    }
    const core = await lab.core();
    return workers.map((worker, k) => {
      worker.onmessage = ({ data }) => hear(k, data);
      worker.onerror = ({ message }) => { hands = null; hear(k, { failed: message || FILE }); };
      worker.postMessage(core);
      return (order) => worker.postMessage(order);
    });
  }

  return {
    /** The hands, which stay: the first futures need not wait for them. */
    hands: () => hands ??= begin().catch((error) => { hands = null; throw error; }),
  };
}
