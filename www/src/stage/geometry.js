// The layout of the stage: pure functions of sizes and names, without DOM or time.
//
// All lengths are CSS pixels of the stage, which is drawn at scale 1.

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, angle: number, side: "left" | "right" | "above" | "below"}} Seat
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {boolean} compact Whether words stand below the nodes.
 * @property {boolean} beside Whether clients stand beside the ring, and not above it.
 * @property {boolean} cramped Whether there is no room below nodes for disks, nor for the words of followers.
 * @property {boolean} close Whether neighbours are so close that only two lines of words fit beside each.
 * @property {number} radius Radius of a node.
 * @property {Point} centre
 * @property {number} rx
 * @property {number} ry
 * @property {Map<string, Seat>} nodes
 * @property {Map<string, Point>} clients
 * @property {Map<string, Point>} loaded Clients that only have a load: a group of small circles.
 * @property {Point | null} load Origin of that group.
 * @property {number} clientWidth Room for the words of a client.
 * @property {boolean} tight Whether a client has room for one line only.
 */

/** Below this width the stage has no room for words beside a node. */
const COMPACT_WIDTH = 560;
/** On a compact stage lower than this and at least this wide, clients stand beside the ring, which needs the height. */
const LOW_HEIGHT = 360, BESIDE_WIDTH = 360;
/** Room for role and term beside a node. */
const LABEL_WIDTH = 104;
/** Height of three lines of words, and a gap. */
const THREE_LINES = 54;
/** Height of the disk below a node. */
const DISK_HEIGHT = 28;
/** Half the width of a disk, with the dots of earlier entries. */
const DISK_REACH = 48;
/** Width of the column of clients at the left of a wide stage. */
const CLIENT_COLUMN = 148;
/** Width of that column on a low compact stage. */
const SLIM_COLUMN = 104;
/** Width of a menu at the left side. */
const MENU_WIDTH = 320;
/** Distance between the centres of the small circles of a load, and their number per row. */
const LOAD_PITCH = 28, LOAD_ROW = 4;
/** Distance that messages keep from a client, and from a small circle. */
const CLIENT_RIM = 30, LOADED_RIM = 15;
/** How far left the ring may be of the middle between clients and edge, to balance the words at both sides. */
const BALANCE = 36;

/** Name of the seat that the circles of a load share. */
const LOAD = "load";

/**
 * Seats every node and client.
 * @param {number} width
 * @param {number} height
 * @param {string[]} nodes
 * @param {string[]} clients
 * @param {string[]} [loaded] Clients that only have a load: they share one seat.
 * @returns {Layout}
 */
export function layoutStage(width, height, nodes, clients, loaded = []) {
  const compact = width < COMPACT_WIDTH;
  const own = clients.filter((name) => !loaded.includes(name)), seated = loaded.length > 0 ? [...own, LOAD] : own;
  const slim = compact && height < LOW_HEIGHT && width >= BESIDE_WIDTH, beside = !compact || slim;
  const cramped = slim && nodes.length > 6;
  const radius = slim ? (cramped ? 14 : 20) : nodeRadius(width, height, nodes.length, compact);
  const box = compact
    ? compactBox(width, height, radius, nodes.length, slim ? null : seated.length, cramped ? 0 : DISK_HEIGHT)
    : wideBox(width, height, radius, nodes.length);
  const places = beside ? clientColumn(height, seated) : clientRow(width, seated), load = places.get(LOAD) ?? null;
  const circles = new Map(load ? loaded.map((name, i) => [name, loadedAt(load, beside, i, loaded.length)]) : []);
  places.delete(LOAD);
  const seats = new Map();
  nodes.forEach((name, i) => seats.set(name, seat(box, i, nodes.length, compact)));
  return {
    width, height, compact, beside, cramped, close: areClose([...seats.values()]), radius,
    centre: { x: box.cx, y: box.cy }, rx: box.rx, ry: box.ry,
    nodes: seats,
    clients: new Map([...places, ...circles]), loaded: circles, load,
    tight: beside ? clientGap(height, seated.length) < 66 : seated.length > 3,
    clientWidth: slim ? SLIM_COLUMN - 8 : beside ? CLIENT_COLUMN - 20 : Math.min(160, (width - 16) / Math.min(3, Math.max(1, seated.length))),
  };
}

