// The state of a search for a counterexample, and what its workers are to do next: pure, so that tests drive it without
// workers.
//
// Each number stands for one random script. Worker k of n takes the numbers first + k, first + k + n, and so on. The find of
// the lowest number counts: when one worker finds something, the others go on up to its number. So one worker or many find
// the same. If many statements are left when it is shortened, the next finds are shortened too, and the shortest counts. The finds
// that are compared are shortened with some effort, and the shortest of them with all, where that may help.

/** @typedef {import("../core/types.js").HuntView} HuntView */
/** @typedef {import("../core/types.js").ShortView} ShortView */

/** Statements that are few enough; most finds that are compared; and how many numbers beyond three times that of the first find are
 * searched for a shorter script: as in src/explore/search.rs. */
export const STATEMENTS_ENOUGH = 15, FINDS_MAX = 10, NUMBERS_MORE = 3_000;

/** @typedef {{number: number, statements: number, worker: number, short: ShortView}} Found A find: its number, its statements before and
 * after, and the worker that found it. */

/**
 * @typedef {object} Search
 * @property {"searching" | "shortening" | "found" | "stopped" | "failed"} phase
 * @property {string} script What every run begins with.
 * @property {{runs: number, states: number, next: number}[]} shares What each worker did.
 * @property {{number: number, statements: number, worker: number}[]} finds The finds not yet shortened, lowest number first.
 * @property {number} limit The number up to which the workers search.
 * @property {number} until The last number whose find is compared.
 * @property {Found | null} best
 * @property {number} compared The finds that were shortened.
 * @property {boolean} isLast Whether the best is being shortened with all effort.
 * @property {number} last The last number that is done with.
 * @property {number} sinceMs When the search began, or went on.
 * @property {number} pastMs Its real time before that.
 * @property {number} ms Its real time.
 * @property {string} failure
 */

/**
 * @typedef {{limit: number} | {shorten: number, all: boolean, worker: number} | {end: true}} Command To all workers, to one, or to all.
 * @typedef {{kind: "tally", worker: number, tally: HuntView} | {kind: "short", short: ShortView | null}
 *   | {kind: "stop"} | {kind: "another"} | {kind: "failed", message: string}} Event
 * @typedef {{search: Search, commands: Command[]}} Step
 */

/** A search that begins. @param {string} script @param {number} first @param {number} workers @param {number} ms @returns {Search} */
export function begun(script, first, workers, ms) {
  return {
    phase: "searching", script, shares: Array.from({ length: workers }, (_, k) => ({ runs: 0, states: 0, next: first + k })),
    finds: [], limit: Infinity, until: Infinity, best: null, isLast: false, compared: 0, last: first - 1, sinceMs: ms, pastMs: 0, ms: 0, failure: "",
  };
}

/** Whether workers are at work. @param {Search | null} search */
export const isUnderWay = (search) => search?.phase === "searching" || search?.phase === "shortening";

/** What was done in all. The workers may have met the same states, so that the most of one is only the least number of
 * all, unless there is one worker. @param {Search} search */
export function totals({ shares, ms }) {
  const runs = shares.reduce((sum, share) => sum + share.runs, 0);
  return { runs, states: Math.max(...shares.map(({ states }) => states)), exact: shares.length === 1, ms, rate: ms > 0 ? (1_000 * runs) / ms : 0 };
}

/** Has the workers do what the finds require. @param {Search} search @returns {Step} */
function settle(search) {
  const [lowest] = search.finds, limit = Math.min(lowest?.number ?? Infinity, search.until);
  const commands = limit === search.limit ? [] : [{ limit }];
  const next = { ...search, limit };
  if (!search.shares.every((share) => limit < share.next)) return { search: next, commands };
  if (!lowest || search.until < lowest.number) return decided(next, commands);
  return { search: { ...next, phase: "shortening" }, commands: [...commands, { shorten: lowest.number, all: false, worker: lowest.worker }] };
}

/** No more finds are compared: the best is shortened with all effort, unless nothing can be taken away. @param {Search} search
 * @param {Command[]} commands @returns {Step} */
function decided(search, commands) {
  const { best } = search;
  if (!best || best.short.isFinal) return { search: { ...search, phase: "found" }, commands };
  return { search: { ...search, phase: "shortening", isLast: true }, commands: [...commands, { shorten: best.number, all: true, worker: best.worker }] };
}

/** @param {Search} search @param {number} worker @param {HuntView} tally @returns {Step} */
function tallied(search, worker, { runs, states, next, find }) {
  const shares = search.shares.map((share, k) => (k === worker ? { runs, states, next } : share));
  const finds = find ? [...search.finds, { number: find.number, statements: find.statements, worker }].sort((a, b) => a.number - b.number) : search.finds;
  return settle({ ...search, shares, finds });
}

/** @param {Search} search @param {ShortView | null} short @returns {Step} */
function shortened(search, short) {
  if (search.isLast) {
    const best = search.best && short ? { ...search.best, short } : search.best;
    return { search: { ...search, phase: "found", isLast: false, best }, commands: [] };
  }
  const [find, ...finds] = search.finds;
  if (!find) return { search, commands: [] };
  const better = short && (!search.best || short.statements < search.best.short.statements);
  const best = better ? { number: find.number, statements: find.statements, worker: find.worker, short } : search.best;
  const compared = search.compared + (short ? 1 : 0), until = search.best || !short ? search.until
    : 3 * find.number + NUMBERS_MORE;
  const next = { ...search, finds, best, compared, until, last: find.number };
  if (best && (best.short.statements <= STATEMENTS_ENOUGH || FINDS_MAX <= compared)) return decided(next, []);
  return settle({ ...next, phase: "searching" });
}

/** The search after an event, and what the workers are to do. @param {Search} search @param {Event} event @param {number} ms @returns {Step} */
export function told(search, event, ms) {
  const timed = isUnderWay(search) ? { ...search, ms: search.pastMs + ms - search.sinceMs } : search;
  switch (event.kind) {
    case "tally": return isUnderWay(search) ? tallied(timed, event.worker, event.tally) : { search, commands: [] };
    case "short": return search.phase === "shortening" ? shortened(timed, event.short) : { search, commands: [] };
    case "stop": return isUnderWay(search) ? { search: { ...timed, phase: search.best ? "found" : "stopped" }, commands: [{ end: true }] } : { search, commands: [] };
    case "another": return search.phase === "found" ? settle({ ...search, phase: "searching", best: null, isLast: false, compared: 0, until: Infinity, sinceMs: ms, pastMs: search.ms }) : { search, commands: [] };
    case "failed": return { search: { ...timed, phase: "failed", failure: event.message }, commands: [{ end: true }] };
  }
}
