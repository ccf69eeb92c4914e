// What is chosen, beside where it stands: its state, and what one can do to it.

import { attr, changes, el, hide, keyed, text, toggle } from "../dom.js";
import { isBarred } from "../fates.js";
import { between, placeBox } from "../geometry.js";
import { bracesOf, membershipOf, standingOf } from "../membership.js";
import { cellText, shownText } from "./commands.js";
import { clockWords, receivingsOf } from "./stage-also.js";
import { shownRole } from "./stage-nodes.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").Selection} Selection */
/** @typedef {import("../types.js").NodeView} NodeView */
/** @typedef {import("../types.js").MessageView} MessageView */
/** @typedef {import("../geometry.js").Layout} Layout */
/** @typedef {Record<string, HTMLElement>} Controls What stands beside a fact, by the fact: a question, or a choice. */
/** @typedef {{deeds: Deed[][], extra: Node[], controls?: Controls, write?: (state: State) => void}} Made What can be done, in rows, and a form. */
/** @typedef {{id: string, run: () => void, shown: (state: State) => boolean}} Deed */
/** @typedef {{key: string, name: string, value: string}} Fact */

const GAP = 10;
/** Height of the tools above the picture, as in the style sheet. */
const TOOLS = 34;
/** What hangs below a node and tells of it: its disk and its words. */
const UNDER = 44;
/** A value of more letters may be cut, and is told in full. */
const LONG = 18;
/** In a sheet of two columns a value of more letters has a row of its own. */
const WIDE = 9;
/** Room for facts that come while a menu is open. */
const SPARE = 20;

