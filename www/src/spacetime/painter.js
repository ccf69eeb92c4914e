// Paints the space-time diagram. It uses only a pen and numbers, and neither elements nor catalogues, so that it works
// in a worker and in the page.
//
// Few messages are drawn as arrows, many as lines. For very many, each pixel counts the lines through it: 50,000
// messages look like a density, and counting is faster than drawing lines.

import { FATE, isLost } from "../core/kinds.js";
import { BAND_STRIDE, DOT, DOT_STRIDE, FLAG, SENT_STRIDE, STATUS } from "./rows.js";
import { isEventLit, isLit, rowsIn, TOP_PX, xOf } from "./scale.js";

/** @typedef {import("./rows.js").Chunk} Chunk */
/** @typedef {import("./scale.js").Cone} Cone */

/**
 * The contents of one picture, besides the chunks.
 * @typedef {object} Frame
 * @property {number} width @property {number} height @property {number} scale Screen pixels per pixel.
 * @property {number} foot Lower edge of the visible part, where the axis is.
 * @property {number} leftUs @property {number} usPerPx
 * @property {Float64Array} heights Of lanes, by code.
 * @property {number} pitch Distance between two lanes.
 * @property {number} nowUs @property {number} endUs
 * @property {number} openEvent The last event before the stretch that has no end yet.
 * @property {number} frontUs The instant up to which the run was read; infinite if all was read.
 * @property {string[]} stands The bands that last now: lane, status and number of each.
 * @property {string} nowWords Text of the present instant; empty for none.
 * @property {{us: number, words: string}[]} ticks
 * @property {Record<string, string>} words Texts of bands.
 * @property {Record<string, string>} colours
 * @property {Cone | null} cone
 * @property {Float64Array | null} flying The messages in flight in the present view.
 * @property {number[]} keys Keys of the chunks in sight.
 * @property {boolean} messages Whether messages are drawn at all.
 */

/** Most messages in sight drawn with arrow heads, and most drawn as lines. */
const MOST_ARROWS = 700, MOST_LINES = 2_500;
/** Opacity of a pixel by the number of lines through it. */
const STRENGTH = Array.from({ length: 64 }, (_, n) => (n === 0 ? 0 : Math.min(0.92, 0.3 + 0.13 * Math.log2(n))));
const FONT = "11px ui-monospace, 'SF Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace";
/** Line height of the font. */
const LINE_PX = 11;
const LIT = 1, DIM = 0.16;
/** Gaps before the present narrower than this are not marked. */
const UNREAD_PX = 24;

/**
 * @param {(width: number, height: number) => OffscreenCanvas | HTMLCanvasElement} makeCanvas
 * @param {() => Path2D} makePath Another kind of pen has its own kind of path.
 */
export function createPainter(makeCanvas, makePath = () => new Path2D()) {
  /** @type {{canvas: OffscreenCanvas | HTMLCanvasElement, image: ImageData, planes: Uint16Array[]} | null} */
  let density = null;

  /** The density planes, cleared. @param {number} width @param {number} height */
  function planes(width, height) {
    if (!density || density.image.width !== width || density.image.height !== height) {
      density = {
        canvas: makeCanvas(width, height), image: new ImageData(width, height),
        planes: [0, 1, 2, 3].map(() => new Uint16Array(width * height)),
      };
    }
    for (const plane of density.planes) plane.fill(0);
    return density;
  }

  return {
    /** @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} pen @param {Frame} frame @param {Chunk[]} chunks */
    paint(pen, frame, chunks) {
      const { width, height, scale } = frame;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, width, height);
      pen.font = FONT;
      pen.textBaseline = "middle";
      grid(pen, frame);
      for (const chunk of chunks) bands(pen, frame, chunk);
      if (frame.messages) {
        const count = chunks.reduce((sum, chunk) => { const [first, last] = rowsOf(chunk, frame); return sum + last - first; }, 0);
        if (count > MOST_LINES) dense(pen, frame, chunks, planes(Math.ceil(width * scale), Math.ceil(height * scale)));
        else lines(pen, frame, chunks, count <= MOST_ARROWS, makePath);
        if (frame.flying) flying(pen, frame, frame.flying);
      }
      if (frame.messages) unread(pen, frame);
      if (frame.cone) edges(pen, frame, frame.cone);
      bandWords(pen, frame, chunks);
      for (const chunk of chunks) dots(pen, frame, chunk);
      if (frame.cone) chosen(pen, frame, frame.cone);
      axis(pen, frame);
      present(pen, frame);
    },
  };
}

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Pen */

