// One that runs futures, and looks for points of no return. It works in slices; between two slices it hears orders. It
// uses neither elements nor catalogues, so that it works in a worker and in the page.

/** @typedef {import("../core/types.js").Glue} Glue */
/** @typedef {import("../core/types.js").TurningView} TurningView */

/**
 * @typedef {{script: string, first: number, stride: number, end: number, horizonUs: number}} Share Every so many
 *   futures of the instant that a script leads to, below a number.
 * @typedef {{id: number, futures: Share} | {id: number, turning: {script: string, end: number}} | {id: number, ask: number}
 *   | {stop: "futures" | "turning"}} Order A new order replaces the last of its kind; `ask` is about the run that was read.
 * @typedef {{id: number, rows: Float64Array, done: boolean} | {id: number, turning: TurningView} | {failed: string}} Report
 */

/** Futures, and steps of a run that is read, between two looks at the clock. */
const FUTURES = 4, STEPS = 512;

/**
 * @param {Glue} glue An instance of its own: a trap must not end the run that the page shows.
 * @param {{report: (report: Report) => void, clock: () => number, sliceMs: number}} means
 */
export function createTeller(glue, { report, clock, sliceMs }) {
  // Not a timer: a browser slows down those of a hidden page.
  const turn = new MessageChannel();
  /** @type {{id: number, share: Share, futures: InstanceType<Glue["Futures"]>} | null} */
  let share = null;
  /** @type {{id: number, turning: InstanceType<Glue["Turning"]>, works: boolean} | null} */
  let search = null;
  let isAsked = false;

  /** @param {() => void} call */
  function safely(call) {
    try {
      call();
    } catch (error) {
      share = search = null;
      report({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  function ask() {
    if (isAsked || !share && !search?.works) return;
    isAsked = true;
    turn.port2.postMessage(null);
  }

  /** Does pieces until one is the last, or the slice is over. @param {() => boolean} piece */
  function pieces(piece) {
    const until = clock() + sliceMs;
    while (!piece()) if (until <= clock()) return false;
    return true;
  }

  function runFutures() {
    if (!share) return;
    const { id, futures, share: { end } } = share;
    /** @type {Float64Array[]} */
    const all = [];
    const done = pieces(() => { all.push(futures.go(FUTURES, end)); return all.at(-1)?.length === 0; });
    if (done) { futures.free(); share = null; }
    const rows = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const one of all) { rows.set(one, at); at += one.length; }
    report({ id, rows, done });
  }

  function readOn() {
    if (!search?.works) return;
    const { id, turning } = search;
    let view = turning.view();
    pieces(() => { turning.go(STEPS, FUTURES); view = turning.view(); return view.isDone; });
    search.works = !view.isDone;
    report({ id, turning: view });
  }

  turn.port1.onmessage = () => safely(() => {
    isAsked = false;
    runFutures();
    readOn();
    ask();
  });

  return {
    /** @param {Order} order */
    take: (order) => safely(() => {
      if ("stop" in order && order.stop === "futures") { share?.futures.free(); share = null; }
      else if ("stop" in order && search) search.works = false;
      else if ("futures" in order) {
        const { script, first, stride, horizonUs } = order.futures;
        share?.futures.free();
        share = { id: order.id, share: order.futures, futures: new glue.Futures(script, first, stride, horizonUs) };
      } else if ("turning" in order) {
        search?.turning.free();
        search = { id: order.id, turning: new glue.Turning(order.turning.script, order.turning.end), works: true };
      } else if ("ask" in order && search) {
        search.turning.ask(order.ask);
        search.id = order.id;
        search.works = true;
      }
      ask();
    }),
    end() { share = search = null; turn.port1.close(); },
  };
}
