// What just happened: the newest telling event, its rule, and those before it.

import { attr, changes, el, keyed, text } from "../dom.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").EventView} EventView */
/** @typedef {import("../types.js").I18n} I18n */

/** From this speed on (1/2) the page tells a steady state when nothing else is to tell. */
const FAST = 8;
/** How long after the last turn of events that is, in virtual time at real pace. */
const STEADY_AFTER_US = 3_000_000;
/** Height of a row of the list, as in the style sheet. */
const ROW_PX = 24;

/** The sentence of an event. @param {EventView} event @param {I18n} i18n */
export function sentence(event, i18n) {
  // What is broken is told beside the event that broke it, and has sentences of its own.
  const id = event.kind.startsWith("violation-") ? event.kind : `event-${event.kind}`;
  return i18n.has(id) ? i18n.t(id, { actor: event.actor ?? "", ...i18n.args(event.args) }) : `${event.actor ?? ""} ${event.kind}`;
}

/** The rule that fired, and where the paper has it. @param {EventView} event @param {I18n} i18n */
export function source(event, i18n) {
  const id = `rule-${event.rule}`;
  const rule = event.rule ? (i18n.has(id) ? i18n.t(id) : event.rule) : "";
  return [rule, section(event.section ?? "", i18n)].filter((part) => part !== "").join(" · ");
}

/** A section as it is named in a language: those of the paper are numbers. @param {string} name @param {I18n} i18n */
function section(name, i18n) {
  const [, number] = /^thesis (.+)$/.exec(name) ?? [];
  return number === undefined ? name : i18n.t("section-of-thesis", { number });
}

/** Whether time stands still because somebody asked about a state that was told. @param {State} state */
function isAsked({ playing, explanation, nowUs }) {
  return !playing && explanation?.question === "leader" && explanation.askedUs === Math.floor(nowUs);
}

/** @param {HTMLElement} root @param {Context} context */
export function createNarration(root, { i18n, actions, speeds }) {
  const headline = el("p", { class: "headline" }), rule = el("span", { class: "rule data" });
  /** What the headline shows, which may be behind what there is to tell; none while it shows a state. @type {EventView | null} */
  let shown = null;
  const ask = () => actions.why(shown ? `event ${shown.id}` : "leader", shown);
  const why = el("button", { class: "quiet why", click: ask });
  const routine = el("input", { type: "checkbox", id: "routine", change: () => actions.set({ routine: routine.checked }) });
  const list = el("ol", { class: "events" });
  root.append(
    el("div", { class: "telling" }, headline, el("p", { class: "rule-line" }, rule, why)),
    el("div", { class: "before" },
      el("div", { class: "panel-head" }, el("h2", { l10n: "narration-before" }),
        el("label", { for: "routine", class: "check" }, routine, el("span", { l10n: "narration-routine" }))),
      list));
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** What the rows tell. @type {Map<string, EventView>} */
  const listed = new Map();
  const keyOf = (/** @type {EventView} */ event) => `${event.id} ${event.kind}`;
  /** No more than can be seen: a row that is not would still have the focus. */
  let room = 0;
  new ResizeObserver(([entry]) => {
    room = Math.floor((entry?.contentRect.height ?? 0) / ROW_PX);
    actions.redraw();
  }).observe(list);
  const changed = changes();

  /** At a fast pace nothing but turns of events is told; what is between them is one state. @param {State} state */
  function steady(state) {
    const top = state.telling.headline, view = state.view, pace = speeds[state.speed] ?? 1;
    if (!view || !(state.playing || isAsked(state)) || state.speed < FAST) return null;
    const age = state.nowUs - (top?.atUs ?? 0);
    if (top && top.weight >= 2 && age < (pace === Infinity ? 0 : pace * STEADY_AFTER_US)) return null;
    const leader = view.nodes.find((node) => node.name === view.leader);
    return leader ? i18n.t("narration-steady", { leader: leader.name, term: leader.term, n: leader.commitIndex }) : i18n.t("narration-leaderless");
  }

  /** Asks about the event that stands beside it. */
  function whyButton() {
    const button = el("button", { class: "quiet why", click: () => actions.why(button.dataset["question"] ?? "leader") });
    return button;
  }

  /** @param {HTMLElement} button @param {string} question @param {string} said */
  function writeWhy(button, question, said) {
    text(button, i18n.t("why-short"));
    attr(button, "data-question", question);
    attr(button, "aria-label", i18n.t("why-of", { what: said }));
  }

  /** What the list tells. Whoever is at a row stays there; where that would be wrong, at the headline. @param {EventView[]} events @param {EventView | null} top */
  function listOf(events, top) {
    const shown = events.slice(0, room);
    const key = [...held].find(([, row]) => row.contains(document.activeElement))?.[0] ?? "";
    const event = listed.get(key);
    if (!event || shown.some((one) => keyOf(one) === key)) return shown;
    if (top && event.id < top.id && shown.length === room) return [...shown.slice(0, -1), event];
    why.focus();
    return shown;
  }

  /** @param {HTMLElement} row @param {EventView} event */
  function write(row, event) {
    text(/** @type {Element} */ (row.children[0]), i18n.clock(event.atUs, 3));
    const said = /** @type {Element} */ (row.children[1]);
    text(said, sentence(event, i18n));
    attr(said, "title", [sentence(event, i18n), source(event, i18n)].filter((part) => part !== "").join("\n"));
    attr(row, "class", `weight-${event.weight}`);
    writeWhy(/** @type {HTMLElement} */ (row.children[2]), `event ${event.id}`, said.textContent ?? "");
  }

  return {
    /** Asks about what the headline shows. */
    ask,

    /** @param {State} state */
    update(state) {
      const calm = steady(state);
      if (!changed(state.telling, state.playing, calm, state.lang, room)) return false;
      const { headline: top, recent } = state.telling;
      text(headline, calm ?? (top ? sentence(top, i18n) : i18n.t(state.playing ? "narration-waiting" : "narration-empty")));
      attr(headline, "class", `headline weight-${calm ? 0 : top?.weight ?? 0}`);
      text(rule, top && !calm ? [i18n.clock(top.atUs, 3), source(top, i18n)].filter((part) => part !== "").join(" · ") : "");
      shown = calm ? null : top;
      why.hidden = !top && !calm;
      writeWhy(why, shown ? `event ${shown.id}` : "leader", headline.textContent ?? "");
      // Before a state that is told for want of anything else come turns of events, and no line of long ago.
      const rows = listOf(calm && top ? [top, ...recent].filter(({ weight }) => weight >= 2) : recent, top);
      keyed(list, held, rows, keyOf, () => el("li", {}, el("time", { class: "data" }), el("span"), whyButton()), write);
      listed.clear();
      for (const event of rows) listed.set(keyOf(event), event);
      return true;
    },
  };
}
