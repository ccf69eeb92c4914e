// Crowds of messages: while time plays and there are too many messages to follow, a worker paints the messages and the
// timers on a canvas, because one element a message would cost most of a frame. When time stops, each message is an element again.

import { changes, el, hide, zoomOf } from "../core/dom.js";
import { between, lane } from "./geometry.js";
import { CROWD } from "../core/run/narrator.js";
import { within } from "../core/within.js";
import { BODIES, endName, glyphOf, KINDS, progress, REFUSED, STRIDE } from "../core/kinds.js";
import { remaining, shownRole } from "./nodes.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Painting} Painting */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./geometry.js").Point} Point */

/** Most messages drawn: nobody could follow more. */
const MOST_DRAWN = 400;
/** Most distance of a click from a message. */
const REACH = 14;
/** Colours of kinds of messages and of roles, as in the style sheet. @type {Record<string, string>} */
const COLOURS = {
  append: "accent", snapshot: "accent", "pre-vote": "vote", timeout: "vote", read: "ink", client: "ink",
  leader: "accent", candidate: "vote", "pre-candidate": "vote", follower: "soft", learner: "ok", paused: "down",
};

/** @param {HTMLElement} holder */
export function createCrowd(holder) {
  const canvas = el("canvas", { class: "crowd", "aria-hidden": "true", hidden: true });
  holder.append(canvas);
  /** @type {Worker | null} */
  let painter = null;
  // A page that was saved as one file has no worker.
  if (!within()) try {
    const worker = new Worker(new URL("./stage-worker.js", document.baseURI));
    worker.onmessage = () => { painter = worker; };
    const offscreen = canvas.transferControlToOffscreen();
    worker.postMessage({ canvas: offscreen }, [offscreen]);
  } catch {
    // A sandboxed frame may not start workers. Then messages are elements even in a crowd.
  }
  /** @type {Map<string, ReturnType<typeof lane>>} */
  const lanes = new Map();
  /** Index of each look in `looks`, which the painter has too. @type {Map<string | number, number>} */
  const known = new Map();
  /** @type {Painting["looks"]} */
  let looks = [];
  /** @type {number[]} */
  let marks = [];
  /** Where messages were painted. @type {{id: number, at: Point}[]} */
  let painted = [];
  let on = false, scale = 1;
  const relaid = changes(), themed = changes();

  /** @param {string} name */
  function colour(name) {
    canvas.style.color = `var(--${COLOURS[name] ?? name})`;
    return getComputedStyle(canvas).color;
  }

  /**
   * The index of a look; a new look is appended.
   * @param {string | number} key @param {() => [d: string, fill: string, stroke: string, width: number]} make
   */
  function lookOf(key, make) {
    let index = known.get(key);
    if (index === undefined) {
      const [d, fill, stroke, width] = make();
      index = looks.length;
      known.set(key, index);
      looks = [...looks, [d, fill && colour(fill), colour(stroke), width]];
    }
    return index;
  }

  /** @param {number} look @param {Point} at @param {number} turn @param {number} size @param {number} dash */
  function mark(look, at, turn, size, dash) {
    const angle = (turn * Math.PI) / 180;
    marks.push(look, at.x * scale, at.y * scale, Math.cos(angle) * size * scale, Math.sin(angle) * size * scale, dash);
  }

  /** @param {Float64Array} data @param {number} i @param {State} state @param {Layout} layout */
  function message(data, i, state, layout) {
    const kind = KINDS[data[i + 1] ?? 0], from = data[i + 2] ?? 0, to = data[i + 3] ?? 0, entries = data[i + 7] ?? 0;
    const key = `${from} ${to}`;
    let way = lanes.get(key);
    if (way === undefined) { way = lane(layout, endName(from), endName(to)); lanes.set(key, way); }
    if (!way || !kind) return;
    const at = between(way.a, way.b, progress(data[i + 4] ?? 0, data[i + 5] ?? 0, state));
    painted.push({ id: data[i] ?? 0, at });
    const refused = ((data[i + 6] ?? 0) & REFUSED) !== 0, heartbeat = kind.name === "AppendEntries" && entries === 0;
    const stroke = refused ? "warn" : kind.shape, look = (data[i + 1] ?? 0) * 8 + Number(refused) * 4;
    mark(lookOf(look, () => [BODIES[kind.shape] ?? "", kind.reply ? "bg" : kind.shape, stroke, 1.6]), at, way.angle, heartbeat ? 0.72 : 1, 0);
    const glyph = glyphOf(kind.reply, refused, heartbeat, entries);
    if (glyph !== "") mark(lookOf(look + Math.max(1, Math.min(entries, 3)), () => [glyph, "", kind.reply ? stroke : "bg", 1.6]), at, 0, 1, 0);
  }

  return {
    /** Has the worker paint the crowd; returns whether there is one. @param {State} state @param {Layout} layout */
    update(state, layout) {
      const { messages, view } = state, count = messages.length / STRIDE;
      const was = on;
      on = painter !== null && state.playing && count > (on ? CROWD / 2 : CROWD);
      hide(canvas, !on);
      painted = [];
      marks = [];
      if (!on) {
        // An old crowd must not flash up when the next one begins.
        if (was) painter?.postMessage({ marks: new Float32Array(0) });
        return false;
      }
      /** @type {Partial<Painting>} */
      const news = {};
      if (relaid(layout, devicePixelRatio * zoomOf(holder))) {
        scale = devicePixelRatio * zoomOf(holder);
        news.size = [layout.width * scale, layout.height * scale];
        lanes.clear();
      }
      if (themed(layout, state.theme, was)) { known.clear(); looks = []; }
      const former = looks, r = layout.radius + 5;
      for (const node of view?.nodes ?? []) {
        const seat = layout.nodes.get(node.name), left = remaining(node, /** @type {NonNullable<State["view"]>} */ (view), state), role = shownRole(node);
        const look = () => /** @type {Painting["looks"][0]} */ ([`M0 ${-r}a${r} ${r} 0 0 1 0 ${2 * r} ${r} ${r} 0 0 1 0 ${-2 * r}`, "", role, role === "leader" ? 1.5 : 2.5]);
        if (seat && left > 0) mark(lookOf(role, look), seat, 0, 1, left * 2 * Math.PI * r);
      }
      for (let i = 0; i < Math.min(count, MOST_DRAWN); i++) message(messages, i * STRIDE, state, layout);
      if (looks !== former || former.length === 0) news.looks = looks;
      painter?.postMessage({ ...news, marks: new Float32Array(marks) });
      return true;
    },

    /** The id of the message painted at a point, or null. @param {Point} point */
    at(point) {
      const far = (/** @type {{at: Point}} */ one) => Math.hypot(one.at.x - point.x, one.at.y - point.y);
      const nearest = painted.reduce((/** @type {{id: number, at: Point} | null} */ best, one) => (best && far(best) <= far(one) ? best : one), null);
      return nearest && far(nearest) <= REACH ? nearest.id : null;
    },
  };
}
