// Keys in a menu: arrows move from item to item, Home and End to the first and the last, and letters to an item that
// starts with them.

/** Letters typed within this time of each other form one search word, ms. */
const TOGETHER_MS = 800;

/** The focusable items. @param {HTMLElement} root @returns {HTMLElement[]} */
function itemsOf(root) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("button:not([disabled]), select, input"))]
    .filter((item) => item.offsetParent !== null && item.tabIndex >= 0);
}

/** @param {HTMLElement} root */
export function menuKeys(root) {
  let typed = "", typedMs = -Infinity;
  // When the menu opens it takes the focus, so that its keys work.
  root.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open" && !root.contains(document.activeElement)) itemsOf(root)[0]?.focus({ preventScroll: true });
  });
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    // A menu that was just closed keeps the focus until the next frame.
    if (!root.matches(":popover-open") || event.ctrlKey || event.metaKey || event.altKey || target.closest("input[type=text], select, textarea")) return;
    const items = itemsOf(root), at = items.indexOf(target);
    const last = items.length - 1;
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at < 0 ? last : at - 1, ArrowLeft: at < 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next !== undefined) {
      typed = "";
      event.preventDefault();
      event.stopPropagation();
      items[(next + items.length) % items.length]?.focus();
      return;
    }
    if (event.key.length !== 1 || event.key === " ") return;
    typed = event.timeStamp - typedMs < TOGETHER_MS ? typed + event.key.toLowerCase() : event.key.toLowerCase();
    typedMs = event.timeStamp;
    // Pressing the same letter again moves to the next item that starts with it.
    const wanted = typed.replaceAll(typed.charAt(0), "") === "" ? typed.charAt(0) : typed, from = wanted.length === 1 ? at + 1 : Math.max(0, at);
    const found = [...items.slice(from), ...items.slice(0, from)].find((item) => (item.textContent ?? "").trim().toLowerCase().startsWith(wanted));
    event.preventDefault();
    event.stopPropagation();
    found?.focus();
  });
}
