// Keyboard shortcuts: the keys of the commands, and digits, which focus nodes. A control keeps the keys it needs.

/** @typedef {import("../core/types.js").State} State */

/** Fields that take every letter. */
const FIELDS = "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=range], [type=radio])";

/** Controls that Space or Enter activates. */
const PRESSED = "button, [role=button], [role=radio], a[href], summary, input[type=checkbox], input[type=radio]";

/** Whether the focused control needs a key. @param {Element} target @param {string} key */
export function claims(target, key) {
  if (target.closest("dialog") || target.closest(FIELDS)) return true;
  if (target.closest("input[type=range], [role=slider]")) return /^(?:Arrow|Page|Home$|End$)/.test(key);
  // Enter does nothing on a radio button.
  if (key === "Enter" && target.closest("input[type=radio]")) return false;
  if (key === " " || key === "Enter") return target.closest(PRESSED) !== null;
  return target.closest(":popover-open") !== null && key !== "?";
}

/** The name of a key, as commands have it. @param {KeyboardEvent} event */
export function keyOf({ key, shiftKey, ctrlKey, metaKey }) {
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) return `ctrl+${letter}`;
  return shiftKey && /^([a-z]|enter)$/.test(letter) ? `shift+${letter}` : letter;
}

/** Moves the focus out of a field. @param {Element} target @returns {boolean} Whether it was a field. */
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
 * @param {() => void} parts.letGo Clears the selection.
 * @param {(name: string) => SVGElement | null} parts.nodeOf The element of a node on the stage.
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
    // With Ctrl no field takes the key as text; an open dialog keeps every key.
    if (isChord ? target.closest("dialog") : claims(target, event.shiftKey && event.key === "Enter" ? "shift+enter" : event.key) || !state().letters) return;
    const command = registry.keyed(keyOf(event), state());
    const node = !isChord && /^[1-9]$/.test(event.key) ? nodeOf(`n${event.key}`) : null;
    if (node) node.focus();
    else if (command) command.run(state());
    else return;
    event.preventDefault();
  });
}
