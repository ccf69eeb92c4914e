// The space-time diagram: a lane per node and client, an arrow per message, bands for states that last. This module
// connects its parts; it loads after the rest of the page.

import { attr, changes, el, svg, text, toggle, zoomOf } from "../core/dom.js";
import { offer } from "../core/offers.js";
import { sentence } from "../core/sentences.js";
import { createData, MOST_IN_SIGHT } from "./data.js";
import { createInput } from "./input.js";
import { createLanes } from "./lanes.js";
import { BAND_STRIDE, STATUS } from "./rows.js";
import { coneOf, followed, laneHeights, ordered, pitchOf, rowsIn, standing, ticks, zoomed } from "./scale.js";
import { createScreen } from "./screen.js";
import { createSpacetimeTable } from "./table.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").EventView} EventView */
/** @typedef {import("./data.js").Source} Stretches */
/** @typedef {import("./scale.js").Cone} Cone */
/** @typedef {import("./scale.js").Window} Window */
/**
 * The diagram's access to the current universe, whose calls may trap; `wake` requests a frame when only data of the
 * diagram has changed.
 * @typedef {Stretches & {event: (id: number) => EventView | undefined, cone: (id: number) => Float64Array, safely: (call: () => void) => void, wake: () => void}} Source
 */

const TOKENS = ["bg", "ink", "soft", "line", "line-strong", "faint", "accent", "on-accent", "warn", "ok", "vote", "down"];
/** If the window moves by more than this part of its span per frame, only bands are drawn. */
const TOO_FAST = 0.25;
const FRAME_US = 16_667;
/** Zoom factor of the buttons. */
const ZOOM_STEP = 1.6;
/** At coarser scales a message has no visible length, and while time plays one picture in so many frames is enough. */
const CLOSE_US_PER_PX = 3_000, FAR_FRAMES = 3;
/** Frames after which the reading of stretches is reported. */
const PATIENCE = 24;

/**
 * What is on the screen now, for modules that need the positions.
 * @typedef {object} Sight
 * @property {Window} window
 * @property {number} width
 * @property {number} height
 * @property {number} endUs
 * @property {string[]} order
 * @property {Float64Array} heights
 * @property {import("./rows.js").Chunk[]} chunks
 * @property {Cone | null} cone
 */

/** Connects the buttons for the chosen event. @param {ReturnType<typeof build>} parts
 * @param {() => number | null | undefined} chosen @param {Context["actions"]} actions */
function connectChosen({ why, goThere, letGo, canvas }, chosen, actions) {
  why.onclick = () => { const event = chosen(); if (event) actions.why(`event ${event}`); };
  goThere.onclick = () => { const event = chosen(); if (event) actions.seekEvent(event); };
  letGo.onclick = () => { actions.chooseEvent(null); canvas.focus(); };
}

/** Reports the lower edge of the visible part of a scroller.
 * @param {HTMLElement} scroller @param {(bottom: number) => void} tell */
function watchFoot(scroller, tell) {
  const look = () => tell(scroller.scrollTop + scroller.clientHeight);
  new ResizeObserver(look).observe(scroller);
  scroller.addEventListener("scroll", look);
}

