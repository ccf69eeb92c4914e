// A text field with a list of completions. The list is in the top layer; the field keeps the focus.

import { attr, el } from "./dom.js";
import { suggestions } from "./suggestions.js";

/** @typedef {import("./types.js").I18n} I18n */
/** @typedef {import("./types.js").CompletionView} CompletionView */
/** @typedef {import("./suggestions.js").Suggestion} Suggestion */

/** Distance between the field and the list, px. */
const GAP = 4;
/** Maximum height of the list, as in the style sheet, px. */
const HEIGHT_MAX = 232;

/** Places the list below the field, or above it if there is more room.
 * @param {HTMLElement} line @param {HTMLElement} list */
function hang(line, list) {
  // On a magnified page, boxes are measured in window pixels, and styles are in the page's own.
  const zoom = line.currentCSSZoom ?? 1, box = line.getBoundingClientRect();
  const below = innerHeight - box.bottom, isAbove = below < HEIGHT_MAX * zoom && below < box.top;
  list.style.left = `${box.left / zoom}px`;
  list.style.minWidth = `${Math.min(box.width, 272 * zoom) / zoom}px`;
  list.style.maxWidth = `${(innerWidth - box.left - 8) / zoom}px`;
  list.style.top = isAbove ? "auto" : `${box.bottom / zoom + GAP}px`;
  list.style.bottom = isAbove ? `${(innerHeight - box.top) / zoom + GAP}px` : "auto";
}

/**
 * Makes a text field a combobox. Arrows select; Tab accepts the selected or else the first suggestion; Enter accepts a
 * selected suggestion and otherwise keeps its effect in the field; Escape closes the list.
 * @param {HTMLInputElement} input
 * @param {{id: string, i18n: I18n, ask: (text: string, at: number) => CompletionView | null, learn: () => Promise<void>}} parts
 *   `ask` returns the completions at an offset, and `learn` fetches their explanations.
 */
export function createCombobox(input, { id, i18n, ask, learn }) {
  const list = el("ul", { id, class: "suggestions", role: "listbox", popover: "manual", l10n: "suggestions" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) input.setAttribute(name, value);
  /** @type {Suggestion[]} */
  let shown = [];
  /** The range of text that a suggestion replaces. */
  let from = 0, to = 0;
  /** Index of the suggestion selected with the arrow keys; -1 if none. */
  let chosen = -1;

  function close() {
    shown = [];
    if (list.matches(":popover-open")) list.hidePopover();
    attr(input, "aria-expanded", "false");
    attr(input, "aria-activedescendant", null);
  }

  function suggest() {
    const at = input.selectionStart ?? input.value.length;
    const found = ask(input.value, at);
    shown = found ? suggestions(found.offers, input.value.slice(found.from, at), i18n) : [];
    if (!found || shown.length === 0 || document.activeElement !== input) { close(); return; }
    ({ from, to } = found);
    chosen = -1;
    list.replaceChildren(...shown.map(row));
    if (!list.matches(":popover-open")) list.showPopover();
    hang(input, list);
    list.scrollTop = 0;
    attr(input, "aria-expanded", "true");
    attr(input, "aria-activedescendant", null);
  }

  /** @param {Suggestion} suggestion @param {number} i */
  function row({ word, about, isExample }, i) {
    return el("li", { role: "option", id: `${id}-${i}`, "aria-selected": "false", class: isExample ? "example" : null, click: () => take(i) },
      el("span", { class: "suggestion-word" }, word), el("span", { class: "suggestion-about" }, about));
  }

  /** Suggests at once, and again when the explanations are loaded. */
  function begin() {
    suggest();
    if (shown.length > 0 && shown.every(({ about }) => about === "")) void learn().then(() => { if (shown.length > 0 && chosen < 0) suggest(); });
  }

  /** @param {number} i */
  function choose(i) {
    chosen = i;
    for (const [at, one] of [...list.children].entries()) attr(one, "aria-selected", String(at === i));
    attr(input, "aria-activedescendant", `${id}-${i}`);
    list.children[i]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} i */
  function take(i) {
    const suggestion = shown[i];
    if (!suggestion) return;
    const after = input.value.slice(to);
    input.setRangeText(after.startsWith(" ") ? suggestion.word : `${suggestion.word} `, from, to, "end");
    begin();
  }

  input.addEventListener("input", begin);
  input.addEventListener("blur", close);
  // A press on the list must not take the focus from the field.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  addEventListener("resize", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = shown.length > 0, { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (open) choose((chosen + (key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1) + shown.length) % shown.length);
      else begin();
    } else if (open && key === "Escape") close();
    else if (open && key === "Enter" && chosen >= 0) take(chosen);
    else if (open && key === "Tab" && !event.shiftKey) take(Math.max(0, chosen));
    else {
      if (key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
  return { list, close };
}
