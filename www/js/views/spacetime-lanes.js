// The labels of the lanes: who they belong to, and the handles by which they are put in another order.

import { attr, changes, el, keyed, text, toggle } from "../dom.js";
import { codeOf, moved, pitchOf, TOP_PX } from "./spacetime-scale.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("./spacetime.js").Sight} Sight */

const CLICK_PX = 4;

/**
 * @param {HTMLElement} list @param {Context} context
 * @param {{order: (order: string[]) => void, walk: (lane: number) => void, sight: () => Sight}} parts
 */
export function createLanes(list, { i18n }, { order: setOrder, walk, sight }) {
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** @type {{name: string, y: number, moved: boolean} | null} */
  let drag = null;
  const changed = changes();

  /** @param {string} name */
  function make(name) {
    const button = el("button", { class: "quiet st-lane" });
    button.addEventListener("pointerdown", (event) => {
      if (event.button === 0) drag = { name, y: event.clientY, moved: false };
    });
    button.addEventListener("click", () => walk(codeOf(name)));
    button.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      const { order } = sight(), at = order.indexOf(name);
      if (event.altKey) setOrder(moved(order, name, at + by));
      else held.get(order[at + by] ?? "")?.querySelector("button")?.focus();
    });
    return el("li", {}, button);
  }
  // The list holds on to the pointer: a label is taken out and put elsewhere while it is dragged. And since the list has
  // it, no click follows on the label.
  list.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moved && Math.abs(event.clientY - drag.y) > CLICK_PX) { drag.moved = true; list.setPointerCapture(event.pointerId); }
    if (!drag.moved) return;
    const { order, height } = sight(), y = event.clientY - list.getBoundingClientRect().top;
    const to = Math.max(0, Math.min(order.length - 1, Math.floor((y - TOP_PX) / pitchOf(order.length, height))));
    held.get(drag.name)?.firstElementChild?.classList.add("dragged");
    if (order.indexOf(drag.name) !== to) setOrder(moved(order, drag.name, to));
  });
  const up = () => { if (drag) held.get(drag.name)?.firstElementChild?.classList.remove("dragged"); drag = null; };
  list.addEventListener("pointerup", up);
  list.addEventListener("pointercancel", up);
  list.addEventListener("pointerleave", () => { if (drag && !drag.moved) drag = null; });

  return {
    /** @param {State} state @param {Sight} now */
    update({ view, lang }, { order, heights, height }) {
      const leader = view?.leader ?? null;
      if (!changed(heights, leader, lang)) return;
      const focused = document.activeElement;
      keyed(list, held, order, (name) => name, make, (item, name) => {
        const button = /** @type {HTMLElement} */ (item.firstElementChild);
        text(button, name);
        toggle(button, "leader", name === leader);
        attr(button, "aria-label", i18n.t("spacetime-lane", { name, place: order.indexOf(name) + 1, n: order.length }));
        item.style.transform = `translateY(${heights[codeOf(name)] ?? 0}px)`;
        button.style.height = `${Math.min(28, Math.floor(pitchOf(order.length, height)))}px`;
      });
      // An element that is put elsewhere loses the focus that it had.
      if (focused instanceof HTMLElement && focused !== document.activeElement && list.contains(focused)) focused.focus();
    },
  };
}
