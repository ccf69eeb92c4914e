// The help: the legend, whose markup is in index.html, the keys of the registered commands, and the glossary.

import { el, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").I18n} I18n */

/** Message ids of keys with localized names. @type {Record<string, string>} */
const NAMED = { " ": "kbd-space", home: "kbd-home", end: "kbd-end", enter: "kbd-enter", escape: "kbd-escape" };

/** The labels of a command's keys, as on a keyboard. @param {string} key @param {I18n} i18n @returns {string[]} */
function capsOf(key, i18n) {
  const [, modifier, rest = key] = /^(shift|ctrl)\+(.+)$/.exec(key) ?? [];
  const named = NAMED[rest], last = named === undefined ? rest.toUpperCase() : i18n.t(named);
  return modifier === undefined ? [last] : [i18n.t(modifier === "shift" ? "kbd-shift" : "kbd-ctrl"), last];
}

/** Writes the keys of a command. @param {Element} root @param {string | undefined} key @param {I18n} i18n */
export function writeKeys(root, key, i18n) {
  const caps = key === undefined ? [] : capsOf(key, i18n);
  root.replaceChildren(...caps.flatMap((cap, i) => (i === 0 ? [el("kbd", {}, cap)] : [" ", el("kbd", {}, cap)])));
}

/** @param {HTMLElement} root @param {Context} context */
export function createHelp(root, { i18n, actions, registry, glossary }) {
  const dialog = /** @type {HTMLDialogElement} */ (root);
  const letters = /** @type {HTMLInputElement} */ (dialog.querySelector("#letters"));
  const keys = /** @type {HTMLElement} */ (dialog.querySelector(".keys"));
  const fixed = [...keys.children];
  const terms = el("section", { class: "help-glossary" });
  dialog.append(terms);
  letters.addEventListener("change", () => actions.set({ letters: letters.checked }));
  dialog.querySelector(".close")?.addEventListener("click", () => dialog.close());

  /** Lists the keys of the commands, before the fixed keys of the markup. */
  function listKeys() {
    const rows = registry.commands().flatMap((command) => {
      if (command.key === undefined) return [];
      const keys = el("dt"), words = el("dd");
      writeKeys(keys, command.key, i18n);
      text(words, i18n.t(`command-${command.id}`));
      return [keys, words];
    });
    keys.replaceChildren(...rows, ...fixed);
  }

  return { open() { if (dialog.open) return; listKeys(); void glossary.list(terms); dialog.showModal(); } };
}
