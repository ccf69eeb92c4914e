// Scrolling through the logs, and following their end.
//
// While the pointer and the focus are elsewhere, the end is followed by moving the sheet: a scroller that jumps in
// every frame is painted too late. Otherwise it is an ordinary scroller.

import { attr } from "../core/dom.js";

/**
 * @param {HTMLElement} scroller @param {HTMLElement} sheet @param {number} column Width of a column.
 * @param {(patch: {left: number, width?: number, followLog?: boolean}) => void} moved
 * @param {() => void} redraw
 */
export function createLogScroll(scroller, sheet, column, moved, redraw) {
  let width = 0;
  let held = false;
  /** The position that the page itself scrolled to, to tell it from the user's scrolling. */
  let own = -1;
  let unsettled = -1;

  /** @param {boolean} on */
  const hold = (on) => {
    if (held === on) return;
    held = on;
    own = unsettled = -1;
    redraw();
  };
  scroller.addEventListener("pointerenter", () => hold(true));
  scroller.addEventListener("focusin", () => hold(true));
  scroller.addEventListener("pointerleave", () => hold(scroller.contains(document.activeElement)));
  scroller.addEventListener("focusout", (event) => hold(event.relatedTarget instanceof Node && scroller.contains(event.relatedTarget)));
  scroller.addEventListener("scroll", () => {
    if (!scroller.classList.contains("browsed")) return;
    const left = scroller.scrollLeft;
    const atEnd = left + scroller.clientWidth >= scroller.scrollWidth - column / 2;
    moved(Math.abs(left - own) < 2 ? { left } : { left, followLog: atEnd });
  }, { passive: true });
  // The width is kept, because asking for it after a change forces a layout.
  new ResizeObserver(([entry]) => {
    width = entry?.contentRect.width ?? 0;
    own = -1;
    // If a tab opens while time stands still nothing else updates the sheet, which was placed without a width.
    if (width > 0) { moved({ left: scroller.scrollLeft, width }); redraw(); }
  }).observe(scroller);

  /** @param {number} end */
  const endLeft = (end) => Math.max(0, Math.round((end + 1) * column - width));

  /** @param {boolean} on @param {number} end */
  function browse(on, end) {
    sheet.style.width = on ? `${(end + 1) * column}px` : "";
    if (scroller.classList.contains("browsed") === on) return;
    scroller.classList.toggle("browsed", on);
    if (on) sheet.style.transform = "";
    scroller.scrollLeft = on ? endLeft(end) : 0;
    own = on ? endLeft(end) : -1;
  }

  return {
    /** The inputs of an update besides the log. */
    state: () => `${width} ${held}`,

    /** Whether the pointer or the focus is on the logs. */
    isHeld: () => held,

    /** Scrolls to the position of the last update: cheap at the start of a frame, a forced layout after writes. */
    settle() {
      if (unsettled < 0) return;
      own = unsettled;
      unsettled = -1;
      scroller.scrollLeft = own;
    },

    /** @param {number} logEnd @param {boolean} follow */
    update(logEnd, follow) {
      const end = Math.max(logEnd, 1);
      attr(sheet, "aria-colcount", end + 1);
      browse(held || !follow, end);
      if (!follow) {
        own = unsettled = -1;
      } else if (!held) {
        sheet.style.transform = `translateX(${-endLeft(logEnd)}px)`;
      } else if (width > 0 && own !== endLeft(logEnd)) {
        unsettled = endLeft(logEnd);
        redraw();
      }
    },
  };
}
