// Time: play, pause, step, speed, and the whole run on one bar.

import { attr, changes, el, hide, svg, text, toggle } from "../core/dom.js";
import { COLUMNS, countMarks, MARK_KINDS } from "../core/marks.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").I18n} I18n */

/** Top and bottom of each kind of mark, of 24: kinds differ by position and length, not only by colour.
 * @type {Record<string, [number, number]>} */
const REACH = { commit: [17, 22], election: [2, 22], fault: [2, 11], heal: [11, 15], violation: [0, 24] };

const LANDMARKS = ["event", "message", "election", "commit", "fault"];
/** @type {Record<string, string>} */
const LANDMARK_KEYS = { e: "election", m: "message", c: "commit", f: "fault" };
/** Virtual time between two updates of the slider's accessible value while time plays. */
const VALUE_US = 1_000_000;
/** Fractions of the run that an arrow key and a page key move. */
const ARROW_PART = 1 / 200, PAGE_PART = 1 / 10;

/** @param {number} speed @param {I18n} i18n */
function speedWords(speed, i18n) {
  if (speed === Infinity) return i18n.t("speed-full");
  return speed < 1 ? i18n.t("speed-slower", { n: i18n.number(Math.round(1 / speed)) }) : i18n.t("speed-faster", { n: i18n.number(speed) });
}

/** Registers the commands for time. @param {Context} context */
function registerCommands({ actions, registry }) {
  // Home and End are commands only while time stands still, so that an accidental key does not interrupt a run.
  const stands = (/** @type {State} */ { playing }) => !playing;
  registry.command({ id: "play", key: " ", run: actions.togglePlay });
  registry.command({ id: "step-back", key: ",", run: () => actions.seekLandmark("event", false) });
  registry.command({ id: "step", key: ".", run: () => actions.seekLandmark("event", true) });
  registry.command({ id: "start", key: "home", when: stands, run: () => actions.seekUs(0) });
  registry.command({ id: "end", key: "end", when: stands, run: actions.seekEnd });
  registry.command({ id: "slower", key: "[", run: ({ speed }) => actions.setSpeed(speed - 1) });
  registry.command({ id: "faster", key: "]", run: ({ speed }) => actions.setSpeed(speed + 1) });
  for (const [key, kind] of Object.entries(LANDMARK_KEYS)) {
    registry.command({ id: `next-${kind}`, key, run: () => actions.seekLandmark(kind, true) });
    registry.command({ id: `last-${kind}`, key: `shift+${key}`, run: () => actions.seekLandmark(kind, false) });
  }
}

