// The workers of a search for a counterexample. A page that may have none searches between two frames.

import { startWorkers, workersFor } from "../core/workers.js";
import { createHunter } from "./hunter.js";
import { begun, told } from "./search.js";

/** @typedef {import("./search.js").Search} Search */
/** @typedef {import("./hunter.js").Order} Order */
/** @typedef {import("./hunter.js").Report} Report */
/** @typedef {ReturnType<typeof createHunt>} Hunt */

/** The file of a worker, and real time of a slice without one, which leaves the page some of each frame. */
const FILE = "hunt-worker.js", PAGE_SLICE_MS = 8;

/** @typedef {{take: (order: Order) => void, end: () => void}} Hand One that searches, be it a worker or the page. */

/**
 * @param {object} parts
 * @param {Pick<import("../core/run/lab-client.js").Lab, "core" | "instance">} parts.lab
 * @param {() => number} parts.clock
 * @param {() => void} parts.changed Called when the search has changed.
 */
export function createHunt({ lab, clock, changed }) {
  /** @type {Search | null} */
  let search = null;
  /** @type {Hand[]} */
  let hands = [];
  /** Counts the searches, so that a late report of an earlier one is dropped. */
  let searches = 0;

  function end() {
    searches++;
    for (const hand of hands) hand.end();
    hands = [];
  }

  /** @param {import("./search.js").Event} event */
  function tell(event) {
    if (!search) return;
    const step = told(search, event, clock());
    search = step.search;
    for (const command of step.commands) {
      if ("end" in command) end();
      else if ("shorten" in command) hands[command.worker]?.take({ shorten: command.shorten, all: command.all });
      else for (const hand of hands) hand.take(command);
    }
    changed();
  }

  /** @param {number} mine @param {number} worker @param {Report} report */
  function hear(mine, worker, report) {
    if (mine !== searches) return;
    if ("tally" in report) tell({ kind: "tally", worker, tally: report.tally });
    else if ("short" in report) tell({ kind: "short", short: report.short });
    else tell({ kind: "failed", message: report.failed });
  }

  /** @param {string} script @param {number} [first] The first number. */
  async function start(script, first = 0) {
    end();
    const mine = searches, workers = startWorkers(FILE, workersFor(navigator.hardwareConcurrency)), stride = Math.max(1, workers.length);
    search = begun(script, first, stride, clock());
    hands = workers.map((worker) => ({ take: (order) => worker.postMessage(order), end: () => worker.terminate() }));
    changed();
    try {
      if (workers.length === 0) {
        const glue = await lab.instance();
        if (mine !== searches) return;
        hands = [createHunter(glue, { script, first, stride }, { report: (report) => hear(mine, 0, report), clock, sliceMs: PAGE_SLICE_MS })];
        return;
      }
      const core = await lab.core();
      workers.forEach((worker, k) => {
        worker.onmessage = ({ data }) => hear(mine, k, data);
        worker.onerror = ({ message }) => hear(mine, k, { failed: message || FILE });
        worker.postMessage({ ...core, script, first: first + k, stride });
      });
    } catch (error) {
      hear(mine, 0, { failed: String(error) });
    }
  }

  return {
    start,
    search: () => search,
    stop: () => tell({ kind: "stop" }),
    /** Goes on after a find. */
    another() {
      if (search?.phase === "found" && hands.length === 0) void start(search.script, search.last + 1);
      else tell({ kind: "another" });
    },
    /** Forgets the search. */
    clear() {
      end();
      search = null;
      changed();
    },
  };
}
