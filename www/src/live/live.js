// The forms of a running cluster: real requests to its nodes, an operator's orders, and the answers.

import { attr, changes, el, keyed, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {{id: string, asked: string, answer: string, ok: boolean | null}} Asked */

/** Requests that are listed, at most. */
const LISTED_MAX = 12;
/** Longest answer that is shown, in characters. */
const ANSWER_CHARS_MAX = 200;
const METHODS = ["POST", "GET", "DELETE"];

/** What an operator may order, and whether the node that it is about is asked itself: otherwise the leader is. */
const ORDERS = /** @type {const} */ ({ transfer: false, snapshot: true, remove: false, add: false });

/** @typedef {keyof typeof ORDERS} Order */

/** @param {HTMLElement} root @param {Context} context */
export function createLive(root, { i18n, actions }) {
  const method = el("select", { l10n: "live-method" }, ...METHODS.map((name) => el("option", { value: name }, name)));
  const key = el("input", { type: "text", class: "data", value: "x", required: true, spellcheck: "false", autocomplete: "off", l10n: "live-key" });
  const value = el("input", { type: "text", class: "data", value: "1", spellcheck: "false", autocomplete: "off", l10n: "live-value" });
  const node = el("select", { l10n: "live-node" });
  const form = el("form", { class: "live-form", submit: (event) => { event.preventDefault(); void request(); } }, method, key, value, node, el("button", { type: "submit", l10n: "live-send" }));
  const order = el("select", { l10n: "live-order" }, ...Object.keys(ORDERS).map((name) => el("option", { value: name, l10n: `live-order-${name}` })));
  const about = el("select", { l10n: "live-about" });
  const token = el("input", { type: "password", class: "data", autocomplete: "off", l10n: "live-token" });
  const orders = el("form", { class: "live-form", submit: (event) => { event.preventDefault(); void give(); } }, order, about, token, el("button", { type: "submit", l10n: "live-give" }));
  const list = el("ul", { class: "live-asked", role: "log" });
  root.append(el("h2", { l10n: "live-title" }), form, el("h2", { l10n: "live-orders" }), orders, list);
  method.addEventListener("change", () => { value.hidden = method.value !== "POST"; });
  i18n.localize(root);

  /** Newest first. @type {Asked[]} */
  let asked = [];
  let last = 0;
  /** @type {Record<string, string>} */
  let nodes = {};
  /** @type {string | null} */
  let leader = null;
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const changed = changes();

  /** @param {string} to The node that is asked. @param {string} path @param {RequestInit} request */
  async function send(to, path, request) {
    const address = nodes[to];
    if (address === undefined) return;
    const one = { id: String(++last), asked: `${request.method} ${to}/${path}`, answer: i18n.t("live-waits"), ok: /** @type {boolean | null} */ (null) };
    asked = [one, ...asked].slice(0, LISTED_MAX);
    show();
    try {
      const response = await fetch(new URL(path, `${address}/`), request), said = await response.text();
      one.answer = `${response.status} ${said.length > ANSWER_CHARS_MAX ? `${said.slice(0, ANSWER_CHARS_MAX)}…` : said}`;
      one.ok = response.ok;
    } catch {
      one.answer = i18n.t("live-no-answer");
      one.ok = false;
    }
    show();
    actions.redraw();
  }

  function request() {
    const body = JSON.stringify({ key: key.value, value: value.value });
    return method.value === "POST" ? send(node.value, "kv", { method: "POST", body, headers: { "Content-Type": "application/json" } })
      : send(node.value, `kv/${encodeURIComponent(key.value)}`, { method: method.value });
  }

  /** Any node says which one leads, if the page has not seen it. */
  function give() {
    const isOwn = ORDERS[/** @type {Order} */ (order.value)];
    /** @type {Record<string, string>} */
    const headers = token.value === "" ? {} : { Authorization: `Bearer ${token.value}` };
    return send(isOwn ? about.value : leader ?? node.value, `ctl/${order.value}${isOwn ? "" : `/${about.value}`}`, { method: "POST", headers });
  }

  function show() {
    keyed(list, held, asked, ({ id }) => id, () => el("li", {}, el("span", { class: "data" }), el("span", { class: "data" })), (row, one) => {
      const [first, second] = row.children;
      text(/** @type {HTMLElement} */ (first), one.asked);
      text(/** @type {HTMLElement} */ (second), one.answer);
      attr(row, "class", one.ok === false ? "refused" : null);
    });
  }

  return {
    /** @param {State} state */
    update({ live, view }) {
      leader = view?.leader ?? null;
      if (!live || !changed(live)) return;
      nodes = live.nodes;
      for (const choice of [node, about]) choice.replaceChildren(...Object.keys(nodes).sort().map((name) => el("option", { value: name }, name)));
      node.value = live.node;
    },
  };
}
