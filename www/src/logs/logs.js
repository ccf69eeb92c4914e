// The logs: one row per node, one column per index; only the visible columns are written.

import { attr, changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { spotOf } from "../core/spot.js";
import { cellText, typedText } from "../core/requests.js";
import { createCompacted } from "./compacted.js";
import { createLogEnds } from "./ends.js";
import { createLogInput } from "./input.js";
import { createLogScroll } from "./scroll.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").EntryView} EntryView */
/** @typedef {import("../core/types.js").NodeView} NodeView */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */

/** Width of a column, as in the style sheet. */
const COLUMN = 50;
/** Columns written ahead on either side of the visible ones. */
const SPARE = 3;
const TERM_COLOURS = 6;
/** Logs of up to KEPT nodes fit on every wide page; with more than FEW, rows are lower on a low page. */
const KEPT = 9, FEW = 5;
/** Cells after which a turn writes no further row while time plays: the rest is left for the next turn. */
const CELLS_A_TURN = 20;
/** Text that surely fits a cell. Other text is clipped, which slows every repaint of the page. */
const FITS = /^[ -~·−]{0,6}$/;

/** @param {HTMLElement} root @param {Context} context */
export function createLogs(root, { i18n, actions, registry }) {
  const names = el("div", { class: "log-names", "aria-hidden": "true" });
  const head = el("div", { class: "log-head", role: "row" });
  const rows = el("div", { class: "log-rows", role: "presentation" });
  const sheet = el("div", { class: "log-sheet", role: "table", l10n: "logs-table" }, head, rows);
  const scroller = el("div", { class: "log-scroller", tabindex: 0, role: "region", l10n: "logs-scroller" }, sheet);
  const follow = el("button", { class: "quiet follow", l10n: "logs-follow", click: () => actions.set({ followLog: true }) });
  const empty = el("p", { class: "empty", l10n: "logs-empty" }), ends = createLogEnds(i18n);
  root.append(el("div", { class: "panel-head" }, el("h2", { l10n: "logs" }), follow), el("div", { class: "logs" }, names, scroller, ends.layer), empty);

  registry.panel({ id: "logs", order: 25, parts: ["panel-logs", "panel-kv"] });
  createLogInput(scroller, rows, (cell) => actions.why(`entry ${cell.dataset["node"]} ${cell.dataset["index"]}`));

  /** @type {{head: Map<string, HTMLElement>, names: Map<string, HTMLElement>, rows: Map<string, HTMLElement>}} */
  const held = { head: new Map(), names: new Map(), rows: new Map() };
  /** Rings of cells, reused as columns leave the window. @type {Map<string, HTMLElement[]>} */
  const heldCells = new Map();
  const pointAt = createSpotter(heldCells);
  /** The entry shown in each cell. @type {WeakMap<Element, EntryView>} */
  const told = new WeakMap();
  const changed = changes(), counted = changes(), compacted = createCompacted(COLUMN, i18n);
  let columns = 8;
  /** Number of rows to write, and the last one written: in turn, so that none starves when views come fast. */
  let waiting = 0, nextRow = 0;
  /** The end of the logs when each row was last written. @type {Map<string, number>} */
  const writtenTo = new Map();
  const scroll = createLogScroll(scroller, sheet, COLUMN, (patch) => {
    if (patch.width !== undefined) columns = Math.ceil(patch.width / COLUMN) + 2 * SPARE + 1;
    actions.set({
      logColumns: columns, logFrom: Math.max(1, Math.floor(patch.left / COLUMN) + 1 - SPARE),
      ...(patch.followLog === undefined ? {} : { followLog: patch.followLog }),
    });
  }, actions.redraw);

  // While time plays only the cell under the pointer gets a tooltip.
  rows.addEventListener("pointerover", ({ target }) => {
    const cell = /** @type {Element} */ (target).closest(".log-cell");
    if (cell) explain(cell);
  });

  return {
    settle: scroll.settle,

    /** @param {State} state */
    update(state) {
      const view = state.logs;
      if (!view) return false;
      const anew = changed(view, state.playing, state.lang, state.followLog, state.selection, state.tab, state.mode, columns, scroll.state(), spotOf(state));
      if (anew) { writeFrame(view, state); waiting = view.nodes.length; }
      if (waiting === 0) return false;
      writeRows(view, state);
      pointAt(spotOf(state));
      return waiting > 0 ? "more" : true;
    },
  };

  /** Whether the sheet moves with the end: the columns written ahead are then hidden. @param {State} state */
  function moves({ playing, followLog }) { return playing && followLog && !scroll.isHeld(); }

  /** The first column that has to be written. @param {ClusterView} view @param {State} state */
  function firstOf({ logFrom, logEnd }, state) { return moves(state) ? Math.max(logFrom, logEnd + 1 - (columns - 2 * SPARE)) : logFrom; }

  /** Writes everything except the cells. @param {ClusterView} view @param {State} state */
  function writeFrame(view, state) {
    hide(empty, view.logEnd > 0);
    hide(follow, state.followLog);
    if (counted(view.nodes.length)) {
      root.style.setProperty("--logs-kept", String(Math.min(KEPT, view.nodes.length)));
      toggle(root, "many", view.nodes.length > FEW);
    }
    const from = firstOf(view, state), until = Math.min(Math.max(view.logEnd, 1), view.logFrom + columns - 1);
    const indices = Array.from({ length: Math.max(0, until - from + 1) }, (_, i) => from + i);
    keyed(head, held.head, indices.entries(), ([i]) => String(i), () => el("div", { class: "log-index", role: "columnheader" }), (cell, [, index]) => {
      cell.style.left = `${(index - 1) * COLUMN}px`;
      text(cell, String(index));
    });
    keyed(names, held.names, view.nodes, (node) => node.name, (node) => el("div", { class: "log-name" }, node.name), (cell, node) => {
      toggle(cell, "leader", node.status === "up" && node.role === "leader");
      toggle(cell, "doubted", node.heard?.doubted ?? false);
      toggle(cell, "down", node.status !== "up");
    });
    keyed(rows, held.rows, view.nodes, (node) => node.name, makeRow, (row, node) => {
      toggle(row, "down", node.status === "down");
      // A row that waits for its turn stays in place, if the sheet moves so far that little of it would be visible.
      const by = moves(state) ? view.logEnd - (writtenTo.get(node.name) ?? view.logEnd) : 0;
      row.style.transform = by <= SPARE ? "" : `translateX(${by * COLUMN}px)`;
    });
    // A few columns before the visible ones are written ahead.
    ends.update(view.nodes, moves(state) ? from : view.logFrom > 1 ? view.logFrom + SPARE : 1);
    scroll.update(view.logEnd, state.followLog);
  }

  /** Writes the waiting rows; while time plays, a limited number. @param {ClusterView} view @param {State} state */
  function writeRows(view, state) {
    const { selection, playing } = state, first = firstOf(view, state), chosen = selection?.kind === "node" ? selection.id : null;
    const leader = view.nodes.find((node) => node.name === chosen && node.peers.length > 0);
    for (let cells = 0; waiting > 0 && (!playing || cells < CELLS_A_TURN); waiting--) {
      nextRow = (nextRow + 1) % view.nodes.length;
      const node = /** @type {NodeView} */ (view.nodes[nextRow]), row = /** @type {HTMLElement} */ (held.rows.get(node.name));
      cells += writeRow(row, node, view.logFrom, first);
      writeMarks(row, node, leader);
      writtenTo.set(node.name, view.logEnd);
      row.style.transform = "";
    }
    if (!playing) for (const cells of heldCells.values()) cells.forEach(explain);
  }

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

  /** Counts written cells. @param {HTMLElement} row @param {NodeView} node @param {number} from @param {number} first */
  function writeRow(row, node, from, first) {
    const cells = /** @type {HTMLElement} */ (row.children[1]);
    const ring = /** @type {HTMLElement[]} */ (heldCells.get(node.name));
    while (ring.length > columns) ring.pop()?.remove();
    while (ring.length < columns) {
      const cell = el("div", { class: "log-cell", role: "cell", hidden: true, tabindex: -1, "data-node": node.name }, el("bdi"), el("small"));
      ring.push(cell);
      cells.append(cell);
    }
    let written = compacted(cells, node) ? 1 : 0;
    for (const entry of node.entries.slice(0, columns)) if (entry.index >= first && writeCell(/** @type {HTMLElement} */ (ring[entry.index % columns]), entry)) written++;
    // Compacted entries are missing, so the first entry may be after the start of the window.
    const begins = (node.entries[0]?.index ?? from) - from;
    for (let i = 0; i < columns; i++) {
      if (begins <= i && i < begins + node.entries.length) continue;
      const cell = /** @type {HTMLElement} */ (ring[(from + i) % columns]);
      if (!cell.hidden) { hide(cell, true); cell.removeAttribute("data-key"); cell.style.left = ""; }
    }
    return written;
  }

  /** Writes the tooltip of a cell. @param {Element} cell */
  function explain(cell) {
    const entry = told.get(cell);
    if (entry) attr(cell, "title", i18n.t("logs-cell", {
      index: entry.index, term: entry.term, command: typedText(entry.command, i18n), state: stateOf(entry),
      client: entry.command.client ?? "", request: entry.command.request ?? 0,
    }));
  }

  /** Writes a cell. Returns whether it changed. @param {HTMLElement} cell @param {EntryView} entry */
  function writeCell(cell, entry) {
    // A joint configuration takes both lines of a cell; the colour still shows the term.
    const isConfiguration = entry.command.op === "configuration", whole = cellText(entry.command);
    const [command = "", second] = isConfiguration ? whole.split(/(?<=\|)|(?=\+)/) : [whole];
    const state = stateOf(entry);
    const key = `${entry.index} ${entry.term} ${state} ${whole} ${i18n.lang()}`;
    if (cell.getAttribute("data-key") === key) return false;
    cell.setAttribute("data-key", key);
    cell.dataset["index"] = String(entry.index);
    hide(cell, false);
    cell.style.left = `${(entry.index - 1) * COLUMN}px`;
    attr(cell, "class", `log-cell term-${entry.term % TERM_COLOURS} ${state}${FITS.test(command) ? "" : " long"}${isConfiguration ? ` configuration${second ? " both" : ""}` : ""}`);
    cell.setAttribute("aria-colindex", String(entry.index + 1));
    text(/** @type {Element} */ (cell.children[0]), command);
    text(/** @type {Element} */ (cell.children[1]), second ?? i18n.t("logs-cell-term", { term: entry.term }));
    told.set(cell, entry);
    attr(cell, "title", null);
    return true;
  }

  /**
   * Writes the commit index of a row, and, if a leader is selected, its match and next index for this peer.
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

/** Marks the entries that are targets of a story. @param {Map<string, HTMLElement[]>} held The cells of each node. */
function createSpotter(held) {
  let had = false;
  /** @param {import("../core/spot.js").Spot} spot */
  return ({ cells: wanted }) => {
    if (wanted.size === 0 && !had) return;
    had = wanted.size > 0;
    for (const [name, cells] of held) for (const cell of cells) toggle(cell, "spot", wanted.has(`${name}@${cell.dataset["index"]}`));
  };
}
