// The twin view: another universe beside the current one, in lockstep, with differing nodes highlighted.

import { changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { differenceRows, universeName } from "./universes.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").NodeView} NodeView */

const NOTHING = new Float64Array(0);

/**
 * A picture of a cluster, as made by the stage.
 * @typedef {{picture: SVGElement, update: (state: State) => void, nodes: (state: State) => boolean, clients: (state: State) => boolean}} Picture
 */

/**
 * @param {HTMLElement} root @param {SVGElement} own The picture of the current universe.
 * @param {(root: HTMLElement, context: Context) => Picture} createPicture @param {Context} context
 */
export function createTwin(root, own, createPicture, context) {
  const { i18n, actions, captions } = context;
  const name = el("h2", { dir: "auto" });
  const first = el("p", { class: "twin-first", dir: "auto" });
  const go = el("button", { l10n: "difference-go" });
  const list = el("ul", { class: "twin-differences" });
  const holder = el("div", { class: "twin-stage" });
  /** @type {number | null} */
  let twin = null;
  root.append(
    el("div", { class: "panel-head" }, name,
      el("button", { class: "quiet", l10n: "universe-switch", click: () => { if (twin !== null) actions.switchTo(twin); } }),
      el("button", { class: "quiet close", l10n: "twin-close", click: () => actions.showTwin(null) })),
    holder, el("div", { class: "twin-words", tabindex: 0, role: "region", l10n: "twin-words" }, first, go, list));
  // Actions apply to the current universe; the twin is read-only.
  const looked = () => false;
  /** Created on first use, which most visits never need. @type {Picture | null} */
  let stage = null;
  const make = () => createPicture(holder, { ...context, actions: { ...actions, act: looked, select: looked, selectMessage: looked, speakAs: looked } });
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const told = changes(), named = changes(), shown = changes();
  let firstUs = 0;
  go.addEventListener("click", () => { actions.play(false); actions.seekUs(Math.max(0, firstUs - 1)); });

  /** @param {State} state */
  function writeFirst(state) {
    const other = state.universes.find((entry) => entry.id === state.twin);
    if (!other) return;
    const called = universeName(other, captions);
    text(name, called);
    const found = state.difference?.with === state.twin ? state.difference : null;
    text(first, found ? differenceRows(found, called, i18n)[0] ?? "" : "");
    firstUs = Math.min(found?.here?.atUs ?? Infinity, found?.there?.atUs ?? Infinity);
    hide(go, !Number.isFinite(firstUs));
  }

  return {
    /** @param {State} state */
    update(state) {
      twin = state.twin;
      const view = state.twinView;
      if (shown(twin, view === null)) {
        hide(root, twin === null);
        toggle(/** @type {Element} */ (root.parentElement), "with-twin", twin !== null);
        if (!view) lightNodes(own, new Set());
      }
      if (twin === null || !view || !state.view) return;
      if (named(state.twin, state.difference, state.universes, state.lang)) writeFirst(state);
      if (!stage) { stage = make(); i18n.localize(holder); }
      const other = { ...state, view, messages: state.twinMessages, fates: NOTHING, selection: null, client: "", asTable: false };
      stage.update(other);
      stage.nodes(other);
      stage.clients(other);
      if (!told(state.view, view, state.lang)) return;
      const rows = state.view.nodes.flatMap((here) => {
        const there = view.nodes.find((node) => node.name === here.name);
        return there && face(here) !== face(there) ? [{ here, there }] : [];
      });
      const lit = new Set(rows.map(({ here }) => here.name));
      lightNodes(own, lit);
      lightNodes(stage.picture, lit);
      keyed(list, held, rows, ({ here }) => here.name, () => el("li", {}), (row, { here, there }) => {
        text(row, i18n.t("twin-node", { name: here.name, here: words(here), there: words(there) }));
      });
    },
  };

  /** @param {NodeView} node */
  function words(node) {
    const role = i18n.t(`role-${node.status === "up" ? node.role : node.status}`);
    return i18n.t("twin-face", { role, term: node.term, last: node.lastIndex, commit: node.commitIndex });
  }
}

/** The compared state of a node. @param {NodeView} node */
function face(node) { return [node.status, node.role, node.term, node.votedFor, node.lastIndex, node.lastTerm, node.commitIndex].join(); }

/** @param {Element} picture @param {Set<string>} names */
function lightNodes(picture, names) {
  for (const node of picture.querySelectorAll('[data-kind="node"]')) toggle(node, "differs", names.has(node.getAttribute("data-id") ?? ""));
}
