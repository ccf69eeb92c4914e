// What is chosen, beside where it stands: its state, and what one can do to it.

import { attr, changes, el, hide, text } from "../dom.js";
import { between } from "../geometry.js";
import { bracesOf, membershipOf, standingOf } from "../membership.js";
import { cellText } from "./commands.js";
import { clockWords, receivingsOf } from "./stage-also.js";
import { shownRole } from "./stage-nodes.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").Selection} Selection */
/** @typedef {import("../types.js").NodeView} NodeView */
/** @typedef {import("../types.js").MessageView} MessageView */
/** @typedef {import("../geometry.js").Layout} Layout */
/** @typedef {{deeds: Deed[], extra: Node[], more?: Node[]}} Made What can be done, and forms before and after it. */
/** @typedef {{id: string, run: () => void, shown: (state: State) => boolean}} Deed */

const GAP = 10;
/** Height of the tools above the picture, as in the style sheet. */
const TOOLS = 34;

/** @param {HTMLElement} root @param {() => Layout | null} layoutOf @param {Context} context */
export function createInspector(root, layoutOf, context) {
  const { i18n, actions } = context;
  const title = el("h2", { tabindex: -1, id: "inspector-title" });
  const facts = el("dl", { class: "facts" });
  const deeds = el("div", { class: "deeds" }), more = el("div", { class: "more" });
  const extra = el("div", { class: "extra" });
  const close = el("button", { class: "quiet close", l10n: "inspector-close", click: () => shut() });
  const box = el("div", { class: "inspector", role: "dialog", "aria-labelledby": "inspector-title", hidden: true },
    el("div", { class: "inspector-head" }, title, close), facts, extra, deeds, more);
  root.append(box);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  });

  const changed = changes();
  /** @type {string} */
  let shownFor = "";
  /** @type {HTMLElement | SVGElement | null} */
  let opener = null;
  /** @type {Deed[]} */
  let held = [];

  const shut = () => actions.select(null);

  /** Whoever was in here goes back to what was chosen, or if that is gone, to the stage. */
  function giveBack() {
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    if (document.activeElement !== opener || opener === document.body) {
      root.querySelector(".picture")?.querySelector(/** @type {"g"} */ ('.layer-nodes > [tabindex="0"]'))?.focus({ preventScroll: true });
    }
  }

  /** Lays out what can be done; called once when something else is chosen. @param {Selection} selection */
  function open(selection) {
    /** @type {Made} */
    const made = selection.kind === "node" ? nodeDeeds(selection.id, context)
      : selection.kind === "link" ? linkDeeds(selection.a, selection.b, context)
        : messageDeeds(selection.message, context);
    held = made.deeds;
    deeds.replaceChildren(...held.map((deed) => el("button", { l10n: `do-${deed.id}`, "data-deed": deed.id, click: deed.run })));
    extra.replaceChildren(...made.extra);
    more.replaceChildren(...made.more ?? []);
    facts.replaceChildren();
    i18n.localize(box);
    box.classList.toggle("for-message", selection.kind === "message");
  }

  /** @param {[string, string][]} rows */
  function writeFacts(rows) {
    while (facts.childElementCount > rows.length * 2) facts.lastElementChild?.remove();
    rows.forEach(([name, value], i) => {
      if (!facts.children[i * 2]) facts.append(el("dt"), el("dd", { dir: "auto" }));
      text(/** @type {Element} */ (facts.children[i * 2]), name);
      const cell = /** @type {Element} */ (facts.children[i * 2 + 1]);
      text(cell, value);
      attr(cell, "title", value.length > 24 ? value : null);
    });
  }

  /** @param {State} state */
  function writeDeeds(state) {
    held.forEach((deed, i) => {
      const button = /** @type {HTMLElement} */ (deeds.children[i]);
      const hidden = !deed.shown(state);
      // What was just done may be gone, and whoever goes by keyboard with it.
      if (hidden && button === document.activeElement) title.focus({ preventScroll: true });
      hide(button, hidden);
    });
  }

  /** Beside what is chosen, inside the stage. @param {Selection} selection @param {State} state */
  function place(selection, state) {
    const layout = layoutOf();
    if (!layout || state.mode === "narrow" || state.asTable) { box.style.transform = ""; box.classList.add("docked"); return; }
    box.classList.remove("docked");
    const p = anchor(selection, layout, state.nowUs);
    const w = box.offsetWidth, h = box.offsetHeight;
    const reach = selection.kind === "node" ? layout.radius + GAP : GAP * 2;
    // Outwards, where it hides its own words only; inwards if there is no room.
    const right = p.x + reach, left = p.x - reach - w, most = layout.width - w - 4;
    const outward = p.x >= layout.centre.x ? (right <= most ? right : left) : left >= -GAP ? left : right;
    // A message is on its way somewhere: what is said of it stands on the other side.
    const aside = p.x >= layout.centre.x ? 4 : most;
    const x = selection.kind === "message" ? aside : Math.max(4, Math.min(outward, most));
    const y = Math.max(8, Math.min(p.y + TOOLS - h / 4, layout.height + TOOLS - h - 8));
    box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
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
      if (fresh || box.classList.contains("docked") !== (state.mode === "narrow")) place(selection, state);
      if (fresh) title.focus({ preventScroll: true });
    },
  };
}