/** @param {HTMLElement} root @param {Context} context @param {Source} source */
export function createSpacetime(root, context, source) {
  const { i18n, actions, speeds } = context;
  const parts = build(context), { canvas, box, said, words } = parts;
  root.append(...parts.all);
  i18n.localize(root);
  const data = createData(source), screen = createScreen(canvas, source.wake);
  const table = createSpacetimeTable(parts.table, context);
  /** @type {State | null} */
  let state = null;
  /** @type {Sight} */
  let sight = { window: { leftUs: 0, usPerPx: 600 }, width: 0, height: 0, endUs: 0, order: [], heights: laneHeights([], 0), chunks: [], cone: null };
  /** @type {Cone | null} */
  let cone = null;
  /** @type {EventView | undefined} */
  let event;
  /** @type {Record<string, string>} */
  let colours = {};
  /** Lower edge of the visible part: lanes that do not fit can be scrolled to. */
  let foot = Infinity;
  /** The last picture. @type {{frame: import("./painter.js").Frame, shown: import("./rows.js").Chunk[], order: string[]} | null} */
  let seen = null;
  /** @param {boolean} png */
  async function file(png) {
    if (!seen) throw new Error("no picture was painted");
    return (await import("./export.js")).diagramFile(seen.frame, seen.shown, seen.order, png);
  }
  offer({ name: "diagram.svg", label: "export-diagram-svg", is: () => seen !== null, make: () => file(false) });
  offer({ name: "diagram.png", label: "export-diagram-png", is: () => seen !== null, make: () => file(true) });
  let schemes = 0, waited = 0, pictures = 0, idle = 0;
  const sized = changes(), chose = changes(), themed = changes(), painted = changes(), touched = changes(), told = changes(), toolsChanged = changes(), lanesChanged = changes(), cut = changes();

  /** Shows another window, and stops following the present. @param {Window} window */
  function show(window) {
    sight = { ...sight, window };
    change({ follow: false, leftUs: window.leftUs, usPerPx: window.usPerPx });
  }
  /** Applied at once: several changes may come between two frames. @param {Partial<State["spacetime"]>} patch */
  function change(patch) {
    if (!state) return;
    state = { ...state, spacetime: { ...state.spacetime, ...patch } };
    actions.set({ spacetime: state.spacetime });
  }
  /** @param {number} factor @param {number | null} x */
  function zoom(factor, x) {
    if (!state) return;
    const { window, endUs, width } = sight, follows = state.spacetime.follow;
    const at = x ?? (sight.cone ? (sight.cone.atUs - window.leftUs) / window.usPerPx : follows ? (state.nowUs - window.leftUs) / window.usPerPx : width / 2);
    const next = zoomed(window, factor, at, endUs, width);
    // Zooming a followed run keeps following it.
    if (follows && (state.playing || x === null) && !sight.cone) { sight = { ...sight, window: next }; change({ usPerPx: next.usPerPx }); }
    else show(next);
  }
  const follow = () => change({ follow: true });
  const input = createInput(canvas, { sight: () => sight, state: () => state, show, zoom, follow, wake: source.wake, actions });
  const lanes = createLanes(parts.lanes, context, { order: (order) => change({ order }), walk: input.walkOn, sight: () => sight });
  parts.zoomIn.onclick = () => zoom(1 / ZOOM_STEP, null);
  parts.zoomOut.onclick = () => zoom(ZOOM_STEP, null);
  parts.follow.onclick = follow;
  parts.asTable.onclick = () => change({ asTable: !state?.spacetime.asTable });
  parts.opener.onclick = () => change({ open: !state?.spacetime.open });
  connectChosen(parts, () => state?.chosenEvent, actions);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { schemes++; actions.redraw(); });
  new ResizeObserver(() => {
    // While the table is shown the picture has no size, so its last size is kept.
    if (box.clientWidth === 0) return;
    if (box.clientWidth === sight.width && box.clientHeight === sight.height) return;
    sight = { ...sight, width: box.clientWidth, height: box.clientHeight };
    source.wake();
  }).observe(box);

  watchFoot(parts.body, (bottom) => { foot = bottom; source.wake(); });

  /** @param {State} now */
  function tools(now) {
    const { open, follow: follows, asTable } = now.spacetime, narrow = now.mode === "narrow";
    toggle(root, "closed", !open && !narrow);
    attr(parts.opener, "aria-expanded", String(open || narrow));
    attr(parts.follow, "aria-pressed", String(follows));
    attr(parts.asTable, "aria-pressed", String(asTable));
    parts.body.hidden = asTable;
    parts.table.hidden = !asTable;
  }

  /** Fetches the chosen event and its causal cone. @param {State} now */
  function choose({ chosenEvent }) {
    cone = null;
    event = undefined;
    if (chosenEvent === null || !source.alive()) return;
    source.safely(() => {
      event = source.event(chosenEvent);
      const numbers = source.cone(chosenEvent);
      if (event && numbers.length > 0) cone = coneOf(numbers);
    });
  }

  /** Shows the chosen event, and why something is not drawn. @param {State} now @param {string} hint */
  function tell(now, hint) {
    if (!told(event, hint, now.lang)) return;
    text(said, event ? sentence(event, i18n) : "");
    attr(said, "title", event ? sentence(event, i18n) : null);
    parts.chosen.hidden = !event;
    text(words, hint === "" ? "" : i18n.t(hint));
    words.hidden = hint === "";
  }

  /** The texts of bands. @param {import("./rows.js").Chunk[]} chunks */
  function bandWords(chunks) {
    /** @type {Record<string, string>} */
    const found = {
      [STATUS.down]: i18n.t("role-down"), [STATUS.paused]: i18n.t("role-paused"),
      [STATUS.partitioned]: i18n.t("spacetime-partition"), [STATUS.cut]: i18n.t("spacetime-cut"),
    };
    for (const { bands } of chunks) {
      for (let i = 0; i < bands.length; i += BAND_STRIDE) {
        const status = bands[i + 1] ?? 0, term = bands[i + 4] ?? 0;
        if (status === STATUS.leader || status === STATUS.candidate) found[`${status} ${term}`] ??= i18n.t(status === STATUS.leader ? "spacetime-leader" : "spacetime-candidate", { term });
      }
    }
    return found;
  }

  function useColours() {
    colours = Object.fromEntries(TOKENS.map((token) => {
      canvas.style.color = `var(--${token})`;
      return [token, getComputedStyle(canvas).color];
    }));
  }

  /** @param {State} now @param {boolean} messages @param {boolean} whole */
  function picture(now, messages, whole) {
    const { window, width, height, heights, order, chunks } = sight, scale = Math.min(2, devicePixelRatio * zoomOf(canvas));
    const { digits, at } = ticks(window, width), nowUs = Math.floor(now.nowUs);
    const outline = !messages || !whole ? data.outline() : null;
    // Either the stretches that were read, or the outline from the checkpoints: each part of the run is shown once.
    const shown = messages || !outline ? chunks : [outline];
    // In the past all is read, and the bands that last at the end of the run are not the present ones.
    const atEnd = now.nowUs >= now.endUs && now.view;
    /** @type {import("./painter.js").Frame} */
    const frame = {
      width, height, foot: Math.min(foot, height), scale, ...window, heights, pitch: pitchOf(order.length, height), nowUs, endUs: data.end().us, openEvent: data.end().openEvent,
      frontUs: atEnd ? data.front() : Infinity, stands: atEnd ? standing(atEnd) : [],
      // While time plays only the clock shows the instant; the picture is late, and would show another.
      nowWords: now.playing ? "" : i18n.clock(nowUs, Math.min(6, digits + 1)), ticks: at.map((us) => ({ us, words: i18n.clock(us, digits) })),
      words: bandWords(shown), colours, cone, flying: isLive(now, window.usPerPx) && messages ? now.messages : null, keys: shown.map((chunk) => chunk === outline ? -1 : chunk.fromEvent), messages,
    };
    screen.paint(frame, shown);
    seen = { frame, shown, order };
    // For measurements and tests.
    attr(canvas, "data-pictures", ++pictures);
    attr(canvas, "data-messages", messages ? countIn(shown, window, width) : 0);
  }

  return {
    /** @param {State} now */
    update(now) {
      state = now;
      if (toolsChanged(now.spacetime.open, now.spacetime.follow, now.spacetime.asTable, now.mode)) tools(now);
      const inSight = now.mode === "narrow" ? now.tab === "diagram" : now.spacetime.open;
      if (!inSight || !now.view || (sight.width === 0 && !now.spacetime.asTable)) return;
      const { follow: follows, usPerPx, order: chosenOrder } = now.spacetime, { width, height } = sight;
      const window = follows ? followed(now.nowUs, usPerPx, width, now.reducedMotion, sight.window.leftUs) : { leftUs: now.spacetime.leftUs, usPerPx };
      const toUs = window.leftUs + width * usPerPx, pace = speeds[now.speed] ?? 1;
      const tooFast = now.playing && follows && pace * FRAME_US > width * usPerPx * TOO_FAST;
      let reading = false;
      source.safely(() => { reading = data.frame(window.leftUs, toUs, { nowUs: now.nowUs, usPerPx, moving: now.playing, messages: !tooFast, touched: touched(now.view, now.script, now.playing) }); });
      if (chose(now.chosenEvent, now.script)) choose(now);
      if (themed(now.theme, schemes)) useColours();
      const order = ordered(chosenOrder, [...now.view.nodes, ...now.view.clients].map(({ name }) => name));
      if (lanesChanged(order.length)) root.style.setProperty("--st-lanes", String(order.length));
      if (cut(foot < height)) toggle(parts.body, "more-below", foot < height);
      if (sized(order.join(), height)) sight = { ...sight, order, heights: laneHeights(order, height) };
      const tooMany = data.estimate(window.leftUs, toUs) > MOST_IN_SIGHT, messages = !tooFast && !tooMany;
      sight = { ...sight, window, endUs: Math.max(now.nowUs, data.end().us), chunks: data.chunks(window.leftUs, toUs), cone };
      lanes.update(now, sight);
      input.settle();
      const whole = data.isWhole(window.leftUs, toUs);
      waited = whole ? 0 : waited + 1;
      tell(now, tooFast ? "spacetime-too-fast" : tooMany ? "spacetime-too-many" : waited > PATIENCE && !now.playing ? "spacetime-reading" : "");
      if (now.spacetime.asTable) table.update(now, sight);
      else if (++idle >= (now.playing && usPerPx > CLOSE_US_PER_PX ? FAR_FRAMES : 1) && !screen.isBusy() && painted(window.leftUs, usPerPx, width, height, foot, Math.floor(now.nowUs / usPerPx), data.revision(), data.end().us, cone, colours, sight.heights, messages, now.lang, now.playing, devicePixelRatio, isLive(now, usPerPx) && now.messages)) { idle = 0; picture(now, messages, whole); }
      if (reading && !now.playing) source.wake();
    },
  };
}

