// The membership and the setup of the cluster. A statement changes the membership; the setup precedes the first step,
// so changing it restarts the script.

import { attr, changes, el, hide, keyed, text } from "../core/dom.js";
import { putUnlessHeld } from "../core/focus.js";
import { agreementOf, membershipOf, nextServer, standingOf } from "../core/membership.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */

const READS = ["read-index", "lease", "log", "local"];
const MEMBERSHIPS = ["joint", "single"];

/** @param {HTMLElement} root @param {Context} context */
export function createMembers(root, { i18n, actions }) {
  const now = el("p", { class: "about" });
  const boxes = el("div", { class: "members", role: "group", l10n: "members" });
  const make = el("button", { l10n: "members-set", disabled: true, click: () => { actions.act(`members ${chosen().join(" ")}`, "stage"); } });
  const add = el("button", { click: () => { const next = nextServer(nodes); if (next) actions.act(`add ${next}`, "stage"); } });
  root.append(el("h3", { l10n: "conditions-members" }), now, boxes, el("div", { class: "action-row" }, add, make));
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const changed = changes();
  /** @type {string[]} */
  let nodes = [];
  /** @type {string[]} */
  let voters = [];

  const inputs = () => [...boxes.querySelectorAll("input")];
  const chosen = () => inputs().filter((input) => input.checked).map((input) => input.value);
  /** Disables the button while the boxes match the voters. */
  const look = () => { const wanted = chosen(); make.disabled = wanted.length === 0 || wanted.join() === voters.join(); };
  boxes.addEventListener("change", look);

  return {
    /** @param {State} state */
    update({ view, lang }) {
      if (!view || !changed(view.membership, view.nodes.length, lang)) return;
      const membership = membershipOf(view.membership);
      nodes = view.nodes.map((node) => node.name);
      voters = membership.voters;
      keyed(boxes, held, nodes, (name) => name, (name) => el("label", { class: "check" }, el("input", { type: "checkbox", value: name }), el("span", {}, name)), (label, name) => {
        /** @type {HTMLInputElement} */ (label.firstElementChild).checked = voters.includes(name);
        attr(label, "title", i18n.t("standing", { standing: standingOf(name, membership) }));
      });
      text(now, i18n.t("agreement", agreementOf(membership)));
      const next = nextServer(nodes);
      hide(add, next === null);
      text(add, i18n.t("members-add", { name: next ?? "" }));
      look();
    },
  };
}

/** @param {HTMLElement} root @param {Context} context */
export function createSetup(root, { i18n, actions }) {
  /** The inputs show the state, not the choice, so a failed change is reverted.
   * @param {string} key @param {string} value @param {string} usual */
  const set = (key, value, usual) => { actions.setUp(key, value === usual ? null : value); };
  const row = (/** @type {string} */ key, /** @type {(Node | string)[]} */ ...inputs) =>
    el("div", { class: "condition" }, el("label", { for: `setup-${key}`, l10n: `setup-${key}` }), el("span", { class: "inputs" }, ...inputs));
  const toggleOf = (/** @type {string} */ key) =>
    el("input", { type: "checkbox", id: `setup-${key}`, change: ({ target }) => set(key, target.checked ? "on" : "off", "off") });
  const check = (/** @type {string} */ key, /** @type {HTMLElement} */ input) =>
    el("div", { class: "condition" }, el("label", { for: `setup-${key}`, class: "check" }, input, el("span", { l10n: `setup-${key}` })));
  const choiceOf = (/** @type {string} */ key, /** @type {string[]} */ values, /** @type {(value: string) => string} */ words) => {
    const select = el("select", { id: `setup-${key}`, change: () => set(key, select.value, values[0] ?? "") },
      ...values.map((value) => el("option", { value, l10n: words(value) })));
    return select;
  };
  const numberOf = (/** @type {string} */ key, /** @type {number} */ max, /** @type {string} */ step, /** @type {(value: string) => string} */ written, /** @type {string} */ usual) => {
    const input = el("input", { type: "number", class: "data", id: `setup-${key}`, min: 0, max, step, change: () => { if (input.reportValidity()) set(key, written(input.value), usual); } });
    return input;
  };
  const preVote = toggleOf("pre-vote"), checkQuorum = toggleOf("check-quorum");
  const reads = choiceOf("reads", READS, (value) => `setup-reads-${value}`);
  const membership = choiceOf("membership", MEMBERSHIPS, (value) => `setup-membership-${value}`);
  const every = numberOf("snapshot-every", 1_000_000, "1", (value) => (Number(value) > 0 ? value : "off"), "off");
  const drift = numberOf("drift", 100, "any", (value) => `${Number(value)}%`, "0%");
  const words = el("p", { class: "about" });
  root.append(
    el("h3", { l10n: "conditions-setup" }), el("p", { class: "about", l10n: "setup-about" }),
    check("pre-vote", preVote), check("check-quorum", checkQuorum),
    row("snapshot-every", every, el("span")), row("drift", drift, el("span", { l10n: "unit-percent" })),
    row("membership", membership), row("reads", reads), words);
  const changed = changes();

  return {
    /** @param {State} state */
    update({ view, lang }) {
      if (!view || !changed(JSON.stringify(view.config), lang)) return;
      const { config } = view;
      preVote.checked = config.preVote;
      checkQuorum.checked = config.checkQuorum;
      reads.value = config.reads;
      membership.value = config.membership;
      putUnlessHeld(every, String(config.snapshotEvery ?? 0));
      putUnlessHeld(drift, String(config.driftPpm / 10_000));
      text(words, i18n.t("condition-reads", { reads: config.reads }));
    },
  };
}
