// Links between nodes, cuts, and the walls of a partition. Links of clients are drawn only if cut or selected.

import { attr, changes, keyed, svg, toggle } from "../core/dom.js";
import { spotOf } from "../core/spot.js";
import { between, components, pairs, round, walls } from "./geometry.js";
import { membershipOf } from "../core/membership.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./geometry.js").Point} Point */

/** Distance of a cut mark from its client. */
const MARK_PX = 44;

/**
 * @param {SVGGElement} layer @param {SVGGElement} wallLayer @param {Context} context
 */
export function createLinks(layer, wallLayer, { i18n }) {
  /** @type {Map<string, SVGGElement>} */
  const held = new Map();
  /** @type {Map<string, SVGGElement>} */
  const heldWalls = new Map();
  const changed = changes();

  return {
    /** @param {State} state @param {Layout} layout */
    update(state, layout) {
      const view = state.view, spot = spotOf(state);
      if (!view || !changed(view.cuts.join(), view.nodes.map((node) => node.status).join(), view.membership, layout, state.lang, state.selection, spot)) return false;
      const nodes = view.nodes.map((node) => node.name);
      const cuts = new Set(view.cuts.map(([from, to]) => `${from}>${to}`));
      const groups = components(nodes, cuts);
      const groupOf = new Map(groups.flatMap((group, g) => group.map((name) => [name, g])));
      // Solid lines link nodes that have a vote.
      const { voters, outgoing } = membershipOf(view.membership);
      const votes = (/** @type {string} */ name) => voters.includes(name) || outgoing.includes(name);
      const downs = new Set(view.nodes.filter((node) => node.status === "down").map((node) => node.name));

      const clients = view.clients.map((client) => client.name), chosen = state.selection?.kind === "link" ? state.selection.id : "";
      const asked = clients.flatMap((client) => nodes.map((name) => /** @type {[string, string]} */ ([client, name])))
        .filter(([a, b]) => cuts.has(`${a}>${b}`) || cuts.has(`${b}>${a}`) || chosen === `${a}-${b}`);

      keyed(layer, held, [...pairs(nodes), ...asked], ([a, b]) => `${a}-${b}`, ([a, b]) => makeLink(a, b), (root, [a, b]) => {
        const ab = cuts.has(`${a}>${b}`), ba = cuts.has(`${b}>${a}`);
        draw(root, layout, a, b);
        toggle(root, "cut", ab && ba);
        toggle(root, "cut-one-way", ab !== ba);
        const isClient = clients.includes(a);
        toggle(root, "of-client", isClient);
        toggle(root, "walled", !isClient && groupOf.get(a) !== groupOf.get(b));
        toggle(root, "apart", !isClient && (!votes(a) || !votes(b)));
        toggle(root, "idle", downs.has(a) || downs.has(b));
        toggle(root, "spot", spot.links.has([a, b].sort().join("-")));
        toggle(root, "selected", chosen === `${a}-${b}`);
        mark(root, layout, a, b, ab, ba);
        attr(root, "aria-label", i18n.t("link-label", { a, b, state: ab && ba ? "both" : ab ? "there" : ba ? "back" : "open" }));
      });

      const paths = walls(layout, nodes, groups);
      keyed(wallLayer, heldWalls, paths.entries(), ([i]) => String(i), () => svg("g", { class: "wall" },
        svg("path", { class: "wall-body" }), svg("path", { class: "wall-joints" })),
      (root, [, d]) => { for (const path of root.children) attr(path, "d", d); });
      return true;
    },
  };
}

/** @param {string} a @param {string} b */
function makeLink(a, b) {
  return svg("g", { class: "link", tabindex: -1, role: "button", "data-kind": "link", "data-id": `${a}-${b}`, "data-a": a, "data-b": b },
    svg("line", { class: "hit" }), svg("line", { class: "focus-ring" }), svg("line", { class: "wire" }), svg("path", { class: "cut-mark" }));
}

/** The ends of a link: two nodes, or a client and a node. @param {Layout} layout @param {string} a @param {string} b */
function ends(layout, a, b) {
  return /** @type {[Point, Point]} */ ([layout.nodes.get(a) ?? layout.clients.get(a), layout.nodes.get(b)]);
}

/** @param {SVGGElement} root @param {Layout} layout @param {string} a @param {string} b */
function draw(root, layout, a, b) {
  const [p, q] = ends(layout, a, b);
  for (const line of root.querySelectorAll("line")) {
    attr(line, "x1", round(p.x)); attr(line, "y1", round(p.y));
    attr(line, "x2", round(q.x)); attr(line, "y2", round(q.y));
  }
}

/**
 * Draws a cross if both directions are cut; if one is, a bar in front of the node that receives nothing.
 * @param {SVGGElement} root @param {Layout} layout @param {string} a @param {string} b
 * @param {boolean} ab @param {boolean} ba
 */
function mark(root, layout, a, b, ab, ba) {
  const path = /** @type {SVGPathElement} */ (root.querySelector(".cut-mark"));
  const [p, q] = ends(layout, a, b);
  // The link of a client may pass below nodes: its mark is near the client, where no node is.
  const part = layout.clients.has(a) ? MARK_PX / Math.hypot(q.x - p.x, q.y - p.y) : ab && ba ? 0.5 : ab ? 0.66 : 0.34;
  const at = between(p, q, part);
  const angle = (Math.atan2(q.y - p.y, q.x - p.x) * 180) / Math.PI + (ab ? 0 : 180);
  attr(path, "d", ab && ba ? "M-5 -5l10 10M-5 5l10 -10" : ab || ba ? "M3 -8v16M-9 -5l7 5-7 5" : "");
  attr(path, "transform", `translate(${round(at.x)} ${round(at.y)}) rotate(${ab && ba ? 0 : round(angle)})`);
}
