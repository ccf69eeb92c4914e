// The cluster as the commands of the terminal use it: statements appended to the run, and virtual time that passes until
// something is so.

import { sentence } from "../core/sentences.js";
import { Wrong } from "./options.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Parts} Parts */
/** @typedef {import("./types.js").Machine} Machine */

/** Real time that a command may play, ms; the rest of its virtual time then passes at once. */
const PATIENCE_MS = 2_500;
/** Virtual time between two looks when it passes at once, µs: a command goes on soon after its answer. */
const LOOK_US = 2_000;
/** World events between two looks. */
const LOOK_STEPS = 100_000;
/** Frames between two looks of a command that only watches. */
const WATCH_FRAMES = 12;
/** The clients, from the one that other parts of the page use least. */
const CLIENTS = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((number) => `c${number}`);

/** A cluster that does nothing by itself; its size and its seed are replaced. */
const EMPTY = "raftarium 1\nnodes 3\nseed 1\n";

const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });

/**
 * @param {Pick<Parts, "context" | "lab" | "safely" | "clock">} parts
 * @param {{state: () => State | null, print: (text: string) => void, acted: (statements: string) => void}} page
 * @returns {Machine & {interrupt: () => void, begin: () => void}}
 */
export function createMachine({ context: { i18n, actions }, lab, safely, clock }, { state, print, acted }) {
  let isInterrupted = false;

  /** @template T @param {() => T} call @param {T} otherwise The value for a universe that is lost. @returns {T} */
  function asked(call, otherwise) {
    let found = otherwise;
    if (lab.alive()) safely(() => { found = call(); });
    return found;
  }

  const view = () => asked(() => lab.snapshot(1, 0, 0), null);
  const nowUs = () => asked(() => lab.place().nowUs, 0);

  /** Lets virtual time pass at once, until `isDone` or an instant. @param {() => boolean} isDone @param {number} endUs */
  function hurry(isDone, endUs) {
    safely(() => {
      for (let at = nowUs(); at < endUs && !isDone();) {
        const { nowUs: reached, stop } = lab.advance(Math.min(endUs, at + LOOK_US), LOOK_STEPS);
        // A run that stands, at a failure or at a card of a story, goes no further.
        if (reached <= at || stop === "stopped" || stop === "told") break;
        at = reached;
      }
    });
    // The page has to show the instant that was reached.
    actions.pass(0);
  }

  /**
   * @param {() => boolean} isDone @param {number} maxUs @param {number} patienceMs
   * @returns {Promise<boolean>}
   */
  async function wait(isDone, maxUs, patienceMs = PATIENCE_MS) {
    if (isDone()) return true;
    const endUs = nowUs() + maxUs, began = clock(), universe = lab.generation(), played = state()?.playing ?? false;
    actions.play(true);
    while (!isInterrupted && lab.alive() && lab.generation() === universe && !isDone() && nowUs() < endUs) {
      if (clock() - began > patienceMs) { hurry(isDone, endUs); break; }
      await frame();
    }
    if (!played || state()?.view?.script.state === "failed") actions.play(false);
    else actions.play(true);
    return !isInterrupted && lab.generation() === universe && isDone();
  }

  return {
    nodes: () => (view()?.nodes ?? []).map(({ name, status, role, leader }) => ({ name, state: /** @type {"up" | "paused" | "down"} */ (status), leads: status === "up" && role === "leader", knows: leader !== null })),
    cuts: () => view()?.cuts ?? [],
    disconnected: new Set(),
    nowUs, wait, print,
    async watch(look) {
      let frames = 0;
      await wait(() => { if (++frames % WATCH_FRAMES === 0) look(); return false; }, Infinity, Infinity);
    },
    act(statements) {
      if (!actions.act(statements, "stage")) throw new Wrong("terminal-not-taken", {});
      acted(statements);
    },
    interrupted: () => isInterrupted,
    interrupt() { isInterrupted = true; },
    begin() { isInterrupted = false; },
    freeClient() {
      const busy = new Set((view()?.clients ?? []).filter(({ outstanding, queued, load, http }) => outstanding !== null || queued > 0 || load || (http !== null && http.returnUs === null)).map(({ name }) => name));
      return CLIENTS.find((name) => !busy.has(name)) ?? "c9";
    },
    http: (client) => asked(() => lab.http(client) ?? null, null),
    debug: (node) => asked(() => lab.debug(node) ?? null, null),
    log: (node, after, lines) => asked(() => lab.log(node, after, lines).events.map((event) => ({ id: event.id, text: `${i18n.clock(event.atUs)}  ${sentence(event, i18n)}` })), []),
    // Without the load of the opening scene: what is read is what was written here.
    fresh(nodes) {
      if (!actions.run(asked(() => lab.withFreshSeed(EMPTY, nodes), EMPTY))) throw new Wrong("terminal-not-taken", {});
    },
    // Arguments are not isolated: in a terminal they are copied.
    say: (id, args) => i18n.t(id, args).replace(/[\u2066-\u2069]/g, ""),
  };
}