/** @param {Selection} selection @param {Layout} layout @param {number} nowUs */
function anchor(selection, layout, nowUs) {
  const middle = layout.centre;
  if (selection.kind === "node") return layout.nodes.get(selection.id) ?? middle;
  if (selection.kind === "link") return between(layout.nodes.get(selection.a) ?? middle, layout.nodes.get(selection.b) ?? middle, 0.5);
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

/** @param {Selection} selection @param {State} state @param {Context} context @returns {[string, string][]} */
function factsOf(selection, state, { i18n }) {
  if (selection.kind === "node") {
    const node = state.view?.nodes.find((one) => one.name === selection.id);
    return node && state.view ? [...nodeFacts(node, i18n), ...moreFacts(node, state.view, i18n)] : [];
  }
  if (selection.kind === "link") {
    const cut = (/** @type {string} */ a, /** @type {string} */ b) => state.view?.cuts.some(([p, q]) => p === a && q === b);
    return [[selection.a, selection.b], [selection.b, selection.a]].map(([a = "", b = ""]) =>
      /** @type {[string, string]} */ ([i18n.t("link-way", { a, b }), i18n.t(cut(a, b) ? "link-cut" : "link-open")]));
  }
  const { message } = selection;
  /** @type {[string, string][]} */
  const rows = message.fields.map((field) => [
    i18n.has(`field-${field.name}`) ? i18n.t(`field-${field.name}`) : field.name,
    typeof field.value === "number" ? i18n.number(field.value) : valueWords(field.value, i18n),
  ]);
  if (message.entries.length > 0) {
    rows.push([i18n.t("message-entries"), message.entries.slice(0, 8).map((entry) => cellText(entry.command)).join("  ")]);
  }
  rows.push([i18n.t("message-sent"), i18n.clock(message.sentUs, 4)], [i18n.t("message-due"), i18n.clock(message.dueUs, 4)]);
  if (message.doomed) rows.push([i18n.t("message-fate"), i18n.t("message-doomed")]);
  return rows;
}

/** @param {string} value @param {import("../types.js").I18n} i18n */
const valueWords = (value, i18n) => (value === "yes" ? i18n.t("message-yes") : value === "no" ? i18n.t("message-no") : value);

/** @param {NodeView} node @param {import("../types.js").I18n} i18n @returns {[string, string][]} */
function nodeFacts(node, i18n) {
  const n = (/** @type {number} */ value) => i18n.number(value);
  /** @type {[string, string][]} */
  const rows = [
    [i18n.t("fact-role"), i18n.t(`role-${shownRole(node)}`)],
    [i18n.t("fact-term"), n(node.term)],
    [i18n.t("fact-voted-for"), node.votedFor ?? "–"],
    [i18n.t("fact-leader"), node.leader ?? "–"],
    [i18n.t("fact-last"), i18n.t("fact-last-value", { index: n(node.lastIndex), term: n(node.lastTerm) })],
    [i18n.t("fact-commit"), n(node.commitIndex)],
    [i18n.t("fact-applied"), n(node.lastApplied)],
    [i18n.t("fact-durable"), i18n.t("fact-durable-value", { index: n(node.disk.lastIndex), pending: node.disk.pendingEntries })],
  ];
  if (node.disk.pendingHardState) rows.push([i18n.t("fact-hard-state"), i18n.t("fact-hard-state-pending")]);
  if (node.inbox > 0) rows.push([i18n.t("fact-inbox"), n(node.inbox)]);
  return rows;
}

/** What is not so of every node. @param {NodeView} node @param {import("../types.js").ClusterView} view @param {import("../types.js").I18n} i18n @returns {[string, string][]} */
function moreFacts(node, view, i18n) {
  const receiving = receivingsOf(view).get(node.name);
  /** @type {[string, string][]} */
  const rows = [[i18n.t("fact-members"), bracesOf(node.membership)]];
  if (standingOf(node.name, membershipOf(view.membership)) === "outside") rows.push([i18n.t("fact-standing"), i18n.t("standing", { standing: "outside" })]);
  if (node.baseIndex > 0) rows.push([i18n.t("fact-snapshot"), i18n.t("fact-snapshot-value", { index: node.baseIndex, bytes: node.disk.snapshotBytes })]);
  if (receiving) rows.push([i18n.t("fact-receiving"), i18n.t("fact-receiving-value", { bytes: receiving[0], all: receiving[1] })]);
  if (node.disk.state !== "well") rows.push([i18n.t("fact-disk"), i18n.t(`disk-${node.disk.state}`)]);
  if (node.transferTo) rows.push([i18n.t("fact-transfer"), node.transferTo]);
  if (node.leaseUs != null) rows.push([i18n.t("fact-lease"), i18n.duration(node.leaseUs)]);
  if (node.clockPpm !== 0) rows.push([i18n.t("fact-clock"), clockWords(node.clockPpm, i18n)]);
  return rows;
}

/** @param {string} id @param {Context} context */
function diskForm(id, { actions }) {
  const state = el("select", { l10n: "disk-state" }, ...["full", "fails", "torn", "well"].map((name) => el("option", { value: name, l10n: `disk-${name}` })));
  return el("form", { class: "ask", submit: (event) => { event.preventDefault(); actions.act(`disk ${id} ${state.value}`, "stage"); } },
    state, el("button", { type: "submit", l10n: "disk-set" }));
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
    const others = (state.view?.nodes.length ?? 1) - 1;
    return others > 0 && state.view?.cuts.filter(([from, to]) => from === id || to === id).length === others * 2;
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
  return {
    extra: [form],
    more: [diskForm(id, context)],
    deeds: [
      { id: "crash", run: act(`crash ${id}`), shown: (state) => note(state) && status(state) !== "down" },
      { id: "restart", run: act(`restart ${id}`), shown: (state) => status(state) === "down" },
      { id: "pause", run: act(`pause ${id}`), shown: (state) => status(state) === "up" },
      { id: "resume", run: act(`resume ${id}`), shown: (state) => status(state) === "paused" },
      { id: "timeout", run: act(`timeout ${id}`), shown: (state) => status(state) === "up" && role(state) !== "leader" },
      { id: "isolate", run: act(`isolate ${id}`), shown: (state) => !cutOff(state) && (state.view?.nodes.length ?? 0) > 1 },
      { id: "rejoin", run: () => { if (seen) actions.act(joins(seen), "stage"); }, shown: (state) => Boolean(cutOff(state)) },
      { id: "wipe", run: act(`wipe ${id}`), shown: () => true },
      ...memberDeeds(id, context),
      { id: "why-role", run: () => actions.why(`role ${id}`), shown: () => true },
      { id: "why-term", run: () => actions.why(`term ${id}`), shown: () => true },
      { id: "why-leader", run: () => actions.why(`leader ${id}`), shown: (state) => role(state) !== "leader" },
    ],
  };
}

/** @param {string} a @param {string} b @param {Context} context @returns {{deeds: Deed[], extra: Node[]}} */
function linkDeeds(a, b, { i18n, actions }) {
  const cut = (/** @type {State} */ state, /** @type {string} */ p, /** @type {string} */ q) =>
    state.view?.cuts.some(([from, to]) => from === p && to === q) ?? false;
  const act = (/** @type {string} */ statement) => () => { actions.act(statement, "stage"); };
  // The words of the one-way deeds name the nodes, so they are written here and not by their ids alone.
  const oneWay = (/** @type {string} */ p, /** @type {string} */ q) =>
    el("button", { "data-l10n-id": "do-cut-way", "data-l10n-args": JSON.stringify({ a: p, b: q }), click: act(`cut ${p} -> ${q}`) }, i18n.t("do-cut-way", { a: p, b: q }));
  return {
    extra: [el("div", { class: "deeds" }, oneWay(a, b), oneWay(b, a))],
    deeds: [
      { id: "cut", run: act(`cut ${a} - ${b}`), shown: (state) => !(cut(state, a, b) && cut(state, b, a)) },
      { id: "join", run: act(`join ${a} - ${b}`), shown: (state) => cut(state, a, b) || cut(state, b, a) },
    ],
  };
}

/** @param {MessageView} message @param {Context} context @returns {{deeds: Deed[], extra: Node[]}} */
function messageDeeds(message, { i18n, actions }) {
  const m = `m${message.id}`;
  const act = (/** @type {string} */ statement) => () => { if (actions.act(statement, "stage")) actions.select(null); };
  const by = el("select", { l10n: "delay-by" }, ...[[10, "10ms"], [50, "50ms"], [200, "200ms"], [1000, "1s"]].map(([ms, value]) =>
    el("option", { value: String(value) }, i18n.duration(Number(ms) * 1_000))));
  by.value = "50ms";
  return {
    extra: [el("form", { class: "ask", submit: (event) => { event.preventDefault(); act(`delay ${m} ${by.value}`)(); } },
      by, el("button", { type: "submit", l10n: "do-delay" }))],
    deeds: [
      { id: "deliver", run: act(`deliver ${m}`), shown: () => true },
      { id: "drop", run: act(`drop ${m}`), shown: () => true },
      { id: "duplicate", run: act(`duplicate ${m}`), shown: () => true },
      { id: "why-sent", run: () => actions.why(`message ${message.id}`), shown: () => true },
    ],
  };
}
