// Input on the space-time diagram: pan and zoom by pointer, wheel and keys; choose events, and walk between them.

import { pointOn } from "../core/dom.js";
import { eventAt, nameOf, nearestOnLane, nextOnLane, panned, codeOf, usAt, xOf } from "./scale.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Actions} Actions */
/** @typedef {import("./spacetime.js").Sight} Sight */
/** @typedef {import("./scale.js").Window} Window */

/** A press that moves less than this is a click. */
const CLICK_PX = 4;
/** Step of the arrow keys, px, and with Shift, as a fraction of the width. */
const STEP_PX = 60, LEAP = 0.5;
const KEY_ZOOM = 1.6;
/** Zoom exponent per pixel of wheel movement, and most pixels per wheel event. */
const WHEEL_ZOOM = 0.0018, WHEEL_NOTCH_PX = 320;
/** Least distance of a chosen event from the edge, as a fraction of the width. */
const MARGIN = 0.06;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{sight: () => Sight, state: () => State | null, show: (window: Window) => void, zoom: (factor: number, x: number | null) => void, follow: () => void, wake: () => void, actions: Actions}} parts
 */
export function createInput(canvas, { sight, state, show, zoom, follow, wake, actions }) {
  /** The pressed pointers. @type {Map<number, {x: number, y: number}>} */
  const down = new Map();
  let moved = 0;

  /** @param {number} px */
  function pan(px) {
    const { window, endUs, width } = sight();
    show(panned(window, px, endUs, width));
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pointOn(canvas, event));
    moved = down.size > 1 ? Infinity : 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const from = down.get(event.pointerId);
    if (!from) return;
    const to = pointOn(canvas, event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    if (moved < CLICK_PX) return;
    down.set(event.pointerId, to);
    if (other) {
      const before = Math.abs(from.x - other.x), after = Math.abs(to.x - other.x);
      if (before > 8 && after > 8) zoom(before / after, (to.x + other.x) / 2);
    } else pan(from.x - to.x);
    canvas.classList.add("dragged");
  });
  /** @param {PointerEvent} event */
  function up(event) {
    if (!down.delete(event.pointerId)) return;
    canvas.classList.remove("dragged");
    if (event.type !== "pointerup" || moved >= CLICK_PX) return;
    const { chunks, window, heights } = sight();
    actions.chooseEvent(eventAt(chunks, pointOn(canvas, event), window, heights));
  }
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 24;
    const across = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(across * unit);
    else zoom(Math.exp(Math.max(-WHEEL_NOTCH_PX, Math.min(WHEEL_NOTCH_PX, event.deltaY * unit)) * WHEEL_ZOOM), pointOn(canvas, event).x);
  }, { passive: false });

  /** Chooses an event and brings it into sight. @param {number | null} event @param {boolean} forward */
  function goTo(event, forward) {
    const { width, window } = sight();
    // Events beyond the edge are not read until they are in sight.
    if (event === null) { pan((forward ? 1 : -1) * width * LEAP); return; }
    actions.chooseEvent(event);
    wake();
    pending = { event, window };
  }
  /** The chosen event to bring into sight once its position is known. @type {{event: number, window: Window} | null} */
  let pending = null;

  /** Chooses the event of a lane nearest to the present, or to the middle of the window. @param {number} lane */
  function walkOn(lane) {
    const { window, width, chunks } = sight(), now = state()?.nowUs ?? 0, x = xOf(now, window);
    const found = nearestOnLane(chunks, lane, x >= 0 && x <= width ? now : usAt(width / 2, window));
    if (found === null) return;
    actions.chooseEvent(found);
    canvas.focus();
  }

  /** @param {number} by */
  function otherLane(by) {
    const { order, cone, chunks } = sight();
    if (!cone) return;
    const at = order.indexOf(nameOf(cone.lane));
    for (let place = at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by; place >= 0 && place < order.length; place += by) {
      const found = nearestOnLane(chunks, codeOf(order[place] ?? null), cone.atUs);
      if (found !== null) { goTo(found, true); return; }
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} */
  function key(event) {
    const { cone, chunks, width, order, window } = sight(), chosen = state()?.chosenEvent ?? null;
    const across = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (across && cone && !event.shiftKey) goTo(nextOnLane(chunks, cone.lane, cone.event, across > 0), across > 0);
    else if (across) pan(across * (event.shiftKey ? width * LEAP : STEP_PX));
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") otherLane(event.key === "ArrowUp" ? -1 : 1);
    else if (event.key === "+" || event.key === "=") zoom(1 / KEY_ZOOM, null);
    else if (event.key === "-") zoom(KEY_ZOOM, null);
    else if (event.key === "Home") show({ ...window, leftUs: -0.02 * width * window.usPerPx });
    else if (event.key === "End") follow();
    else if (event.key === "Escape" && chosen !== null) actions.chooseEvent(null);
    else if (event.key === "Enter" && chosen !== null) actions.seekEvent(chosen);
    else if (event.key === "Enter") walkFirst(order);
    else return false;
    return true;
  }

  /** @param {string[]} order */
  function walkFirst(order) {
    const view = state()?.view, lanes = [view?.leader ?? "", ...order].filter((name) => order.includes(name));
    for (const name of lanes) { walkOn(codeOf(name)); if (state()?.chosenEvent) return; }
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    walkOn,
    /** Brings the pending choice into sight, once its position is known. */
    settle() {
      const { cone, window, width } = sight();
      if (!pending || cone?.event !== pending.event) return;
      pending = null;
      const x = xOf(cone.atUs, window), margin = width * MARGIN;
      if (x < margin) pan(x - margin * 3);
      else if (x > width - margin) pan(x - width + margin * 3);
    },
  };
}