/** @param {Chunk} chunk @param {Frame} frame */
const rowsOf = (chunk, frame) => rowsIn(chunk, frame.leftUs, frame.leftUs + frame.width * frame.usPerPx);

/** @param {Frame} frame @param {string} name */
const colour = (frame, name) => frame.colours[name] ?? "";

/** Draws lanes and ticks. @param {Pen} pen @param {Frame} frame */
function grid(pen, frame) {
  const { width, height } = frame;
  pen.lineWidth = 1;
  pen.strokeStyle = colour(frame, "faint");
  pen.beginPath();
  for (const { us } of frame.ticks) { const x = Math.round(xOf(us, frame)) + 0.5; pen.moveTo(x, TOP_PX - 6); pen.lineTo(x, height - 18); }
  pen.stroke();
  pen.strokeStyle = colour(frame, "line");
  pen.beginPath();
  for (const y of frame.heights) if (y > 0) { pen.moveTo(0, y + 0.5); pen.lineTo(width, y + 0.5); }
  pen.stroke();
}

/** Draws the instants of the ticks, at the bottom of the visible part. @param {Pen} pen @param {Frame} frame */
function axis(pen, frame) {
  const { width, height, foot } = frame;
  // Lanes below the visible part would show through.
  if (foot < height) { pen.fillStyle = colour(frame, "bg"); pen.fillRect(0, foot - 18, width, 18); }
  pen.fillStyle = colour(frame, "soft");
  pen.textAlign = "center";
  const nowX = xOf(frame.nowUs, frame), nowHalf = frame.nowWords === "" ? -Infinity : pen.measureText(frame.nowWords).width / 2 + 8;
  for (const { us, words } of frame.ticks) {
    const x = xOf(us, frame), half = pen.measureText(words).width / 2;
    // Ticks that the text of the present would cover are left out.
    if (x - half >= 0 && x + half <= width && Math.abs(x - nowX) > half + nowHalf) pen.fillText(words, x, foot - 9);
  }
}

/** @param {Frame} frame @param {Chunk} chunk @param {(i: number, x: number, until: number, y: number) => void} draw */
function eachBand(frame, { bands: rows, fromEvent, toUs }, draw) {
  // A band at the end of the open stretch lasts on if it stands now; else it ended at an unknown instant since.
  const lasts = fromEvent === frame.openEvent, endUs = Math.max(toUs, frame.nowUs, frame.endUs);
  const lastUs = (/** @type {number} */ i) => {
    const lane = rows[i] ?? 0, key = lane === 0 ? `0 ${rows[i + 1]}` : `${lane} ${rows[i + 1]} ${rows[i + 4]}`;
    return frame.frontUs >= endUs || frame.stands.includes(key) ? endUs : Math.max(toUs, frame.frontUs);
  };
  for (let i = 0; i < rows.length; i += BAND_STRIDE) {
    // Whole pixels, so that no seam shows between stretches.
    const x = Math.round(xOf(rows[i + 2] ?? 0, frame) * frame.scale) / frame.scale;
    const toBandUs = rows[i + 3] ?? 0, until = Math.round(xOf(lasts && toBandUs === toUs ? lastUs(i) : toBandUs, frame) * frame.scale) / frame.scale;
    const y = frame.heights[rows[i] ?? 0] ?? NaN;
    if (until < 0 || x > frame.width || (Number.isNaN(y) && rows[i] !== 0)) continue;
    draw(i, Math.max(-20, x), Math.min(frame.width + 20, until), y);
  }
}

