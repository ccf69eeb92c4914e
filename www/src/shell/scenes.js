// The scene chooser: the current cluster, the scenes, and fresh clusters. It provides the mode `explore`, in which each
// scene has an address.

import { attr, changes, el, hide, svg, text } from "../core/dom.js";
import { isFromNode } from "../core/live.js";
import { menuKeys } from "../core/menu.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** Size of the fresh cluster that the command opens. */
const FRESH = 3;

/** @param {HTMLElement} root @param {Context} context */
export function createScenes(root, { i18n, actions, captions, registry, scenes }) {
  const name = el("span", { class: "scene-name" }), size = el("span", { class: "scene-size" });
  const opener = el("button", { class: "scene-opener", popovertarget: "scenes", "aria-haspopup": "dialog" }, name, size,
    svg("svg", { viewBox: "0 0 12 12", class: "icon small", "aria-hidden": "true" }, svg("path", { d: "M2 4l4 4 4-4" })));
  /** Time plays after a choice, so the focus moves to the pause button. @param {() => void} open */
  const choose = (open) => {
    open();
    menu.hidePopover();
    actions.goToTime();
  };
  // A page that a node serves has a way back to the node's cluster.
  const isServed = isFromNode();
  const follow = el("button", { "data-scene": "live", click: () => choose(actions.follow) }, el("b", { l10n: "command-live" }));
  const list = el("ul", { class: "scene-list" }, ...scenes.map((id) => el("li", {},
    el("button", { "data-scene": id, click: () => choose(() => actions.openScene(id)) },
      el("b", { l10n: `scene-${id}` }), el("span", { l10n: `scene-${id}-about` })))));
  const sizes = el("div", { class: "sizes", role: "group", l10n: "fresh-sizes" }, ...Array.from({ length: 9 }, (_, i) =>
    el("button", { "data-size": i + 1, click: () => choose(() => actions.openFresh(i + 1)) }, String(i + 1))));
  const menu = el("div", { id: "scenes", class: "scenes", popover: "auto", role: "dialog", l10n: "scenes-menu" },
    ...(isServed ? [follow] : []), el("h2", { l10n: "fresh" }), sizes, el("h2", { l10n: "scenes" }), list);
  menuKeys(menu);
  root.append(opener, menu);
  registry.mode({
    id: "explore",
    open(place) {
      if (place !== "" && !scenes.includes(place)) return false;
      actions.set({ home: false, quiz: null });
      if (place !== "") actions.openScene(place);
      return true;
    },
  });
  registry.command({ id: "fresh", key: "n", run: () => actions.openFresh(FRESH) });
  registry.command({ id: "live", when: ({ live }) => isServed && live === null, run: actions.follow });
  registry.command({ id: "scenes", run: () => menu.showPopover() });

  const changed = changes();
  return {
    /** @param {State} state */
    update({ view, scene, lang, story, film, live }) {
      // What a film is of has its words in a catalogue that loads with its card.
      const of = film ? `rules-found-${film.view.broken ?? ""}` : "", isWorded = film !== null && i18n.has(of);
      hide(follow, live !== null);
      if (!changed(scene, lang, view?.nodes.length, story, captions.revision(), of, isWorded)) return;
      text(name, film ? i18n.t("film-scene", { what: isWorded ? i18n.t(of) : "none" }) : story?.title ? captions.text(story.title, scene) : captions.nameOf(scene));
      text(size, view ? i18n.t("nodes-count", { n: view.nodes.length }) : "");
      for (const button of list.querySelectorAll("button")) attr(button, "aria-current", button.getAttribute("data-scene") === scene ? "true" : null);
      for (const button of sizes.children) attr(button, "aria-current", Number(button.getAttribute("data-size")) === view?.nodes.length ? "true" : null);
    },
  };
}
