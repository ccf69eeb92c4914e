// The expected fate of messages in flight, as the cluster is now.

/** @typedef {import("../core/types.js").State} State */

/**
 * Whether a message is lost if it is due now: its link is cut, or its receiver is down.
 * @param {State} state @param {string} from @param {string} to
 */
export const isBarred = ({ view }, from, to) => view !== null
  && (view.cuts.some(([a, b]) => a === from && b === to) || view.nodes.some((node) => node.name === to && node.status === "down"));
