// What becomes of messages, as the cluster stands.

/** @typedef {import("./types.js").State} State */

/**
 * Whether a message from one to another is lost if it is due now: their link is cut, or the receiver is down.
 * @param {State} state @param {string} from @param {string} to
 */
export const isBarred = ({ view }, from, to) => view !== null
  && (view.cuts.some(([a, b]) => a === from && b === to) || view.nodes.some((node) => node.name === to && node.status === "down"));

/**
 * Whether a message that is gone was lost: dropped, lost by chance, or due over a cut link or at a node that is down.
 * One that was delivered by hand was due then, and chance spares it.
 * @param {{from: string, to: string, dueUs: number, doomed: boolean}} message @param {State} state
 */
export function isLost({ from, to, dueUs, doomed }, state) {
  const isEarly = dueUs > state.nowUs;
  if (isEarly && !state.lastStatement.startsWith("deliver")) return state.lastStatement.startsWith("drop");
  return (doomed && !isEarly) || isBarred(state, from, to);
}
