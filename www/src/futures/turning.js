// The point of no return: what the run lost, how likely that was over time, and the event from which it was sure.

import { el, svg } from "../core/dom.js";
import { sentence } from "../core/sentences.js";
import { decidingRows, percent } from "./bars.js";
import { curve } from "./curve.js";
import { entryWords } from "./results.js";

/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").LossView} LossView */
/** @typedef {import("../core/types.js").TurningView} TurningView */
/** @typedef {import("./asking.js").Turn} Turn */
/** @typedef {{seek: (loss: number) => void, stop: () => void, again: () => void, go: (event: number) => void, why: (event: number) => void}} Means */

/** @param {LossView} loss @param {I18n} i18n */
function lossWords({ broken, entry, atUs }, i18n) {
  const time = i18n.clock(atUs);
  if (broken != null) return i18n.t("turning-broken", { time, what: i18n.t(`invariant-${broken}`) });
  return entry ? i18n.t("turning-lost", { time, entry: entryWords(entry, i18n), acknowledged: entry.acknowledged ? "yes" : "no" }) : "";
}

/** @param {TurningView} view @param {boolean} works @param {I18n} i18n @param {Means} means */
function found(view, works, i18n, { stop, go, why }) {
  const { sure, points } = view, uncertain = points.filter(({ lost, futures }) => 0 < lost && lost < futures).length;
  return el("div", { class: "turning-found" },
    !works ? null : el("div", { class: "turning-progress" },
      el("progress", { max: 1, value: view.part, "aria-label": i18n.t("turning-title") }), el("span", { class: "data" }, percent(i18n, Math.min(0.99, Math.round(view.part * 100) / 100))),
      el("button", { "data-key": "stop", click: stop }, i18n.t("futures-stop"))),
    curve(view, i18n, go),
    sure ? el("p", { class: "turning-sure", role: "status" }, el("strong", {}, i18n.t("turning-sure", { time: i18n.clock(sure.atUs, 4) })), " ", sentence(sure, i18n)) : null,
    sure ? el("div", { class: "action-row" },
      el("button", { "data-key": "go", click: () => go(sure.id) }, i18n.t("turning-go")),
      el("button", { class: "quiet", "data-key": "why", click: () => why(sure.id) }, i18n.t("why-short"))) : null,
    view.isDone && uncertain === 0 && points.length > 0 ? el("p", { class: "about" }, i18n.t("turning-no-chance")) : null,
    ...(view.isDone ? decidingRows(i18n, view.deciding) : []),
    view.isDone && points.length > 0 ? el("p", { class: "about" }, i18n.t("turning-measured", { n: view.futures })) : null);
}

/** @param {Turn | null} turn @param {I18n} i18n @param {Means} means */
export function turningPart(turn, i18n, means) {
  const view = turn?.view ?? null, works = turn?.works ?? false;
  const again = el("button", { class: "quiet square", "data-key": "again", "aria-label": i18n.t("turning-again"), title: i18n.t("turning-again"), click: means.again },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M3.5 8a4.5 4.5 0 1 0 1.5-3.4M5 1.5v3.2h3.2" })));
  const head = el("div", { class: "turning-head" }, el("h2", {}, i18n.t("turning-title")), again);
  if (!view?.isRead) return [head, works ? el("p", { class: "about" }, i18n.t("turning-reading", { percent: percent(i18n, Math.floor((view?.part ?? 0) * 100) / 100) })) : null];
  if (view.losses.length === 0) return [head, el("p", { class: "about" }, i18n.t("turning-none"))];
  return [head, el("p", { class: "about" }, i18n.t("turning-about")),
    el("ul", { class: "losses" }, ...view.losses.map((loss, i) => el("li", {},
      el("button", { class: `loss${view.asked === i ? " chosen" : ""}`, "data-key": `loss ${i}`, "aria-pressed": String(view.asked === i), click: () => means.seek(i) }, lossWords(loss, i18n))))),
    view.asked == null ? null : found(view, works, i18n, means)];
}
