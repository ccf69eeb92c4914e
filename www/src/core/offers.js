// Files that views offer besides those of the run itself, such as a picture of the space-time diagram. A view that is
// loaded late offers what it has when it is there; the share dialog shows what is offered when it is opened.

/**
 * @typedef {object} Offer
 * @property {string} name Of the file, behind `raftarium-`.
 * @property {string} label Id of the words on its button.
 * @property {() => boolean} is Whether there is anything to make it of.
 * @property {() => Promise<Blob> | Blob} make
 */

/** @type {Map<string, Offer>} */
const offers = new Map();

/** @param {Offer} offer */
export function offer(offer) { offers.set(offer.name, offer); }

/** @returns {Offer[]} */
export const offered = () => [...offers.values()].filter((one) => one.is());
