// Requests and their results: each request of the user in a row until it is dismissed, and the load in one line that
// unfolds.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { outcomeText, requestsOf, typedText } from "../core/requests.js";
import { createMine } from "./mine.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */
/** @typedef {import("../core/types.js").RequestView} RequestView */
/** @typedef {import("./mine.js").Mine} Mine */

/** Most requests of the load listed when it is unfolded. */
const MOST_OF_LOAD = 12;
/** Virtual time that the lanes span. */
const LANE_US = 2_000_000;
const LANE_WIDTH = 600;
/** Longest text that fits its column. */
const FITS = 10;
/** Kinds of requests in the lanes; any other outcome counts as answered. */
const LANE_KINDS = ["answered", "pending", "refused", "unordered"];

/** @param {Context} context */
export function createRequests(context) {
  const { i18n, actions } = context;
  const mine = createMine();
  /** @type {State | null} */
  let seen = null;
  const own = makeLane("client-lane-own", "own"), load = makeLane("client-lane-load", "load");
  const lanes = el("div", { class: "lanes", "aria-hidden": "true" }, own.root, load.root);
  const list = el("ol", { class: "requests data", click: press }), loadList = el("ol", { class: "requests data", click: press, hidden: true });
  const empty = el("p", { class: "empty", l10n: "client-empty" });
  const clear = el("button", { class: "quiet", l10n: "client-dismiss-answered", click: () => { mine.dismissAnswered(); again(); } });
  const summary = el("span"), unfold = el("button", { class: "quiet load-line", "aria-expanded": "false", click: () => fold(isFolded()) }, el("b", { l10n: "client-load-name" }), summary);
  const scroller = el("div", { class: "requests-scroller", tabindex: 0, role: "region", l10n: "client-history" }, list, empty, el("div", { class: "requests-foot" }, unfold, clear), loadList);
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** @type {Map<string, HTMLElement>} */
  const heldLoad = new Map();
  const laned = changes();

  const isFolded = () => loadList.hasAttribute("hidden");

  /** @param {boolean} open */
  function fold(open) {
    hide(loadList, !open);
    attr(unfold, "aria-expanded", String(open));
    again();
  }

  function again() { if (seen) update(seen); }

  /** @param {MouseEvent} event */
  function press(event) {
    const button = /** @type {Element} */ (event.target).closest("button"), row = button?.closest("li");
    if (!button || !row) return;
    if (button.classList.contains("dismiss")) {
      // The focus moves to the next row.
      const next = /** @type {HTMLElement | null} */ ((row.nextElementSibling ?? row.previousElementSibling)?.querySelector(".dismiss:not([hidden])") ?? scroller);
      mine.dismiss(row.dataset["key"] ?? "");
      again();
      next?.focus({ preventScroll: true });
    } else actions.why(button.dataset["question"] ?? "leader");
  }

  /** @param {State} state */
  function update(state) {
    const { view } = state;
    seen = state;
    if (!view) return;
    const rows = mine.update(view, state.universe);
    hide(empty, rows.length > 0);
    hide(clear, !rows.some(({ request }) => request?.returnUs != null));
    keyed(list, held, rows, ({ key }) => key, makeRow, (row, one) => writeRow(row, one, context));
    const loaded = view.clients.filter((client) => client.load), asked = loaded.flatMap(requestsOf).filter((request) => request.load);
    hide(unfold, loaded.length === 0 && asked.length === 0);
    if (!unfold.hasAttribute("hidden")) text(summary, loadWords(loaded.map(({ name }) => name), asked, context));
    toggle(unfold, "unordered", asked.some(({ unordered }) => unordered));
    const listed = isFolded() ? [] : view.clients.flatMap((client) => requestsOf(client).filter((request) => request.load).map((request) => (
      { key: `${client.name} ${request.request}`, client: client.name, request, command: request.command, after: null })))
      .sort((a, b) => b.request.callUs - a.request.callUs).slice(0, MOST_OF_LOAD);
    keyed(loadList, heldLoad, listed.entries(), ([i]) => String(i), makeRow, (row, [, one]) => writeRow(row, one, context));
    if (!laned(view)) return;
    writeLane(own, rows.flatMap(({ request }) => (request ? [request] : [])), view.nowUs);
    writeLane(load, asked, view.nowUs);
    hide(load.root, unfold.hasAttribute("hidden"));
  }

  return { parts: [lanes, scroller], update };
}

/** The results of the load, in one line.
 * @param {string[]} names @param {RequestView[]} asked @param {Context} context */
