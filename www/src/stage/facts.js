// The facts of a node, at the bottom of the side panel, until the user closes them.

import { attr, changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { createReturn } from "../core/focus.js";
import { bracesOf, membershipOf, standingOf } from "../core/membership.js";
import { clockWords, receivingsOf } from "./also.js";
import { shownRole } from "./nodes.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").NodeView} NodeView */
/** @typedef {{key: string, name: string, value: string}} Fact */

/** Glossary key of each fact. */
const TERMS = new Map(Object.entries({
  role: "node", term: "term", "voted-for": "vote", leader: "leader", last: "index", durable: "durable", commit: "commit-index", applied: "apply",
  members: "configuration", snapshot: "snapshot", transfer: "transfer", lease: "lease",
}));

/** A longer value has a row of its own in the two columns. A list of all nine nodes has 11 characters. */
const WIDE = 11;
/** Whether a value is wide, not counting Unicode isolates. @param {string} value */
const isWide = (value) => value.replace(/[\u2068\u2069]/g, "").length > WIDE;

/** @param {HTMLElement} root @param {Context} context */
export function createFacts(root, { i18n, actions }) {
  const title = el("h2", { tabindex: -1 }), list = el("dl", { class: "facts" });
  const close = el("button", { class: "quiet close", l10n: "inspector-close", click: () => actions.set({ facts: null }) });
  root.append(el("div", { class: "panel-head" }, title, close), list);
  root.addEventListener("keydown", ({ key }) => { if (key === "Escape") actions.set({ facts: null }); });
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const changed = changes(), opened = changes(), back = createReturn(() => null);

  return {
    /** @param {State} state */
    update({ view, facts, lang }) {
      if (!changed(view, facts, lang)) return;
      const node = view?.nodes.find(({ name }) => name === facts);
      if (!node) back.closes(root);
      hide(root, !node);
      if (!view || !node) { opened(null); return; }
      text(title, i18n.t("inspect-node", { name: node.name }));
      keyed(list, held, [...nodeFacts(node, i18n), ...moreFacts(node, view, i18n)], ({ key }) => key,
        ({ key }) => el("div", { class: `fact fact-${key}` }, el("dt", {}, named(key)), el("dd", {}, el("bdi"))), (row, { name, value }) => {
          text(/** @type {Element} */ (row.firstElementChild?.firstElementChild), name);
          const said = /** @type {Element} */ (row.lastElementChild?.firstElementChild);
          text(said, value);
          attr(said, "title", isWide(value) ? value : null);
          toggle(row, "wide", isWide(value));
        });
      if (!opened(facts)) return;
      if (!root.contains(document.activeElement)) back.opens();
      title.focus({ preventScroll: true });
    },
  };
}

/** The name of a fact, which the glossary explains if it is a term. @param {string} key */
function named(key) {
  const term = TERMS.get(key);
  return term === undefined ? el("span") : el("dfn", { class: "gloss", tabindex: 0, role: "button", "data-term": term, "aria-describedby": "term-tip" });
}

/** The facts that every node has.
 * @param {NodeView} node @param {import("../core/types.js").I18n} i18n @returns {Fact[]} */
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
    { key: "disk", name: i18n.t("fact-disk"), value: i18n.t(`disk-${node.disk.state}`) },
  ];
}

/** The facts that only some nodes have. @param {NodeView} node @param {import("../core/types.js").ClusterView} view
 * @param {import("../core/types.js").I18n} i18n @returns {Fact[]} */
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
