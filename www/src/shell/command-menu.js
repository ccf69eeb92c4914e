// A menu of some commands from the registry, beside the button that opens it.

import { el, text, zoomOf } from "../core/dom.js";
import { menuKeys } from "../core/menu.js";

/** @typedef {import("../core/types.js").State} State */

const GAP = 8;

/**
 * @param {HTMLElement} page @param {() => State} state
 * @param {{i18n: import("../core/types.js").I18n, registry: import("../core/registry.js").Registry}} parts
 */
export function createCommandMenu(page, state, { i18n, registry }) {
  const list = el("div", { class: "menu-items" });
  const menu = el("div", { id: "command-menu", class: "node-menu", popover: "auto", role: "group", l10n: "palette" }, list);
  menuKeys(menu);
  page.append(menu);

  /** @param {string[]} ids @param {HTMLElement} opener */
  return function open(ids, opener) {
    list.replaceChildren(...ids.flatMap((id) => {
      const command = registry.commands().find((one) => one.id === id);
      if (!command || !registry.isThere(command, state())) return [];
      const button = el("button", { click: () => { menu.hidePopover(); command.run(state()); } });
      text(button, i18n.t(`command-${id}`));
      return [button];
    }));
    menu.showPopover();
    const scale = zoomOf(menu), from = opener.getBoundingClientRect();
    menu.style.left = `${Math.max(GAP, Math.min(from.left / scale, innerWidth / scale - menu.offsetWidth - GAP))}px`;
    menu.style.top = `${from.bottom / scale + GAP / 2}px`;
    list.querySelector("button")?.focus();
  };
}
