// The box of a selected link or message, beside it: its state, and its actions.

import { isOffered } from "./actions.js";
import { attr, changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { createReturn } from "../core/focus.js";
import { isBarred } from "./fates.js";
import { between, placeBox } from "./geometry.js";
import { cellText, shownText } from "../core/requests.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {Exclude<import("../core/types.js").Selection, {kind: "node"}>} ThingChosen */
/** @typedef {import("../core/types.js").MessageView} MessageView */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./actions.js").Action} Action */
/** @typedef {{rows: Action[][], extra: Node[]}} Made Actions in rows, and extra elements. */
/** @typedef {{key: string, name: string, value: string}} Fact */

const GAP = 10;
/** Height of the tools above the picture, as in the style sheet. */
const TOOLS = 34;
/** A longer value may be truncated, and has a tooltip with the full text. */
const LONG = 18;
/** A longer value has a row of its own in the two columns. */
const WIDE = 9;
/** Height reserved for facts that are added while the box is open. */
const SPARE = 20;

/** @param {HTMLElement} stage @param {() => Layout | null} layoutOf @param {Context} context */
export function createInspector(stage, layoutOf, context) {
  const { i18n, actions } = context;
  const title = el("h2", { tabindex: -1, id: "inspector-title" });
  const facts = el("dl", { class: "facts" });
  const actionRows = el("div", { class: "action-rows" }), extra = el("div", { class: "extra needs-run" });
  const close = el("button", { class: "quiet close", l10n: "inspector-close", click: () => shut() });
  const box = el("div", { class: "inspector", role: "dialog", "aria-labelledby": "inspector-title", hidden: true },
    el("div", { class: "inspector-head" }, title, close), actionRows, extra, facts);
  // A sibling of the stage, so that it may overlap the narration below.
  stage.after(box);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  });

  const changed = changes(), moved = changes();
  let shownFor = "";
  const focus = createReturn(() => stage.querySelector(".picture")?.querySelector(/** @type {"g"} */ ('.layer-nodes > [tabindex="0"]')));
  /** @type {{action: Action, button: HTMLElement}[]} */
  let held = [];
  /** @type {Map<string, HTMLElement>} */
  let heldFacts = new Map();

  const shut = () => actions.select(null);

  /** Builds the actions; called once per selection. @param {ThingChosen} selection */
  function open(selection) {
    const made = selection.kind === "link" ? linkActions(selection.a, selection.b, context) : messageActions(selection.message, context);
    const rows = made.rows.map((row) => row.map((action) => ({ action, button: el("button", { l10n: `do-${action.id}`, "data-action": action.id, click: action.run }) })));
    held = rows.flat();
    actionRows.replaceChildren(...rows.map((row) => el("div", { class: "action-row" }, ...row.map(({ button }) => button))));
    extra.replaceChildren(...made.extra);
    heldFacts = new Map();
    facts.replaceChildren();
    attr(box, "class", `inspector for-${selection.kind}`);
    // The facts come first: a message is read before it is acted on.
    box.insertBefore(facts, actionRows);
  }

  /** @param {Fact} fact */
  function makeFact({ key }) {
    return el("div", { class: `fact fact-${key}` }, el("dt"), el("dd", {}, el("bdi")));
  }

  /** @param {Fact[]} rows */
  function writeFacts(rows) {
    keyed(facts, heldFacts, rows, ({ key }) => key, makeFact, (row, { name, value }) => {
      text(/** @type {Element} */ (row.firstElementChild), name);
      const said = /** @type {Element} */ (row.lastElementChild?.firstElementChild);
      text(said, value);
      attr(said, "title", value.length > LONG ? value : null);
      toggle(row, "wide", value.length > WIDE);
    });
  }

  /** @param {State} state */
  function writeActions(state) {
    for (const { action, button } of held) {
      const hidden = !isOffered(action, state);
      // A hidden button would lose the focus of a keyboard user.
      if (hidden && button === document.activeElement) title.focus({ preventScroll: true });
      hide(button, hidden);
    }
  }

  /** Places the box where it hides the least, or docks it. @param {ThingChosen} selection @param {State} state */
  function place(selection, state) {
    const layout = layoutOf(), docked = !layout || state.mode === "narrow" || state.asTable;
    const area = stage.parentElement?.clientHeight ?? 0, foot = area - stage.offsetTop;
    toggle(box, "docked", docked);
    toggle(document.body, "has-docked-inspector", docked);
    if (docked) { box.style.transform = ""; return; }
    const { x, y } = placeBox(layout, { width: box.offsetWidth, height: box.offsetHeight + SPARE }, anchor(selection, layout, state.nowUs),
      { gap: GAP * 2, top: -TOOLS + 8, foot: foot - TOOLS - 8 });
    box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y + TOOLS + stage.offsetTop)}px)`;
  }

  return {
    /** @param {State} state */
    update(state) {
      const selection = state.selection?.kind === "node" ? null : state.selection;
      const key = selection ? `${selection.kind} ${selection.id}` : "";
      const fresh = key !== shownFor;
      shownFor = key;
      if (!changed(selection, state.view, layoutOf(), state.mode, state.lang, state.asTable)) return;
      if (!selection) focus.closes(box);
      hide(box, !selection);
      if (!selection) { toggle(document.body, "has-docked-inspector", false); return; }
      if (fresh) {
        focus.opens();
        open(selection);
      }
      text(title, titleOf(selection, context));
      writeFacts(factsOf(selection, state, context));
      writeActions(state);
      if (fresh) i18n.localize(box);
      const layout = layoutOf();
      if (moved(key, state.mode, state.asTable, state.lang, layout?.width, layout?.height, layout?.nodes.size)) place(selection, state);
      if (fresh) title.focus({ preventScroll: true });
    },
  };
}

/** @param {ThingChosen} selection @param {Layout} layout @param {number} nowUs */
function anchor(selection, layout, nowUs) {
  const middle = layout.centre;
  if (selection.kind === "link") return between(layout.nodes.get(selection.a) ?? layout.clients.get(selection.a) ?? middle, layout.nodes.get(selection.b) ?? middle, 0.5);
  const { from, to, sentUs, dueUs } = selection.message;
  const a = layout.nodes.get(from) ?? layout.clients.get(from) ?? middle;
  const b = layout.nodes.get(to) ?? layout.clients.get(to) ?? middle;
  return between(a, b, Math.min(1, Math.max(0, (nowUs - sentUs) / Math.max(1, dueUs - sentUs))));
}

/** @param {ThingChosen} selection @param {Context} context */
function titleOf(selection, { i18n }) {
  if (selection.kind === "link") return i18n.t("inspect-link", { a: selection.a, b: selection.b });
  const { kind, from, to } = selection.message;
  return i18n.t("inspect-message", { kind, from, to });
}

/** @param {ThingChosen} selection @param {State} state @param {Context} context @returns {Fact[]} */
function factsOf(selection, state, { i18n }) {
  if (selection.kind === "link") {
    const cut = (/** @type {string} */ a, /** @type {string} */ b) => state.view?.cuts.some(([p, q]) => p === a && q === b);
    return [[selection.a, selection.b], [selection.b, selection.a]].map(([a = "", b = ""]) =>
      ({ key: `${a}-${b}`, name: i18n.t("link-way", { a, b }), value: i18n.t(cut(a, b) ? "link-cut" : "link-open") }));
  }
  const { message } = selection;
  const fact = (/** @type {string} */ id, /** @type {string} */ value) => ({ key: id, name: i18n.t(id), value });
  const rows = message.fields.map((field) => ({
    key: field.name, name: i18n.has(`field-${field.name}`) ? i18n.t(`field-${field.name}`) : field.name,
    value: typeof field.value === "number" ? i18n.number(field.value) : shownText(valueWords(field.value, i18n), field.chars, i18n),
  }));
  if (message.entries.length > 0) rows.push(fact("message-entries", message.entries.slice(0, 8).map((entry) => cellText(entry.command)).join("  ")));
  // The name of the message in answers and scripts.
  rows.push(fact("message-name", `m${message.id}`));
  rows.push(fact("message-sent", i18n.clock(message.sentUs, 4)), fact("message-due", i18n.clock(message.dueUs, 4)));
  if (message.doomed) rows.push(fact("message-fate", i18n.t("message-doomed")));
  else if (isBarred(state, message.from, message.to)) rows.push(fact("message-fate", i18n.t("message-barred")));
  return rows;
}

/** @param {string} value @param {import("../core/types.js").I18n} i18n */
const valueWords = (value, i18n) => (value === "yes" ? i18n.t("message-yes") : value === "no" ? i18n.t("message-no") : value);

/** @param {string} a @param {string} b @param {Context} context @returns {Made} */
function linkActions(a, b, { i18n, actions }) {
  const cut = (/** @type {State} */ state, /** @type {string} */ p, /** @type {string} */ q) =>
    state.view?.cuts.some(([from, to]) => from === p && to === q) ?? false;
  const act = (/** @type {string} */ statement) => () => { if (actions.act(statement, "stage")) actions.select(null); };
  // The texts of one-way cuts name the nodes, so they need arguments.
  const oneWay = (/** @type {string} */ p, /** @type {string} */ q) =>
    el("button", { "data-l10n-id": "do-cut-way", "data-l10n-args": JSON.stringify({ a: p, b: q }), click: act(`cut ${p} -> ${q}`) }, i18n.t("do-cut-way", { a: p, b: q }));
  return {
    extra: [el("div", { class: "action-row" }, oneWay(a, b), oneWay(b, a))],
    rows: [[
      { id: "cut", run: act(`cut ${a} - ${b}`), shown: (state) => !(cut(state, a, b) && cut(state, b, a)) },
      { id: "join", run: act(`join ${a} - ${b}`), shown: (state) => cut(state, a, b) || cut(state, b, a) },
    ]],
  };
}

/** @param {MessageView} message @param {Context} context @returns {Made} */
function messageActions(message, { i18n, actions }) {
  const m = `m${message.id}`;
  const act = (/** @type {string} */ statement) => () => { if (actions.act(statement, "stage")) actions.select(null); };
  const by = el("select", { l10n: "delay-by" }, ...[[10, "10ms"], [50, "50ms"], [200, "200ms"], [1000, "1s"]].map(([ms, value]) =>
    el("option", { value: String(value) }, i18n.duration(Number(ms) * 1_000))));
  by.value = "50ms";
  return {
    extra: [el("form", { class: "ask", submit: (event) => { event.preventDefault(); act(`delay ${m} ${by.value}`)(); } },
      by, el("button", { type: "submit", l10n: "do-delay" }))],
    rows: [[
      // Not offered if the message would be lost.
      { id: "deliver", run: act(`deliver ${m}`), shown: (state) => !isBarred(state, message.from, message.to) },
      { id: "drop", run: act(`drop ${m}`), shown: () => true },
      { id: "duplicate", run: act(`duplicate ${m}`), shown: () => true },
      { id: "why-sent", run: () => actions.why(`message ${message.id}`), shown: () => true },
    ]],
  };
}
