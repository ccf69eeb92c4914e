// The geometry of the space-time diagram: instants and pixels, lanes and their order, ticks, hit tests, and steps from
// event to event. Pure functions, without elements or a canvas.

import { FATE } from "../core/kinds.js";
import { LANES, SENT_STRIDE, STATUS } from "./rows.js";

/** @typedef {import("./rows.js").Chunk} Chunk */
/** @typedef {{leftUs: number, usPerPx: number}} Window */

/** The finest scale: a screen of 1,000 pixels spans 50 µs. */
export const FINEST = 0.05;
/** The coarsest scale, unless the run is longer. */
const COARSEST = 200_000;
/** Position of the present while it is followed, as a fraction of the width. */
const PRESENT_AT = 0.8;
/** Height above the first lane, and of the axis below the last. */
export const TOP_PX = 12, AXIS_PX = 20;
/** Least distance between two ticks. */
const TICK_PX = 96;
/** Most distance of a click from a mark. */
const REACH_PX = 9;

/** @param {number} us @param {Window} window */
export const xOf = (us, window) => (us - window.leftUs) / window.usPerPx;
/** @param {number} x @param {Window} window */
export const usAt = (x, window) => window.leftUs + x * window.usPerPx;

/** The window that follows the present; at the start of a run it shows the start. @param {number} nowUs
 * @param {number} usPerPx @param {number} width @param {boolean} paged Whether it moves page by page.
 * @param {number} leftUs Its former position. @returns {Window} */
export function followed(nowUs, usPerPx, width, paged, leftUs) {
  const span = width * usPerPx;
  if (paged && leftUs <= nowUs && nowUs <= leftUs + span * 0.95) return { leftUs, usPerPx };
  // Moves by whole pixels, so that smaller moves need no new picture.
  const left = Math.max(-0.02 * span, nowUs - span * (paged ? 0.3 : PRESENT_AT));
  return { leftUs: Math.round(left / usPerPx) * usPerPx, usPerPx };
}

/** The coarsest scale: the whole run, or some minutes if the run is shorter.
 * @param {number} endUs @param {number} width */
export const coarsest = (endUs, width) => Math.max(COARSEST, (endUs * 1.1) / Math.max(1, width));

/** Zooms so that the instant at x stays in place. @param {Window} window @param {number} factor Above 1 zooms out.
 * @param {number} x @param {number} endUs @param {number} width @returns {Window} */
export function zoomed(window, factor, x, endUs, width) {
  const usPerPx = Math.min(coarsest(endUs, width), Math.max(FINEST, window.usPerPx * factor));
  return bounded({ leftUs: usAt(x, window) - x * usPerPx, usPerPx }, endUs, width);
}

/** @param {Window} window @param {number} px @param {number} endUs @param {number} width @returns {Window} */
export const panned = (window, px, endUs, width) => bounded({ leftUs: window.leftUs + px * window.usPerPx, usPerPx: window.usPerPx }, endUs, width);

/** Keeps some of the run in sight.
 * @param {Window} window @param {number} endUs @param {number} width @returns {Window} */
function bounded({ leftUs, usPerPx }, endUs, width) {
  const span = width * usPerPx;
  return { leftUs: Math.max(-0.5 * span, Math.min(leftUs, endUs - 0.1 * span)), usPerPx };
}

/**
 * The bands that last now, as keys: lane, status and number; the network's without a number. The diagram is read a
 * little later than the stage shows, and a band that lasts on the stage has not ended since.
 * @param {import("../core/types.js").ClusterView} view @returns {string[]}
 */
export function standing({ nodes, clients, cuts }) {
  const statusOf = (/** @type {import("../core/types.js").NodeView} */ { status, role }) =>
    status === "paused" ? STATUS.paused : status === "down" ? STATUS.down : role === "leader" ? STATUS.leader : role === "candidate" ? STATUS.candidate : STATUS.follower;
  return [
    ...nodes.map((node) => `${codeOf(node.name)} ${statusOf(node)} ${node.term}`),
    ...clients.map(({ name, outstanding }) => outstanding ? `${codeOf(name)} ${STATUS.asking} ${outstanding.request}` : ""),
    ...cuts.length > 0 ? [`0 ${STATUS.partitioned}`, `0 ${STATUS.cut}`] : [],
  ];
}

