// The stage: the cluster as a picture.

import { attr, changes, el, hide, svg, text, toggle } from "../core/dom.js";
import { blend, layoutStage } from "./geometry.js";
import { agreementOf, membershipOf } from "../core/membership.js";
import { isOwn } from "../core/requests.js";
import { spotOf } from "../core/spot.js";
import { createClients } from "./clients.js";
import { createCrowd } from "./crowd.js";
import { createLinks } from "./links.js";
import { createMessages } from "./messages.js";
import { createNodes } from "./nodes.js";
import { createStageInput } from "./input.js";
import { createStageTable } from "./table.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** Ids of the commands that are always available for the cluster. */
const ALWAYS = ["stop-all", "restart-all", "fresh", "table"];
/** Size of the fresh cluster that one click opens. */
const FRESH = 3;
/** Frames in which nodes move to make room for an added one. */
const MOVE_FRAMES = 18;

/** The row above the picture: the name of the cluster, and the actions on all of it. @param {Context} context */
function createTools({ actions }) {
  const heal = el("button", { class: "heal needs-run", l10n: "stage-heal", click: () => actions.act("heal") });
  const stopAll = el("button", { class: "quiet stop-all needs-run", l10n: "stage-stop-all", click: () => actions.act("crash all") });
  const restartAll = el("button", { class: "quiet restart-all needs-run", l10n: "stage-restart-all", click: () => actions.act("restart all") });
  const whyNoLeader = el("button", { class: "why-none", hidden: true, click: () => actions.why("leader") });
  const asTable = el("button", { class: "quiet as-table", l10n: "stage-as-table", click: () => actions.set({ asTable: asTable.getAttribute("aria-pressed") !== "true" }) });
  const agreement = el("p", { class: "agreement", hidden: true });
  const fresh = el("button", { class: "quiet fresh", l10n: "stage-fresh", click: () => actions.openFresh(FRESH) });
  // On a phone these actions are in a menu behind three dots.
  const more = el("button", { class: "quiet more-all", l10n: "stage-more", "aria-haspopup": "true", click: () => actions.openMenu(ALWAYS, more) }, "⋯");
  // The scene chooser is at the left; buttons that come and go have their own place, so that nothing else moves.
  const row = el("div", { class: "stage-tools" }, el("div", { class: "stage-name" }), fresh, agreement,
    el("div", { class: "stage-now" }, whyNoLeader, heal), stopAll, restartAll, asTable, more);
  return { row, heal, stopAll, restartAll, whyNoLeader, asTable, agreement };
}

