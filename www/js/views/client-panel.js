// What a person asks the cluster through a client, and what came of it.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../dom.js";
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
const LANE_WIDTH = 600;
/** Text of so many letters fits its column. */
const FITS = 6;
/** What is neither is answered. */
const LANE_KINDS = ["answered", "pending", "refused", "unordered"];
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
    hide(value, op.value !== "set" && op.value !== "cas");
    hide(old, op.value !== "cas");
  }
  shape();

  /** @type {Map<string, HTMLElement>} */
  const heldRows = new Map();
  /** @type {Map<string, HTMLElement>} */
  const heldLanes = new Map();
  const changed = changes(), targets = changes(), erred = changes();

  /** @param {State} state */
  function writeTargets(state) {
    const names = state.view?.nodes.map((node) => node.name) ?? [];
    if (targets(names.join(), state.lang)) {
      target.replaceChildren(el("option", { value: "" }, i18n.t("client-any")), ...names.map((name) => el("option", { value: name }, `→ ${name}`)));
    }
    choose(target, names.includes(state.target) ? state.target : "");
    choose(who, state.client);
  }

  return {
    focus: () => line.focus(),
    /** @param {State} state */
    update(state) {
      const view = state.view;
      if (!view) return false;
      if (erred(state.error, state.lang)) {
        hide(error, state.error?.source !== "client");
        text(error, state.error?.source === "client" ? errorWords(state.error.error, i18n) : "");
      }
      if (!changed(view, state.lang, state.client, state.target)) return false;
      writeTargets(state);
      keyed(lanes, heldLanes, view.clients, (client) => client.name, makeLane,
        (lane, client) => writeLane(/** @type {Element} */ (lane.lastElementChild), client, view.nowUs));
      const rows = view.clients.flatMap((client) =>
        [...(client.outstanding ? [client.outstanding] : []), ...client.history].map((request) => ({ client, request })))
        .sort((a, b) => b.request.callUs - a.request.callUs);
      // What a person asked last stays on top: a load soon pushes it out of sight.
      const asked = rows.findIndex(({ request }) => !request.load);
      if (asked > 0) rows.unshift(...rows.splice(asked, 1));
      hide(empty, rows.length > 0);
      keyed(list, heldRows, rows.slice(0, MOST_ROWS).entries(), ([i]) => String(i), makeRequest,
        (row, [, { client, request }]) => writeRequest(row, client, request, context));
      return true;
    },
  };
}

/** Sets a choice, unless somebody is choosing. @param {HTMLSelectElement} list @param {string} value */
function choose(list, value) { if (list.value !== value && document.activeElement !== list) list.value = value; }

function makeRequest() {
  return el("li", {}, el("span", { class: "who" }), el("bdi", { class: "asked" }), el("bdi", { class: "outcome" }), el("span", { class: "detail" }), el("button", { class: "quiet why" }));
}

/** @param {HTMLElement} row @param {ClientView} client @param {RequestView} request @param {Context} context */
function writeRequest(row, client, request, { i18n }) {
  const [who, asked, outcome, detail, why] = /** @type {[Element, Element, Element, Element, Element]} */ ([...row.children]);
  text(who, client.name);
  const typed = typedText(request.command, i18n);
  text(asked, typed);
  attr(asked, "title", typed.length > FITS ? typed : null);
  const answer = outcomeText(request, i18n);
  text(outcome, answer);
  attr(outcome, "title", answer.length > FITS ? answer : null);
  attr(outcome, "class", `outcome ${request.outcome}`);
  toggle(row, "load", request.load);
  toggle(row, "unordered", request.unordered);
  text(why, i18n.t("why-short"));
  attr(why, "data-question", `request ${client.name} ${request.request}`);
  attr(why, "aria-label", i18n.t("why-of", { what: `${client.name}: ${typed}` }));
  const told = i18n.t("client-detail", {
    to: request.to, took: request.returnUs == null ? "" : i18n.duration(request.returnUs - request.callUs),
    tries: request.tries, redirects: request.redirects, state: request.returnUs == null ? "pending" : "done",
  });
  text(detail, request.unordered ? i18n.t("client-detail-unordered", { op: request.command.op, told }) : told);
}

/** @param {ClientView} client */
function makeLane(client) {
  return el("div", { class: "lane" }, el("span", {}, client.name),
    svg("svg", { class: "lane-track", viewBox: `0 0 ${LANE_WIDTH} 8`, preserveAspectRatio: "none" }, ...LANE_KINDS.map((kind) => svg("path", { class: kind }))));
}

/**
 * A client's requests over the last instants, each from its call to its answer: one path for all that look the same.
 * @param {Element} track @param {ClientView} client @param {number} nowUs
 */
function writeLane(track, client, nowUs) {
  const paths = LANE_KINDS.map(() => "");
  for (const request of [...(client.outstanding ? [client.outstanding] : []), ...client.history]) {
    const [a, b] = /** @type {[number, number]} */ ([request.callUs, request.returnUs ?? nowUs]
      .map((us) => Math.max(0, Math.round(LANE_WIDTH * (1 + (us - nowUs) / LANE_US)))));
    if (b > 0) {
      const kind = request.unordered ? "unordered" : request.outcome, wide = Math.max(4, b - a - 1);
      // An answer that no order explains is higher than others: colour alone would not tell.
      paths[Math.max(0, LANE_KINDS.indexOf(kind))] += request.unordered ? `M${a} 0h${wide}v8h${-wide}z` : `M${a} 1.5h${wide}v5h${-wide}z`;
    }
  }
  paths.forEach((d, i) => attr(/** @type {Element} */ (track.children[i]), "d", d));
}