/**
 * Ticks at 1, 2 or 5 times a power of ten, and the number of decimals of seconds that tell them apart.
 * @param {Window} window @param {number} width
 */
export function ticks(window, width) {
  const least = TICK_PX * window.usPerPx;
  let step = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  for (const factor of [2, 2.5, 2]) if (step < least) step *= factor;
  step = Math.max(1, Math.round(step));
  const digits = Math.max(0, 6 - Math.floor(Math.log10(step)));
  const found = [];
  for (let us = Math.max(0, Math.ceil(window.leftUs / step) * step); us <= usAt(width, window); us += step) found.push(us);
  return { step, digits, at: found };
}

/** The heights of lanes, by code; NaN for lanes that are not shown. @param {string[]} order @param {number} height */
export function laneHeights(order, height) {
  const heights = new Float64Array(LANES).fill(NaN);
  const pitch = pitchOf(order.length, height);
  order.forEach((name, i) => { heights[codeOf(name)] = Math.round(TOP_PX + pitch * (i + 0.5)); });
  return heights;
}

/** @param {number} lanes @param {number} height */
export const pitchOf = (lanes, height) => (height - TOP_PX - AXIS_PX) / Math.max(1, lanes);

/** Lane code as in the rows: 1 to 9 a node, 11 to 19 a client, 0 none. @param {string | null} name */
export const codeOf = (name) => (name ? Number(name.slice(1)) + (name.startsWith("c") ? 10 : 0) : 0);
/** @param {number} code */
export const nameOf = (code) => (code > 10 ? `c${code - 10}` : `n${code}`);

/** The lanes in the chosen order; lanes not in it are added, nodes above clients.
 * @param {string[]} chosen @param {string[]} present */
export function ordered(chosen, present) {
  const kept = chosen.filter((name) => present.includes(name));
  const missing = present.filter((name) => !kept.includes(name));
  const firstClient = kept.findIndex((name) => name.startsWith("c"));
  const at = firstClient < 0 ? kept.length : firstClient;
  const clients = missing.filter((name) => name.startsWith("c")), nodes = missing.filter((name) => name.startsWith("n"));
  return [...kept.slice(0, at), ...nodes, ...kept.slice(at), ...clients];
}

/** @param {string[]} order @param {string} name @param {number} to Its new place. */
export function moved(order, name, to) {
  const rest = order.filter((other) => other !== name);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), name, ...rest.slice(place)];
}

/**
 * The first row that may be visible, and the first row after the window; rows are in order of sending.
 * @param {Chunk} chunk @param {number} fromUs @param {number} toUs
 * @returns {[number, number]}
 */
export function rowsIn(chunk, fromUs, toUs) {
  return [place(chunk.messages, fromUs - chunk.longestUs), place(chunk.messages, toUs)];
}

/** @param {Float64Array} messages @param {number} us */
function place(messages, us) {
  let low = 0, high = messages.length / SENT_STRIDE;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle * SENT_STRIDE + 4] ?? 0) < us) low = middle + 1; else high = middle;
  }
  return low;
}

/**
 * The event at a click: of a dot, or of the nearer end of a message.
 * @param {Chunk[]} chunks @param {{x: number, y: number}} point @param {Window} window @param {Float64Array} heights
 * @returns {number | null}
 */