/** @param {HTMLElement} root @param {Context} context */
export function createStage(root, context) {
  const { actions, i18n } = context;
  const layers = Object.fromEntries(["links", "wires", "walls", "clients", "nodes", "messages", "crosses", "gesture"]
    .map((name) => [name, svg("g", { class: `layer-${name}` })]));
  const layer = (/** @type {string} */ name) => /** @type {SVGGElement} */ (layers[name]);
  for (const name of ["links", "clients", "nodes", "messages"]) {
    attr(layer(name), "role", "group");
    attr(layer(name), "data-l10n-id", `stage-group-${name}`);
  }
  const picture = svg("svg", { class: "picture", role: "group", "data-l10n-id": "stage-picture" }, hatch(), ...Object.values(layers));
  const holder = el("div", { class: "picture-holder" }, picture);
  const { row, heal, stopAll, restartAll, whyNoLeader, asTable, agreement } = createTools(context);
  const tableHolder = el("div", { class: "stage-table", tabindex: 0, hidden: true });
  root.append(row, holder, tableHolder);

  const links = createLinks(layer("links"), layer("walls"), context);
  const nodes = createNodes(layer("nodes"), context);
  const clients = createClients(layer("clients"), layer("wires"), context);
  const messages = createMessages(layer("messages"), layer("crosses"), context);
  const table = createStageTable(tableHolder, context);
  const crowd = createCrowd(holder);
  const input = createStageInput(picture, layer("gesture"), crowd.at, context);

  let size = { width: 0, height: 0 };
  /** @type {import("./geometry.js").Layout | null} */
  let layout = null;
  const relaid = changes(), agreed = changes(), leaderless = changes();
  let namesNow = "", universeNow = -1;
  /** The animation from one layout to another. @type {{from: import("./geometry.js").Layout, to: import("./geometry.js").Layout, frame: number} | null} */
  let moving = null;
  let crowded = false;
  /** Whether the prerendered picture of the HTML is still shown. */
  let standsIn = true;
  new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    size = { width: Math.round(width), height: Math.round(height) };
    actions.redraw();
  }).observe(holder);

  /** Draws the nodes, and the links between them. @param {State} state */
  function drawNodes(state) {
    // While hidden the layout is not updated, and added nodes have no seat yet.
    if (!layout || size.width === 0 || state.asTable) return false;
    const linked = links.update(state, layout);
    return nodes.update(state, layout, crowded) || linked;
  }

  /** Updates the layout. Nodes move to make room for one that joins; any other change applies at once. @param {State} state @param {string[]} names @param {string[]} askers @param {string[]} loaded @param {boolean} anew */
  function lay(state, names, askers, loaded, anew) {
    const joined = names.join();
    if (anew) {
      const to = layoutStage(size.width, size.height, names, askers, loaded);
      const joins = layout !== null && joined !== namesNow && joined.startsWith(namesNow) && state.universe === universeNow && !state.reducedMotion;
      moving = joins && layout ? { from: layout, to, frame: 0 } : null;
      layout = to;
      namesNow = joined;
      universeNow = state.universe;
    }
    if (!moving) return anew;
    const at = ++moving.frame / MOVE_FRAMES;
    layout = at < 1 ? blend(moving.from, moving.to, at * at * (3 - 2 * at)) : moving.to;
    if (at >= 1) moving = null; else actions.redraw();
    return true;
  }

  /** Offers to ask why there is no leader. @param {import("../core/types.js").ClusterView} view @param {string} lang */
  function tellLeaderless({ leader, nodes: all }, lang) {
    hide(whyNoLeader, leader !== null);
    toggle(document.body, "is-leaderless", leader === null);
    if (leader !== null) return;
    const [acting] = all.filter(({ status, role }) => status === "up" && role === "leader").sort((a, b) => b.term - a.term);
    if (leaderless(acting?.name, lang)) text(whyNoLeader, i18n.t("stage-why", { acting: acting?.name ?? "none" }));
  }

  /** Shows which voters must agree. @param {import("../core/types.js").ClusterView} view @param {string} lang */
  function tellAgreement({ membership }, lang) {
    if (!agreed(membership, lang)) return;
    const args = agreementOf(membershipOf(membership)), changes = args.stage !== "settled";
    hide(agreement, !changes);
    if (changes) text(agreement, i18n.t("agreement", args));
  }

  /** Draws the clients. @param {State} state */
  function drawClients(state) { return layout !== null && size.width > 0 && !state.asTable && clients.update(state, layout); }

  return {
    /** The current layout, for boxes placed beside its parts. */
    layout: () => layout,
    picture,
    /** Draws moving parts, and all others unless time plays: then they have their own turns. @param {State} state */
    update(state) {
      const view = state.view;
      if (!view) return;
      attr(asTable, "aria-pressed", String(state.asTable));
      toggle(holder, "gone", state.asTable);
      hide(tableHolder, !state.asTable);
      hide(heal, view.cuts.length === 0);
      toggle(document.body, "is-cut", view.cuts.length > 0);
      attr(stopAll, "disabled", view.nodes.some(isRunning) ? null : "");
      attr(restartAll, "disabled", view.nodes.some(isDown) ? null : "");
      tellLeaderless(view, state.lang);
      tellAgreement(view, state.lang);
      if (state.asTable) { table.update(state); return; }
      if (size.width === 0 || size.height === 0) return;
      const names = view.nodes.map((node) => node.name), askers = view.clients.map((client) => client.name);
      const loaded = view.clients.filter((client) => !isOwn(client)).map((client) => client.name);
      const anew = lay(state, names, askers, loaded, relaid(size, names.join(), askers.join(), loaded.join()));
      if (anew && layout) {
        attr(picture, "viewBox", `0 0 ${size.width} ${size.height}`);
        // In pixels: if the picture had a relative size, the browser would lay out every element of it whenever any
        // text on the page changes.
        attr(picture, "width", size.width);
        attr(picture, "height", size.height);
        toggle(picture, "compact", layout.compact);
        toggle(picture, "dense", names.length > 6);
      }
      if (!layout) return;
      if (standsIn) { for (const first of root.querySelectorAll(":scope > .first-picture")) first.remove(); standsIn = false; }
      crowded = crowd.update(state, layout);
      toggle(picture, "crowded", crowded);
      toggle(picture, "spotlit", spotOf(state).stage);
      toggle(picture, "message-spotlit", spotOf(state).messages.size > 0);
      if (anew || !state.playing) {
        drawNodes(state);
        drawClients(state);
      }
      if (crowded) { messages.clear(); } else {
        nodes.tick(state);
        messages.update(state, layout);
      }
      input.update(state, layout);
    },
    nodes: drawNodes,
    clients: drawClients,
  };
}

/** @typedef {import("../core/types.js").NodeView} NodeView */
const isDown = (/** @type {NodeView} */ { status }) => status === "down";
const isRunning = (/** @type {NodeView} */ node) => !isDown(node);

/** Registers the commands for the whole cluster, once: the twin stage has none. @param {Context} context */
export function registerStage({ actions, registry }) {
  registry.panel({ id: "stage", order: 10, parts: ["stage-area"], wide: "beside" });
  // Without cuts, `heal` would add a useless line to the script, and in the past fork a universe.
  registry.command({ id: "heal", needsRun: true, key: "h", run: ({ view }) => { if (view?.cuts.length) actions.act("heal"); else actions.tell("note-nothing-cut"); } });
  registry.command({ id: "stop-all", needsRun: true, when: ({ view }) => view?.nodes.some(isRunning) ?? false, run: () => { actions.act("crash all"); } });
  registry.command({ id: "restart-all", needsRun: true, when: ({ view }) => view?.nodes.some(isDown) ?? false, run: () => { actions.act("restart all"); } });
  registry.command({ id: "table", key: "t", run: ({ asTable }) => actions.set({ asTable: !asTable }) });
}

/** The hatching of nodes that are down. */
function hatch() {
  return svg("defs", {}, svg("pattern", { id: "hatch", width: 6, height: 6, patternTransform: "rotate(45)", patternUnits: "userSpaceOnUse" },
    svg("rect", { class: "hatch-ground", width: 6, height: 6 }), svg("path", { class: "hatch-line", d: "M1 0v6" })));
}
