// The palette: all commands, found by parts of their names.

import { attr, el, keyed, text } from "../core/dom.js";
import { writeKeys } from "./help.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/registry.js").Command} Command */

/** Lower case without accents, which users leave out when typing fast. @param {string} words */
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {HTMLElement} page @param {() => State} state @param {Context} context */
export function createPalette(page, state, { i18n, registry }) {
  const list = el("ul", { id: "palette-list", class: "palette-list", role: "listbox", l10n: "palette-list" });
  const input = el("input", {
    type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    l10n: "palette-input", autocomplete: "off", spellcheck: "false", input: () => write(0),
  });
  const nothing = el("p", { class: "empty", l10n: "palette-nothing", hidden: true });
  const dialog = el("dialog", { class: "palette", l10n: "palette" }, input, list, nothing);
  page.append(dialog);
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  /** @type {Command[]} */
  let shown = [];
  let at = 0;

  /** @param {Command} command */
  const wordsOf = (command) => i18n.t(`command-${command.id}`);

  /** @param {number} chosen */
  function write(chosen) {
    const wanted = plain(input.value.trim()).split(/\s+/);
    shown = registry.commands().filter((command) => registry.isThere(command, state()) && wanted.every((part) => plain(wordsOf(command)).includes(part)));
    at = Math.max(0, Math.min(shown.length - 1, chosen));
    keyed(list, held, shown, ({ id }) => id, make, (row, command) => {
      text(/** @type {Element} */ (row.firstElementChild), wordsOf(command));
      writeKeys(/** @type {Element} */ (row.lastElementChild), command.key, i18n);
      attr(row, "aria-selected", String(shown[at] === command));
    });
    nothing.hidden = shown.length > 0;
    const row = held.get(shown[at]?.id ?? "");
    attr(input, "aria-activedescendant", row?.id ?? null);
    row?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Command} command */
  function make({ id }) {
    return el("li", { role: "option", id: `palette-${id}`, click: () => carryOut(registry.commands().find((command) => command.id === id)) }, el("span"), el("span", { class: "keys-of" }));
  }

  /** @param {Command | undefined} command */
  function carryOut(command) {
    dialog.close();
    command?.run(state());
  }

  dialog.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move) write((at + move + shown.length) % Math.max(1, shown.length));
    else if (event.key === "Enter") carryOut(shown[at]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  i18n.localizeOne(dialog);
  i18n.localize(dialog);

  return {
    open() {
      if (dialog.open) return;
      input.value = "";
      dialog.showModal();
      write(0);
      input.focus();
    },
  };
}
