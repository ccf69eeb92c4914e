// The stage: the cluster as a picture.

import { attr, changes, el, hide, svg, text, toggle } from "../dom.js";
import { blend, layoutStage } from "../geometry.js";
import { membershipOf } from "../membership.js";
import { agreementOf } from "./cluster-panel.js";
import { createClients } from "./stage-clients.js";
import { createCrowd } from "./stage-crowd.js";
import { createLinks } from "./stage-links.js";
import { createMessages } from "./stage-messages.js";
import { createNodes } from "./stage-nodes.js";
import { createStageInput } from "./stage-input.js";
import { createStageTable } from "./stage-table.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */

/** Frames in which nodes make room for one that is added. */
const MOVE_FRAMES = 18;

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
  const heal = el("button", { class: "heal", l10n: "stage-heal", click: () => actions.act("heal") });
  const whyNoLeader = el("button", { class: "why-none", hidden: true, click: () => actions.why("leader") });
  const asTable = el("button", { class: "quiet", l10n: "stage-as-table", click: () => actions.set({ asTable: asTable.getAttribute("aria-pressed") !== "true" }) });
  const hint = el("p", { class: "hint", l10n: "stage-hint" });
  const agreement = el("p", { class: "agreement", hidden: true });
  // What comes and goes has a place of its own, so that nothing else moves.
  const tools = el("div", { class: "stage-tools" }, hint, agreement, el("div", { class: "stage-now" }, whyNoLeader, heal), asTable);
  const tableHolder = el("div", { class: "stage-table", tabindex: 0, hidden: true });
  root.append(tools, holder, tableHolder);

  const links = createLinks(layer("links"), layer("walls"), context);
  const nodes = createNodes(layer("nodes"), context);
  const clients = createClients(layer("clients"), layer("wires"), context);
  const messages = createMessages(layer("messages"), layer("crosses"), context);
  const table = createStageTable(tableHolder, context);
  const crowd = createCrowd(holder);
  const input = createStageInput(picture, layer("gesture"), crowd.at, context);

  let size = { width: 0, height: 0 };
  /** @type {import("../geometry.js").Layout | null} */
  let layout = null;
  const relaid = changes(), agreed = changes(), leaderless = changes();
  let namesNow = "", universeNow = -1;
  /** On the way from one layout to another. @type {{from: import("../geometry.js").Layout, to: import("../geometry.js").Layout, frame: number} | null} */
  let moving = null;
  let crowded = false;
  new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    size = { width: Math.round(width), height: Math.round(height) };
    actions.redraw();
  }).observe(holder);

  /** What stands: the nodes, and the links between them. @param {State} state */
  function drawNodes(state) {
    // Out of sight nothing is laid out anew, and nodes that came meanwhile have no seat yet.
    if (!layout || size.width === 0 || state.asTable) return false;
    const linked = links.update(state, layout);
    return nodes.update(state, layout, crowded) || linked;
  }

  /** Nodes make room for one that joins; everything else is laid out at once. @param {State} state @param {string[]} names @param {string[]} askers @param {boolean} anew */
  function lay(state, names, askers, anew) {
    const joined = names.join();
    if (anew) {
      const to = layoutStage(size.width, size.height, names, askers);
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

  /** Asks why nobody leads; or, where somebody believes to, why no majority follows. @param {import("../types.js").ClusterView} view @param {string} lang */
  function tellLeaderless({ leader, nodes: all }, lang) {
    hide(whyNoLeader, leader !== null);
    if (leader !== null) return;
    const [acting] = all.filter(({ status, role }) => status === "up" && role === "leader").sort((a, b) => b.term - a.term);
    if (leaderless(acting?.name, lang)) text(whyNoLeader, i18n.t("stage-why", { acting: acting?.name ?? "none" }));
  }

  /** Who has to agree, while two sets of voters must. @param {import("../types.js").ClusterView} view @param {string} lang */
  function tellAgreement({ membership }, lang) {
    if (!agreed(membership, lang)) return;
    const args = agreementOf(membershipOf(membership)), changes = args.stage !== "settled";
    hide(agreement, !changes);
    toggle(hint, "gone", changes);
    if (changes) text(agreement, i18n.t("agreement", args));
  }

  /** What the clients say. @param {State} state */
  function drawClients(state) { return layout !== null && size.width > 0 && !state.asTable && clients.update(state, layout); }

  return {
    /** Where things stand now, for what is placed beside them. */
    layout: () => layout,
    picture,
    /** What moves; and what stands as well, unless time plays: then that has turns of its own. @param {State} state */
    update(state) {
      const view = state.view;
      if (!view) return;
      attr(asTable, "aria-pressed", String(state.asTable));
      toggle(holder, "gone", state.asTable);
      hide(tableHolder, !state.asTable);
      hide(heal, view.cuts.length === 0);
      tellLeaderless(view, state.lang);
      tellAgreement(view, state.lang);
      if (state.asTable) { table.update(state); return; }
      if (size.width === 0 || size.height === 0) return;
      const names = view.nodes.map((node) => node.name), askers = view.clients.map((client) => client.name);
      const anew = lay(state, names, askers, relaid(size, names.join(), askers.join()));
      if (anew && layout) {
        attr(picture, "viewBox", `0 0 ${size.width} ${size.height}`);
        // In numbers: of a picture that has a part of something's size the browser lays out every element whenever any
        // words on the page change.
        attr(picture, "width", size.width);
        attr(picture, "height", size.height);
        toggle(picture, "compact", layout.compact);
        toggle(picture, "dense", names.length > 6);
      }
      if (!layout) return;
      crowded = crowd.update(state, layout);
      toggle(picture, "crowded", crowded);
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

/** The hatching of what is down. */
function hatch() {
  return svg("defs", {}, svg("pattern", { id: "hatch", width: 6, height: 6, patternTransform: "rotate(45)", patternUnits: "userSpaceOnUse" },
    svg("rect", { class: "hatch-ground", width: 6, height: 6 }), svg("path", { class: "hatch-line", d: "M1 0v6" })));
}