/** @param {Seat[]} seats */
function areClose(seats) {
  return seats.some((a, i) => seats.slice(i + 1).some((b) => a.side === b.side && Math.abs(a.y - b.y) < THREE_LINES));
}

/** @param {number} width @param {number} height @param {number} count @param {boolean} compact */
function nodeRadius(width, height, count, compact) {
  if (compact) return height < 240 ? 14 : height < 320 ? 18 : height < 380 || count > 6 ? 22 : 26;
  // An alarm makes a low stage lower still.
  if (height < 260 || (height < 340 && count > 5)) return 18;
  if (Math.min(width, height) < 420) return 24;
  if (count > 6) return Math.min(width, height) > 700 ? 36 : 29;
  return Math.min(width, height) > 640 ? 42 : 34;
}

/** @param {number} width @param {number} height @param {number} radius @param {number} count */
function wideBox(width, height, radius, count) {
  const left = CLIENT_COLUMN;
  const top = radius + 36;
  const bottom = radius + DISK_HEIGHT + (count % 2 === 0 ? 34 : 12);
  const { across, down } = reach(count);
  const rx = Math.max(60, (width - left - 2 * (radius + LABEL_WIDTH)) / 2) / across;
  const ry = Math.max(60, height - top - bottom) / (1 + down);
  const middle = left + (width - left) / 2;
  // A ring close to a circle reads best; a very wide stage must not stretch it.
  const wide = count === 1 ? 0 : Math.min(rx, Math.max(ry * 1.3, abreast(radius, count)));
  // If there is room, the ring is so far right that a menu hides no node.
  const clear = MENU_WIDTH + radius + wide * across;
  return {
    cx: Math.max(middle - BALANCE, clear <= middle ? clear : 0),
    cy: count === 1 ? (height + top - bottom) / 2 : top + Math.min(ry, rx * 1.1) + Math.max(0, ry - rx * 1.1) * 0.8,
    rx: wide,
    ry: count === 1 ? 0 : Math.min(ry, rx * 1.1),
  };
}

/** @param {number} width @param {number} height @param {number} radius @param {number} count
 * @param {number | null} clients Number above the ring; null if beside. @param {number} disk Its height. */
function compactBox(width, height, radius, count, clients, disk) {
  const rows = Math.max(1, Math.ceil((clients ?? 0) / 3)), left = clients === null ? SLIM_COLUMN : 0;
  const top = clients === null ? radius + 10 : 18 + rows * rowHeight(clients) + radius + 14;
  const bottom = radius + disk + 22;
  const { across, down } = reach(count);
  const cx = (left + width) / 2;
  const rx = Math.max(50, (width - left) / 2 - Math.max(radius + 18, DISK_REACH)) / across;
  const room = Math.max(50, height - top - bottom) / (1 + down);
  const ry = Math.min(room, rx * 1.45);
  if (count === 1) return { cx, cy: (height + top - bottom) / 2, rx: 0, ry: 0 };
  return { cx, cy: top + ry + (room - ry) * 0.5, rx: Math.min(rx, Math.max(ry * 1.2, abreast(radius, count))), ry };
}

/** The width of a ring on a stage too low for a circle: neighbours stand side by side, not over each other's disks.
 * @param {number} radius @param {number} count */
function abreast(radius, count) { return radius * (count + 1); }

/** How far the outermost nodes are from the centre, in radii: an odd ring does not reach the bottom of its box.
 * @param {number} count */
function reach(count) {
  const angles = Array.from({ length: count }, (_, i) => -Math.PI / 2 + (2 * Math.PI * i) / count);
  return {
    across: Math.max(0.5, ...angles.map((angle) => Math.cos(angle))),
    down: Math.max(0.5, ...angles.map((angle) => Math.sin(angle))),
  };
}

/**
 * @param {{cx: number, cy: number, rx: number, ry: number}} box
 * @param {number} i @param {number} count @param {boolean} compact
 * @returns {Seat}
 */
