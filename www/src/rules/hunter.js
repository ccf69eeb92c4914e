// The share of one worker in the search for a counterexample. It searches in slices; between two slices it hears what it
// is told. It uses neither elements nor catalogues, so that it works in a worker and in the page.

/** @typedef {import("../core/types.js").Glue} Glue */
/** @typedef {import("../core/types.js").HuntView} HuntView */
/** @typedef {import("../core/types.js").ShortView} ShortView */

/**
 * @typedef {{limit: number} | {shorten: number, all: boolean}} Order Numbers up to which to search, or one whose script to shorten, with all
 *   effort or some.
 * @typedef {{tally: HuntView} | {short: ShortView | null} | {failed: string}} Report
 */

/**
 * @param {Glue} glue An instance of its own: a trap must not end the run that the page shows.
 * @param {{script: string, first: number, stride: number}} share
 * @param {{report: (report: Report) => void, clock: () => number, sliceMs: number}} means
 */
export function createHunter(glue, { script, first, stride }, { report, clock, sliceMs }) {
  const hunt = new glue.Hunt(script, first, stride);
  // Not a timer: a browser slows down those of a hidden page.
  const turn = new MessageChannel();
  let limit = Infinity, next = first, isAsked = false;

  /** @param {() => void} call */
  function safely(call) {
    try {
      call();
    } catch (error) {
      limit = -1;
      report({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  function ask() {
    if (isAsked || limit < next) return;
    isAsked = true;
    turn.port2.postMessage(null);
  }

  function slice() {
    isAsked = false;
    if (limit < next) return;
    const began = clock();
    let tally = hunt.go(1);
    while (!tally.find && tally.next <= limit && clock() - began < sliceMs) tally = hunt.go(1);
    next = tally.next;
    if (tally.find) limit = Math.min(limit, tally.find.number);
    report({ tally });
    ask();
  }

  turn.port1.onmessage = () => safely(slice);
  ask();
  return {
    /** @param {Order} order */
    take(order) {
      if ("limit" in order) { limit = order.limit; ask(); }
      else safely(() => report({ short: hunt.shorten(order.shorten, order.all) ?? null }));
    },
    end() { limit = -1; turn.port1.close(); },
  };
}
