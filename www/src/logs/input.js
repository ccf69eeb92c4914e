// Asking about a cell of the logs, by pointer and by keyboard.

/**
 * @param {HTMLElement} scroller @param {HTMLElement} rows @param {(cell: HTMLElement) => void} ask
 */
export function createLogInput(scroller, rows, ask) {
  rows.addEventListener("click", (event) => {
    const cell = cellAt(event);
    if (cell) ask(cell);
  });
  scroller.addEventListener("keydown", (event) => {
    const cell = cellAt(event);
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (event.key === "Enter") { if (cell) ask(cell); else enter(); }
    else if (cell && event.key === "Escape") scroller.focus();
    else if (cell && step) neighbour(cell, step[0] ?? 0, step[1] ?? 0)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @param {Event} event */
  function cellAt(event) { return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".log-cell")); }

  /** The cell of an index in a row. @param {number} row @param {number} index */
  function cellOf(row, index) {
    const found = rows.children[row]?.querySelector(`.log-cell[data-index="${index}"]:not([hidden])`);
    const block = rows.children[row]?.querySelector(".compacted");
    if (!found && block instanceof HTMLElement && index > 0 && index <= Number(block.dataset["index"])) return block;
    return found instanceof HTMLElement ? found : null;
  }

  /** @param {HTMLElement} cell @param {number} down @param {number} right */
  function neighbour(cell, down, right) {
    const row = [...rows.children].findIndex((one) => one.contains(cell));
    return cellOf(row + down, Number(cell.dataset["index"]) + right);
  }

  /** Moves the focus to the last entry that is shown. */
  function enter() {
    const shown = [...rows.querySelectorAll(".log-cell:not([hidden])")].filter((cell) => cell instanceof HTMLElement);
    const last = shown.reduce((best, cell) => (best && Number(best.dataset["index"]) >= Number(cell.dataset["index"]) ? best : cell), shown[0]);
    last?.focus();
  }
}
