// The forms of a running cluster: real requests to its nodes, an operator's orders, and the answers.

import { attr, changes, el, hide, keyed, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {{id: string, asked: string, answer: string, ok: boolean | null}} Asked */

/** Requests that are listed, at most. */
const LISTED_MAX = 12;
/** Longest answer that is shown, in characters. */
const ANSWER_CHARS_MAX = 200;
/** Most nodes of a cluster: `n1` to `n9`. */
const NODES_MAX = 9;
const METHODS = ["POST", "GET", "DELETE"];
/** The status of an order that is refused. */
const CONFLICT = 409;

/** The orders of an operator, and whether an order goes to the node that it is about; if not, it goes to the leader. */
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
  // A node that is added may be one that the cluster does not know.
  const address = el("input", { type: "text", class: "data", hidden: true, spellcheck: "false", autocomplete: "off", l10n: "live-address" });
  const token = el("input", { type: "password", class: "data", autocomplete: "off", l10n: "live-token" });
  const orders = el("form", { class: "live-form", submit: (event) => { event.preventDefault(); void give(); } }, order, about, address, token, el("button", { type: "submit", l10n: "live-give" }));
  const list = el("ul", { class: "live-asked" }), log = el("div", { role: "log", l10n: "live-log" }, list);
  const more = el("p", { class: "about", role: "status", hidden: true });
  root.append(more, el("h2", { l10n: "live-title" }), form, el("h2", { l10n: "live-orders" }), orders, log);
  method.addEventListener("change", () => { value.hidden = method.value !== "POST"; });
  order.addEventListener("change", () => { address.hidden = order.value !== "add"; offer(); });
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

  /** Returns the answer, if one came. @param {string} to The node that is asked. @param {string} path @param {RequestInit} request */
  async function send(to, path, request) {
    const address = nodes[to];
    if (address === undefined) return null;
    /** @type {Response | null} */
    let response = null;
    const one = { id: String(++last), asked: `${request.method} ${to}/${path}`, answer: i18n.t("live-waits"), ok: /** @type {boolean | null} */ (null) };
    asked = [one, ...asked].slice(0, LISTED_MAX);
    show();
    try {
      response = await fetch(new URL(path, `${address}/`), request);
      const said = await response.text();
      one.answer = `${response.status} ${said.length > ANSWER_CHARS_MAX ? `${said.slice(0, ANSWER_CHARS_MAX)}…` : said}`;
      one.ok = response.ok;
    } catch {
      one.answer = i18n.t("live-no-answer");
      one.ok = false;
    }
    show();
    actions.redraw();
    return response;
  }

  function request() {
    const body = JSON.stringify({ key: key.value, value: value.value });
    return method.value === "POST" ? send(node.value, "kv", { method: "POST", body, headers: { "Content-Type": "application/json" } })
      : send(node.value, `kv/${encodeURIComponent(key.value)}`, { method: method.value });
  }

  /** Gives an order. The page may show a leader of the past; that node names the leader. */
  async function give() {
    const name = /** @type {Order} */ (order.value), isOwn = ORDERS[name];
    const at = name === "add" && address.value !== "" ? `?address=${encodeURIComponent(address.value)}` : "";
    const path = `ctl/${name}${isOwn ? "" : `/${about.value}${at}`}`, first = isOwn ? about.value : leader ?? node.value;
    /** @type {Record<string, string>} */
    const headers = token.value === "" ? {} : { Authorization: `Bearer ${token.value}` };
    const answer = await send(first, path, { method: "POST", headers });
    const named = answer?.headers.get("X-Raft-Leader")?.replace(/^node/, "n") ?? first;
    if (answer?.status === CONFLICT && named !== first) await send(named, path, { method: "POST", headers });
  }

  /** Any node may be added; other orders are about those that there are. */
  function offer() {
    const names = order.value === "add" ? Array.from({ length: NODES_MAX }, (_, i) => `n${i + 1}`) : Object.keys(nodes).sort();
    about.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
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
    update({ live, view, lang }) {
      leader = view?.leader ?? null;
      if (!live || !changed(live, lang)) return;
      hide(more, live.more === undefined);
      text(more, i18n.t("live-more", { nodes: live.more ?? "" }));
      if (nodes === live.nodes) return;
      nodes = live.nodes;
      offer();
      node.replaceChildren(...Object.keys(nodes).sort().map((name) => el("option", { value: name }, name)));
      node.value = live.node;
    },
  };
}