function seat(box, i, count, compact) {
  const angle = -Math.PI / 2 + (2 * Math.PI * i) / count;
  const x = box.cx + box.rx * Math.cos(angle);
  const y = box.cy + box.ry * Math.sin(angle);
  const middle = Math.abs(Math.cos(angle)) < 0.01;
  /** @type {Seat["side"]} */
  let side = x >= box.cx ? "right" : "left";
  if (compact || (middle && Math.sin(angle) > 0)) side = "below";
  else if (middle) side = "above";
  return { x, y, angle, side };
}

/** @param {number} height @param {number} count */
function clientGap(height, count) { return Math.min(92, (height - 60) / Math.max(1, count)); }

/** @param {number} height @param {string[]} clients */
function clientColumn(height, clients) {
  const gap = clientGap(height, clients.length);
  const first = Math.max(40, Math.min(96, height / 2 - (gap * (clients.length - 1)) / 2));
  return new Map(clients.map((name, i) => [name, { x: 48, y: first + gap * i }]));
}

/**
 * The place of a load's circle: in the column the group starts at the left, in the row it is centred.
 * @param {Point} seat @param {boolean} beside @param {number} i @param {number} count @returns {Point}
 */
function loadedAt(seat, beside, i, count) {
  const row = Math.floor(i / LOAD_ROW), column = i % LOAD_ROW, columns = Math.min(count, LOAD_ROW);
  return { x: seat.x + (beside ? LOAD_PITCH * (column - 0.5) : LOAD_PITCH * (column - (columns - 1) / 2)), y: seat.y + LOAD_PITCH * row };
}

/** @param {number} clients */
function rowHeight(clients) { return clients > 3 ? 46 : 58; }

/** @param {number} width @param {string[]} clients */
function clientRow(width, clients) {
  const columns = Math.min(3, Math.max(1, clients.length));
  return new Map(clients.map((name, i) => [name, {
    x: (width / columns) * ((i % columns) + 0.5),
    y: 26 + rowHeight(clients.length) * Math.floor(i / columns),
  }]));
}

/** Costs of hiding a node, a client, and the narration below the stage. */
const HIDES = { node: 1, client: 0.1, told: 1 };
/** Cost per pixel between a box and its subject. */
const FAR = 0.0004;

/**
 * The place of a box beside a point where it hides the least.
 * @param {Layout} layout @param {{width: number, height: number}} box @param {Point} p
 * @param {{gap: number, top: number, foot: number}} room The box stays between top and foot.
 * @returns {Point}
 */
export function placeBox(layout, box, p, { gap, top, foot }) {
  const { width, height } = box, most = Math.max(4, layout.width - width - 4), low = Math.max(top, foot - height);
  const within = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ last) => Math.max(least, Math.min(value, last));
  const xs = [p.x + gap, p.x - gap - width, 4, most].map((x) => within(x, 4, most));
  const ys = [p.y - height / 4, top, layout.height - height, low].map((y) => within(y, top, low));
  const r = layout.radius;
  const things = [
    ...[...layout.nodes.values()].map((seat) => ({ x: seat.x - r, y: seat.y - r, w: 2 * r, h: 2 * r + DISK_HEIGHT, weight: HIDES.node })),
    ...[...layout.clients.values()].map((seat) => ({ x: seat.x - 26, y: seat.y - 14, w: 52, h: 28, weight: HIDES.client })),
    // The headline is in the left half.
    { x: 0, y: layout.height, w: layout.width * 0.45, h: Math.max(1, foot - layout.height), weight: HIDES.told },
  ];
  const cost = (/** @type {Point} */ at) => FAR * Math.hypot(at.x + width / 2 - p.x, at.y + height / 2 - p.y) + things.reduce((sum, one) => {
    const w = Math.min(at.x + width, one.x + one.w) - Math.max(at.x, one.x), h = Math.min(at.y + height, one.y + one.h) - Math.max(at.y, one.y);
    // Squared, since a thing hidden in part can still be recognized and pressed.
    return sum + (w > 0 && h > 0 ? one.weight * ((w * h) / (one.w * one.h)) ** 2 : 0);
  }, 0);
  const places = xs.flatMap((x) => ys.map((y) => ({ x, y })));
  return places.reduce((best, at) => (cost(at) < cost(best) ? at : best));
}

