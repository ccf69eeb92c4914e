// The client panel: sends the user's requests through a client, and lists the results.

import { changes, el, hide, text } from "../core/dom.js";
import { createCombobox } from "../core/combobox.js";
import { command } from "../core/statements.js";
import { putUnlessHeld } from "../core/focus.js";
import { errorWords } from "../core/errors.js";
import { createRequests } from "./requests.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

const OPERATIONS = ["set", "get", "delete", "cas"];

/** @param {HTMLElement} root @param {Context} context */
export function createClientPanel(root, context) {
  const { i18n, actions, language, registry } = context;
  registry.panel({ id: "client", needsRun: true, order: 30, parts: ["panel-client"], wide: "logs" });
  registry.command({ id: "line", needsRun: true, key: "/", run: ({ client }) => actions.speakAs(client) });
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
  const { list: following } = createCombobox(line, { id: "line-suggestions", i18n, ask: language.here, learn: language.learn });
  const lineForm = el("form", { class: "client-line", submit: (event) => {
    event.preventDefault();
    if (line.value.trim() !== "" && actions.act(line.value.trim(), "client")) line.value = "";
  } }, line, el("button", { type: "submit", l10n: "client-run" }), following);
  const error = el("p", { class: "error", role: "alert", hidden: true });

  const requests = createRequests(context);
  root.append(el("h2", { l10n: "client" }), form, lineForm, error, ...requests.parts);

  function shape() {
    hide(value, op.value !== "set" && op.value !== "cas");
    hide(old, op.value !== "cas");
  }
  shape();

  const changed = changes(), targets = changes(), erred = changes();

  /** @param {State} state */
  function writeTargets(state) {
    const names = state.view?.nodes.map((node) => node.name) ?? [];
    if (targets(names.join(), state.lang)) {
      target.replaceChildren(el("option", { value: "" }, i18n.t("client-any")), ...names.map((name) => el("option", { value: name }, `→ ${name}`)));
    }
    putUnlessHeld(target, names.includes(state.target) ? state.target : "");
    putUnlessHeld(who, state.client);
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
      requests.update(state);
      return true;
    },
  };
}
