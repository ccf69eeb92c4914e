// The part of link handling that the page needs before it loads link.js.

/** Whether a fragment looks like a link to a run. @param {string} fragment */
export const isLink = (fragment) => /^#?raftarium=/.test(fragment.slice(0, 20));

/** A hash of a fragment, to recognize it. @param {string} fragment */
export function fragmentName(fragment) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < fragment.length; i++) hash = Math.imul(hash ^ fragment.charCodeAt(i), 0x01000193) >>> 0;
  return fragment.length < 2 ? "" : `${fragment.length}-${hash.toString(16)}`;
}
