// The space-time diagram as an SVG document: the painter's own strokes, written down instead of painted.

import { svg } from "../dom.js";
import { createPainter } from "./spacetime-painter.js";

/** @typedef {import("./spacetime-painter.js").Frame} Frame */
/** @typedef {import("./spacetime-rows.js").Chunk} Chunk */

/** How wide a letter of the diagram's font is. */
const LETTER_PX = 6.6;
/** Room for the names of the lanes. */
const NAMES_PX = 40;
const FONT = { "font-family": "monospace", "font-size": 11 };

const short = (/** @type {number} */ n) => String(Math.round(n * 100) / 100);

/** A path, as SVG writes one; of the canvas's own it has what the painter uses. */
function createPath() {
  let d = "";
  return {
    d: () => d,
    moveTo(/** @type {number} */ x, /** @type {number} */ y) { d += `M${short(x)} ${short(y)}`; },
    lineTo(/** @type {number} */ x, /** @type {number} */ y) { d += `L${short(x)} ${short(y)}`; },
    closePath() { d += "Z"; },
    /** Whole circles alone. */
    arc(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) {
      d += `M${short(x + r)} ${short(y)}A${short(r)} ${short(r)} 0 1 1 ${short(x - r)} ${short(y)}A${short(r)} ${short(r)} 0 1 1 ${short(x + r)} ${short(y)}`;
    },
    rect(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h) { d += `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`; },
  };
}

/** @typedef {ReturnType<typeof createPath>} Path */

/** A pen that writes into a group. @param {SVGGElement} root */
function createPen(root) {
  let path = createPath(), group = root, clips = 0;
  /** @type {{group: SVGGElement, dash: number[]}[]} */
  const saved = [];
  /** @type {number[]} */
  let dash = [];
  const add = (/** @type {SVGElement} */ element) => { group.append(element); };
  return {
    fillStyle: "", strokeStyle: "", globalAlpha: 1, lineWidth: 1, lineJoin: "miter", font: "", textAlign: "left", textBaseline: "middle",
    setTransform() {}, clearRect() {},
    beginPath() { path = createPath(); },
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => path.moveTo(x, y),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => path.lineTo(x, y),
    closePath: () => path.closePath(),
    arc: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => path.arc(x, y, r),
    rect: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h) => path.rect(x, y, w, h),
    roundRect: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h) => path.rect(x, y, w, h),
    setLineDash(/** @type {number[]} */ pattern) { dash = pattern; },
    save() { saved.push({ group, dash }); },
    restore() { ({ group, dash } = saved.pop() ?? { group: root, dash: [] }); },
    clip() {
      const id = `clip${++clips}`, inner = svg("g", { "clip-path": `url(#${id})` });
      add(svg("clipPath", { id }, svg("path", { d: path.d() })));
      add(inner);
      group = inner;
    },
    stroke(/** @type {Path} */ given = path) {
      if (given.d() === "") return;
      add(svg("path", { d: given.d(), fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, opacity: this.globalAlpha, "stroke-dasharray": dash.length > 0 ? dash.join(" ") : null }));
    },
    fill(/** @type {Path} */ given = path) { if (given.d() !== "") add(svg("path", { d: given.d(), fill: this.fillStyle, opacity: this.globalAlpha })); },
    fillRect(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ width, /** @type {number} */ height) {
      add(svg("rect", { x: short(x), y: short(y), width: short(width), height: short(height), fill: this.fillStyle, opacity: this.globalAlpha }));
    },
    measureText: (/** @type {string} */ words) => ({ width: [...words].length * LETTER_PX }),
    strokeText() {},
    fillText(/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y) {
      add(svg("text", { x: short(x), y: short(y + 4), fill: this.fillStyle, "text-anchor": this.textAlign === "center" ? "middle" : "start", ...FONT }, words));
    },
    drawImage(/** @type {HTMLCanvasElement} */ canvas, /** @type {number} */ x, /** @type {number} */ y) {
      add(svg("image", { href: canvas.toDataURL(), x, y, width: canvas.width, height: canvas.height }));
    },
  };
}

/**
 * @param {Frame} frame @param {Chunk[]} chunks @param {{name: string, y: number}[]} lanes @param {string} title
 * @returns {{text: string, width: number, height: number}}
 */
export function diagramPicture(frame, chunks, lanes, title) {
  const root = svg("g", { transform: `translate(${NAMES_PX} 0)` }), pen = createPen(root);
  const painter = createPainter((width, height) => Object.assign(document.createElement("canvas"), { width, height }), createPath);
  // In a drawing a pixel is a pixel. What the pen lacks of a canvas's the painter does not use.
  painter.paint(/** @type {any} */ (pen), { ...frame, scale: 1 }, chunks);
  const width = frame.width + NAMES_PX, { height } = frame;
  const whole = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, svg("title", {}, title),
    svg("rect", { width, height, fill: frame.colours["bg"] ?? "white" }), root,
    ...lanes.map(({ name, y }) => svg("text", { x: NAMES_PX - 8, y: y + 4, fill: frame.colours["ink"] ?? "black", "text-anchor": "end", ...FONT }, name)));
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}\n`, width, height };
}