/** @param {Pen} pen @param {Frame} frame @param {Chunk} chunk */
function bands(pen, frame, chunk) {
  const thick = Math.max(6, Math.min(16, frame.pitch * 0.62));
  eachBand(frame, chunk, (i, x, until, y) => {
    const status = chunk.bands[i + 1], wide = Math.max(1, until - x);
    const bar = (/** @type {string} */ name, /** @type {number} */ alpha, /** @type {number} */ high) => {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour(frame, name);
      pen.fillRect(x, y - high / 2 + 0.5, wide, high);
      pen.globalAlpha = 1;
    };
    if (status === STATUS.leader) bar("accent", 0.2, thick);
    else if (status === STATUS.candidate) bar("vote", 0.34, thick);
    else if (status === STATUS.paused) { bar("bg", 1, thick); bar("faint", 1, thick); hatch(pen, frame, x, y - thick / 2, wide, thick, "line-strong", 8, false); }
    else if (status === STATUS.down) { bar("bg", 1, thick); hatch(pen, frame, x, y - thick / 2, wide, thick, "down", 5, true); }
    else if (status === STATUS.asking) bar("ink", 0.16, Math.min(6, thick));
    else if (status === STATUS.partitioned || status === STATUS.cut) {
      pen.globalAlpha = 0.055;
      pen.fillStyle = colour(frame, "warn");
      pen.fillRect(x, TOP_PX - 8, wide, frame.height - TOP_PX - 12);
      pen.globalAlpha = 1;
      hatch(pen, frame, x, TOP_PX - 9, wide, 4, "warn", 4, true);
    }
  });
}

/** Hatches a box with slanted or upright lines. @param {Pen} pen @param {Frame} frame @param {number} x
 * @param {number} y @param {number} wide @param {number} high @param {string} name @param {number} step
 * @param {boolean} slanted */
function hatch(pen, frame, x, y, wide, high, name, step, slanted) {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, wide, high);
  pen.clip();
  pen.strokeStyle = colour(frame, name);
  pen.lineWidth = 1;
  pen.beginPath();
  // The lines are aligned to the time, not to the picture, so that they move with the band.
  const phase = (frame.leftUs / frame.usPerPx) % step;
  for (let at = x - high - ((x + phase) % step); at < x + wide + step; at += step) { pen.moveTo(at, y + high); pen.lineTo(at + (slanted ? high : 0), y); }
  pen.stroke();
  pen.restore();
}

/** Writes the texts of bands, where there is room: one per band, however many stretches it spans.
 * @param {Pen} pen @param {Frame} frame @param {Chunk[]} chunks */
function bandWords(pen, frame, chunks) {
  if (frame.pitch < LINE_PX) return;
  /** @type {Map<string, {x: number, until: number, y: number}>} */
  const last = new Map();
  /** @type {[string, {x: number, until: number, y: number}][]} */
  const ended = [];
  /** Spans of text in the first lane. @type {{from: number, until: number}[]} */
  const taken = [];
  const write = (/** @type {string} */ key, /** @type {{x: number, until: number, y: number}} */ band) => {
    const [, status = "", number = ""] = key.split(" ");
    const words = frame.words[`${status} ${number}`] ?? frame.words[status] ?? "";
    const network = Number.isNaN(band.y), y = network ? TOP_PX + 3 : band.y + 0.5;
    // The text of the network is so low that texts of the first lane may be in its way.
    const x = network ? clearOf(taken, Math.max(4, band.x + 12), pen.measureText(words).width) : Math.max(4, band.x + 12);
    if (words === "" || Math.min(band.until, frame.width) - x < pen.measureText(words).width + 8) return;
    if (!network && y < TOP_PX + 3 + LINE_PX) taken.push({ from: x, until: x + pen.measureText(words).width });
    pen.fillStyle = colour(frame, network ? "warn" : Number(status) === STATUS.leader ? "accent" : "soft");
    if (!network) { pen.lineWidth = 4; pen.strokeStyle = colour(frame, "bg"); pen.globalAlpha = 0.8; pen.lineJoin = "round"; pen.strokeText(words, x, y); pen.globalAlpha = 1; }
    pen.fillText(words, x, y);
  };
  pen.textAlign = "left";
  for (const chunk of chunks) {
    eachBand(frame, chunk, (i, x, until, y) => {
      const key = `${chunk.bands[i]} ${chunk.bands[i + 1]} ${chunk.bands[i + 4]}`, before = last.get(key);
      if (before && before.until >= x - 1) { before.until = until; return; }
      if (before) ended.push([key, before]);
      last.set(key, { x, until, y });
    });
  }
  for (const lanes of [true, false]) for (const [key, band] of [...ended, ...last]) if (Number.isNaN(band.y) !== lanes) write(key, band);
}

