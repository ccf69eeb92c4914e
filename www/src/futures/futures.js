// The panel of futures: a bet, the distributions over some hundred futures of the present, and the point of no return of
// what the run lost. Loaded when it is first opened.

import { changes, el, hide, text } from "../core/dom.js";
import { createLateWords } from "../core/late-words.js";
import { addStyles } from "../core/styles.js";
import { createAsking, FUTURES, FUTURES_MAX, STRIDE } from "./asking.js";
import css from "./futures.css" with { type: "text" };
import { createPool } from "./pool.js";
import { results } from "./results.js";
import { turningPart } from "./turning.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {ReturnType<typeof createAsking>} Asking */

/** A message that every catalogue of the panel contains. */
const WORDED = "futures-title";

/** How far one may look ahead, µs. */
const HORIZONS = [1_000_000, 5_000_000];

/** Replaces what is in an element; the part that had the focus has it again.
 * @param {HTMLElement} element @param {(Node | null)[]} parts */
function replace(element, parts) {
  const { activeElement } = document;
  const key = activeElement instanceof HTMLElement && element.contains(activeElement) ? activeElement.dataset["key"] : undefined;
  const open = element.querySelector("details")?.open ?? false;
  element.replaceChildren(...parts.flatMap((part) => (part ? [part] : [])));
  const details = element.querySelector("details");
  if (details) details.open = open;
  if (key === undefined) return;
  const same = [...element.querySelectorAll("[data-key]")].find((one) => one instanceof HTMLElement && one.dataset["key"] === key);
  if (same instanceof HTMLElement) same.focus({ preventScroll: true });
}

