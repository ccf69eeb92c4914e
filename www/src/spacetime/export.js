// The space-time diagram as a file: the painter of the screen gets a pen that writes SVG.

import { el, svg } from "../core/dom.js";
import { toPng } from "../core/picture.js";
import { createPainter } from "./painter.js";
import { codeOf } from "./scale.js";

/** @typedef {import("./painter.js").Frame} Frame */
/** @typedef {import("./rows.js").Chunk} Chunk */

/** Width of the column of lane names. */
const NAMES_PX = 40;

/** @param {number} n */
const round = (n) => Math.round(n * 100) / 100;

/** A path as text, with the methods of `Path2D`. */
class Path {
  d = "";
  /** @param {number} x @param {number} y */
  moveTo(x, y) { this.d += `M${round(x)} ${round(y)}`; }
  /** @param {number} x @param {number} y */
  lineTo(x, y) { this.d += `L${round(x)} ${round(y)}`; }
  closePath() { this.d += "Z"; }
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) { this.d += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`; }
  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} r */
  roundRect(x, y, width, height, r) {
    const w = width - 2 * r, h = height - 2 * r, corner = (/** @type {number} */ dx, /** @type {number} */ dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    this.d += `M${round(x + r)} ${round(y)}h${round(w)}${corner(r, r)}v${round(h)}${corner(-r, r)}h${round(-w)}${corner(-r, -r)}v${round(-h)}${corner(r, -r)}Z`;
  }
  /** The painter draws only whole circles. @param {number} x
   * @param {number} y @param {number} r @param {number} _from @param {number} _to @param {boolean} [back] */
  arc(x, y, r, _from, _to, back = false) {
    const half = (/** @type {number} */ dx) => `a${r} ${r} 0 1 ${back ? 0 : 1} ${dx} 0`;
    this.d += `M${round(x - r)} ${round(y)}${half(2 * r)}${half(-2 * r)}Z`;
  }
}

/** A pen that writes SVG, with the part of the canvas interface that the painter uses. */
class SvgPen extends Path {
  fillStyle = ""; strokeStyle = ""; lineWidth = 1; globalAlpha = 1; font = ""; textAlign = "left"; textBaseline = ""; lineJoin = "miter";
  /** @type {number[]} */
  #dash = [];
  #clips = 0;
  #scale = 1;
  /** @type {{onto: Element, scale: number}[]} */
  #saved = [];
  #measure = el("canvas").getContext("2d");

  /** @param {Element} onto @param {number} base Scale of the frame. */
  constructor(onto, base) {
    super();
    this.onto = onto;
    this.base = base;
  }

  beginPath() { this.d = ""; }
  clearRect() {}
  /** @param {number} scale */
  setTransform(scale) { this.#scale = scale; }
  /** @param {number[]} dash */
  setLineDash(dash) { this.#dash = dash; }
  save() { this.#saved.push({ onto: this.onto, scale: this.#scale }); }
  restore() {
    const saved = this.#saved.pop();
    if (saved) { this.onto = saved.onto; this.#scale = saved.scale; }
  }
  clip() {
    const id = `clip-${++this.#clips}`, group = svg("g", { "clip-path": `url(#${id})` });
    this.onto.append(svg("clipPath", { id }, svg("path", { d: this.d })), group);
    this.onto = group;
  }
  /** @param {Path} [path] */
  fill(path = this) { this.#put(svg("path", { d: path.d, fill: this.fillStyle })); }
  /** @param {Path} [path] */
  stroke(path = this) {
    if (path.d === "") return;
    const dash = this.#dash.length > 0 ? this.#dash.join(" ") : null;
    this.#put(svg("path", { d: path.d, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-dasharray": dash }));
  }
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) { this.#put(svg("rect", { x: round(x), y: round(y), width: round(width), height: round(height), fill: this.fillStyle })); }
  /** @param {string} words @param {number} x @param {number} y */
  fillText(words, x, y) { this.#put(this.#text(words, x, y, { fill: this.fillStyle })); }
  /** @param {string} words @param {number} x @param {number} y */
  strokeText(words, x, y) { this.#put(this.#text(words, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": this.lineJoin })); }
  /** @param {string} words */
  measureText(words) {
    if (this.#measure) this.#measure.font = this.font;
    return { width: this.#measure?.measureText(words).width ?? 0 };
  }
  /** @param {HTMLCanvasElement} canvas @param {number} x @param {number} y @param {number} width @param {number} height */
  drawImage(canvas, x, y, width, height) {
    const part = this.#scale / this.base;
    this.#put(svg("image", { href: canvas.toDataURL(), x, y, width: width * part, height: height * part }));
  }

  /** @param {string} words @param {number} x @param {number} y @param {import("../core/dom.js").Props} look */
  #text(words, x, y, look) {
    const anchor = this.textAlign === "center" ? "middle" : null;
    return svg("text", { x: round(x), y: round(y), "font-size": 11, "font-family": "monospace", "dominant-baseline": "central", "text-anchor": anchor, ...look }, words);
  }

  /** @param {Element} element */
  #put(element) {
    if (this.globalAlpha !== 1) element.setAttribute("opacity", String(round(this.globalAlpha)));
    this.onto.append(element);
  }
}

/**
 * The diagram as an SVG document or as a PNG.
 * @param {Frame} frame @param {Chunk[]} chunks @param {string[]} order The lanes. @param {boolean} png
 */
export async function diagramFile(frame, chunks, order, png) {
  const { width, height, heights, colours } = frame, whole = { width: width + NAMES_PX, height };
  const root = svg("svg", { viewBox: `0 0 ${whole.width} ${height}`, ...whole });
  root.append(svg("title", {}, `Raftarium · ${frame.nowWords}`), svg("rect", { ...whole, fill: getComputedStyle(document.body).backgroundColor }));
  for (const name of order) {
    root.append(svg("text", { x: NAMES_PX - 8, y: (heights[codeOf(name)] ?? 0) + 0.5, fill: colours["ink"], "font-size": 12, "font-family": "sans-serif", "dominant-baseline": "central", "text-anchor": "end" }, name));
  }
  const inner = svg("svg", { x: NAMES_PX, width, height });
  root.append(inner);
  const painter = createPainter((width, height) => el("canvas", { width, height }), () => /** @type {Path2D} */ (/** @type {unknown} */ (new Path())));
  painter.paint(/** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (new SvgPen(inner, frame.scale))), { ...frame, foot: height }, chunks);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
  return png ? toPng({ text, ...whole }) : new Blob([text], { type: "image/svg+xml" });
}
