// The logs: a row a node, a column an index, and only the columns that are in sight.

import { attr, changes, el, hide, keyed, text, toggle } from "../dom.js";
import { cellText, typedText } from "./commands.js";
import { createLogScroll } from "./logs-scroll.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").EntryView} EntryView */
/** @typedef {import("../types.js").NodeView} NodeView */

/** Width of a column, as in the style sheet. */
const COLUMN = 50;
/** Columns held ready at either side of what is in sight. */
const SPARE = 3;
const TERM_COLOURS = 6;
/** Text that surely fits a cell. All other is clipped, which costs whenever anything on the page is painted. */
const FITS = /^[ -~·−]{0,6}$/;

/** @param {HTMLElement} root @param {Context} context */
export function createLogs(root, { i18n, actions }) {
  const names = el("div", { class: "log-names", "aria-hidden": "true" });
  const head = el("div", { class: "log-head", role: "row" });
  const rows = el("div", { class: "log-rows", role: "presentation" });
  const sheet = el("div", { class: "log-sheet", role: "table", l10n: "logs-table" }, head, rows);
  const scroller = el("div", { class: "log-scroller", tabindex: 0, role: "region", l10n: "logs-scroller" }, sheet);
  const follow = el("button", { class: "quiet follow", l10n: "logs-follow", click: () => actions.set({ followLog: true }) });
  const empty = el("p", { class: "empty", l10n: "logs-empty" });
  root.append(el("div", { class: "panel-head" }, el("h2", { l10n: "logs" }), follow), el("div", { class: "logs" }, names, scroller), empty);

  rows.addEventListener("click", (event) => ask(cellAt(event)));
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
  const cellAt = (event) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".log-cell"));

  /** @param {HTMLElement | null} cell */
  function ask(cell) {
    if (cell) actions.why(`entry ${cell.dataset["node"]} ${cell.dataset["index"]}`);
  }

  /** The cell of an index in a row. @param {number} row @param {number} index */
  function cellOf(row, index) {
    const found = rows.children[row]?.querySelector(`.log-cell[data-index="${index}"]:not([hidden])`);
    return found instanceof HTMLElement ? found : null;
  }

  /** @param {HTMLElement} cell @param {number} down @param {number} right */
  function neighbour(cell, down, right) {
    const row = [...rows.children].findIndex((one) => one.contains(cell));
    return cellOf(row + down, Number(cell.dataset["index"]) + right);
  }

  /** Into the logs, at the last entry that is shown. */
  function enter() {
    const shown = [...rows.querySelectorAll(".log-cell:not([hidden])")].filter((cell) => cell instanceof HTMLElement);
    const last = shown.reduce((best, cell) => (best && Number(best.dataset["index"]) >= Number(cell.dataset["index"]) ? best : cell), shown[0]);
    last?.focus();
  }

  /** @type {Map<string, HTMLElement>} */
  const heldHead = new Map();
  /** @type {Map<string, HTMLElement>} */
  const heldNames = new Map();
  /** @type {Map<string, HTMLElement>} */
  const heldRows = new Map();
  /** A ring of cells a row: a cell is written again when its column has left the window. @type {Map<string, HTMLElement[]>} */
  const heldCells = new Map();
  /** What stands in a cell. @type {WeakMap<Element, EntryView>} */
  const told = new WeakMap();
  const changed = changes();
  let columns = 8;
  const scroll = createLogScroll(scroller, sheet, COLUMN, (patch) => {
    if (patch.width !== undefined) columns = Math.ceil(patch.width / COLUMN) + 2 * SPARE + 1;
    actions.set({
      logColumns: columns, logFrom: Math.max(1, Math.floor(patch.left / COLUMN) + 1 - SPARE),
      ...(patch.followLog === undefined ? {} : { followLog: patch.followLog }),
    });
  }, actions.redraw);

  // While time plays a cell is explained only where somebody points.
  rows.addEventListener("pointerover", ({ target }) => {
    const cell = /** @type {Element} */ (target).closest(".log-cell");
    if (cell) explain(cell);
  });

  return {
    settle: scroll.settle,

    /** @param {State} state */
    update(state) {
      const view = state.logs;
      if (!view || !changed(view, state.playing, state.lang, state.followLog, state.selection, state.tab, state.mode, columns, scroll.state())) return;
      const end = Math.max(view.logEnd, 1);
      hide(empty, view.logEnd > 0);
      hide(follow, state.followLog);
      const from = view.logFrom, until = Math.min(end, from + columns - 1);
      const indices = Array.from({ length: Math.max(0, until - from + 1) }, (_, i) => from + i);
      keyed(head, heldHead, indices.entries(), ([i]) => String(i), () => el("div", { class: "log-index", role: "columnheader" }), (cell, [, index]) => {
        cell.style.left = `${(index - 1) * COLUMN}px`;
        text(cell, String(index));
      });
      const chosen = state.selection?.kind === "node" ? state.selection.id : null;
      const leader = view.nodes.find((node) => node.name === chosen && node.peers.length > 0);
      keyed(names, heldNames, view.nodes, (node) => node.name, (node) => el("div", { class: "log-name" }, node.name), (cell, node) => {
        toggle(cell, "leader", node.status === "up" && node.role === "leader");
        toggle(cell, "down", node.status !== "up");
      });
      keyed(rows, heldRows, view.nodes, (node) => node.name, makeRow, (row, node) => {
        toggle(row, "down", node.status === "down");
        writeRow(row, node, from);
        writeMarks(row, node, leader);
      });
      scroll.update(view.logEnd, state.followLog);
      if (!state.playing) for (const cells of heldCells.values()) cells.forEach(explain);
    },
  };

  /** @param {NodeView} node */
  function makeRow(node) {
    heldCells.set(node.name, []);
    return el("div", { class: "log-row", role: "row" },
      el("span", { class: "sr", role: "rowheader" }, node.name),
      el("div", { class: "log-cells", role: "presentation" }),
      el("i", { class: "log-commit", "aria-hidden": "true" }),
      el("i", { class: "log-match", "aria-hidden": "true" }),
      el("i", { class: "log-next", "aria-hidden": "true" }));
  }

  /** @param {HTMLElement} row @param {NodeView} node @param {number} from */
  function writeRow(row, node, from) {
    const cells = /** @type {HTMLElement} */ (row.children[1]);
    const ring = /** @type {HTMLElement[]} */ (heldCells.get(node.name));
    while (ring.length > columns) ring.pop()?.remove();
    while (ring.length < columns) {
      const cell = el("div", { class: "log-cell", role: "cell", hidden: true, tabindex: -1, "data-node": node.name }, el("bdi"), el("small"));
      ring.push(cell);
      cells.append(cell);
    }
    for (const entry of node.entries.slice(0, columns)) writeCell(/** @type {HTMLElement} */ (ring[entry.index % columns]), entry);
    for (let i = node.entries.length; i < columns; i++) {
      const cell = /** @type {HTMLElement} */ (ring[(from + i) % columns]);
      if (!cell.hidden) { hide(cell, true); cell.removeAttribute("data-key"); cell.style.left = ""; }
    }
  }

  /** Says in full what stands in a cell. @param {Element} cell */
  function explain(cell) {
    const entry = told.get(cell);
    if (entry) attr(cell, "title", i18n.t("logs-cell", {
      index: entry.index, term: entry.term, command: typedText(entry.command), state: stateOf(entry),
      client: entry.command.client ?? "", request: entry.command.request ?? 0,
    }));
  }

  /** @param {HTMLElement} cell @param {EntryView} entry */
  function writeCell(cell, entry) {
    const command = cellText(entry.command);
    const state = stateOf(entry);
    const key = `${entry.index} ${entry.term} ${state} ${command} ${i18n.lang()}`;
    if (cell.getAttribute("data-key") === key) return;
    cell.setAttribute("data-key", key);
    cell.dataset["index"] = String(entry.index);
    hide(cell, false);
    cell.style.left = `${(entry.index - 1) * COLUMN}px`;
    attr(cell, "class", `log-cell term-${entry.term % TERM_COLOURS} ${state}${FITS.test(command) ? "" : " long"}`);
    cell.setAttribute("aria-colindex", String(entry.index + 1));
    text(/** @type {Element} */ (cell.children[0]), command);
    text(/** @type {Element} */ (cell.children[1]), i18n.t("logs-cell-term", { term: entry.term }));
    told.set(cell, entry);
    attr(cell, "title", null);
  }

  /**
   * The commit index of the row, and, when a leader is chosen, what it knows of this peer.
   * @param {HTMLElement} row @param {NodeView} node @param {NodeView | undefined} leader
   */
  function writeMarks(row, node, leader) {
    const [commit, match, next] = /** @type {[HTMLElement, HTMLElement, HTMLElement]} */ ([...row.querySelectorAll("i")]);
    hide(commit, node.status === "down");
    commit.style.transform = `translateX(${node.commitIndex * COLUMN}px)`;
    const peer = leader?.peers.find((one) => one.name === node.name);
    hide(match, !peer);
    hide(next, !peer);
    if (!peer) return;
    match.style.transform = `translateX(${peer.matchIndex * COLUMN - COLUMN / 2}px)`;
    next.style.transform = `translateX(${peer.nextIndex * COLUMN - COLUMN / 2}px)`;
    match.title = i18n.t("logs-match", { n: peer.matchIndex });
    next.title = i18n.t("logs-next", { n: peer.nextIndex });
  }
}

/** @param {EntryView} entry */
function stateOf(entry) { return entry.committed ? "committed" : entry.durable ? "durable" : "volatile"; }
