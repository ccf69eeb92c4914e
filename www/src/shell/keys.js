// The keyboard: every key of the table of commands, and those that choose a node. A key that a control needs is its own.

/** @typedef {import("../core/types.js").State} State */

/** Fields that take text, and so every letter. */
const FIELDS = "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=range], [type=radio])";

/** What pressing the space bar or Enter does something to. */
const PRESSED = "button, [role=button], [role=radio], a[href], summary, input[type=checkbox], input[type=radio]";

/** Whether a control needs a key that was pressed on it. @param {Element} target @param {string} key */
export function claims(target, key) {
  if (target.closest("dialog") || target.closest(FIELDS)) return true;
  if (target.closest("input[type=range], [role=slider]")) return /^(?:Arrow|Page|Home$|End$)/.test(key);
  // Enter does nothing to a choice among others.
  if (key === "Enter" && target.closest("input[type=radio]")) return false;
  if (key === " " || key === "Enter") return target.closest(PRESSED) !== null;
  return target.closest(":popover-open") !== null && key !== "?";
}

/** How a key is written in the table of commands. @param {KeyboardEvent} event */
export function keyOf({ key, shiftKey, ctrlKey, metaKey }) {
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) return `ctrl+${letter}`;
  return shiftKey && /^([a-z]|enter)$/.test(letter) ? `shift+${letter}` : letter;
}

/** Leaves a field for the page. @param {Element} target @returns {boolean} Whether it was one. */
function leaves(target) {
  const field = target.closest(FIELDS);
  if (!(field instanceof HTMLElement) || field.closest("dialog")) return false;
  field.blur();
  return true;
}

/**
 * @param {object} parts
 * @param {import("../core/registry.js").Registry} parts.registry
 * @param {() => State} parts.state
 * @param {() => void} parts.letGo Nothing is chosen any more.
 * @param {(name: string) => SVGElement | null} parts.nodeOf What stands for a node on the stage.
 */
export function listenToKeys({ registry, state, letGo, nodeOf }) {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.defaultPrevented || event.altKey) return;
    if (event.key === "Escape") {
      if (!leaves(target) && !target.closest("dialog, [popover]") && state().selection) letGo();
      return;
    }
    const isChord = event.ctrlKey || event.metaKey;
    // No field takes a key with Ctrl as text. An open dialog takes every key for itself.
    if (isChord ? target.closest("dialog") : claims(target, event.shiftKey && event.key === "Enter" ? "shift+enter" : event.key) || !state().letters) return;
    const command = registry.keyed(keyOf(event));
    const node = !isChord && /^[1-9]$/.test(event.key) ? nodeOf(`n${event.key}`) : null;
    if (node) node.focus();
    else if (command && (command.when?.(state()) ?? true)) command.run(state());
    else return;
    event.preventDefault();
  });
}