/** The first place from x on where text of a width overlaps none.
 * @param {{from: number, until: number}[]} taken @param {number} x @param {number} width */
function clearOf(taken, x, width) {
  return [...taken].sort((a, b) => a.from - b.from).reduce((at, { from, until }) => (at < until + 8 && from < at + width + 8 ? until + 8 : at), x);
}

/** Index of the plane and colour of a kind of message. @param {number} kind */
const planeOf = (kind) => (kind < 2 || (kind > 5 && kind < 9) ? 0 : kind < 6 ? 1 : 2);
const PLANE_COLOURS = ["vote", "accent", "ink", "soft"];

/** @param {Pen} pen @param {Frame} frame @param {Chunk[]} chunks @param {boolean} arrows @param {() => Path2D} makePath */
function lines(pen, frame, chunks, arrows, makePath) {
  /** Strokes of the same look, drawn at once.
   * @type {Map<string, {name: string, alpha: number, thick: number, dashed: boolean, path: Path2D}>} */
  const strokes = new Map();
  /** @type {Map<string, {name: string, alpha: number, path: Path2D}>} */
  const heads = new Map();
  const crosses = makePath();
  const chain = new Set(frame.cone?.chain);
  const fine = frame.pitch < 14 ? 0.8 : 1;
  for (const chunk of chunks) {
    const { messages } = chunk;
    const [first, last] = rowsOf(chunk, frame);
    for (let i = first * SENT_STRIDE; i < last * SENT_STRIDE; i += SENT_STRIDE) {
      const way = wayOf(frame, messages, i);
      if (!way) continue;
      const kind = messages[i + 1] ?? 0, fate = messages[i + 6] ?? 0, flags = messages[i + 7] ?? 0;
      const lit = !frame.cone || isLit(frame.cone, messages, i);
      const named = chain.has(messages[i] ?? 0);
      const strong = named || kind === 0 || kind === 4 || kind === 8 || kind === 10 || (kind === 2 && (flags & FLAG.entries) !== 0);
      const name = PLANE_COLOURS[planeOf(kind)] ?? "soft", lost = isLost(fate);
      const alpha = lit || named ? (strong ? LIT : 0.62) : DIM;
      const thick = (named ? 2.6 : strong ? 1.5 : 1) * fine;
      const key = `${name} ${alpha} ${thick} ${lost}`;
      let stroke = strokes.get(key);
      if (!stroke) { stroke = { name, alpha, thick, dashed: lost, path: makePath() }; strokes.set(key, stroke); }
      stroke.path.moveTo(way.x0, way.y0);
      stroke.path.lineTo(way.x1, way.y1);
      if (lost && lit) { const r = 3.2; crosses.moveTo(way.x1 - r, way.y1 - r); crosses.lineTo(way.x1 + r, way.y1 + r); crosses.moveTo(way.x1 - r, way.y1 + r); crosses.lineTo(way.x1 + r, way.y1 - r); }
      if (!arrows || lost || way.partial) continue;
      const headKey = `${name} ${alpha}`;
      let head = heads.get(headKey);
      if (!head) { head = { name, alpha, path: makePath() }; heads.set(headKey, head); }
      arrowHead(head.path, way, named ? 6.5 : 5 * fine, (flags & FLAG.refused) !== 0 || fate === FATE.waits);
    }
  }
  for (const { name, alpha, thick, dashed, path } of strokes.values()) {
    pen.globalAlpha = alpha;
    pen.strokeStyle = colour(frame, name);
    pen.lineWidth = thick;
    pen.setLineDash(dashed ? [2, 3] : []);
    pen.stroke(path);
  }
  pen.setLineDash([]);
  for (const { name, alpha, path } of heads.values()) { pen.globalAlpha = alpha; pen.fillStyle = colour(frame, name); pen.fill(path); }
  pen.globalAlpha = 1;
  pen.strokeStyle = colour(frame, "warn");
  pen.lineWidth = 1.6;
  pen.stroke(crosses);
}

