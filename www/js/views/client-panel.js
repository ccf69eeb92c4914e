// What a person asks the cluster through a client, and what came of it.

import { attr, changes, el, keyed, text, toggle } from "../dom.js";
import { command } from "../statements.js";
import { outcomeText, typedText } from "./commands.js";
import { errorWords } from "./script-panel.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").RequestView} RequestView */
/** @typedef {import("../types.js").ClientView} ClientView */

/** Requests that the list shows. */
const MOST_ROWS = 12;
/** What the lanes span, in virtual time. */
const LANE_US = 2_000_000;
const OPERATIONS = ["set", "get", "delete", "cas"];

/** @param {HTMLElement} root @param {Context} context */
export function createClientPanel(root, context) {
  const { i18n, actions } = context;
  const who = el("select", { l10n: "client-who", change: () => actions.set({ client: who.value }) });
  for (let i = 1; i <= 9; i++) who.append(el("option", { value: `c${i}` }, `c${i}`));
  const op = el("select", { l10n: "client-op", change: shape });
  for (const name of OPERATIONS) op.append(el("option", { value: name }, name));
  const field = (/** @type {string} */ id, /** @type {string} */ value) =>
    el("input", { type: "text", class: "data", l10n: id, value, size: 4, dir: "auto", spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  const key = field("client-key", "x"), old = field("client-old", ""), value = field("client-value", "1");
  const target = el("select", { l10n: "client-target", change: () => actions.set({ target: target.value }) });
  const send = el("button", { type: "submit", class: "primary", l10n: "client-send" });
  const form = el("form", { class: "client-form", submit: (event) => {
    event.preventDefault();
    actions.act(command({ op: op.value, key: key.value, old: old.value, value: value.value, client: who.value, to: target.value }), "client");
  } }, who, op, key, old, value, target, send);

  const line = el("input", { type: "text", class: "data", l10n: "client-line", dir: "auto", spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  const lineForm = el("form", { class: "client-line", submit: (event) => {
    event.preventDefault();
    if (line.value.trim() !== "" && actions.act(line.value.trim(), "client")) line.value = "";
  } }, line, el("button", { type: "submit", l10n: "client-run" }));
  const error = el("p", { class: "error", role: "alert", hidden: true });

  const lanes = el("div", { class: "lanes", "aria-hidden": "true" });
  const list = el("ol", { class: "requests data", click: (event) => {
    const question = /** @type {Element} */ (event.target).closest("button")?.getAttribute("data-question");
    if (question) actions.why(question);
  } });
  const empty = el("p", { class: "empty", l10n: "client-empty" });
  root.append(el("h2", { l10n: "client" }), form, lineForm, error, lanes, el("div", { class: "requests-scroller", tabindex: 0, role: "region", l10n: "client-history" }, list, empty));

  function shape() {
    value.hidden = op.value !== "set" && op.value !== "cas";
    old.hidden = op.value !== "cas";
  }
  shape();

  /** @type {Map<string, HTMLElement>} */
  const heldRows = new Map();
  /** @type {Map<string, HTMLElement>} */
  const heldLanes = new Map();
  /** @type {WeakMap<HTMLElement, Map<string, HTMLElement>>} */
  const heldBars = new WeakMap();
  const changed = changes(), targets = changes(), erred = changes();

  /** @param {State} state */
  function writeTargets(state) {
    const names = state.view?.nodes.map((node) => node.name) ?? [];
    if (targets(names.join(), state.lang)) {
      target.replaceChildren(el("option", { value: "" }, i18n.t("client-any")), ...names.map((name) => el("option", { value: name }, `→ ${name}`)));
    }
    if (document.activeElement !== target) target.value = names.includes(state.target) ? state.target : "";
    if (document.activeElement !== who) who.value = state.client;
  }

  return {
    focus: () => line.focus(),
    /** @param {State} state */
    update(state) {
      const view = state.view;
      if (!view) return;
      if (erred(state.error, state.lang)) {
        error.hidden = state.error?.source !== "client";
        text(error, state.error?.source === "client" ? errorWords(state.error.error, i18n) : "");
      }
      if (!changed(view, state.lang, state.client, state.target)) return;
      writeTargets(state);
      keyed(lanes, heldLanes, view.clients, (client) => client.name, (client) => el("div", { class: "lane" }, el("span", {}, client.name), el("div", { class: "lane-track" })),
        (lane, client) => writeLane(/** @type {HTMLElement} */ (lane.lastElementChild), client, view.nowUs, heldBars));
      const rows = view.clients.flatMap((client) =>
        [...(client.outstanding ? [client.outstanding] : []), ...client.history].map((request) => ({ client, request })))
        .sort((a, b) => b.request.callUs - a.request.callUs).slice(0, MOST_ROWS);
      empty.hidden = rows.length > 0;
      keyed(list, heldRows, rows, ({ client, request }) => `${client.name} ${request.request}`, makeRequest,
        (row, { client, request }) => writeRequest(row, client, request, context));
    },
  };
}

function makeRequest() {
  return el("li", {}, el("span", { class: "who" }), el("bdi", { class: "asked" }), el("bdi", { class: "outcome" }), el("span", { class: "detail" }), el("button", { class: "quiet why" }));
}

/** @param {HTMLElement} row @param {ClientView} client @param {RequestView} request @param {Context} context */
function writeRequest(row, client, request, { i18n }) {
  const [who, asked, outcome, detail, why] = /** @type {[Element, Element, Element, Element, Element]} */ ([...row.children]);
  text(who, client.name);
  const typed = typedText(request.command);
  text(asked, typed);
  attr(asked, "title", typed);
  const answer = outcomeText(request, i18n);
  text(outcome, answer);
  attr(outcome, "title", answer);
  attr(outcome, "class", `outcome ${request.outcome}`);
  toggle(row, "load", request.load);
  text(why, i18n.t("why-short"));
  attr(why, "data-question", `request ${client.name} ${request.request}`);
  attr(why, "aria-label", i18n.t("why-of", { what: `${client.name}: ${typed}` }));
  text(detail, i18n.t("client-detail", {
    to: request.to, took: request.returnUs == null ? "" : i18n.duration(request.returnUs - request.callUs),
    tries: request.tries, redirects: request.redirects, state: request.returnUs == null ? "pending" : "done",
  }));
}

/**
 * A client's requests over the last instants, each from its call to its answer.
 * @param {HTMLElement} track @param {ClientView} client @param {number} nowUs
 * @param {WeakMap<HTMLElement, Map<string, HTMLElement>>} bars
 */
function writeLane(track, client, nowUs, bars) {
  let held = bars.get(track);
  if (!held) { held = new Map(); bars.set(track, held); }
  const from = nowUs - LANE_US;
  const requests = [...(client.outstanding ? [client.outstanding] : []), ...client.history]
    .filter((request) => (request.returnUs ?? nowUs) > from);
  keyed(track, held, requests, (request) => String(request.request), () => el("i"), (bar, request) => {
    const a = Math.max(0, (request.callUs - from) / LANE_US), b = Math.min(1, ((request.returnUs ?? nowUs) - from) / LANE_US);
    bar.style.left = `${(a * 100).toFixed(2)}%`;
    bar.style.width = `${Math.max(0.6, (b - a) * 100).toFixed(2)}%`;
    attr(bar, "class", request.outcome);
  });
}