/**
 * The lane of a message: from rim to rim, a little to the right of the direct line, so that opposite messages do not
 * meet.
 * @param {Layout} layout @param {string} from @param {string} to
 * @returns {{a: Point, b: Point, angle: number} | null}
 */
export function lane(layout, from, to) {
  const p = layout.nodes.get(from) ?? layout.clients.get(from);
  const q = layout.nodes.get(to) ?? layout.clients.get(to);
  if (!p || !q) return null;
  const dx = q.x - p.x, dy = q.y - p.y;
  const length = Math.hypot(dx, dy) || 1;
  const ux = dx / length, uy = dy / length;
  const shift = 6;
  const rim = (/** @type {string} */ end) => (layout.nodes.has(end) ? layout.radius + 4 : layout.loaded.has(end) ? LOADED_RIM : CLIENT_RIM);
  const ra = rim(from), rb = rim(to);
  return {
    a: { x: p.x + ux * ra - uy * shift, y: p.y + uy * ra + ux * shift },
    b: { x: q.x - ux * rb - uy * shift, y: q.y - uy * rb + ux * shift },
    angle: (Math.atan2(dy, dx) * 180) / Math.PI,
  };
}

/**
 * A layout between two: nodes in both are interpolated, new nodes are at their final place.
 * @param {Layout} from @param {Layout} to @param {number} at @returns {Layout}
 */
export function blend(from, to, at) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * at;
  const nodes = new Map([...to.nodes].map(([name, seat]) => {
    const before = from.nodes.get(name);
    return [name, before ? { ...seat, x: mix(before.x, seat.x), y: mix(before.y, seat.y) } : seat];
  }));
  return { ...to, nodes, rx: mix(from.rx, to.rx), ry: mix(from.ry, to.ry), centre: between(from.centre, to.centre, at) };
}

/** @param {Point} a @param {Point} b @param {number} at @returns {Point} */
export function between(a, b, at) {
  return { x: a.x + (b.x - a.x) * at, y: a.y + (b.y - a.y) * at };
}

/**
 * Every unordered pair, in order of the names.
 * @param {string[]} names @returns {[string, string][]}
 */
export function pairs(names) {
  /** @type {[string, string][]} */
  const out = [];
  names.forEach((a, i) => { for (const b of names.slice(i + 1)) out.push([a, b]); });
  return out;
}

/**
 * The groups of nodes without an open direction between them.
 * @param {string[]} nodes @param {Set<string>} cuts Directions, as `"n1>n2"`.
 * @returns {string[][]}
 */
export function components(nodes, cuts) {
  /** @type {string[][]} */
  const groups = [];
  const seen = new Set();
  for (const start of nodes) {
    if (seen.has(start)) continue;
    const group = [start];
    seen.add(start);
    // The group grows while it is iterated: each member adds the nodes linked to it.
    for (const member of group) {
      for (const other of nodes) {
        if (seen.has(other)) continue;
        const shut = cuts.has(`${member}>${other}`) && cuts.has(`${other}>${member}`);
        if (!shut) { seen.add(other); group.push(other); }
      }
    }
    groups.push(nodes.filter((name) => group.includes(name)));
  }
  return groups;
}

/**
 * The walls between groups of nodes, as SVG path data. Each run of neighbours on the ring gets a wall on its inner
 * side, except the longest run, which the other walls already bound.
 * @param {Layout} layout @param {string[]} nodes @param {string[][]} groups
 * @returns {string[]}
 */
export function walls(layout, nodes, groups) {
  if (groups.length < 2) return [];
  const groupOf = new Map(groups.flatMap((group, g) => group.map((name) => [name, g])));
  const n = nodes.length;
  const starts = nodes.flatMap((name, i) => (groupOf.get(name) !== groupOf.get(nodes.at(i - 1) ?? "") ? [i] : []));
  const runs = starts.map((from, k) => ({ from, length: ((starts[(k + 1) % starts.length] ?? from) - from + n) % n || n }));
  const longest = Math.max(...runs.map((run) => run.length));
  const spared = runs.find((run) => run.length === longest);
  return runs.filter((run) => run !== spared).map((run) => wall(layout, run, n));
}

