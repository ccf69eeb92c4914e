// Where the parts of a picture of lanes are: pure, without a document. The order of the moments decides, not their times,
// which may be as far apart as microseconds and minutes.

/** @typedef {import("../core/types.js").LanesView} LanesView */
/** @typedef {LanesView["orders"][number]} LaneOrder */

/** Pixels: heights of the head, of a bar and of a lane; gaps after a moment, a point and the cut; and the radius of a point. */
export const SIZE = { head: 20, bar: 40, lane: 70, moment: 6, point: 20, cut: 12, radius: 8, name: 30, edge: 6 };

/**
 * @typedef {object} Bar
 * @property {number} call Its place in `calls`.
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {boolean} isOpen Whether it has not returned: it goes on to the right edge.
 */

/** The clients, in the order of their names. @param {LanesView} view */
export const clientsOf = (view) => [...new Set(view.calls.map(({ client }) => client))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

/**
 * Lays out the lanes with one order. The moments are as close as words and points allow.
 * @param {LanesView} view @param {LaneOrder} order @param {number[]} widths The width that the words of each call need.
 * @param {number} cutWidth The width that the words above the cut need.
 */
export function layOut(view, order, widths, cutWidth) {
  const clients = clientsOf(view);
  const yOf = (/** @type {number} */ call) => SIZE.head + SIZE.lane * clients.indexOf(view.calls[call]?.client ?? "");
  /** @type {number[]} */
  const moments = [];
  /** @type {{n: number, call: number, x: number, y: number}[]} */
  const points = [];
  let free = SIZE.name, cutX = free;
  for (let moment = 0; moment < view.moments; moment++) {
    const returning = view.calls.findIndex(({ returned }) => returned === moment), called = view.calls[returning]?.called;
    const x = Math.max(free, called === undefined ? 0 : (moments[called] ?? 0) + (widths[returning] ?? 0));
    moments.push(x);
    free = x + SIZE.moment;
    order.after.forEach((after, i) => {
      if (after !== moment) return;
      const call = order.order[i] ?? 0;
      points.push({ n: i + 1, call, x: free + SIZE.radius, y: yOf(call) + SIZE.bar + SIZE.radius + 3 });
      free += SIZE.point;
    });
    if (order.cut === moment) { cutX = free + SIZE.cut / 2; free += SIZE.cut; }
  }
  const open = view.calls.map(({ called, returned }, call) => (returned === null ? (moments[called] ?? 0) + (widths[call] ?? 0) : 0));
  const end = Math.max(free, ...open);
  const bars = view.calls.map(({ called, returned }, call) => {
    const x = moments[called] ?? 0, to = returned === null ? end : moments[returned] ?? end;
    return { call, x, y: yOf(call), width: to - x, isOpen: returned === null };
  });
  const width = Math.max(end + SIZE.edge, cutWidth);
  return {
    width, height: SIZE.head + SIZE.lane * clients.length, bars, points, cutX,
    /** The middle of the words above the cut, which stay within the picture. */
    wordsX: Math.min(Math.max(cutX, cutWidth / 2), width - cutWidth / 2),
    lanes: clients.map((client, i) => ({ client, y: SIZE.head + SIZE.lane * i })),
  };
}
