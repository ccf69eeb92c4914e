// The stage as tables: the same facts for users who cannot see the picture, or prefer text.

import { changes, el, text } from "../core/dom.js";
import { membershipOf, standingOf } from "../core/membership.js";
import { answerText, typedText } from "../core/requests.js";
import { receivingsOf, restOf } from "./also.js";
import { endName, KINDS } from "../core/kinds.js";
import { shownRole } from "./nodes.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** Most messages listed. */
const MOST_ROWS = 60;

/** The directions in which a client is cut from nodes.
 * @param {string} name @param {State["view"]} view @param {import("../core/types.js").I18n} i18n */
function cutsOf(name, view, i18n) {
  return (view?.cuts ?? []).filter((cut) => cut.includes(name)).map(([a = "", b = ""]) => i18n.t("link-way", { a, b })).join(", ");
}

/** @param {HTMLElement} root @param {Context} context */
export function createStageTable(root, { i18n, actions }) {
  const nodeRows = el("tbody"), clientRows = el("tbody"), messageRows = el("tbody");
  const nodeHeads = ["node", "state", "term", "vote", "timer", "last", "commit", "applied", "snapshot", "disk", "standing", "also"];
  const clientHeads = ["client", "asks", "answer", "client-cuts"];
  const messageHeads = ["message", "kind", "from", "to", "due"];
  root.append(
    el("table", {}, el("caption", { l10n: "table-nodes" }), el("thead", {}, el("tr", {}, ...nodeHeads.map((id) => el("th", { scope: "col", l10n: `table-${id}` })))), nodeRows),
    el("table", {}, el("caption", { l10n: "table-clients" }), el("thead", {}, el("tr", {}, ...clientHeads.map((id) => el("th", { scope: "col", l10n: `table-${id}` })))), clientRows),
    el("table", {}, el("caption", { l10n: "table-messages" }), el("thead", {}, el("tr", {}, ...messageHeads.map((id) => el("th", { scope: "col", l10n: `table-${id}` })))), messageRows),
  );
  const changed = changes();

  /**
   * Rows are written in place, so that focus and reading position stay.
   * @param {HTMLTableSectionElement} body @param {{id: string, cells: string[], choose: () => void}[]} rows
   */
  function write(body, rows) {
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((row, i) => {
      let line = body.rows[i];
      if (!line) {
        line = body.insertRow();
        const button = el("button", { class: "quiet" });
        line.append(el("th", { scope: "row" }, button), ...row.cells.map(() => el("td")));
      }
      const button = /** @type {HTMLButtonElement} */ (line.querySelector("button"));
      text(button, row.id);
      button.onclick = row.choose;
      row.cells.forEach((cell, k) => text(/** @type {HTMLElement} */ (line?.children[k + 1]), cell));
    });
  }

  return {
    /** @param {State} state */
    update(state) {
      const view = state.view;
      if (!view || !changed(view, state.messages, state.lang)) return;
      const membership = membershipOf(view.membership), receivings = receivingsOf(view);
      write(nodeRows, view.nodes.map((node) => ({
        id: node.name,
        choose: () => actions.select({ kind: "node", id: node.name }),
        cells: [
          i18n.t(`role-${shownRole(node)}`), String(node.term), node.votedFor ?? "–",
          node.electionTimer ? i18n.duration(Math.max(0, node.electionTimer[1] - view.nowUs)) : "–",
          String(node.lastIndex), String(node.commitIndex), String(node.lastApplied),
          node.baseIndex > 0 ? i18n.t("table-snapshot-cell", { index: node.baseIndex }) : "–",
          i18n.t("table-disk-cell", { durable: node.disk.lastIndex, pending: node.disk.pendingEntries, state: node.disk.state }),
          i18n.t("standing", { standing: standingOf(node.name, membership) }), restOf(node, view, receivings.get(node.name), i18n) || "–",
        ],
      })));
      write(clientRows, view.clients.map((client) => {
        const asked = client.outstanding ?? client.history[0];
        return {
          id: client.name,
          choose: () => actions.speakAs(client.name),
          cells: [asked ? typedText(asked.command, i18n) : "–", asked ? answerText(asked, i18n) : "–", cutsOf(client.name, view, i18n) || "–"],
        };
      }));
      const rows = [];
      const data = state.messages;
      for (let i = 0; i + 8 <= data.length && rows.length < MOST_ROWS; i += 8) {
        const id = data[i] ?? 0;
        rows.push({
          id: `m${id}`,
          choose: () => actions.selectMessage(id),
          cells: [KINDS[data[i + 1] ?? 0]?.name ?? "", endName(data[i + 2] ?? 0), endName(data[i + 3] ?? 0),
            i18n.duration(Math.max(0, (data[i + 5] ?? 0) - view.nowUs))],
        });
      }
      write(messageRows, rows);
    },
  };
}