/** The line of a message. A lost message ends before the lane; one in flight ends where it is.
 * @param {Frame} frame @param {Float64Array} messages @param {number} i */
function wayOf(frame, messages, i) {
  const y0 = frame.heights[messages[i + 2] ?? 0] ?? NaN, y1 = frame.heights[messages[i + 3] ?? 0] ?? NaN;
  const sentUs = messages[i + 4] ?? 0, endUs = messages[i + 5] ?? 0, fate = messages[i + 6] ?? 0;
  const x0 = xOf(sentUs, frame), x1 = xOf(endUs, frame);
  if (Number.isNaN(y0 + y1) || (x1 < -4 && x0 < -4) || x0 > frame.width + 4) return null;
  let part = 1;
  if (isLost(fate)) part = Math.max(0.5, 1 - 7 / Math.abs(y1 - y0));
  else if (fate === FATE.onItsWay) part = Math.max(0, Math.min(1, (Math.max(frame.nowUs, frame.endUs) - sentUs) / Math.max(1, endUs - sentUs)));
  return { x0, y0: y0 + 0.5, x1: x0 + (x1 - x0) * part, y1: y0 + (y1 - y0) * part + 0.5, partial: fate === FATE.onItsWay };
}

/** Adds a filled arrow head, or a ring for a message that is refused or waits. @param {Path2D} path
 * @param {{x0: number, y0: number, x1: number, y1: number}} way @param {number} size @param {boolean} ring */
function arrowHead(path, { x0, y0, x1, y1 }, size, ring) {
  const far = Math.hypot(x1 - x0, y1 - y0) || 1, ux = (x1 - x0) / far, uy = (y1 - y0) / far;
  if (ring) {
    path.moveTo(x1 + 2.6, y1); path.arc(x1, y1, 2.6, 0, 7);
    path.moveTo(x1 + 1.3, y1); path.arc(x1, y1, 1.3, 0, 7, true);
    return;
  }
  const bx = x1 - ux * size, by = y1 - uy * size, w = size * 0.42;
  path.moveTo(x1, y1);
  path.lineTo(bx - uy * w, by + ux * w);
  path.lineTo(bx + uy * w, by - ux * w);
  path.closePath();
}

/** @param {Pen} pen @param {Frame} frame @param {Chunk[]} chunks @param {{canvas: OffscreenCanvas | HTMLCanvasElement, image: ImageData, planes: Uint16Array[]}} density */
function dense(pen, frame, chunks, { canvas, image, planes }) {
  const { scale, cone } = frame, { width, height } = image;
  for (const chunk of chunks) {
    const { messages } = chunk;
    const [first, last] = rowsOf(chunk, frame);
    for (let i = first * SENT_STRIDE; i < last * SENT_STRIDE; i += SENT_STRIDE) {
      const y0 = frame.heights[messages[i + 2] ?? 0] ?? NaN, y1 = frame.heights[messages[i + 3] ?? 0] ?? NaN;
      if (Number.isNaN(y0 + y1)) continue;
      const plane = cone && !isLit(cone, messages, i) ? 3 : planeOf(messages[i + 1] ?? 0);
      const x0 = xOf(messages[i + 4] ?? 0, frame) * scale, x1 = xOf(messages[i + 5] ?? 0, frame) * scale;
      if (x1 >= 0 && x0 < width) count(/** @type {Uint16Array} */ (planes[plane]), width, x0, y0 * scale, x1, y1 * scale);
    }
  }
  tone(frame, image, planes);
  const onto = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  onto.putImageData(image, 0, 0);
  pen.save();
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.drawImage(canvas, 0, 0, width, height);
  pen.restore();
}

