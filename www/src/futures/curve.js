// The chance of a loss over time, as a curve: a click goes to the nearest instant at which it was looked at.

import { el, svg } from "../core/dom.js";
import { percent } from "./bars.js";

/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").TurningView} TurningView */

/** The drawing, in its own units; the text beside it is HTML. */
const WIDTH = 320, HEIGHT = 88, EDGE = 4;

/** Places of the points, from the first instant to the last. @param {TurningView} view */
export function placesOf({ points }) {
  const from = points[0]?.atUs ?? 0, to = points.at(-1)?.atUs ?? 1, span = Math.max(1, to - from);
  const xOf = (/** @type {number} */ us) => EDGE + ((WIDTH - 2 * EDGE) * (us - from)) / span;
  return { xOf, places: points.map(({ atUs, event, lost, futures }) => ({ x: xOf(atUs), y: EDGE + (HEIGHT - 2 * EDGE) * (1 - lost / Math.max(1, futures)), event, atUs, part: lost / Math.max(1, futures) })) };
}

/** @param {TurningView} view @param {I18n} i18n @param {(event: number) => void} go */
export function curve(view, i18n, go) {
  const { places, xOf } = placesOf(view), first = places[0], last = places.at(-1);
  if (!first || !last) return null;
  const sure = view.sure ? xOf(view.sure.atUs) : null;
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chance", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { class: "chance-frame", d: `M${EDGE} ${EDGE}H${WIDTH - EDGE}M${EDGE} ${HEIGHT / 2}H${WIDTH - EDGE}M${EDGE} ${HEIGHT - EDGE}H${WIDTH - EDGE}` }),
    sure === null ? null : svg("path", { class: "chance-sure", d: `M${sure} 0V${HEIGHT}` }),
    svg("polyline", { class: "chance-line", points: places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") }));
  picture.addEventListener("click", ({ clientX }) => {
    const box = picture.getBoundingClientRect(), x = ((clientX - box.left) / box.width) * WIDTH;
    const nearest = places.reduce((best, one) => (Math.abs(one.x - x) < Math.abs(best.x - x) ? one : best), first);
    // The mark of the event is meant by whoever taps at it.
    if (view.sure && sure !== null && Math.abs(sure - x) <= Math.min(6, Math.abs(nearest.x - x))) go(view.sure.id);
    else go(nearest.event);
  });
  const rows = places.map(({ atUs, event, part }) => el("tr", {},
    el("td", {}, el("button", { class: "quiet data", "data-key": `point ${event}`, click: () => go(event) }, i18n.clock(atUs, 4))), el("td", { class: "data" }, percent(i18n, part))));
  return el("div", { class: "chance-box" },
    el("div", { class: "chance-scale", "aria-hidden": "true" }, el("span", {}, percent(i18n, 1)), el("span", {}, percent(i18n, 0))), picture,
    el("div", { class: "chance-ends data" }, el("span", {}, i18n.clock(first.atUs)), el("span", {}, i18n.clock(last.atUs))),
    el("details", { class: "chance-table" }, el("summary", { "data-key": "table" }, i18n.t("turning-table")),
      el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, i18n.t("turning-at")), el("th", { scope: "col" }, i18n.t("turning-chance")))), el("tbody", {}, ...rows))));
}