/** Whether messages in flight are drawn from the present view, ahead of what was read.
 * @param {State} now @param {number} usPerPx */
const isLive = (now, usPerPx) => now.playing && usPerPx <= CLOSE_US_PER_PX && now.nowUs >= now.endUs && !now.reducedMotion;

/** The number of messages in the window.
 * @param {import("./rows.js").Chunk[]} chunks @param {Window} window @param {number} width */
function countIn(chunks, window, width) {
  return chunks.reduce((sum, chunk) => { const [first, last] = rowsIn(chunk, window.leftUs, window.leftUs + width * window.usPerPx); return sum + last - first; }, 0);
}

/** The arrow below the labels that shows that there are more. */
function more() {
  return el("div", { class: "st-corner", "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 12 12", class: "icon small" }, svg("path", { d: "M2 4l4 4 4-4" })));
}

/** @param {Context} context */
function build({ i18n }) {
  const opener = el("button", { class: "quiet st-opener", "aria-controls": "spacetime-body" }, el("span", { class: "st-mark", "aria-hidden": "true" }), el("span", { l10n: "spacetime-title" }));
  const said = el("p", { class: "st-said", role: "status" });
  const goThere = el("button", { class: "st-go", l10n: "spacetime-go" }), why = el("button", { class: "why", l10n: "why-short" }), letGo = el("button", { class: "quiet", l10n: "spacetime-let-go" });
  const chosen = el("div", { class: "st-chosen", hidden: true }, goThere, why, letGo);
  const zoomOut = el("button", { class: "square", l10n: "spacetime-zoom-out" }, "−"), zoomIn = el("button", { class: "square", l10n: "spacetime-zoom-in" }, "+");
  const follow = el("button", { class: "quiet", l10n: "spacetime-follow" }), asTable = el("button", { class: "quiet", l10n: "spacetime-as-table" });
  const canvas = el("canvas", { class: "st-canvas", tabindex: 0, role: "application", l10n: "spacetime-canvas", "aria-describedby": "spacetime-keys" });
  const lanes = el("ul", { class: "st-lanes", role: "listbox", tabindex: 0, l10n: "spacetime-lanes" }), box = el("div", { class: "st-box" }, canvas);
  const words = el("p", { class: "st-words", hidden: true });
  const body = el("div", { class: "st-body", id: "spacetime-body" }, lanes, box, more(), words, el("p", { class: "sr", id: "spacetime-keys", l10n: "spacetime-keys" }));
  const table = el("div", { class: "st-table", tabindex: 0, role: "region", l10n: "spacetime-table", hidden: true });
  const head = el("div", { class: "st-head" }, opener, said, chosen, el("span", { class: "spacer" }), el("div", { class: "st-tools" }, follow, zoomOut, zoomIn, asTable));
  return { all: [head, body, table], opener, said, chosen, goThere, why, letGo, zoomOut, zoomIn, follow, asTable, canvas, lanes, box, words, body, table };
}