/** Counts the pixels that a line passes through, in steps along its longer side. @param {Uint16Array} plane
 * @param {number} width @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function count(plane, width, x0, y0, x1, y1) {
  const rows = Math.abs(y1 - y0) | 0, steps = Math.max(1, rows, Math.min(width * 2, Math.abs(x1 - x0)) | 0);
  const dx = (x1 - x0) / steps, dy = (y1 - y0) / steps;
  let x = x0, y = y0;
  for (let step = 0; step <= steps; step++) {
    const column = x | 0;
    if (x >= 0 && column < width) { const at = (y | 0) * width + column; plane[at] = (plane[at] ?? 0) + 1; }
    x += dx;
    y += dy;
  }
}

/** Converts counts to colours. @param {Frame} frame @param {ImageData} image @param {Uint16Array[]} planes */
function tone(frame, image, planes) {
  const rgb = PLANE_COLOURS.map((name) => channels(colour(frame, name)));
  const [votes, appends, clients, dims] = /** @type {[Uint16Array, Uint16Array, Uint16Array, Uint16Array]} */ (planes);
  const pixels = new Uint32Array(image.data.buffer);
  const looks = [0, 1, 2, 3].map((plane) => STRENGTH.map((alpha) => packed(rgb[plane] ?? [0, 0, 0], plane === 3 ? alpha * 0.3 : alpha)));
  for (let at = 0; at < pixels.length; at++) {
    const vote = votes[at] ?? 0, append = appends[at] ?? 0, client = clients[at] ?? 0, dim = dims[at] ?? 0;
    // A pixel shows the rarest of the kinds that meet in it.
    const plane = vote > 0 ? 0 : client > 0 && client * 3 > append ? 2 : append > 0 ? 1 : 3;
    const total = plane === 3 ? dim : vote + append + client;
    pixels[at] = total === 0 ? 0 : looks[plane]?.[Math.min(63, total)] ?? 0;
  }
}

