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
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      drag = { name, y: event.clientY, moved: false };
    });
    button.addEventListener("pointermove", (event) => {
      if (drag?.name !== name) return;
      drag.moved ||= Math.abs(event.clientY - drag.y) > CLICK_PX;
      if (!drag.moved) return;
      button.classList.add("dragged");
      const { order, height } = sight(), y = event.clientY - list.getBoundingClientRect().top;
      const to = Math.floor((y - TOP_PX) / pitchOf(order.length, height));
      if (order.indexOf(name) !== Math.max(0, Math.min(order.length - 1, to))) setOrder(moved(order, name, to));
    });
    const up = () => { button.classList.remove("dragged"); if (drag?.moved) suppress = name; drag = null; };
    button.addEventListener("pointerup", up);
    button.addEventListener("pointercancel", up);
    button.addEventListener("click", () => {
      if (suppress === name) { suppress = ""; return; }
      walk(codeOf(name));
    });
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
  /** The label whose drag has just ended: the click that follows is none. */
  let suppress = "";

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
        button.style.height = `${Math.max(11, Math.min(24, Math.floor(pitchOf(order.length, height))))}px`;
      });
      // An element that is put elsewhere loses the focus that it had.
      if (focused instanceof HTMLElement && focused !== document.activeElement && list.contains(focused)) focused.focus();
    },
  };
}