export function eventAt(chunks, point, window, heights) {
  let best = REACH_PX, found = null;
  const reachUs = REACH_PX * window.usPerPx, us = usAt(point.x, window);
  for (const { dots, ...chunk } of chunks) {
    for (let i = 0; i < dots.length; i += 4) {
      const y = heights[dots[i + 2] ?? 0] ?? NaN;
      // Dots have a bonus over lines, since they are smaller.
      const far = Math.hypot(xOf(dots[i + 1] ?? 0, window) - point.x, y - point.y) - 3;
      if (far < best && (dots[i] ?? 0) > 0) { best = far; found = dots[i] ?? null; }
    }
    const { messages } = chunk;
    const [first, last] = rowsIn({ dots, ...chunk }, us - reachUs, us + reachUs);
    for (let i = first * SENT_STRIDE; i < last * SENT_STRIDE; i += SENT_STRIDE) {
      const ya = heights[messages[i + 2] ?? 0] ?? NaN, yb = heights[messages[i + 3] ?? 0] ?? NaN;
      const xa = xOf(messages[i + 4] ?? 0, window), xb = xOf(messages[i + 5] ?? 0, window);
      const dx = xb - xa, dy = yb - ya;
      const part = Math.max(0, Math.min(1, ((point.x - xa) * dx + (point.y - ya) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
      const far = Math.hypot(xa + dx * part - point.x, ya + dy * part - point.y);
      if (!(far < best)) continue;
      best = far;
      const end = messages[i + 9] ?? 0;
      found = part > 0.5 && end > 0 ? end : messages[i + 8] ?? null;
    }
  }
  return found;
}

/**
 * The event of a lane next before or after an event.
 * @param {Chunk[]} chunks @param {number} lane @param {number} event @param {boolean} forward
 * @returns {number | null}
 */
export function nextOnLane(chunks, lane, event, forward) {
  let best = forward ? Infinity : 0;
  /** @param {number} id */
  const take = (id) => { if (forward ? id > event && id < best : id < event && id > best) best = id; };
  eachOnLane(chunks, lane, take);
  return best > 0 && best < Infinity ? best : null;
}

/** The event of a lane nearest to an instant. @param {Chunk[]} chunks @param {number} lane @param {number} us */
export function nearestOnLane(chunks, lane, us) {
  let best = Infinity, found = null;
  eachOnLane(chunks, lane, (id, at) => { if (Math.abs(at - us) < best) { best = Math.abs(at - us); found = id; } });
  return /** @type {number | null} */ (found);
}

/** @param {Chunk[]} chunks @param {number} lane @param {(id: number, us: number) => void} take */
function eachOnLane(chunks, lane, take) {
  for (const { messages, dots } of chunks) {
    for (let i = 0; i < messages.length; i += SENT_STRIDE) {
      if (messages[i + 2] === lane) take(messages[i + 8] ?? 0, messages[i + 4] ?? 0);
      if (messages[i + 3] === lane && (messages[i + 9] ?? 0) > 0) take(messages[i + 9] ?? 0, messages[i + 5] ?? 0);
    }
    for (let i = 0; i < dots.length; i += 4) if (dots[i + 2] === lane && (dots[i] ?? 0) > 0) take(dots[i] ?? 0, dots[i + 1] ?? 0);
  }
}

/**
 * The causal cones, by lane: the last event of the past and the first of the future (0: none), and their instants.
 * @param {Float64Array} numbers As in `CONE_HEAD`.
 */
export function coneOf(numbers) {
  const cone = {
    event: numbers[0] ?? 0, atUs: numbers[1] ?? 0, lane: numbers[2] ?? 0,
    past: new Float64Array(LANES), pastUs: new Float64Array(LANES), future: new Float64Array(LANES), futureUs: new Float64Array(LANES),
    chain: Array.from(numbers.subarray(5 + (numbers[3] ?? 0) * 5)),
  };
  for (let i = 5; i < 5 + (numbers[3] ?? 0) * 5; i += 5) {
    const lane = numbers[i] ?? 0;
    cone.past[lane] = numbers[i + 1] ?? 0;
    cone.pastUs[lane] = numbers[i + 2] ?? 0;
    cone.future[lane] = numbers[i + 3] ?? 0;
    cone.futureUs[lane] = numbers[i + 4] ?? 0;
  }
  return cone;
}

/** @typedef {ReturnType<typeof coneOf>} Cone */

/** Whether a message lies in a cone: it arrived in the past, or was sent in the future.
 * @param {Cone} cone @param {Float64Array} messages @param {number} i */
export function isLit(cone, messages, i) {
  const arrived = messages[i + 6] === FATE.delivered && (messages[i + 9] ?? 0) <= (cone.past[messages[i + 3] ?? 0] ?? 0);
  const future = cone.future[messages[i + 2] ?? 0] ?? 0;
  return arrived || (future > 0 && (messages[i + 8] ?? 0) >= future);
}

/** Whether an event of a lane lies in a cone. @param {Cone} cone @param {number} lane @param {number} event */
export function isEventLit(cone, lane, event) {
  const future = cone.future[lane] ?? 0;
  return event <= (cone.past[lane] ?? 0) || (future > 0 && event >= future);
}