/** @param {HTMLElement} root @param {HTMLElement} universes Shown at its end. @param {Context} context */
export function createTimebar(root, universes, context) {
  const { i18n, actions, speeds } = context;
  registerCommands(context);
  const icon = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path"));
  const playWords = el("span", { class: "play-words" });
  const play = el("button", { class: "primary play", click: () => actions.togglePlay() }, icon, playWords);
  const stepIcon = (/** @type {string} */ d) => svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d }));
  const back = el("button", { class: "square back", l10n: "time-back", click: () => actions.seekLandmark(kind.value, false) }, stepIcon("M10 3L5 8l5 5"));
  const step = el("button", { class: "square step", l10n: "time-step", click: () => actions.seekLandmark(kind.value, true) }, stepIcon("M6 3l5 5-5 5"));
  const kind = el("select", { class: "landmark", l10n: "time-landmark", change: () => actions.set({ landmark: kind.value }) },
    ...LANDMARKS.map((name) => el("option", { value: name, l10n: `landmark-${name}` })));
  const speed = el("input", { type: "range", min: 0, max: speeds.length - 1, step: 1, l10n: "time-speed", input: () => actions.setSpeed(Number(speed.value)) });
  const speedText = el("span", { class: "speed-words data" });
  const behind = el("span", { class: "behind" });

  const paths = Object.fromEntries(MARK_KINDS.map((kind) => [kind, svg("path", { class: `mark ${kind}`, "vector-effect": "non-scaling-stroke" })]));
  const marks = svg("svg", { class: "marks", viewBox: `0 0 ${COLUMNS} 24`, preserveAspectRatio: "none", role: "img" }, ...Object.values(paths));
  const past = el("div", { class: "past" }), future = el("div", { class: "future" }), head = el("div", { class: "head" }, el("i"));
  // A `timer` is not read out on every change; an `output` would be.
  const now = el("span", { class: "now data", role: "timer", l10n: "time-now" });
  const scale = [0, 1, 2, 3, 4].map(() => el("span", { class: "data" }));
  const track = el("div", { class: "track", role: "slider", tabindex: 0, l10n: "time-track", "aria-valuemin": 0 }, future, past, marks, head);
  const toEnd = el("button", { class: "quiet to-end", click: () => actions.seekEnd() }, stepIcon("M4 3l5 5-5 5M12 3v10"), el("span", { l10n: "time-to-end" }));
  root.append(
    el("div", { class: "transport" }, back, play, step, kind, el("label", { class: "speed" }, el("span", { class: "sr", l10n: "time-speed-name" }), speed), speedText),
    el("div", { class: "run" },
      track,
      el("div", { class: "scale" }, ...scale)),
    el("div", { class: "clock" }, now, behind, toEnd), universes);

  /** @type {State | null} */
  let shown = null;
  /** Whether time plays again when the pointer is released. */
  let resumes = false;

  /** @param {PointerEvent} event */
  function scrub(event) {
    if (!shown) return;
    const { left, width } = track.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    actions.seekUs(Math.min(shown.endUs, Math.round(part * shown.marks.extentUs)));
  }
  track.addEventListener("pointerdown", (event) => {
    if (!shown || event.button !== 0) return;
    resumes = shown.playing;
    actions.play(false);
    track.setPointerCapture(event.pointerId);
    scrub(event);
  });
  track.addEventListener("pointermove", (event) => { if (track.hasPointerCapture(event.pointerId)) scrub(event); });
  for (const end of ["pointerup", "pointercancel"]) {
    track.addEventListener(end, () => { if (resumes) actions.play(true); resumes = false; });
  }
  track.addEventListener("keydown", (event) => {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const { nowUs, endUs } = shown;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowLeft: nowUs - endUs * ARROW_PART, ArrowDown: nowUs - endUs * ARROW_PART,
      ArrowRight: nowUs + endUs * ARROW_PART, ArrowUp: nowUs + endUs * ARROW_PART,
      PageDown: nowUs - endUs * PAGE_PART, PageUp: nowUs + endUs * PAGE_PART,
      Home: 0, End: endUs,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    actions.play(false);
    actions.seekUs(Math.round(Math.min(endUs, Math.max(0, target))));
  });

  const played = changes(), sped = changes(), marked = changes(), told = changes(), valued = changes();

  /** @param {State} state */
  function writeMarks(state) {
    const { columns, extentUs } = state.marks;
    for (const kind of MARK_KINDS) {
      const [top, bottom] = REACH[kind] ?? [0, 24];
      let d = "";
      for (const column of columns[kind]?.keys() ?? []) d += `M${column + 0.5} ${top}V${bottom}`;
      attr(/** @type {Element} */ (paths[kind]), "d", d);
    }
    attr(marks, "aria-label", i18n.t("time-marks", {
      elections: countMarks(state.marks, "election"), commits: countMarks(state.marks, "commit"),
      faults: countMarks(state.marks, "fault"), violations: countMarks(state.marks, "violation"),
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
      // Six decimals if slow or paused, else three, as many as can be read; rounded down, not to show the future.
      const slow = (speeds[state.speed] ?? 1) < 1 / 100;
      text(now, i18n.clock(Math.floor(state.nowUs), slow || !state.playing ? 6 : 3));
      shown = state;
      if (kind.value !== state.landmark) kind.value = state.landmark;
      const part = Math.min(1, state.nowUs / state.marks.extentUs);
      future.style.transform = `scaleX(${Math.min(1, state.endUs / state.marks.extentUs).toFixed(5)})`;
      if (!state.playing || valued(Math.floor(state.nowUs / VALUE_US), state.lang)) {
        attr(track, "aria-valuemax", Math.round(state.endUs));
        attr(track, "aria-valuenow", Math.round(state.nowUs));
        attr(track, "aria-valuetext", i18n.t("time-place", { now: i18n.clock(state.nowUs), end: i18n.clock(state.endUs) }));
      }
      hide(toEnd, state.playing || state.endUs <= state.nowUs);
      past.style.transform = `scaleX(${part.toFixed(5)})`;
      head.style.transform = `translateX(${(part * 100).toFixed(3)}%)`;
      if (told(state.behind, state.lang)) { text(behind, state.behind ? i18n.t("time-behind") : ""); toggle(root, "is-behind", state.behind); }
    },
  };
}
