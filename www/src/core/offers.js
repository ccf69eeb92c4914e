// Files that views offer besides those of the run itself, such as a picture of the space-time diagram. A view registers
// its offers when it loads; the share dialog lists them when it opens.

/**
 * @typedef {object} Offer
 * @property {string} name File name, after the prefix `raftarium-`.
 * @property {string} label Message id of its button.
 * @property {() => boolean} is Whether the file can be made now.
 * @property {() => Promise<Blob> | Blob} make
 */

/** @type {Map<string, Offer>} */
const offers = new Map();

/** @param {Offer} offer */
export function offer(offer) { offers.set(offer.name, offer); }

/** @returns {Offer[]} */
export const offered = () => [...offers.values()].filter((one) => one.is());
