// Why no order explains an answer, as lanes: a lane a client, a bar a call from its call to its return, the order that comes
// farthest as numbered points, and the cut after which no call can come next. All of it is the core's. Loaded on first use.

import { el, svg } from "../core/dom.js";
import { addStyles } from "../core/styles.js";
import css from "./lanes.css" with { type: "text" };
import { layOut, SIZE } from "./layout.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").LanesView} LanesView */
/** @typedef {LanesView["calls"][number]} LaneCall */
/** @typedef {LanesView["orders"][number]} LaneOrder */

/** Width of a character of a bar, and what a bar needs beside its words, px. */
const CHARACTER = 7.25, BESIDE = 14;

/** @param {Context} context */
export function createLanes({ i18n, actions }) {
  addStyles(css);
  const asked = (/** @type {LaneCall} */ call) => i18n.t("command", i18n.args(call.args));
  const answer = (/** @type {LaneCall} */ call) => i18n.t("lanes-answer", i18n.args(call.args));
  const whole = (/** @type {LaneCall} */ call) => `${call.client}: ${i18n.t("lanes-call", i18n.args(call.args))}`;
  /** Letters, without the marks that isolate directions. @param {string} words */
  const lengthOf = (words) => [...words.replaceAll(/[\u2066-\u2069]/g, "")].length;
  const widthOf = (/** @type {LaneCall} */ call) => Math.ceil(Math.max(lengthOf(asked(call)), lengthOf(answer(call))) * CHARACTER) + BESIDE;

  /** Calls as arguments of a sentence. @param {LanesView} view @param {Record<string, number | null>} calls */
  function named(view, calls) {
    const found = Object.entries(calls).map(([name, place]) => [name, place === null ? undefined : view.calls[place]]);
    return Object.fromEntries(found.flatMap(([name, call]) => (typeof call === "object" ? [[name, i18n.t("lanes-by", i18n.args(call.args))]] : [])));
  }

  /** One end of a bar: goes there. @param {number | null} event @param {string} label @param {{x: number, y: number, width: number}} box */
  function end(event, label, { x, y, width }) {
    if (event === null) return null;
    const go = () => actions.seekEvent(event);
    return svg("rect", {
      class: "lane-end", role: "button", tabindex: 0, "aria-label": label, x, y, width, height: SIZE.bar, rx: 5, click: go,
      keydown: (/** @type {KeyboardEvent} */ key) => { if (key.key !== "Enter" && key.key !== " ") return; key.preventDefault(); key.stopPropagation(); go(); },
    }, svg("title", {}, label));
  }

  /** @param {LanesView} view @param {LaneOrder} order @param {import("./layout.js").Bar} bar */
  function drawn(view, order, { call: place, x, y, width, isOpen }) {
    const call = /** @type {LaneCall} */ (view.calls[place]), isBlocked = order.reasons.some((reason) => reason.call === place);
    const middle = width / 2, what = whole(call), time = (/** @type {number} */ us) => i18n.clock(us, 4);
    const right = x + width;
    return svg("g", { class: `lane-call${isBlocked ? " blocked" : ""}${place === view.unexplained ? " unexplained" : ""}` },
      svg("path", { class: "lane-bar", d: isOpen ? `M${right} ${y}H${x + 5}q-5 0 -5 5v${SIZE.bar - 10}q0 5 5 5H${right}` : `M${x + 5} ${y}h${width - 10}q5 0 5 5v${SIZE.bar - 10}q0 5 -5 5h${10 - width}q-5 0 -5 -5v${10 - SIZE.bar}q0 -5 5 -5z` }),
      svg("text", { x: x + 7, y: y + 16, "aria-hidden": "true" }, asked(call)),
      svg("text", { x: x + 7, y: y + 32, class: "lane-answer", "aria-hidden": "true" }, answer(call)),
      end(call.callEvent, i18n.t("lanes-go-call", { what, time: time(call.callUs) }), { x, y, width: middle }),
      end(call.returnEvent, i18n.t("lanes-go-return", { what, time: time(call.returnUs ?? 0) }), { x: x + middle, y, width: middle }));
  }

  /** @param {LanesView} view @param {LaneOrder} order */
  function picture(view, order) {
    const cutWords = i18n.t("lanes-cut");
    const { width, height, lanes, bars, points, cutX, wordsX } = layOut(view, order, view.calls.map(widthOf), lengthOf(cutWords) * CHARACTER);
    return el("div", { class: "lanes-scroller", tabindex: 0, role: "group", "aria-label": i18n.t("lanes-picture") },
      svg("svg", { class: "lanes-picture", width, height, viewBox: `0 0 ${width} ${height}` },
        ...lanes.flatMap(({ client, y }) => [
          svg("path", { class: "lane-line", d: `M${SIZE.name} ${y + SIZE.bar / 2}H${width}` }),
          svg("text", { class: "lane-client", x: 0, y: y + SIZE.bar / 2 + 4 }, client),
        ]),
        svg("path", { class: "lane-cut", d: `M${cutX} ${SIZE.head - 4}V${height - 4}`, "aria-hidden": "true" }),
        ...bars.map((bar) => drawn(view, order, bar)),
        svg("text", { class: "lane-cut-words", x: wordsX, y: 12, "text-anchor": "middle" }, cutWords),
        ...points.map(({ n, x, y }) => svg("g", { class: "lane-point", "aria-hidden": "true" },
          svg("path", { d: `M${x} ${y - SIZE.radius}v-6` }), svg("circle", { cx: x, cy: y, r: SIZE.radius }), svg("text", { x, y: y + 4, "text-anchor": "middle" }, String(n))))));
  }

  /** An order, and why it ends. @param {LanesView} view @param {LaneOrder} order @param {number} i */
  function ordered(view, order, i) {
    const heading = i === 0 ? i18n.t("lanes-order", { n: order.order.length }) : i18n.t("lanes-order-with", named(view, { by: view.unexplained }));
    const told = [picture(view, order), el("p", { class: "lanes-heading" }, heading)];
    return [
      // The first picture shows all calls that were just named; the second is that of its heading.
      ...(i === 0 ? told : told.reverse()),
      el("ol", { class: "lanes-order data" }, ...order.order.map((place) => el("li", {}, whole(/** @type {LaneCall} */ (view.calls[place]))))),
      order.order.length > 0 ? el("p", { class: "lanes-heading" }, i18n.t("lanes-stop")) : null,
      el("ul", { class: "lanes-reasons" }, ...order.reasons.map((reason) => el("li", {},
        i18n.t("lanes-reason", { ...i18n.args(reason.args), ...named(view, { by: reason.by, later: reason.later }) })))),
    ];
  }

  /** A call as text, for those who do not see the picture. @param {LaneCall} call */
  function told(call) {
    const what = whole(call), from = i18n.clock(call.callUs, 4);
    return el("li", {}, call.returnUs === null ? i18n.t("lanes-told-open", { what, from }) : i18n.t("lanes-told", { what, from, to: i18n.clock(call.returnUs, 4) }));
  }

  /** @param {LanesView} view */
  return (view) => el("section", { class: "conflict", "aria-label": i18n.t("lanes-title") },
    el("p", {}, i18n.t("lanes-smallest", { n: view.calls.length })),
    el("ul", { class: "sr" }, ...view.calls.map(told)),
    ...view.orders.flatMap((order, i) => ordered(view, order, i)));
}
