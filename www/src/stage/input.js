// Input on the stage: clicks, strokes across links and around nodes, and the keyboard.

import { attr, changes, pointOn, svg, toggle } from "../core/dom.js";
import { meaning, round } from "./geometry.js";
import { cutLinks, sides, separate } from "../core/statements.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./geometry.js").Point} Point */

/** A pointer that moved less than this clicked, px. */
const CLICK_SLACK = 7;
/** Most points of a stroke; later points are ignored. */
const MOST_POINTS = 400;

const GROUPS = ["links", "clients", "nodes", "messages"];

/**
 * @param {SVGSVGElement} picture @param {SVGGElement} layer @param {(point: Point) => number | null} painted @param {Context} context
 */
export function createStageInput(picture, layer, painted, { i18n, actions }) {
  const path = svg("path", { class: "stroke" });
  const words = svg("text", { class: "stroke-words" });
  layer.append(path, words);
  /** @type {Point[]} */
  let stroke = [];
  /** @type {Element | null} */
  let pressed = null;
  /** The painted message that was pressed: on release it is elsewhere. @type {number | null} */
  let held = null;
  let pointer = -1;
  /** @type {State | null} */
  let state = null;
  /** @type {Layout | null} */
  let layout = null;
  const changed = changes();

  /** @param {PointerEvent} event @returns {Point} */
  const at = (event) => pointOn(picture, event);
  const names = () => state?.view?.nodes.map((node) => node.name) ?? [];

  function preview() {
    const meant = layout && stroke.length > 1 ? meaning(layout, names(), stroke) : null;
    const crossed = new Set(meant?.kind === "cut" ? meant.links.map(([a, b]) => `${a}-${b}`) : []);
    const caught = new Set(meant?.kind === "lasso" ? meant.inside : []);
    for (const link of picture.querySelectorAll(".link")) toggle(link, "crossed", crossed.has(link.getAttribute("data-id") ?? ""));
    for (const node of picture.querySelectorAll(".node")) toggle(node, "caught", caught.has(node.getAttribute("data-id") ?? ""));
    attr(path, "d", stroke.length > 1 ? `M${stroke.map((p) => `${round(p.x)} ${round(p.y)}`).join("L")}${meant?.kind === "lasso" ? "Z" : ""}` : "");
    const last = stroke[stroke.length - 1];
    words.textContent = !meant || !last ? ""
      : meant.kind === "lasso" ? i18n.t("gesture-part", { nodes: meant.inside.join(" ") })
        : meant.links.length > 0 ? i18n.t("gesture-cut", { n: meant.links.length }) : "";
    if (last && layout) {
      const half = words.textContent.length * 4 + 8;
      attr(words, "x", round(Math.min(layout.width - half, Math.max(half, last.x))));
      attr(words, "y", round(Math.max(18, last.y - 20)));
    }
  }

  function forget() {
    stroke = [];
    pressed = null;
    pointer = -1;
    preview();
  }

  /** Walls off nodes, and the clients inside the stroke. @param {string[]} inside @param {string[]} clients */
  function part(inside, clients) {
    const all = state?.view?.clients.map(({ name }) => name) ?? [];
    const acted = actions.act([separate(inside, names()), ...(clients.length > 0 ? sides(inside, names(), clients, all) : [])].join("\n"), "stage");
    if (acted && clients.length === 0 && all.length > 0) actions.set({ wall: { inside, outside: names().filter((name) => !inside.includes(name)) } });
  }

  /** @param {Element} element */
  function choose(element) {
    const kind = element.getAttribute("data-kind") ?? "", id = element.getAttribute("data-id") ?? "";
    // What is done with clients and links changes the run.
    if (state?.told && ["client", "link"].includes(kind)) return;
    if (kind === "message") actions.selectMessage(Number(id));
    else if (kind === "client") actions.speakAs(id);
    else if (kind === "node") actions.select({ kind, id });
    else if (kind === "link") actions.select({ kind, id, a: element.getAttribute("data-a") ?? "", b: element.getAttribute("data-b") ?? "" });
  }

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== -1) return;
    pointer = event.pointerId;
    pressed = /** @type {Element} */ (event.target).closest("[data-kind]");
    stroke = [at(event)];
    held = painted(at(event));
    picture.setPointerCapture(pointer);
  });
  picture.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer || stroke.length === 0 || state?.told) return;
    const p = at(event), last = /** @type {Point} */ (stroke[stroke.length - 1]);
    if (Math.hypot(p.x - last.x, p.y - last.y) < (stroke.length === 1 ? CLICK_SLACK : 3)) return;
    if (stroke.length < MOST_POINTS) stroke.push(p);
    preview();
  });
  picture.addEventListener("pointerup", (event) => {
    if (event.pointerId !== pointer) return;
    const drawn = stroke, on = pressed, message = held;
    forget();
    if (drawn.length < 2 || !layout) {
      if (message !== null) actions.selectMessage(message);
      else if (on) choose(on);
      else actions.select(null);
      return;
    }
    const meant = meaning(layout, names(), drawn);
    if (meant.kind === "lasso") part(meant.inside, meant.clients);
    else if (meant.links.length > 0) actions.act(cutLinks(meant.links), "stage");
  });
  picture.addEventListener("pointercancel", forget);
  // A menu may open under the lifted finger, where the click that browsers synthesize from a touch would press an item.
  picture.addEventListener("touchend", (event) => event.preventDefault());

  picture.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stroke.length > 0) { forget(); return; }
    const element = /** @type {Element} */ (event.target).closest("[data-kind]");
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      choose(element);
    } else {
      const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!move) return;
      const all = [...(element.parentElement?.children ?? [])].filter((other) => other.getAttribute("visibility") !== "hidden");
      const next = /** @type {SVGElement | undefined} */ (all[(all.indexOf(element) + move + all.length) % all.length]);
      next?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
  // Tab returns to the element of a group that was last focused.
  picture.addEventListener("focusin", (event) => {
    const element = /** @type {Element} */ (event.target).closest("[data-kind]");
    if (!element) return;
    for (const other of element.parentElement?.children ?? []) attr(other, "tabindex", other === element ? 0 : -1);
    if (element.getAttribute("data-kind") === "message") actions.play(false);
  });

  return {
    /** @param {State} next @param {Layout} nextLayout */
    update(next, nextLayout) {
      state = next;
      layout = nextLayout;
      // While time plays, tab stops ignore messages, which come and go too fast.
      if (!changed(next.playing || next.messages, nextLayout, next.told)) return;
      for (const name of GROUPS) {
        const group = picture.querySelector(`.layer-${name}`);
        if (next.told && ["links", "clients"].includes(name)) {
          for (const one of group?.children ?? []) attr(one, "tabindex", -1);
          continue;
        }
        if (group?.querySelector(':scope > [tabindex="0"]:not([visibility])')) continue;
        const first = group?.querySelector(":scope > :not([visibility])");
        if (first) attr(first, "tabindex", 0);
      }
    },
  };
}