function loadWords(names, asked, { i18n }) {
  const took = asked.flatMap(({ callUs, returnUs }) => (returnUs == null ? [] : [returnUs - callUs])).sort((a, b) => a - b);
  const stale = asked.filter(({ unordered }) => unordered).length;
  const words = i18n.t("client-load-words", {
    clients: names.join(" "), answered: took.length, median: i18n.duration(took[Math.floor(took.length / 2)] ?? 0), waits: asked.length - took.length,
  });
  return stale > 0 ? i18n.t("client-load-stale", { words, stale }) : words;
}

function makeRow() {
  return el("li", {}, el("span", { class: "who" }), el("bdi", { class: "asked" }),
    el("span", { class: "came" }, el("bdi", { class: "outcome" }), el("span", { class: "detail" })),
    el("button", { class: "quiet why" }), el("button", { class: "quiet dismiss" }, "✕"));
}

/** @param {HTMLElement} row @param {Mine} one @param {Context} context */
function writeRow(row, { key, client, request, command, after, http }, { i18n }) {
  const [who, asked, came, why, dismiss] = /** @type {[Element, Element, Element, HTMLElement, HTMLElement]} */ ([...row.children]);
  const [outcome, detail] = /** @type {[Element, Element]} */ ([...came.children]);
  attr(row, "data-key", key);
  text(who, client);
  const typed = http ? `${http.method} ${http.path}` : typedText(command, i18n);
  text(asked, typed);
  attr(asked, "title", typed.length > FITS ? typed : null);
  const answer = http ? httpText(http, i18n) : request ? outcomeText(request, i18n) : i18n.t("outcome-queued");
  text(outcome, answer);
  attr(outcome, "class", `outcome ${request?.outcome ?? "queued"}`);
  attr(outcome, "title", answer.length > FITS ? answer : null);
  toggle(row, "unordered", request?.unordered ?? false);
  text(detail, request ? detailOf(request, i18n) : after ? i18n.t("client-detail-queued", { command: typedText(after, i18n) }) : "");
  hide(why, !request);
  text(why, i18n.t("why-short"));
  attr(why, "data-question", request ? `request ${client} ${request.request}` : null);
  attr(why, "aria-label", i18n.t("why-of", { what: `${client}: ${typed}` }));
  hide(dismiss, request?.returnUs == null || request.load);
  attr(dismiss, "aria-label", i18n.t("client-dismiss", { what: `${client}: ${typed}` }));
}

/** Status and body of an answer by HTTP, or why there is none.
 * @param {import("../core/types.js").HttpView} http @param {import("../core/types.js").I18n} i18n */
function httpText({ status, answer, failed }, i18n) {
  if (failed !== null) return i18n.t("client-http-failed", { why: failed });
  return status === null ? i18n.t("outcome-pending") : `${status} ${answer ?? ""}`;
}

/** @param {RequestView} request @param {import("../core/types.js").I18n} i18n */
function detailOf(request, i18n) {
  const told = i18n.t("client-detail", {
    to: request.to, took: request.returnUs == null ? "" : i18n.duration(request.returnUs - request.callUs),
    tries: request.tries, redirects: request.redirects, state: request.returnUs == null ? "pending" : "done",
  });
  return request.unordered ? i18n.t("client-detail-unordered", { op: request.command.op, told }) : told;
}

/** @typedef {{root: HTMLElement, paths: SVGPathElement[]}} Lane */

/** @param {string} name @param {string} kind @returns {Lane} */
function makeLane(name, kind) {
  const paths = LANE_KINDS.map((each) => svg("path", { class: each }));
  return {
    paths, root: el("div", { class: `lane ${kind}` }, el("span", { l10n: name }),
      svg("svg", { class: "lane-track", viewBox: `0 0 ${LANE_WIDTH} 8`, preserveAspectRatio: "none" }, ...paths)),
  };
}

/**
 * Draws the recent requests, each from its call to its answer: one path per kind.
 * @param {Lane} lane @param {RequestView[]} requests @param {number} nowUs
 */
function writeLane({ paths }, requests, nowUs) {
  const drawn = LANE_KINDS.map(() => "");
  for (const request of requests) {
    const [a, b] = /** @type {[number, number]} */ ([request.callUs, request.returnUs ?? nowUs]
      .map((us) => Math.max(0, Math.round(LANE_WIDTH * (1 + (us - nowUs) / LANE_US)))));
    if (b <= 0) continue;
    const kind = request.unordered ? "unordered" : request.outcome === "error" ? "refused" : request.outcome, wide = Math.max(4, b - a - 1);
    // Answers that are not linearizable are higher, so that not only colour tells them apart.
    drawn[Math.max(0, LANE_KINDS.indexOf(kind))] += request.unordered ? `M${a} 0h${wide}v8h${-wide}z` : `M${a} 1.5h${wide}v5h${-wide}z`;
  }
  drawn.forEach((d, i) => attr(/** @type {Element} */ (paths[i]), "d", d));
}
