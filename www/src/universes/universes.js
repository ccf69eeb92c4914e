// The tree of universes: the current one, how each began, and the first difference between two.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { focusFirst, putUnlessHeld } from "../core/focus.js";
import { menuKeys } from "../core/menu.js";
import { asTree, NAME_CHARS_MAX } from "../core/run/universes.js";
import { sentence } from "../core/sentences.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/run/universes.js").Entry} Entry */

/** The name of a universe. @param {Entry} entry @param {import("../core/captions.js").Captions} captions */
export function universeName(entry, captions) {
  if (entry.name !== "") return entry.name;
  return entry.statement === "" ? captions.nameOf(entry.scene) : entry.statement.split("\n")[0] ?? "";
}

/** @param {HTMLElement} root @param {Context} context */
export function createUniverses(root, { i18n, actions, captions, registry }) {
  const name = el("bdi"), others = el("span", { class: "others" });
  const opener = el("button", { class: "quiet", popovertarget: "universes", "aria-haspopup": "dialog", l10n: "universes-open" },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M3 13V3M3 8c4 0 4-5 9-5M3 8c4 0 4 5 9 5" })), name, others);
  const list = el("ul", { class: "tree" });
  const difference = el("div", { class: "difference", role: "status" });
  const menu = el("div", { id: "universes", class: "universes-menu", popover: "auto", role: "dialog", l10n: "universes", toggle: () => actions.redraw() },
    el("h2", { l10n: "universes-title", tabindex: -1 }), el("p", { class: "about", l10n: "universes-about" }), list, difference);
  root.append(opener, menu);
  menuKeys(menu);
  focusFirst(menu, menu.querySelector("h2"));
  registry.command({ id: "universes", key: "u", run: () => { menu.togglePopover(); } });

  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const called = changes(), grown = changes(), compared = changes();

  /** @param {Entry} entry */
  function make(entry) {
    const id = entry.id;
    const rename = el("input", { type: "text", class: "name", maxlength: NAME_CHARS_MAX, dir: "auto", l10n: "universe-rename", change: () => actions.rename(id, rename.value) });
    const row = el("li", {}, el("span", { class: "branch", "aria-hidden": "true" }), rename, el("span", { class: "when data" }),
      el("button", { class: "switch", l10n: "universe-switch", click: () => actions.switchTo(id) }),
      el("button", { class: "compare", l10n: "universe-compare", click: () => actions.compare(id) }),
      el("button", { class: "twin", l10n: "universe-twin", click: () => { actions.showTwin(id); menu.hidePopover(); } }));
    i18n.localize(row);
    return row;
  }

  /** @param {HTMLElement} row @param {{entry: Entry, depth: number}} item @param {State} state */
  function write(row, { entry, depth }, state) {
    const [branch, input, when, take, compare, twin] = /** @type {[HTMLElement, HTMLInputElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement]} */ ([...row.children]);
    branch.style.width = `${Math.min(depth, 8) * 16}px`;
    text(branch, depth === 0 ? "" : "└");
    const called = universeName(entry, captions);
    putUnlessHeld(input, called);
    const here = entry.id === state.universe;
    text(when, i18n.t("universe-span", { from: i18n.duration(entry.forkUs), to: i18n.duration(here ? state.endUs : entry.endUs) }));
    toggle(row, "here", here);
    attr(row, "aria-current", here ? "true" : null);
    for (const button of [take, compare, twin]) {
      if (here && button === document.activeElement) input.focus();
      // A trace is no universe that another could be compared with.
      hide(button, here || (state.told && button !== take));
      attr(button, "aria-label", `${button.textContent ?? ""} · ${called}`);
    }
    attr(twin, "aria-pressed", String(entry.id === state.twin));
  }

  /** @param {State} state */
  function writeDifference(state) {
    const found = state.difference;
    const other = state.universes.find((entry) => entry.id === found?.with);
    if (!found || !other) { difference.replaceChildren(); return; }
    difference.replaceChildren(...differenceRows(found, universeName(other, captions), i18n).map((row) => el("p", { dir: "auto" }, row)));
    const event = found.here ?? found.there;
    if (event) difference.append(el("button", { click: () => { actions.play(false); actions.seekUs(Math.max(0, event.atUs - 1)); menu.hidePopover(); } }, i18n.t("difference-go")));
  }

  return {
    /** @param {State} state */
    update(state) {
      const current = state.universes.find((entry) => entry.id === state.universe);
      if (!current) return;
      if (called(current, state.universes.length, state.lang)) {
        text(name, universeName(current, captions));
        text(others, state.universes.length > 1 ? i18n.t("universes-others", { n: state.universes.length - 1 }) : "");
        attr(opener, "aria-label", i18n.t("universes-of", { name: [name, others].map((part) => part.textContent).filter(Boolean).join(" ") }));
      }
      if (!menu.matches(":popover-open")) return;
      if (grown(state.universes, state.universe, state.twin, Math.floor(state.endUs / 1e6), state.lang)) {
        keyed(list, held, asTree(state.universes), ({ entry }) => String(entry.id), ({ entry }) => make(entry), (row, item) => write(row, item, state));
      }
      if (compared(state.difference, state.universes, state.lang)) writeDifference(state);
    },
  };
}

/**
 * The first difference between two universes, as sentences.
 * @param {NonNullable<State["difference"]>} found @param {string} other @param {I18n} i18n
 */
export function differenceRows(found, other, i18n) {
  const { here, there } = found;
  const at = here ?? there;
  if (!at) return [i18n.t(found.complete ? "difference-none" : "difference-far", { other })];
  return [
    i18n.t("difference-at", { other, at: i18n.clock(Math.min(here?.atUs ?? Infinity, there?.atUs ?? Infinity)) }),
    ...(here ? [i18n.t("difference-here", { at: i18n.clock(here.atUs), said: sentence(here, i18n) })] : []),
    ...(there ? [i18n.t("difference-there", { other, at: i18n.clock(there.atUs), said: sentence(there, i18n) })] : []),
  ];
}
