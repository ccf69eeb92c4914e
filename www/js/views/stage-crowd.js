// Messages in a crowd: while time plays and more are on their way than an eye can follow, they are painted on a canvas,
// because an element for each would cost most of a frame. As soon as time stands still they are elements again.

import { changes, el } from "../dom.js";
import { between, lane } from "../geometry.js";
import { BODIES, endName, glyphOf, KINDS, REFUSED, STRIDE } from "./stage-kinds.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../geometry.js").Layout} Layout */
/** @typedef {import("../geometry.js").Point} Point */

/** From so many on it is a crowd; below half of it, no more. */
const CROWD = 100;
/** More than these are not drawn: nobody could follow them. */
const MOST_DRAWN = 400;
/** How far from a message a click may be. */
const REACH = 14;
/** Each kind in the colour that the style sheet has for it. @type {Record<string, string>} */
const COLOURS = { vote: "--vote", append: "--accent", client: "--ink", ground: "--bg", warn: "--warn" };

/** @param {HTMLElement} holder */
export function createCrowd(holder) {
  const canvas = el("canvas", { class: "crowd", "aria-hidden": "true", hidden: true });
  holder.append(canvas);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Map<string, Path2D>} */
  const paths = new Map();
  /** @type {Map<string, ReturnType<typeof lane>>} */
  const lanes = new Map();
  /** @type {Record<string, string>} */
  let colours = {};
  /** Where messages were painted. @type {{id: number, at: Point}[]} */
  let painted = [];
  let on = false;
  const relaid = changes(), themed = changes();

  /** @param {string} d */
  function path(d) {
    const found = paths.get(d) ?? new Path2D(d);
    paths.set(d, found);
    return found;
  }

  /** @param {State} state @param {Layout} layout */
  function prepare(state, layout) {
    const scale = devicePixelRatio;
    if (relaid(layout, scale)) {
      canvas.width = layout.width * scale;
      canvas.height = layout.height * scale;
      lanes.clear();
    }
    if (themed(state.theme, on)) {
      colours = Object.fromEntries(Object.entries(COLOURS).map(([name, variable]) => {
        canvas.style.color = `var(${variable})`;
        return [name, getComputedStyle(canvas).color];
      }));
    }
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, layout.width, layout.height);
  }

  /** @param {Float64Array} data @param {number} i @param {State} state @param {Layout} layout */
  function paint(data, i, state, layout) {
    const kind = KINDS[data[i + 1] ?? 0], from = data[i + 2] ?? 0, to = data[i + 3] ?? 0;
    if (!kind) return;
    const key = `${from} ${to}`;
    let way = lanes.get(key);
    if (way === undefined) { way = lane(layout, endName(from), endName(to)); lanes.set(key, way); }
    if (!way) return;
    const sent = data[i + 4] ?? 0, due = data[i + 5] ?? 0, entries = data[i + 7] ?? 0;
    let part = Math.min(1, Math.max(0, (state.nowUs - sent) / Math.max(1, due - sent)));
    if (state.reducedMotion) part = Math.round(part * 2) / 2;
    const at = between(way.a, way.b, part);
    painted.push({ id: data[i] ?? 0, at });
    const refused = ((data[i + 6] ?? 0) & REFUSED) !== 0, heartbeat = kind.name === "AppendEntries" && entries === 0;
    const colour = colours[kind.shape] ?? "", scale = devicePixelRatio;
    const angle = (way.angle * Math.PI) / 180, size = scale * (heartbeat ? 0.72 : 1);
    const cos = Math.cos(angle) * size, sin = Math.sin(angle) * size;
    pen.setTransform(cos, sin, -sin, cos, at.x * scale, at.y * scale);
    pen.fillStyle = kind.reply ? colours["ground"] ?? "" : colour;
    pen.strokeStyle = refused ? colours["warn"] ?? "" : colour;
    pen.lineWidth = 1.6;
    const body = path(BODIES[kind.shape] ?? "");
    pen.fill(body);
    pen.stroke(body);
    const glyph = glyphOf(kind.reply, refused, heartbeat, entries);
    if (glyph === "") return;
    pen.setTransform(scale, 0, 0, scale, at.x * scale, at.y * scale);
    if (!kind.reply) pen.strokeStyle = colours["ground"] ?? "";
    pen.stroke(path(glyph));
  }

  return {
    /** Paints the crowd and answers whether there is one. @param {State} state @param {Layout} layout */
    update(state, layout) {
      const count = state.messages.length / STRIDE;
      on = state.playing && count > (on ? CROWD / 2 : CROWD);
      canvas.hidden = !on;
      painted = [];
      if (!on) return false;
      prepare(state, layout);
      for (let i = 0; i < Math.min(count, MOST_DRAWN); i++) paint(state.messages, i * STRIDE, state, layout);
      return true;
    },

    /** The message that was painted there. @param {Point} point */
    at(point) {
      const far = (/** @type {{at: Point}} */ one) => Math.hypot(one.at.x - point.x, one.at.y - point.y);
      const nearest = painted.reduce((/** @type {{id: number, at: Point} | null} */ best, one) => (best && far(best) <= far(one) ? best : one), null);
      return nearest && far(nearest) <= REACH ? nearest.id : null;
    },
  };
}
