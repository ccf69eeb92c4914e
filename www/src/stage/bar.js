// The bar of a selected node: two actions, and a menu with the rest. It stands beside the node's words and away from
// the middle, so that it hides nothing of its effects; on a narrow page it is docked at the bottom. Every action closes
// it.

import { attr, changes, el, hide, text, toggle, zoomOf } from "../core/dom.js";
import { createReturn } from "../core/focus.js";
import { menuKeys } from "../core/menu.js";
import { firstActions, isOffered, otherActions } from "./actions.js";
import { shownRole } from "./nodes.js";
import { around, spotBeside } from "./spot.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./actions.js").Action} Action */
/** @typedef {import("./geometry.js").Layout} Layout */

/** Height of the bar, and of the row of tools above the picture, as in the style sheets. */
const HEIGHT = 28, TOOLS = 34;
const GAP = 8, EDGE = 4;
/** The texts beside a node. */
const WORDS = ".role, .term, .extra";
const DISKS = ["well", "full", "fails", "torn"];

/** @param {HTMLElement} stage @param {() => Layout | null} layoutOf @param {Context} context */
export function createBar(stage, layoutOf, context) {
  const { i18n, actions } = context;
  const name = el("b"), words = el("span", { class: "bar-words" });
  const buttons = el("span", { class: "bar-actions" });
  const more = el("button", { class: "more", l10n: "bar-more", popovertarget: "node-menu", "aria-haspopup": "true" }, "⋯");
  const close = el("button", { class: "quiet bar-close", l10n: "bar-close", click: () => actions.select(null) }, "✕");
  const bar = el("div", { id: "node-bar", class: "node-bar", role: "toolbar", tabindex: -1, hidden: true }, el("span", { class: "bar-name" }, name, words), buttons, more, close);
  const list = el("div", { class: "menu-items" });
  // Buttons, not a select: with the keyboard, a select would execute every option on the way to the wanted one.
  const disks = DISKS.map((state) => el("button", { l10n: `disk-${state}`, "data-disk": state, click: () => done(() => actions.act(`disk ${id} ${state}`, "stage")) }));
  const ask = el("input", { type: "text", class: "data", value: "set x 1", spellcheck: "false", autocomplete: "off", autocapitalize: "off", l10n: "ask-node", dir: "auto" });
  const form = el("form", { class: "ask needs-run", submit: (event) => {
    event.preventDefault();
    if (actions.act(`${ask.value.trim()} to ${id}`, "client")) done(() => {});
  } }, ask, el("button", { type: "submit", l10n: "ask-node-send" }));
  const menu = el("div", { id: "node-menu", class: "node-menu", popover: "auto", role: "group", l10n: "bar-menu", beforetoggle: (/** @type {ToggleEvent} */ event) => { if (event.newState === "open") write(); }, toggle: placeMenu },
    list, el("div", { class: "menu-row needs-run", role: "group", l10n: "disk-state" }, el("span", { l10n: "fact-disk" }), ...disks), form);
  menuKeys(menu);
  // A sibling of the stage, so that it may overlap the narration below.
  stage.after(bar, menu);

  let id = "";
  /** @type {State | null} */
  let state = null;
  const focus = createReturn(() => stage.querySelector(".picture")?.querySelector(/** @type {"g"} */ ('.layer-nodes > [tabindex="0"]')));
  /** @type {{action: Action, button: HTMLElement}[]} */
  let held = [];
  const changed = changes(), moved = changes();

  /** Executes an action, and closes the bar. @param {() => void} run */
  function done(run) {
    menu.hidePopover();
    run();
    actions.select(null);
  }

  /** @param {Action} action */
  const buttonOf = (action) => ({ action, button: el("button", { l10n: `do-${action.id}`, "data-action": action.id, click: () => done(action.run) }) });

  function make() {
    const first = firstActions(id, actions).map(buttonOf), others = otherActions(id, actions, () => state).map(buttonOf);
    held = [...first, ...others];
    buttons.replaceChildren(...first.map(({ button }) => button));
    list.replaceChildren(...others.map(({ button }) => button));
    i18n.localize(bar);
    i18n.localize(menu);
  }

  function write() {
    const node = state?.view?.nodes.find((one) => one.name === id);
    if (!state || !node) return;
    for (const { action, button } of held) hide(button, !isOffered(action, state));
    text(name, id);
    text(words, i18n.t("stage-words-short", { role: i18n.t(`role-${shownRole(node)}`), term: node.term }));
    attr(bar, "aria-label", i18n.t("inspect-node", { name: id }));
    for (const button of disks) attr(button, "aria-pressed", String(button.dataset["disk"] === node.disk.state));
  }

  /** Places the bar beside the node and its words, where it hides the least. @param {State} now */
  function place(now) {
    const layout = layoutOf(), seat = layout?.nodes.get(id), docked = now.mode === "narrow" || now.asTable;
    toggle(bar, "docked", docked || !seat);
    toggle(document.body, "has-docked-bar", docked || !seat);
    if (!layout || !seat || docked) { bar.style.transform = ""; return; }
    const boxes = boxesOf(`.node[data-id="${id}"]`), words = boxes(WORDS), { x, y } = spotBeside(
      { face: around(boxes(".face")), disk: around(boxes(".disk, .face")), words: around(words.length > 0 ? words : boxes(".face")), side: seat.side },
      { width: bar.offsetWidth, height: HEIGHT }, { left: EDGE, top: 0, right: layout.width - EDGE, bottom: layout.height },
      [...boxesOf(".node")(`.face, .disk, ${WORDS}`), ...boxesOf(".client")(".face, .client-words > div")],
    );
    bar.style.transform = `translate(${x}px, ${y + TOOLS + stage.offsetTop}px)`;
  }

  /** The boxes of parts of nodes or clients, in the picture's own pixels, without empty ones. @param {string} owners */
  function boxesOf(owners) {
    const picture = /** @type {Element} */ (stage.querySelector(".picture")), from = picture.getBoundingClientRect(), scale = zoomOf(picture);
    return (/** @type {string} */ parts) => [...picture.querySelectorAll(`${owners} :is(${parts})`)].map((part) => part.getBoundingClientRect()).filter(({ width }) => width > 0)
      .map(({ left, top, right, bottom }) => ({ left: (left - from.left) / scale, top: (top - from.top) / scale, right: (right - from.left) / scale, bottom: (bottom - from.top) / scale }));
  }

  /** Places the menu beside the button that opened it, within the window. */
  function placeMenu() {
    if (!menu.matches(":popover-open")) return;
    const scale = zoomOf(menu), from = more.getBoundingClientRect();
    const left = Math.min(from.left / scale, innerWidth / scale - menu.offsetWidth - GAP);
    const below = from.bottom / scale + 4, above = from.top / scale - menu.offsetHeight - 4;
    menu.style.left = `${Math.max(GAP, left)}px`;
    menu.style.top = `${Math.max(GAP, below + menu.offsetHeight + GAP <= innerHeight / scale ? below : above)}px`;
    /** @type {HTMLElement | null} */ (menu.querySelector("button:not([hidden])"))?.focus();
  }

  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); actions.select(null); return; }
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const buttons = [...bar.querySelectorAll("button")].filter((button) => button.offsetParent !== null);
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    buttons[(at + move + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  });

  return {
    /** @param {State} now */
    update(now) {
      state = now;
      const chosen = now.selection?.kind === "node" ? now.selection.id : "";
      const layout = layoutOf();
      if (!changed(chosen, now.view, layout, now.mode, now.lang, now.asTable)) return;
      const fresh = chosen !== id;
      if (chosen === "") focus.closes(bar, menu);
      id = chosen;
      if (chosen === "") menu.hidePopover();
      hide(bar, chosen === "");
      toggle(document.body, "has-bar", chosen !== "");
      if (chosen === "") toggle(document.body, "has-docked-bar", false);
      if (chosen === "") return;
      const isByKey = fresh && focus.opens();
      if (fresh) make();
      write();
      if (moved(chosen, now.mode, now.asTable, now.lang, layout?.width, layout?.height, layout?.nodes.size)) place(now);
      // Opened by keyboard, the first action takes the focus; else the bar, so that Space presses no action.
      if (fresh) (isByKey ? bar.querySelector(/** @type {"button"} */ ("button:not([hidden])")) : bar)?.focus({ preventScroll: true });
    },
  };
}
