// The labels of the lanes, which are also the handles to reorder them.

import { attr, changes, el, keyed, pointOn, toggle } from "../core/dom.js";
import { codeOf, moved, pitchOf, TOP_PX } from "./scale.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./spacetime.js").Sight} Sight */

const CLICK_PX = 4;
/** Lanes lower than this have smaller letters. */
const TIGHT_PX = 14;

/**
 * @param {HTMLElement} list @param {Context} context
 * @param {{order: (order: string[]) => void, walk: (lane: number) => void, sight: () => Sight}} parts
 */
export function createLanes(list, { i18n }, { order: setOrder, walk, sight }) {
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** @type {{name: string, y: number, moved: boolean} | null} */
  let drag = null;
  /** The lane that keys act on: lanes are too close for each to be a tab stop. */
  let active = "";
  const changed = changes();

  /** @param {string} name */
  function make(name) {
    const label = el("li", { class: "st-lane", role: "option", id: `lane-${name}` }, name);
    label.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      // The list captures the pointer: a label that is moved in the DOM would lose it.
      list.setPointerCapture(event.pointerId);
      drag = { name, y: event.clientY, moved: false };
      activate(name);
    });
    return label;
  }
  list.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.moved ||= Math.abs(event.clientY - drag.y) > CLICK_PX;
    if (!drag.moved) return;
    const { name } = drag, { order, height } = sight(), { y } = pointOn(list, event);
    held.get(name)?.classList.add("dragged");
    const to = Math.floor((y - TOP_PX) / pitchOf(order.length, height));
    if (order.indexOf(name) !== Math.max(0, Math.min(order.length - 1, to))) setOrder(moved(order, name, to));
  });
  list.addEventListener("pointerup", () => { if (drag && !drag.moved) walk(codeOf(drag.name)); });
  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => { if (drag) held.get(drag.name)?.classList.remove("dragged"); drag = null; });
  }

  /** @param {string} name */
  function activate(name) {
    active = name;
    attr(list, "aria-activedescendant", `lane-${name}`);
    for (const [other, label] of held) attr(label, "aria-selected", String(other === name));
  }

  list.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0, { order } = sight(), at = order.indexOf(active);
    if (event.ctrlKey || event.metaKey || (!by && event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!by) walk(codeOf(active));
    else if (event.altKey) setOrder(moved(order, active, at + by));
    else activate(order[Math.max(0, Math.min(order.length - 1, at + by))] ?? active);
  });

  return {
    /** @param {State} state @param {Sight} now */
    update({ view, lang }, { order, heights, height }) {
      const leader = view?.leader ?? null;
      if (!changed(heights, leader, lang)) return;
      const high = Math.max(11, Math.min(24, Math.floor(pitchOf(order.length, height))));
      toggle(list, "tight", high < TIGHT_PX);
      keyed(list, held, order, (name) => name, make, (label, name) => {
        toggle(label, "leader", name === leader);
        attr(label, "aria-label", i18n.t("spacetime-lane", { name, place: order.indexOf(name) + 1, n: order.length }));
        label.style.transform = `translateY(${(heights[codeOf(name)] ?? 0) - high / 2}px)`;
        label.style.height = label.style.lineHeight = `${high}px`;
      });
      if (!order.includes(active)) activate(order[0] ?? "");
    },
  };
}
