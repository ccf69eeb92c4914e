// Time: play, pause, step, speed, and the whole run on one bar.

import { attr, changes, el, svg, text, toggle } from "../dom.js";
import { COLUMNS, MARK_KINDS } from "../marks.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").I18n} I18n */

/** From where to where a mark reaches, of 24: kinds differ by place and length and not by colour alone. @type {Record<string, [number, number]>} */
const REACH = { commit: [17, 22], election: [2, 22], fault: [2, 11], heal: [11, 15], violation: [0, 24] };

/** @param {number} speed @param {I18n} i18n */
export function speedWords(speed, i18n) {
  if (speed === Infinity) return i18n.t("speed-full");
  return speed < 1 ? i18n.t("speed-slower", { n: i18n.number(Math.round(1 / speed)) }) : i18n.t("speed-faster", { n: i18n.number(speed) });
}

/** @param {HTMLElement} root @param {Context} context */
export function createTimebar(root, { i18n, actions, speeds }) {
  const icon = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path"));
  const playWords = el("span", { class: "play-words" });
  const play = el("button", { class: "primary play", click: () => actions.togglePlay() }, icon, playWords);
  const step = el("button", { class: "step", l10n: "time-step", click: () => actions.step() });
  const speed = el("input", { type: "range", min: 0, max: speeds.length - 1, step: 1, l10n: "time-speed", input: () => actions.setSpeed(Number(speed.value)) });
  const speedText = el("span", { class: "speed-words data" });
  const behind = el("span", { class: "behind", role: "status" });

  const paths = Object.fromEntries(MARK_KINDS.map((kind) => [kind, svg("path", { class: `mark ${kind}`, "vector-effect": "non-scaling-stroke" })]));
  const marks = svg("svg", { class: "marks", viewBox: `0 0 ${COLUMNS} 24`, preserveAspectRatio: "none", role: "img" }, ...Object.values(paths));
  const past = el("div", { class: "past" }), head = el("div", { class: "head" }, el("i"));
  const now = el("output", { class: "now data", l10n: "time-now" });
  const scale = [0, 1, 2, 3, 4].map(() => el("span", { class: "data" }));
  root.append(
    el("div", { class: "transport" }, play, step, el("label", { class: "speed" }, el("span", { class: "sr", l10n: "time-speed-name" }), speed), speedText),
    el("div", { class: "run" },
      el("div", { class: "track" }, past, marks, head),
      el("div", { class: "scale" }, ...scale)),
    el("div", { class: "clock" }, now, behind));

  const played = changes(), sped = changes(), marked = changes(), told = changes();

  /** @param {State} state */
  function writeMarks(state) {
    const { columns, counts, extentUs } = state.marks;
    for (const kind of MARK_KINDS) {
      const [top, bottom] = REACH[kind] ?? [0, 24];
      let d = "";
      for (const column of columns[kind] ?? []) d += `M${column + 0.5} ${top}V${bottom}`;
      attr(/** @type {Element} */ (paths[kind]), "d", d);
    }
    attr(marks, "aria-label", i18n.t("time-marks", {
      elections: counts["election"] ?? 0, commits: counts["commit"] ?? 0, faults: counts["fault"] ?? 0, violations: counts["violation"] ?? 0,
    }));
    scale.forEach((tick, i) => text(tick, i18n.duration((extentUs * i) / 4)));
  }

  return {
    /** @param {State} state */
    update(state) {
      if (played(state.playing, state.lang)) {
        attr(/** @type {Element} */ (icon.firstElementChild), "d", state.playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5l9 5.5-9 5.5z");
        text(playWords, i18n.t(state.playing ? "time-pause" : "time-play"));
      }
      if (sped(state.speed, state.lang)) {
        const words = speedWords(speeds[state.speed] ?? 1, i18n);
        if (Number(speed.value) !== state.speed) speed.value = String(state.speed);
        attr(speed, "aria-valuetext", words);
        text(speedText, words);
      }
      if (marked(state.marks.revision, state.marks.extentUs, state.lang)) writeMarks(state);
      // The clock shows as many digits as its pace lets one read, and no microsecond that has not come.
      const slow = (speeds[state.speed] ?? 1) < 1 / 100;
      text(now, i18n.clock(Math.floor(state.nowUs), slow || !state.playing ? 6 : 3));
      const part = Math.min(1, state.nowUs / state.marks.extentUs);
      past.style.transform = `scaleX(${part.toFixed(5)})`;
      head.style.transform = `translateX(${(part * 100).toFixed(3)}%)`;
      if (told(state.behind, state.lang)) { text(behind, state.behind ? i18n.t("time-behind") : ""); toggle(root, "is-behind", state.behind); }
    },
  };
}
