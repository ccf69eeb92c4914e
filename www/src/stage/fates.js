// What becomes of messages that are still on their way, as the cluster stands.

/** @typedef {import("../core/types.js").State} State */

/**
 * Whether a message from one to another is lost if it is due now: their link is cut, or the receiver is down.
 * @param {State} state @param {string} from @param {string} to
 */
export const isBarred = ({ view }, from, to) => view !== null
  && (view.cuts.some(([a, b]) => a === from && b === to) || view.nodes.some((node) => node.name === to && node.status === "down"));