/** @param {HTMLElement} stage @param {() => Layout | null} layoutOf @param {Context} context */
export function createInspector(stage, layoutOf, context) {
  const { i18n, actions } = context;
  const title = el("h2", { tabindex: -1, id: "inspector-title" });
  const facts = el("dl", { class: "facts" });
  const deeds = el("div", { class: "deed-rows" }), extra = el("div", { class: "extra" });
  const close = el("button", { class: "quiet close", l10n: "inspector-close", click: () => shut() });
  const box = el("div", { class: "inspector", role: "dialog", "aria-labelledby": "inspector-title", hidden: true },
    el("div", { class: "inspector-head" }, title, close), deeds, extra, facts);
  // Beside the stage and not in it, so that it may lie over what is told below.
  stage.after(box);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  });

  const changed = changes(), moved = changes();
  let shownFor = "";
  /** @type {HTMLElement | SVGElement | null} */
  let opener = null;
  /** @type {{deed: Deed, button: HTMLElement}[]} */
  let held = [];
  /** @type {Map<string, HTMLElement>} */
  let heldFacts = new Map();
  /** @type {Made | null} */
  let made = null;

  const shut = () => actions.select(null);

  /** Whoever was in here goes back to what was chosen, or if that is gone, to the stage. */
  function giveBack() {
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    if (document.activeElement !== opener || opener === document.body) {
      stage.querySelector(".picture")?.querySelector(/** @type {"g"} */ ('.layer-nodes > [tabindex="0"]'))?.focus({ preventScroll: true });
    }
  }

  /** Lays out what can be done; called once when something else is chosen. @param {Selection} selection */
  function open(selection) {
    made = selection.kind === "node" ? nodeDeeds(selection.id, context)
      : selection.kind === "link" ? linkDeeds(selection.a, selection.b, context)
        : messageDeeds(selection.message, context);
    const rows = made.deeds.map((row) => row.map((deed) => ({ deed, button: el("button", { l10n: `do-${deed.id}`, "data-deed": deed.id, click: deed.run }) })));
    held = rows.flat();
    deeds.replaceChildren(...rows.map((row) => el("div", { class: "deeds" }, ...row.map(({ button }) => button))));
    extra.replaceChildren(...made.extra);
    heldFacts = new Map();
    facts.replaceChildren();
    attr(box, "class", `inspector for-${selection.kind}`);
    // A message is read before anything is done to it; a hand on a node comes to do something.
    if (selection.kind === "node") box.append(facts); else box.insertBefore(facts, deeds);
  }

  /** @param {Fact} fact */
  function makeFact({ key }) {
    return el("div", { class: `fact fact-${key}` }, el("dt"), el("dd", {}, el("bdi"), made?.controls?.[key] ?? null));
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
  function writeDeeds(state) {
    for (const { deed, button } of held) {
      const hidden = !deed.shown(state);
      // What was just done may be gone, and whoever goes by keyboard with it.
      if (hidden && button === document.activeElement) title.focus({ preventScroll: true });
      hide(button, hidden);
    }
  }

  /** Beside what is chosen, where it hides the least; on a narrow page at its foot or top, and at the foot of a table. @param {Selection} selection @param {State} state */
  function place(selection, state) {
    const layout = layoutOf(), docked = !layout || state.mode === "narrow" || state.asTable;
    const area = stage.parentElement?.clientHeight ?? 0, foot = area - stage.offsetTop;
    toggle(box, "docked", docked);
    toggle(box, "at-top", docked && layout !== null && !state.asTable
      && hidesAtFoot(anchor(selection, layout, state.nowUs).y + TOOLS + stage.offsetTop, selection.kind === "node" ? layout.radius : 0, box.offsetHeight, area));
    if (docked) { box.style.transform = ""; return; }
    const self = selection.kind === "node" ? selection.id : null;
    const { x, y } = placeBox(layout, { width: box.offsetWidth, height: box.offsetHeight + SPARE }, anchor(selection, layout, state.nowUs),
      { gap: self ? layout.radius + GAP : GAP * 2, top: -TOOLS + 8, foot: foot - TOOLS - 8, self });
    box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y + TOOLS + stage.offsetTop)}px)`;
  }

  return {
    /** @param {State} state */
    update(state) {
      const selection = state.selection;
      const key = selection ? `${selection.kind} ${selection.id}` : "";
      const fresh = key !== shownFor;
      shownFor = key;
      if (!changed(selection, state.view, layoutOf(), state.mode, state.lang, state.asTable)) return;
      if (!selection && box.contains(document.activeElement)) giveBack();
      hide(box, !selection);
      if (!selection) return;
      if (fresh) {
        opener = document.activeElement instanceof HTMLElement || document.activeElement instanceof SVGElement ? document.activeElement : null;
        open(selection);
      }
      text(title, titleOf(selection, context));
      writeFacts(factsOf(selection, state, context));
      writeDeeds(state);
      made?.write?.(state);
      if (fresh) i18n.localize(box);
      const layout = layoutOf();
      if (moved(key, state.mode, state.asTable, state.lang, layout?.width, layout?.height, layout?.nodes.size)) place(selection, state);
      if (fresh) title.focus({ preventScroll: true });
    },
  };
}

/**
 * Whether a sheet at the foot would hide what it is about, and more of it than at the top.
 * @param {number} y @param {number} radius @param {number} sheet Its height. @param {number} area That of all it may lie on.
 */
function hidesAtFoot(y, radius, sheet, area) {
  const hidden = y + radius + UNDER - (area - sheet);
  return hidden > 0 && hidden > sheet - (y - radius);
}

/** @param {Selection} selection @param {Layout} layout @param {number} nowUs */
function anchor(selection, layout, nowUs) {
  const middle = layout.centre;
  if (selection.kind === "node") return layout.nodes.get(selection.id) ?? middle;
  if (selection.kind === "link") return between(layout.nodes.get(selection.a) ?? layout.clients.get(selection.a) ?? middle, layout.nodes.get(selection.b) ?? middle, 0.5);
  const { from, to, sentUs, dueUs } = selection.message;
  const a = layout.nodes.get(from) ?? layout.clients.get(from) ?? middle;
  const b = layout.nodes.get(to) ?? layout.clients.get(to) ?? middle;
  return between(a, b, Math.min(1, Math.max(0, (nowUs - sentUs) / Math.max(1, dueUs - sentUs))));
}

/** @param {Selection} selection @param {Context} context */
function titleOf(selection, { i18n }) {
  if (selection.kind === "node") return i18n.t("inspect-node", { name: selection.id });
  if (selection.kind === "link") return i18n.t("inspect-link", { a: selection.a, b: selection.b });
  const { kind, from, to } = selection.message;
  return i18n.t("inspect-message", { kind, from, to });
}

/** @param {Selection} selection @param {State} state @param {Context} context @returns {Fact[]} */
function factsOf(selection, state, { i18n }) {
  if (selection.kind === "node") {
    const node = state.view?.nodes.find((one) => one.name === selection.id);
    return node && state.view ? [...nodeFacts(node, i18n), ...moreFacts(node, state.view, i18n)] : [];
  }
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
  // As answers and scripts call it.
  rows.push(fact("message-name", `m${message.id}`));
  rows.push(fact("message-sent", i18n.clock(message.sentUs, 4)), fact("message-due", i18n.clock(message.dueUs, 4)));
  if (message.doomed) rows.push(fact("message-fate", i18n.t("message-doomed")));
  else if (isBarred(state, message.from, message.to)) rows.push(fact("message-fate", i18n.t("message-barred")));
  return rows;
}

/** @param {string} value @param {import("../types.js").I18n} i18n */
const valueWords = (value, i18n) => (value === "yes" ? i18n.t("message-yes") : value === "no" ? i18n.t("message-no") : value);

/** What is so of every node, in two columns. @param {NodeView} node @param {import("../types.js").I18n} i18n @returns {Fact[]} */
function nodeFacts(node, i18n) {
  const n = (/** @type {number} */ value) => i18n.number(value);
  return [
    { key: "role", name: i18n.t("fact-role"), value: i18n.t(`role-${shownRole(node)}`) },
    { key: "term", name: i18n.t("fact-term"), value: n(node.term) },
    { key: "voted-for", name: i18n.t("fact-voted-for"), value: node.votedFor ?? "–" },
    { key: "leader", name: i18n.t("fact-leader"), value: node.leader ?? "–" },
    { key: "last", name: i18n.t("fact-last"), value: i18n.t("fact-last-value", { index: n(node.lastIndex), term: n(node.lastTerm) }) },
    { key: "durable", name: i18n.t("fact-durable"), value: i18n.t("fact-durable-value", { index: n(node.disk.lastIndex), pending: node.disk.pendingEntries }) },
    { key: "commit", name: i18n.t("fact-commit"), value: n(node.commitIndex) },
    { key: "applied", name: i18n.t("fact-applied"), value: n(node.lastApplied) },
    { key: "members", name: i18n.t("fact-members"), value: bracesOf(node.membership) },
    // Its value is the choice that stands there.
    { key: "disk", name: i18n.t("fact-disk"), value: "" },
  ];
}

/** What is not so of every node. @param {NodeView} node @param {import("../types.js").ClusterView} view @param {import("../types.js").I18n} i18n @returns {Fact[]} */
function moreFacts(node, view, i18n) {
  const receiving = receivingsOf(view).get(node.name);
  /** @type {Fact[]} */
  const rows = [];
  const fact = (/** @type {string} */ id, /** @type {string} */ value) => { rows.push({ key: id.replace("fact-", ""), name: i18n.t(id), value }); };
  if (node.disk.pendingHardState) fact("fact-hard-state", i18n.t("fact-hard-state-pending"));
  if (node.inbox > 0) fact("fact-inbox", i18n.number(node.inbox));
  if (standingOf(node.name, membershipOf(view.membership)) === "outside") fact("fact-standing", i18n.t("standing", { standing: "outside" }));
  if (node.baseIndex > 0) fact("fact-snapshot", i18n.t("fact-snapshot-value", { index: node.baseIndex, bytes: node.disk.snapshotBytes }));
  if (receiving) fact("fact-receiving", i18n.t("fact-receiving-value", { bytes: receiving[0], all: receiving[1] }));
  if (node.transferTo) fact("fact-transfer", node.transferTo);
  if (node.leaseUs != null) fact("fact-lease", i18n.duration(node.leaseUs));
  if (node.clockPpm !== 0) fact("fact-clock", clockWords(node.clockPpm, i18n));
  return rows;
}

/** What stands beside the facts of a node. @param {string} id @param {Context} context */
function nodeControls(id, { actions }) {
  const why = (/** @type {string} */ about, /** @type {string} */ words) => el("button", { class: "quiet why", l10n: words, click: () => actions.why(`${about} ${id}`) },
    el("span", { l10n: "why-short" }));
  const disk = el("select", { l10n: "disk-state", change: () => actions.act(`disk ${id} ${disk.value}`, "stage") },
    ...["well", "full", "fails", "torn"].map((name) => el("option", { value: name, l10n: `disk-${name}` })));
  const controls = { role: why("role", "do-why-role"), term: why("term", "do-why-term"), leader: why("leader", "do-why-leader"), disk };
  /** @param {State} state */
  const write = ({ view }) => {
    const node = view?.nodes.find((one) => one.name === id);
    hide(controls.leader, node?.role === "leader");
    // Unless somebody is choosing.
    if (node && document.activeElement !== disk && disk.value !== node.disk.state) disk.value = node.disk.state;
  };
  return { controls, write };
}

/** What is done to the cluster by way of a node. @param {string} id @param {Context} context @returns {Deed[]} */
function memberDeeds(id, { actions }) {
  const of = (/** @type {State} */ state) => state.view?.nodes.find((node) => node.name === id);
  const standing = (/** @type {State} */ { view }) => (view ? standingOf(id, membershipOf(view.membership)) : "outside");
  const led = (/** @type {State} */ { view }) => view?.nodes.some((node) => node.status === "up" && node.role === "leader") ?? false;
  const act = (/** @type {string} */ statement) => () => { actions.act(statement, "stage"); };
  return [
    { id: "snapshot", run: act(`snapshot ${id}`), shown: (state) => { const node = of(state); return node?.status === "up" && node.baseIndex < node.lastApplied; } },
    { id: "transfer", run: act(`transfer ${id}`), shown: (state) => led(state) && of(state)?.role !== "leader" && ["voter", "both", "new"].includes(standing(state)) },
    { id: "remove", run: act(`remove ${id}`), shown: (state) => led(state) && !["outside", "old"].includes(standing(state)) },
    { id: "add", run: act(`add ${id}`), shown: (state) => led(state) && standing(state) === "outside" },
  ];
}

/** @param {string} id @param {Context} context @returns {Made} */
function nodeDeeds(id, context) {
  const { actions } = context;
  const status = (/** @type {State} */ state) => state.view?.nodes.find((node) => node.name === id)?.status;
  const role = (/** @type {State} */ state) => state.view?.nodes.find((node) => node.name === id)?.role;
  const cutOff = (/** @type {State} */ state) => {
    const nodes = (state.view?.nodes ?? []).map((node) => node.name);
    // A client may be cut from it as well, which isolates it from no node.
    const own = state.view?.cuts.filter(([from, to]) => (from === id && nodes.includes(to)) || (to === id && nodes.includes(from)));
    return nodes.length > 1 && own?.length === (nodes.length - 1) * 2;
  };
  const joins = (/** @type {State} */ state) => (state.view?.nodes ?? []).filter((node) => node.name !== id)
    .map((node) => `join ${id} - ${node.name}`).join("\n");
  /** @type {State | null} */
  let seen = null;
  const note = (/** @type {State} */ state) => { seen = state; return true; };
  const act = (/** @type {string} */ statement) => () => { actions.act(statement, "stage"); };
  const ask = el("input", { type: "text", class: "data", value: "set x 1", spellcheck: "false", autocomplete: "off", autocapitalize: "off", l10n: "ask-node", dir: "auto" });
  const form = el("form", { class: "ask", submit: (event) => {
    event.preventDefault();
    actions.act(`${ask.value.trim()} to ${id}`, "client");
  } }, ask, el("button", { type: "submit", l10n: "ask-node-send" }));
  const [snapshot, transfer, remove, add] = /** @type {[Deed, Deed, Deed, Deed]} */ (memberDeeds(id, context));
  // What is always there comes first in its row, so that nothing moves when the rest comes and goes.
  return {
    ...nodeControls(id, context),
    extra: [form],
    deeds: [[
      { id: "crash", run: act(`crash ${id}`), shown: (state) => note(state) && status(state) !== "down" },
      { id: "restart", run: act(`restart ${id}`), shown: (state) => status(state) === "down" },
      { id: "pause", run: act(`pause ${id}`), shown: (state) => status(state) === "up" },
      { id: "resume", run: act(`resume ${id}`), shown: (state) => status(state) === "paused" },
      { id: "timeout", run: act(`timeout ${id}`), shown: (state) => status(state) === "up" && role(state) !== "leader" },
    ], [
      { id: "isolate", run: act(`isolate ${id}`), shown: (state) => !cutOff(state) && (state.view?.nodes.length ?? 0) > 1 },
      { id: "rejoin", run: () => { if (seen) actions.act(joins(seen), "stage"); }, shown: (state) => Boolean(cutOff(state)) },
      { id: "wipe", run: act(`wipe ${id}`), shown: () => true },
      snapshot,
    ], [remove, add, transfer]],
  };
}

/** @param {string} a @param {string} b @param {Context} context @returns {Made} */
function linkDeeds(a, b, { i18n, actions }) {
  const cut = (/** @type {State} */ state, /** @type {string} */ p, /** @type {string} */ q) =>
    state.view?.cuts.some(([from, to]) => from === p && to === q) ?? false;
  const act = (/** @type {string} */ statement) => () => { actions.act(statement, "stage"); };
  // The words of the one-way deeds name the nodes, so they are written here and not by their ids alone.
  const oneWay = (/** @type {string} */ p, /** @type {string} */ q) =>
    el("button", { "data-l10n-id": "do-cut-way", "data-l10n-args": JSON.stringify({ a: p, b: q }), click: act(`cut ${p} -> ${q}`) }, i18n.t("do-cut-way", { a: p, b: q }));
  return {
    extra: [el("div", { class: "deeds" }, oneWay(a, b), oneWay(b, a))],
    deeds: [[
      { id: "cut", run: act(`cut ${a} - ${b}`), shown: (state) => !(cut(state, a, b) && cut(state, b, a)) },
      { id: "join", run: act(`join ${a} - ${b}`), shown: (state) => cut(state, a, b) || cut(state, b, a) },
    ]],
  };
}

/** @param {MessageView} message @param {Context} context @returns {Made} */
function messageDeeds(message, { i18n, actions }) {
  const m = `m${message.id}`;
  const act = (/** @type {string} */ statement) => () => { if (actions.act(statement, "stage")) actions.select(null); };
  const by = el("select", { l10n: "delay-by" }, ...[[10, "10ms"], [50, "50ms"], [200, "200ms"], [1000, "1s"]].map(([ms, value]) =>
    el("option", { value: String(value) }, i18n.duration(Number(ms) * 1_000))));
  by.value = "50ms";
  return {
    extra: [el("form", { class: "ask", submit: (event) => { event.preventDefault(); act(`delay ${m} ${by.value}`)(); } },
      by, el("button", { type: "submit", l10n: "do-delay" }))],
    deeds: [[
      // Where it would be lost, it is not offered.
      { id: "deliver", run: act(`deliver ${m}`), shown: (state) => !isBarred(state, message.from, message.to) },
      { id: "drop", run: act(`drop ${m}`), shown: () => true },
      { id: "duplicate", run: act(`duplicate ${m}`), shown: () => true },
      { id: "why-sent", run: () => actions.why(`message ${message.id}`), shown: () => true },
    ]],
  };
}