/** The question to bet on. @param {Context} context @param {() => void} changed */
function createBet({ i18n }, changed) {
  const title = el("h3", { id: "futures-question" }), choices = el("div", { class: "bet-choices", role: "radiogroup", "aria-labelledby": "futures-question" });
  /** @type {string | null} */
  let bet = null;
  const made = changes();
  return {
    root: el("div", { class: "bet" }, title, choices),
    bet: () => bet,
    /** @param {string[]} nodes @param {number} horizonUs @param {boolean} isOpen */
    write(nodes, horizonUs, isOpen) {
      text(title, i18n.t("futures-question", { time: i18n.duration(horizonUs) }));
      if (bet !== null && bet !== "none" && !nodes.includes(bet)) bet = null;
      if (made(nodes.join(), i18n.lang(), isOpen)) {
        choices.replaceChildren(...[...nodes, "none"].map((name) => el("label", { class: "choice" },
          el("input", { type: "radio", name: "future-leader", value: name, checked: bet === name, disabled: !isOpen, change: () => { bet = name; changed(); } }),
          el("span", {}, name === "none" ? i18n.t("futures-nobody") : name))));
      }
      for (const choice of choices.children) choice.classList.toggle("chosen", choice.querySelector("input")?.value === bet);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context */
function createParts(root, context) {
  const { i18n } = context;
  const title = el("h2", {}), about = el("p", { class: "about" });
  const horizon = el("select", {}), horizonName = el("span", {}), ask = el("button", { class: "filled" });
  const progress = el("progress", {}), count = el("span", { class: "data", role: "status" }), stop = el("button", {});
  const running = el("div", { class: "futures-running" }, progress, count, stop);
  const elsewhere = el("div", { class: "futures-elsewhere" }), failed = el("p", { class: "error", role: "alert" });
  const told = el("div", { class: "futures-told" }), turning = el("section", { class: "turning" });
  const more = el("button", {}), measured = el("p", { class: "about" });
  const tools = el("div", { class: "action-row" }, more, measured);
  return {
    title, about, horizon, ask, progress, count, stop, running, elsewhere, failed, told, turning, more, measured, tools,
    /** @param {HTMLElement} bet */
    join(bet) {
      root.append(el("div", { class: "futures-body" }, title, about, bet,
        el("div", { class: "futures-ask" }, el("label", { class: "horizon" }, horizonName, horizon), ask), running, failed, elsewhere, told, tools, turning));
    },
    /** Writes what only the language decides. */
    localize() {
      text(title, i18n.t("futures-title"));
      text(about, i18n.t("futures-about"));
      text(horizonName, i18n.t("futures-horizon"));
      const chosen = horizon.value;
      horizon.replaceChildren(...HORIZONS.map((us) => el("option", { value: us }, i18n.duration(us))));
      if (chosen !== "") horizon.value = chosen;
      text(stop, i18n.t("futures-stop"));
      text(more, i18n.t("futures-more", { n: FUTURES }));
    },
  };
}

/**
 * Returns a function that writes what the futures have come to.
 * @param {ReturnType<typeof createParts>} parts @param {Context} context
 * @param {{asking: Asking, bet: () => string | null, horizonUs: () => number} & Pick<import("../core/types.js").Parts, "lab" | "safely">} means
 */
function createTold(parts, { i18n }, { asking, bet, horizonUs, lab, safely }) {
  const drawn = changes();

  /** @param {boolean} isHere @param {number} run */
  function writeButtons(isHere, run) {
    const asked = asking.asked(), works = (asked?.open ?? 0) > 0;
    hide(parts.running, !works);
    parts.progress.max = asked?.end ?? 1;
    parts.progress.value = run;
    text(parts.count, works ? i18n.t("futures-running", { n: run, of: asked?.end ?? 0 }) : "");
    text(parts.failed, asking.failure() === "" ? "" : i18n.t("futures-failed", { why: asking.failure() }));
    hide(parts.failed, asking.failure() === "");
    text(parts.ask, i18n.t(asked && !isHere ? "futures-ask-here" : "futures-ask", { n: FUTURES }));
    hide(parts.ask, works || (asked !== null && isHere && asked.horizonUs === horizonUs()));
    hide(parts.told, run === 0);
    hide(parts.tools, run === 0 || works);
    hide(parts.more, asked === null || FUTURES_MAX <= asked.end);
    hide(parts.elsewhere, run === 0 || isHere);
  }

  return (/** @type {boolean} */ isHere) => {
    const asked = asking.asked(), rows = asked?.rows ?? null, run = (rows?.length ?? 0) / STRIDE;
    writeButtons(isHere, run);
    if (!asked || !rows || run === 0) return;
    text(parts.elsewhere, i18n.t("futures-elsewhere", { time: i18n.clock(asked.present.view.nowUs) }));
    text(parts.measured, i18n.t("futures-measured", { n: run, time: i18n.duration(asked.horizonUs), ms: Math.round(asked.ms) }));
    if (!drawn(rows, i18n.lang(), bet())) return;
    const { entries, moreEntries } = asked.present.view;
    safely(() => replace(parts.told, results({
      view: lab.futuresView(rows, entries.length), entries, more: moreEntries, horizonUs: asked.horizonUs, bet: bet(), enter: asked.present.enter,
    }, i18n)));
  };
}

/**
 * @param {HTMLElement} root @param {Context} context
 * @param {Pick<import("../core/types.js").Parts, "lab" | "safely" | "clock"> & {library: import("../core/library.js").Library}} means
 */
export function createFutures(root, context, { lab, library, clock, safely }) {
  const { i18n, actions } = context;
  addStyles(css);
  const worded = createLateWords(library.futuresWords, WORDED, context);
  const parts = createParts(root, context), bet = createBet(context, () => actions.redraw());
  parts.join(bet.root);
  let isAsked = false;
  /** Reports come more often than frames, and none is drawn on a hidden page. */
  function redraw() {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; actions.redraw(); });
  }
  /** @type {Asking | null} */
  let hears = null;
  const pool = createPool({ lab, clock, hear: (_, report) => hears?.hear(report) });
  const asking = hears = createAsking({ pool, clock, changed: redraw });
  const horizonUs = () => Number(parts.horizon.value) || HORIZONS[0] || 0;

  function ask() {
    const present = actions.present();
    if (present) asking.ask(present, horizonUs());
  }
  parts.ask.addEventListener("click", ask);
  parts.stop.addEventListener("click", () => asking.stop());
  parts.more.addEventListener("click", () => asking.more());
  parts.horizon.addEventListener("change", () => actions.redraw());

  /** @param {State} state */
  function read({ universe }) {
    safely(() => { const { script, end } = lab.wholeRun(); asking.read(universe, script, end); });
  }

  /** The state that was shown last. @type {State | null} */
  let shown = null;
  /** Goes to an event of the run that was read. @param {number} event */
  function go(event) {
    const from = asking.turn()?.universe;
    if (from !== undefined && shown && from !== shown.universe) actions.switchTo(from);
    actions.seekEvent(event);
  }
  const turning = {
    seek: asking.seek, stop: asking.stopSeeking, go, again: () => { if (shown) read(shown); },
    why: (/** @type {number} */ event) => { go(event); actions.why(`event ${event}`); },
  };

  const spoken = changes(), turned = changes();
  const writeTold = createTold(parts, context, { asking, bet: bet.bet, horizonUs, lab, safely });

  return {
    /** @param {State} state */
    update(state) {
      const former = shown;
      shown = state;
      // The old texts stay until the other language is loaded.
      if (!worded() || !state.view) return;
      if (spoken(i18n.lang())) parts.localize();
      if (former === null || !asking.turn()) read(state);
      const asked = asking.asked();
      const isHere = asked !== null && asked.present.universe === state.universe && asked.present.view.nowUs === Math.floor(state.nowUs);
      const isOpen = (asked?.open ?? 0) === 0;
      bet.write(state.view.nodes.map(({ name }) => name), horizonUs(), isOpen);
      writeTold(isHere);
      const turn = asking.turn();
      if (turned(turn?.view ?? null, turn?.works ?? false, i18n.lang())) replace(parts.turning, turningPart(turn, i18n, turning));
    },
  };
}
