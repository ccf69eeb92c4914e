// What is asked of the workers, and what they have told so far: pure but for the pool, which tests replace.

/** @typedef {import("../core/types.js").Present} Present */
/** @typedef {import("../core/types.js").TurningView} TurningView */
/** @typedef {import("./teller.js").Report} Report */

/** Futures that are run at once, and most of one present. */
export const FUTURES = 300, FUTURES_MAX = 3_000;

/**
 * @typedef {object} Asked Futures of a present.
 * @property {Present} present
 * @property {number} horizonUs
 * @property {Float64Array} rows Those that were run, 11 numbers each, in any order.
 * @property {number} end The number below which futures are run.
 * @property {number} open Workers that have not finished.
 * @property {number} ms Real time from asking to the last report.
 */

/**
 * @typedef {object} Turn The search for the point of no return of a run.
 * @property {number} universe
 * @property {TurningView | null} view Null while the run is read.
 * @property {boolean} works
 */

/** Numbers of a row. */
export const STRIDE = 11;

/**
 * @param {object} parts
 * @param {{hands: () => Promise<((order: import("./teller.js").Order) => void)[]>}} parts.pool
 * @param {() => number} parts.clock
 * @param {() => void} parts.changed
 */
export function createAsking({ pool, clock, changed }) {
  /** @type {Asked | null} */
  let asked = null;
  /** @type {Turn | null} */
  let turn = null;
  let failure = "", ids = 0, futuresId = 0, turningId = 0, beganMs = 0;

  /** @param {(hands: ((order: import("./teller.js").Order) => void)[]) => void} use */
  async function withHands(use) {
    try {
      use(await pool.hands());
    } catch (error) {
      fail(String(error));
    }
  }

  /** @param {string} message */
  function fail(message) {
    failure = message;
    if (asked) asked.open = 0;
    if (turn) turn.works = false;
    changed();
  }

  /** @param {Asked} wanted @param {number} first */
  function run(wanted, first) {
    const id = futuresId = ++ids, { present: { script }, horizonUs, end } = wanted;
    beganMs = clock();
    // Until the workers are there, all are counted as one.
    wanted.open = 1;
    void withHands((hands) => {
      if (id !== futuresId || wanted.open === 0) return;
      wanted.open = hands.length;
      hands.forEach((hand, k) => hand({ id, futures: { script, first: first + k, stride: hands.length, end, horizonUs } }));
    });
    changed();
  }

  return {
    asked: () => asked,
    turn: () => turn,
    failure: () => failure,

    /** Runs futures of a present. @param {Present} present @param {number} horizonUs */
    ask(present, horizonUs) {
      failure = "";
      asked = { present, horizonUs, rows: new Float64Array(0), end: FUTURES, open: 0, ms: 0 };
      run(asked, 0);
    },
    /** Runs more of them. */
    more() {
      if (!asked || asked.open > 0 || FUTURES_MAX <= asked.end) return;
      const first = asked.end;
      asked.end += FUTURES;
      run(asked, first);
    },
    stop() {
      if (!asked) return;
      asked.open = 0;
      // What was run is kept; a future that was left out is no gap: the numbers only name them.
      futuresId = 0;
      void withHands((hands) => hands.forEach((hand) => hand({ stop: "futures" })));
      changed();
    },
    /** Reads a run, for what it lost. @param {number} universe @param {string} script @param {number} end Its last event. */
    read(universe, script, end) {
      const id = turningId = ++ids;
      turn = { universe, view: null, works: true };
      void withHands(([hand]) => hand?.({ id, turning: { script, end } }));
      changed();
    },
    /** Looks for the point of no return of a loss, by its place. @param {number} loss */
    seek(loss) {
      if (!turn) return;
      const id = turningId = ++ids;
      turn.works = true;
      void withHands(([hand]) => hand?.({ id, ask: loss }));
      changed();
    },
    stopSeeking() {
      if (turn) turn.works = false;
      turningId = 0;
      void withHands(([hand]) => hand?.({ stop: "turning" }));
      changed();
    },
    /** @param {Report} report */
    hear(report) {
      if ("failed" in report) { fail(report.failed); return; }
      if ("rows" in report && asked && report.id === futuresId) {
        const rows = new Float64Array(asked.rows.length + report.rows.length);
        rows.set(asked.rows);
        rows.set(report.rows, asked.rows.length);
        asked.rows = rows;
        asked.ms = clock() - beganMs;
        if (report.done) asked.open--;
      }
      if ("turning" in report && turn && report.id === turningId) {
        turn.view = report.turning;
        turn.works = !report.turning.isDone;
      }
      changed();
    },
  };
}
