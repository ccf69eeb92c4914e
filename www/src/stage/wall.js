// After a wall was drawn around nodes, asks on which side the clients are. Until answered they reach both sides.

import { attr, changes, el, hide, text } from "../core/dom.js";
import { sides } from "../core/statements.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** @param {HTMLElement} stage @param {Context} context */
export function createWall(stage, { i18n, actions }) {
  const words = el("span", { l10n: "wall-ask" });
  const within = el("button", { click: () => put(true) }), beyond = el("button", { click: () => put(false) });
  const both = el("button", { l10n: "wall-both", click: () => actions.set({ wall: null }) });
  const box = el("div", { class: "wall-ask", role: "group", l10n: "wall-group", hidden: true }, words, within, beyond, both);
  // A sibling of the stage, so that it hides neither the wall nor a node.
  stage.after(box);
  box.addEventListener("keydown", ({ key }) => { if (key === "Escape") actions.set({ wall: null }); });
  const changed = changes();
  /** @type {State | null} */
  let seen = null;

  /** @param {boolean} isWithin */
  function put(isWithin) {
    const { view, wall } = seen ?? { view: null, wall: null };
    if (!view || !wall) return;
    const clients = view.clients.map(({ name }) => name);
    actions.act(sides(wall.inside, view.nodes.map(({ name }) => name), isWithin ? clients : [], clients).join("\n"), "stage");
    actions.set({ wall: null });
  }

  return {
    /** @param {State} state */
    update(state) {
      seen = state;
      const { view, wall, lang } = state;
      // Once no link across the wall is cut, there is nothing to ask.
      const stands = wall !== null && (view?.cuts.some(([a = "", b = ""]) => wall.inside.includes(a) !== wall.inside.includes(b) && !a.startsWith("c") && !b.startsWith("c")) ?? false);
      if (!changed(wall, stands, lang)) return;
      hide(box, !stands);
      if (!wall) return;
      text(within, i18n.t("wall-side", { nodes: wall.inside.join(" ") }));
      text(beyond, i18n.t("wall-side", { nodes: wall.outside.join(" ") }));
      attr(box, "data-inside", wall.inside.join(" "));
    },
  };
}
