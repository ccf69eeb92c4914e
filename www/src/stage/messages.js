// Messages in flight. Elements are reused; per frame only `transform` and `opacity` change.

import { attr, changes, svg, toggle } from "../core/dom.js";
import { spotOf } from "../core/spot.js";
import { between, lane, round } from "./geometry.js";
import { BODIES, COPY, DOOMED, endName, FATE_STRIDE, glyphOf, isLost, KINDS, progress, REFUSED, STRIDE } from "../core/kinds.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./geometry.js").Point} Point */

/** Most crosses of lost messages shown at once. */
const MOST_CROSSES = 40;
/** Most messages drawn: nobody could follow more. */
const MOST_DRAWN = 400;

/** The row of the message that a film's step is about, if it is no longer in flight: the stage still draws it.
 * @param {State} state @returns {Float64Array} */
function goneOf({ film, messages }) {
  const row = film && !film.moves ? film.view.steps[film.step]?.message ?? [] : [];
  for (let i = 0; i < messages.length; i += STRIDE) if (messages[i] === row[0]) return NONE;
  return row.length > 0 ? Float64Array.from(row) : NONE;
}

const NONE = new Float64Array(0);

/**
 * @typedef {object} Drawn
 * @property {SVGGElement} root
 * @property {string} classes
 * @property {SVGPathElement} body
 * @property {SVGGElement} glyph
 * @property {Point} a
 * @property {Point} b
 * @property {number} sentUs
 * @property {number} dueUs
 * @property {boolean} doomed
 * @property {string} from
 * @property {string} to
 * @property {Layout | null} layout
 */

/**
 * @param {SVGGElement} layer @param {SVGGElement} crossLayer @param {Context} context
 */