/** @param {Layout} layout @param {{from: number, length: number}} run @param {number} n */
function wall(layout, run, n) {
  const { centre, rx, ry, radius } = layout;
  const turn = (2 * Math.PI) / n;
  const begin = -Math.PI / 2 + turn * (run.from - 0.5);
  const end = begin + turn * run.length;
  /** @param {number} angle @param {number} out */
  const at = (angle, out) => ({
    x: centre.x + (rx + out) * Math.cos(angle),
    y: centre.y + (ry + out) * Math.sin(angle),
  });
  const a = at(begin, radius * 0.9), b = at(end, radius * 0.9);
  // Half the ring is separated by a straight line through the middle; a smaller part by a wall closer to it.
  const share = run.length / n;
  const pull = Math.max(0, 0.52 - share) * 1.9;
  const mid = at((begin + end) / 2, -radius * 1.2);
  const c = between(centre, mid, Math.min(0.62, pull));
  const p = between(a, c, 0.72), q = between(b, c, 0.72);
  return `M${round(a.x)} ${round(a.y)}C${round(p.x)} ${round(p.y)} ${round(q.x)} ${round(q.y)} ${round(b.x)} ${round(b.y)}`;
}

/** @param {number} x */
export function round(x) { return Math.round(x * 10) / 10; }

/**
 * Whether a stroke ends near its start, and is long enough to be meant as closed.
 * @param {Point[]} stroke
 */
export function closes(stroke) {
  const a = stroke[0], b = stroke.at(-1);
  if (!a || !b || stroke.length < 8) return false;
  let length = 0, last = a;
  for (const point of stroke) { length += Math.hypot(point.x - last.x, point.y - last.y); last = point; }
  return length > 120 && Math.hypot(a.x - b.x, a.y - b.y) < Math.max(44, length * 0.16);
}

/** @param {Point} p @param {Point[]} polygon */
export function inside(p, polygon) {
  let yes = false;
  let b = polygon.at(-1);
  for (const a of polygon) {
    if (!b) break;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) yes = !yes;
    b = a;
  }
  return yes;
}

/** @param {Point} a @param {Point} b @param {Point} c @param {Point} d */
export function crosses(a, b, c, d) {
  /** @param {Point} p @param {Point} q @param {Point} r */
  const turn = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/**
 * The meaning of a stroke over the stage: a closed one separates the nodes inside it from the rest, an open one cuts
 * the links that it crosses.
 * @param {Layout} layout @param {string[]} nodes @param {Point[]} stroke
 * @returns {{kind: "lasso", inside: string[], clients: string[]} | {kind: "cut", links: [string, string][]}}
 */
export function meaning(layout, nodes, stroke) {
  if (closes(stroke)) {
    const caught = nodes.filter((name) => inside(/** @type {Seat} */ (layout.nodes.get(name)), stroke));
    const clients = [...layout.clients].filter(([, seat]) => inside(seat, stroke)).map(([name]) => name);
    if (caught.length > 0 && caught.length < nodes.length) return { kind: "lasso", inside: caught, clients };
  }
  const isCrossed = (/** @type {Point} */ a, /** @type {Point} */ b) => stroke.some((point, i) => crosses(stroke[Math.max(0, i - 1)] ?? point, point, a, b));
  const seatOf = (/** @type {string} */ name) => /** @type {Point} */ (layout.nodes.get(name) ?? layout.clients.get(name));
  const links = pairs(nodes).filter(([p, q]) => isCrossed(seatOf(p), seatOf(q)));
  // Links of clients are not drawn: a stroke that crosses no other link cuts them.
  const wires = [...layout.clients.keys()].flatMap((client) => nodes.map((name) => /** @type {[string, string]} */ ([client, name]))).filter(([p, q]) => isCrossed(seatOf(p), seatOf(q)));
  return { kind: "cut", links: links.length > 0 ? links : wires };
}
