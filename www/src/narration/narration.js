// The narration: the headline event, its rule, and the events before it.

import { attr, changes, el, keyed, text, toggle } from "../core/dom.js";
import { sentence, source } from "../core/sentences.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").EventView} EventView */

/** From this speed (1/2) on the headline describes the steady state when there is no event to narrate. */
const FAST = 8;
/** Virtual time after the last event of weight 2 or more until then, at speed 1. */
const STEADY_AFTER_US = 3_000_000;
/** Height of a row of the list, as in the style sheet. */
const ROW_PX = 24;

/** Whether time stands still because the user asked about the steady state. @param {State} state */
function isAsked({ playing, explanation, nowUs }) {
  return !playing && explanation?.question === "leader" && explanation.askedUs === Math.floor(nowUs);
}

/** @param {HTMLElement} root @param {Context} context */
export function createNarration(root, { i18n, actions, registry, speeds, glossary }) {
  const at = el("time", { class: "headline-at data" }), headline = el("p", { class: "headline" });
  const rule = el("span", { class: "rule data", "data-terms": true, "aria-describedby": "term-tip" });
  /** The event that the headline shows; null while it shows the steady state. @type {EventView | null} */
  let shown = null;
  const ask = () => actions.why(shown ? `event ${shown.id}` : "leader", shown);
  // Asks about the selection, or else about the headline.
  registry.command({ id: "why", key: "w", run: ({ selection }) => {
    if (selection && selection.kind !== "link") actions.why(selection.kind === "node" ? `role ${selection.id}` : `message ${selection.id}`);
    else ask();
  } });
  const why = el("button", { class: "quiet why", click: ask });
  const routine = el("input", { type: "checkbox", id: "routine", change: () => actions.set({ routine: routine.checked }) });
  const list = el("ol", { class: "events" });
  root.append(
    el("div", { class: "headline-row" }, at, headline, el("p", { class: "rule-line" }, rule, why)),
    el("div", { class: "before" },
      el("div", { class: "panel-head" }, el("h2", { l10n: "narration-before" }),
        el("label", { for: "routine", class: "check" }, routine, el("span", { l10n: "narration-routine" }))),
      list));
  // If a story has taken the place of the list, this button opens the list above.
  const opener = el("button", { class: "quiet open-before", l10n: "narration-open", "aria-expanded": "false", click: () => {
    const opens = root.classList.toggle("open");
    attr(opener, "aria-expanded", String(opens));
  } });
  root.append(opener);
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** The events of the rows. @type {Map<string, EventView>} */
  const listed = new Map();
  const keyOf = (/** @type {EventView} */ event) => `${event.id} ${event.kind}`;
  /** Rows that fit: a row that is not visible could still have the focus. */
  let room = 0;
  new ResizeObserver(([entry]) => {
    room = Math.floor((entry?.contentRect.height ?? 0) / ROW_PX);
    actions.redraw();
  }).observe(list);
  // A row that does not fit is hidden from the keyboard too; but the focused row stays, and others are hidden.
  const fitting = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const isLeft = !isIntersecting && !target.contains(document.activeElement);
      toggle(target, "out", isLeft);
      if (!isIntersecting && !isLeft) { toggle(list, "to-foot", true); actions.redraw(); }
    }
  }, { root: list, threshold: 0.5 });
  const changed = changes();

  const retold = changes();
  /** Writes the headline; marks its terms only while time stands. @param {string} words @param {boolean} playing */
  function tell(words, playing) {
    const marked = !playing && glossary.revision() > 0;
    if (!retold(words, marked, glossary.revision())) return;
    if (marked) headline.replaceChildren(...glossary.terms([words]));
    else { if (headline.childElementCount > 0) headline.replaceChildren(); text(headline, words); }
  }

  /** At high speed, the steady state is told between important events. @param {State} state */
  function steady(state) {
    const top = state.narration.headline, view = state.view, pace = speeds[state.speed] ?? 1;
    if (!view || !(state.playing || isAsked(state)) || state.speed < FAST) return null;
    const age = state.nowUs - (top?.atUs ?? 0);
    if (top && top.weight >= 2 && age < (pace === Infinity ? 0 : pace * STEADY_AFTER_US)) return null;
    const leader = view.nodes.find((node) => node.name === view.leader);
    return leader ? i18n.t("narration-steady", { leader: leader.name, term: leader.term, n: leader.commitIndex }) : i18n.t("narration-leaderless");
  }

  /** A button that asks about the event of its row. */
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

  /** The events to list; a focused row stays if it can. @param {EventView[]} events @param {EventView | null} top */
  function listOf(events, top) {
    const shown = events.slice(0, room);
    const key = [...held].find(([, row]) => row.contains(document.activeElement))?.[0] ?? "";
    const event = listed.get(key), at = shown.findIndex((one) => keyOf(one) === key);
    if (!event) toggle(list, "to-foot", false);
    // The focused row is at the bottom, and no row below it.
    if (!event || at >= 0) return event && list.classList.contains("to-foot") ? shown.slice(0, at + 1) : shown;
    if (top && event.id < top.id && shown.length === room) return [...shown.slice(0, -1), event];
    why.focus();
    return shown;
  }

  function makeRow() {
    const row = el("li", {}, el("time", { class: "data" }), el("span"), whyButton());
    fitting.observe(row);
    return row;
  }

  /** @param {HTMLElement} row @param {EventView} event */
  function write(row, event) {
    text(/** @type {Element} */ (row.children[0]), i18n.clock(event.atUs, 3));
    const said = /** @type {Element} */ (row.children[1]);
    text(said, sentence(event, i18n));
    attr(said, "title", [sentence(event, i18n), source(event, i18n)].filter((part) => part !== "").join("\n"));
    for (const weight of [0, 1, 2, 3]) toggle(row, `weight-${weight}`, event.weight === weight);
    writeWhy(/** @type {HTMLElement} */ (row.children[2]), `event ${event.id}`, said.textContent ?? "");
  }

  return {
    /** @param {State} state */
    update(state) {
      const calm = steady(state);
      if (!changed(state.narration, state.playing, calm, state.lang, glossary.revision(), room, list.classList.contains("to-foot"))) return false;
      const { headline: top, recent } = state.narration;
      tell(calm ?? (top ? sentence(top, i18n) : i18n.t(state.playing ? "narration-waiting" : "narration-empty")), state.playing);
      attr(headline, "class", `headline weight-${calm ? 0 : top?.weight ?? 0}`);
      text(at, top && !calm ? i18n.clock(top.atUs, 3) : "");
      text(rule, top && !calm ? [i18n.clock(top.atUs, 3), source(top, i18n)].filter((part) => part !== "").join(" · ") : "");
      // A section in the rule is explained on request.
      const isNamed = rule.textContent?.includes("§") ?? false;
      attr(rule, "tabindex", isNamed ? 0 : null);
      attr(rule, "role", isNamed ? "button" : null);
      shown = calm ? null : top;
      why.hidden = !top && !calm;
      writeWhy(why, shown ? `event ${shown.id}` : "leader", headline.textContent ?? "");
      // Before a steady state only events of weight 2 or more are listed, not old minor ones.
      const rows = listOf(calm && top ? [top, ...recent].filter(({ weight }) => weight >= 2) : recent, top);
      keyed(list, held, rows, keyOf, makeRow, write);
      listed.clear();
      for (const event of rows) listed.set(keyOf(event), event);
      return true;
    },
  };
}
