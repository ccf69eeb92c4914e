// The head of the page: scenes, what is proven, language, theme, help.

import { attr, changes, el, svg, text } from "../dom.js";
import { createPromises } from "./promises.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */

const THEMES = ["auto", "light", "dark"];
/** @type {Record<string, string>} */
const THEME_ICONS = {
  auto: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
  light: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5L13 13M3 13l1.5-1.5M11.5 4.5L13 3",
  dark: "M12.5 10A5.5 5.5 0 0 1 6 3.5a5.5 5.5 0 1 0 6.5 6.5z",
};

/** @param {HTMLElement} root @param {Context} context */
export function createHeader(root, context) {
  const { i18n, actions, scenes, languages } = context;
  const sceneName = el("span", { class: "scene-name" }), size = el("span", { class: "scene-size" });
  const opener = el("button", { class: "scene-opener", popovertarget: "scenes", "aria-haspopup": "dialog" }, sceneName, size,
    svg("svg", { viewBox: "0 0 12 12", class: "icon small", "aria-hidden": "true" }, svg("path", { d: "M2 4l4 4 4-4" })));
  /** Time plays on after a choice, and so what stops it is at hand. @param {() => void} open */
  const choose = (open) => {
    open();
    menu.hidePopover();
    actions.goToTime();
  };
  const list = el("ul", { class: "scene-list" }, ...scenes.map((id) => el("li", {},
    el("button", { "data-scene": id, click: () => choose(() => actions.openScene(id)) },
      el("b", { l10n: `scene-${id}` }), el("span", { l10n: `scene-${id}-about` })))));
  const sizes = el("div", { class: "sizes", role: "group", l10n: "fresh-sizes" }, ...Array.from({ length: 9 }, (_, i) =>
    el("button", { "data-size": i + 1, click: () => choose(() => actions.openFresh(i + 1)) }, String(i + 1))));
  const menu = el("div", { id: "scenes", class: "scenes", popover: "auto", role: "dialog", l10n: "scenes-menu" },
    el("h2", { l10n: "scenes" }), list, el("h2", { l10n: "fresh" }), sizes);

  const promises = createPromises(context);
  const languageButtons = languages.map((lang) => el("button", { class: "quiet lang", lang, l10n: `lang-${lang}`, click: () => actions.setLanguage(lang) }));
  const themePath = svg("path");
  const theme = el("button", { class: "quiet square", click: () => actions.setTheme(THEMES[(THEMES.indexOf(theme.getAttribute("data-theme") ?? "auto") + 1) % 3] ?? "auto") },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, themePath));
  const share = el("button", { class: "share", "aria-haspopup": "dialog", click: () => actions.share() },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M8 10V2M5 4.5L8 1.5l3 3M4.5 7H3v7h10V7h-1.5" })),
    el("span", { class: "share-words", l10n: "share-open" }));
  const help = el("button", { class: "quiet square", l10n: "help-open", click: () => actions.help() }, "?");
  root.append(el("h1", { class: "brand" }, "Raftarium"), opener, menu, el("span", { class: "spacer" }), ...promises.parts, share,
    el("div", { class: "langs", role: "group", l10n: "languages" }, ...languageButtons), theme, help);

  const changed = changes();
  return {
    /** @param {State} state */
    update(state) {
      const view = state.view;
      if (changed(state.scene, state.lang, state.theme, view?.nodes.length)) {
        text(sceneName, i18n.t(`scene-${state.scene}`));
        text(size, view ? i18n.t("nodes-count", { n: view.nodes.length }) : "");
        for (const button of list.querySelectorAll("button")) attr(button, "aria-current", button.getAttribute("data-scene") === state.scene ? "true" : null);
        for (const button of sizes.children) attr(button, "aria-current", Number(button.getAttribute("data-size")) === view?.nodes.length ? "true" : null);
        for (const button of languageButtons) attr(button, "aria-pressed", String(button.lang === state.lang));
        attr(theme, "data-theme", state.theme);
        attr(theme, "aria-label", i18n.t(`theme-${state.theme}`));
        attr(theme, "title", i18n.t(`theme-${state.theme}`));
        attr(themePath, "d", THEME_ICONS[state.theme] ?? "");
      }
      promises.update(state);
    },
  };
}
