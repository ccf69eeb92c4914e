// The list below the editor: all statements, settings and conditions, each with an explanation and an example.

import { attr, changes, el, hide, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").WordView} WordView */

/** @param {Context} context @param {(statement: string) => void} insert Writes an example into the script. */
export function createList({ i18n, language }, insert) {
  const body = el("div", { class: "script-list", id: "script-list", tabindex: 0, role: "region", "aria-labelledby": "script-list-toggle", hidden: true });
  const toggle = el("button", { class: "quiet", id: "script-list-toggle", l10n: "script-list", "aria-expanded": "false", "aria-controls": "script-list", click: turn });
  const written = changes();

  function turn() {
    hide(body, !body.hidden);
    attr(toggle, "aria-expanded", String(!body.hidden));
    void write();
  }

  /** @param {WordView} word */
  function row({ name, key, example }) {
    const about = i18n.has(key) ? i18n.t(key) : "";
    return el("li", {}, el("b", { class: "data" }, name), el("span", {}, about),
      el("button", { class: "quiet data", title: i18n.t("script-insert"), click: () => insert(example) }, example));
  }

  async function write() {
    if (body.hidden) return;
    await language.learn();
    const words = language.words();
    if (!words || !written(i18n.lang())) return;
    /** @type {[string, WordView[]][]} */
    const parts = [["script-statements", words.statements], ["script-settings", words.settings], ["script-conditions", words.conditions]];
    const about = el("p", { class: "about" });
    text(about, i18n.t("script-about"));
    body.replaceChildren(about, ...parts.flatMap(([title, rows]) => [el("h3", {}, i18n.t(title)), el("ul", {}, ...rows.map(row))]));
  }

  return { body, toggle, /** The language changed. */ localize: () => { void write(); } };
}