export function createMessages(layer, crossLayer, { i18n }) {
  /** @type {Map<number, Drawn>} */
  const drawn = new Map();
  /** Unused elements by class, kept in the page: inserting and removing costs the most. @type {Map<string, Drawn[]>} */
  const spare = new Map();
  const changed = changes(), ended = changes();
  /** The way of the message that is spotlit. */
  const trail = svg("path", { class: "message-trail" });
  layer.append(trail);

  /** @param {Float64Array} data @param {State} state @param {Layout} layout */
  function match(data, state, layout) {
    const seen = new Set();
    for (let i = 0, count = 0; i + STRIDE <= data.length && count < MOST_DRAWN; i += STRIDE, count++) {
      const id = data[i] ?? 0;
      seen.add(id);
      let one = drawn.get(id);
      if (!one) {
        one = take(data, i);
        drawn.set(id, one);
        one.layout = null;
        write(one, data, i);
      }
      one.dueUs = data[i + 5] ?? 0;
      one.doomed = ((data[i + 6] ?? 0) & DOOMED) !== 0;
      toggle(one.root, "doomed", one.doomed);
      const selected = state.selection?.kind === "message" && state.selection.message.id === id;
      toggle(one.root, "selected", selected);
      toggle(one.root, "spot", spotOf(state).messages.has(id));
      if (one.layout !== layout) route(one, layout);
    }
    for (const [id, one] of drawn) {
      if (seen.has(id)) continue;
      drawn.delete(id);
      put(one);
    }
  }

  /** @param {Float64Array} data @param {number} i */
  function take(data, i) {
    const classes = classesOf(data, i);
    const found = spare.get(classes)?.pop();
    if (found) { found.root.removeAttribute("visibility"); return found; }
    const made = make(classes);
    layer.append(made.root);
    return made;
  }

  /** Draws the whole way of the message that a film or a story is about. */
  function drawTrail() {
    const one = [...drawn.values()].find(({ root, layout }) => layout !== null && root.classList.contains("spot"));
    attr(trail, "d", one ? `M${round(one.a.x)} ${round(one.a.y)}L${round(one.b.x)} ${round(one.b.y)}` : "M0 0");
  }

  /** Moves the focus from a message to its receiver. @param {Drawn} one */
  function leave(one) {
    const end = layer.ownerSVGElement?.querySelector(`[data-kind]:not([data-kind="message"])[data-id="${one.to}"]`);
    if (end instanceof SVGElement) end.focus({ preventScroll: true }); else one.root.blur();
  }

  /** @param {Drawn} one */
  function put(one) {
    if (one.root === document.activeElement) leave(one);
    one.root.setAttribute("visibility", "hidden");
    one.root.removeAttribute("opacity");
    one.root.removeAttribute("data-id");
    one.root.classList.remove("selected", "spot");
    const list = spare.get(one.classes);
    if (list) list.push(one); else spare.set(one.classes, [one]);
  }

  /** @param {Drawn} one @param {Float64Array} data @param {number} i */
  function write(one, data, i) {
    const kind = KINDS[data[i + 1] ?? 0] ?? { name: "?", shape: "client", reply: false };
    const flags = data[i + 6] ?? 0, entries = data[i + 7] ?? 0;
    one.from = endName(data[i + 2] ?? 0);
    one.to = endName(data[i + 3] ?? 0);
    one.sentUs = data[i + 4] ?? 0;
    const heartbeat = kind.name === "AppendEntries" && entries === 0;
    const refused = (flags & REFUSED) !== 0;
    attr(one.root, "data-id", data[i] ?? 0);
    attr(one.body, "d", BODIES[kind.shape] ?? "");
    const mark = /** @type {SVGPathElement} */ (one.glyph.firstElementChild);
    attr(mark, "d", glyphOf(kind.reply, refused, heartbeat, entries));
    attr(one.root, "aria-label", i18n.t("message-label", {
      kind: kind.name, from: one.from, to: one.to, entries,
      state: kind.reply ? (refused ? "refused" : "granted") : heartbeat ? "heartbeat" : entries > 0 ? "entries" : "plain",
    }));
  }

  /** @param {Drawn} one @param {Layout} layout */
  function route(one, layout) {
    one.layout = layout;
    const way = lane(layout, one.from, one.to);
    if (!way) return;
    one.a = way.a;
    one.b = way.b;
    attr(one.body, "transform", `rotate(${round(way.angle)})`);
  }

  /** Draws crosses where messages were lost. @param {Float64Array} fates @param {Layout} layout */
  function crossOut(fates, layout) {
    for (let i = 0; i + FATE_STRIDE <= fates.length; i += FATE_STRIDE) {
      if (crossLayer.childElementCount >= MOST_CROSSES) return;
      const [, , from = 0, to = 0, sentUs = 0, dueUs = 0, atUs = 0, fate = 0] = fates.subarray(i, i + FATE_STRIDE);
      const way = isLost(fate) ? lane(layout, endName(from), endName(to)) : null;
      if (way) cross(between(way.a, way.b, Math.min(0.92, (atUs - sentUs) / Math.max(1, dueUs - sentUs))));
    }
  }

  /** @param {Point} at */
  function cross(at) {
    const mark = svg("path", { class: "lost", d: "M-5 -5l10 10M-5 5l10 -10" });
    const root = svg("g", { transform: `translate(${round(at.x)} ${round(at.y)})` }, mark);
    mark.addEventListener("animationend", () => root.remove());
    crossLayer.append(root);
  }

  return {
    /** Hides all messages. */
    clear() {
      for (const one of drawn.values()) put(one);
      drawn.clear();
      changed();
      drawTrail();
    },

    /** @param {State} state @param {Layout} layout */
    update(state, layout) {
      if (changed(state.messages, layout, state.selection, spotOf(state), state.film)) {
        const gone = goneOf(state);
        match(gone.length > 0 ? Float64Array.from([...gone, ...state.messages]) : state.messages, state, layout);
        drawTrail();
      }
      if (ended(state.fates)) crossOut(state.fates, layout);
      for (const one of drawn.values()) {
        const at = progress(one.sentUs, one.dueUs, state);
        const p = between(one.a, one.b, at);
        one.root.setAttribute("transform", `translate(${round(p.x)} ${round(p.y)})`);
        if (one.doomed) one.root.setAttribute("opacity", String(round(Math.max(0.15, 1 - Math.max(0, at - 0.5) * 1.8))));
      }
    },
  };
}

/** @param {Float64Array} data @param {number} i */
function classesOf(data, i) {
  const kind = KINDS[data[i + 1] ?? 0], flags = data[i + 6] ?? 0;
  const classes = ["message", `kind-${kind?.shape ?? "client"}`, kind?.reply ? "reply" : "request"];
  if (flags & REFUSED) classes.push("refused");
  if (kind?.name === "AppendEntries" && data[i + 7] === 0) classes.push("heartbeat");
  if (flags & COPY) classes.push("copy");
  return classes.join(" ");
}

/** @param {string} classes @returns {Drawn} */
function make(classes) {
  const body = svg("path", { class: "body" });
  const glyph = svg("g", { class: "glyph" }, svg("path"));
  const root = svg("g", { class: classes, tabindex: -1, role: "button", "data-kind": "message" },
    svg("circle", { class: "hit", r: 14 }), svg("circle", { class: "focus-ring", r: 14 }), body, glyph);
  const nowhere = { x: 0, y: 0 };
  return { root, classes, body, glyph, a: nowhere, b: nowhere, sentUs: 0, dueUs: 0, doomed: false, from: "", to: "", layout: null };
}
