// The form of a running cluster: real requests to its nodes, and their answers.

import { attr, changes, el, keyed, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {{id: string, asked: string, answer: string, ok: boolean | null}} Asked */

/** Requests that are listed, at most. */
const LISTED_MAX = 12;
/** Longest answer that is shown, in characters. */
const ANSWER_CHARS_MAX = 200;
const METHODS = ["POST", "GET", "DELETE"];

/** @param {HTMLElement} root @param {Context} context */
export function createLive(root, { i18n, actions }) {
  const method = el("select", { l10n: "live-method" }, ...METHODS.map((name) => el("option", { value: name }, name)));
  const key = el("input", { type: "text", class: "data", value: "x", required: true, spellcheck: "false", autocomplete: "off", l10n: "live-key" });
  const value = el("input", { type: "text", class: "data", value: "1", spellcheck: "false", autocomplete: "off", l10n: "live-value" });
  const node = el("select", { l10n: "live-node" });
  const form = el("form", { class: "live-form", submit: (event) => { event.preventDefault(); void send(); } }, method, key, value, node, el("button", { type: "submit", l10n: "live-send" }));
  const list = el("ul", { class: "live-asked", role: "log" });
  root.append(el("h2", { l10n: "live-title" }), form, list);
  method.addEventListener("change", () => { value.hidden = method.value !== "POST"; });
  i18n.localize(root);

  /** Newest first. @type {Asked[]} */
  let asked = [];
  let last = 0;
  /** @type {Record<string, string>} */
  let nodes = {};
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const changed = changes();

  async function send() {
    const address = nodes[node.value];
    if (address === undefined) return;
    const path = method.value === "POST" ? "kv" : `kv/${encodeURIComponent(key.value)}`;
    const one = { id: String(++last), asked: `${method.value} ${node.value}/${path}`, answer: i18n.t("live-waits"), ok: /** @type {boolean | null} */ (null) };
    asked = [one, ...asked].slice(0, LISTED_MAX);
    show();
    try {
      const body = method.value === "POST" ? { body: JSON.stringify({ key: key.value, value: value.value }), headers: { "Content-Type": "application/json" } } : {};
      const response = await fetch(new URL(path, `${address}/`), { method: method.value, ...body });
      const said = await response.text();
      one.answer = `${response.status} ${said.length > ANSWER_CHARS_MAX ? `${said.slice(0, ANSWER_CHARS_MAX)}…` : said}`;
      one.ok = response.ok;
    } catch {
      one.answer = i18n.t("live-no-answer");
      one.ok = false;
    }
    show();
    actions.redraw();
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
    update({ live }) {
      if (!live || !changed(live)) return;
      nodes = live.nodes;
      node.replaceChildren(...Object.keys(nodes).sort().map((name) => el("option", { value: name }, name)));
      node.value = live.node;
    },
  };
}