/** @param {number[]} rgb @param {number} alpha */
const packed = ([r = 0, g = 0, b = 0], alpha) => ((Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** The three numbers in `rgb(…)`. @param {string} css */
const channels = (css) => (css.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);

/** Draws messages in flight that have not been read yet.
 * @param {Pen} pen @param {Frame} frame @param {Float64Array} data */
function flying(pen, frame, data) {
  for (const [plane, name] of PLANE_COLOURS.entries()) {
    pen.strokeStyle = colour(frame, name);
    pen.globalAlpha = frame.cone ? DIM : 0.62;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let i = 0; i < data.length; i += 8) {
      const y0 = frame.heights[data[i + 2] ?? 0] ?? NaN, y1 = frame.heights[data[i + 3] ?? 0] ?? NaN;
      if (planeOf(data[i + 1] ?? 0) !== plane || Number.isNaN(y0 + y1)) continue;
      const sent = data[i + 4] ?? 0, part = Math.max(0, Math.min(1, (frame.nowUs - sent) / Math.max(1, (data[i + 5] ?? 0) - sent)));
      pen.moveTo(xOf(sent, frame), y0 + 0.5);
      pen.lineTo(xOf(Math.min(frame.nowUs, data[i + 5] ?? 0), frame), y0 + (y1 - y0) * part + 0.5);
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** The look of a dot: its colour, its radius, and whether it is drawn at coarse scales too.
 * @type {Record<number, [string, number, boolean]>} */
const DOT_LOOKS = {
  [DOT.electionStarted]: ["vote", 3, true], [DOT.electionWon]: ["accent", 4, true], [DOT.committed]: ["accent", 2.6, false], [DOT.applied]: ["soft", 1.6, false],
  [DOT.answered]: ["ok", 2.6, false], [DOT.fault]: ["warn", 4, true], [DOT.mend]: ["ok", 3.4, true], [DOT.violation]: ["warn", 6, true], [DOT.appended]: ["soft", 2, false],
  [DOT.unordered]: ["warn", 6, true],
};

/** @param {Pen} pen @param {Frame} frame @param {Chunk} chunk */
function dots(pen, frame, { dots: rows }) {
  const close = frame.usPerPx < 3_000;
  for (let i = 0; i < rows.length; i += DOT_STRIDE) {
    const x = xOf(rows[i + 1] ?? 0, frame), code = rows[i + 3] ?? 0, event = rows[i] ?? 0, lane = rows[i + 2] ?? 0;
    const look = DOT_LOOKS[code];
    if (!look || x < -6 || x > frame.width + 6 || (!close && !look[2])) continue;
    const [name, radius] = look, laned = frame.heights[lane] ?? NaN, y = Number.isNaN(laned) ? TOP_PX - 5 : laned + 0.5;
    pen.globalAlpha = frame.cone && event > 0 && !isEventLit(frame.cone, lane, event) ? 0.3 : 1;
    pen.fillStyle = colour(frame, name);
    pen.strokeStyle = colour(frame, "bg");
    pen.lineWidth = 1.2;
    pen.beginPath();
    // Faults and violations are no circles, so that not only colour tells them apart.
    if (code === DOT.fault || code === DOT.violation || code === DOT.unordered) { pen.moveTo(x, y - radius); pen.lineTo(x + radius, y); pen.lineTo(x, y + radius); pen.lineTo(x - radius, y); pen.closePath(); }
    else if (code === DOT.mend) pen.rect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
    else pen.arc(x, y, radius, 0, 7);
    pen.fill();
    if (radius > 2.5) pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** Draws the edges of the cones: through the last event of the past, and the first of the future, in each lane.
 * @param {Pen} pen @param {Frame} frame @param {Cone} cone */
function edges(pen, frame, cone) {
  const lanes = Array.from(frame.heights, (y, code) => ({ y, code })).filter(({ y }) => y > 0).sort((a, b) => a.y - b.y);
  pen.lineWidth = 1;
  pen.strokeStyle = colour(frame, "accent");
  pen.setLineDash([1, 3]);
  for (const [events, instants] of [[cone.past, cone.pastUs], [cone.future, cone.futureUs]]) {
    pen.beginPath();
    let on = false;
    for (const { y, code } of lanes) {
      if (!events?.[code]) { on = false; continue; }
      const x = xOf(instants?.[code] ?? 0, frame);
      if (on) pen.lineTo(x, y + 0.5); else pen.moveTo(x, y + 0.5);
      on = true;
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** @param {Pen} pen @param {Frame} frame @param {Cone} cone */
function chosen(pen, frame, cone) {
  const x = xOf(cone.atUs, frame), laned = frame.heights[cone.lane] ?? NaN, y = Number.isNaN(laned) ? TOP_PX - 5 : laned + 0.5;
  pen.strokeStyle = colour(frame, "bg");
  pen.lineWidth = 5;
  pen.beginPath();
  pen.arc(x, y, 6.5, 0, 7);
  pen.stroke();
  pen.strokeStyle = colour(frame, "accent");
  pen.lineWidth = 2.5;
  pen.stroke();
}

/** Hatches the unread time before the present, if wide enough to be mistaken for silence.
 * @param {Pen} pen @param {Frame} frame */
function unread(pen, frame) {
  const from = Math.max(0, xOf(frame.frontUs, frame)), wide = Math.min(frame.width, xOf(frame.nowUs, frame)) - from;
  if (wide >= UNREAD_PX) hatch(pen, frame, from, TOP_PX - 6, wide, frame.height - TOP_PX - 14, "faint", 8, true);
}

/** Draws the present, and a veil over the future. @param {Pen} pen @param {Frame} frame */
function present(pen, frame) {
  const { width, foot } = frame, x = xOf(frame.nowUs, frame);
  if (frame.nowUs < frame.endUs && x < width) {
    pen.globalAlpha = 0.55;
    pen.fillStyle = colour(frame, "bg");
    pen.fillRect(Math.max(0, x), 0, width - x, foot - 18);
    pen.globalAlpha = 1;
  }
  if (x < -2 || x > width + 2) return;
  pen.strokeStyle = colour(frame, "accent");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x, 2);
  pen.lineTo(x, foot - 18);
  pen.stroke();
  if (frame.nowWords === "") return;
  const wide = pen.measureText(frame.nowWords).width + 10, left = Math.max(0, Math.min(width - wide, x - wide / 2));
  pen.fillStyle = colour(frame, "accent");
  pen.beginPath();
  pen.roundRect(left, foot - 18, wide, 16, 3);
  pen.fill();
  pen.fillStyle = colour(frame, "on-accent");
  pen.textAlign = "center";
  pen.fillText(frame.nowWords, left + wide / 2, foot - 9.5);
}
