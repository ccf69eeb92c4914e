// The header: modes, the badge of the checks, sharing, language, theme, help.

import { attr, changes, el, svg, text } from "../core/dom.js";
import { isEmbedded, wholeAddress } from "../core/embedded.js";
import { createPromises } from "./promises.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

const THEMES = ["auto", "light", "dark"];
/** @type {Record<string, string>} */
const THEME_ICONS = {
  auto: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
  light: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5L13 13M3 13l1.5-1.5M11.5 4.5L13 3",
  dark: "M12.5 10A5.5 5.5 0 0 1 6 3.5a5.5 5.5 0 1 0 6.5 6.5z",
};

/** The link from an embedded page to the whole page. */
function wayOut() {
  const link = el("a", { class: "way-out", target: "_blank", rel: "noopener", l10n: "embed-open" });
  const lead = () => attr(link, "href", wholeAddress());
  addEventListener("hashchange", lead);
  lead();
  return link;
}

/** @param {HTMLElement} root @param {Context} context */
export function createHeader(root, context) {
  const { i18n, actions, registry, languages } = context;
  const promises = createPromises(context);
  const languageButtons = languages.map((lang) => el("button", { class: "quiet lang", lang, l10n: `lang-${lang}`, click: () => actions.setLanguage(lang) }));
  const themePath = svg("path");
  const theme = el("button", { class: "quiet square", click: () => actions.setTheme(THEMES[(THEMES.indexOf(theme.getAttribute("data-theme") ?? "auto") + 1) % 3] ?? "auto") },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, themePath));
  const share = el("button", { class: "share", "aria-haspopup": "dialog", click: () => actions.share() },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M8 10V2M5 4.5L8 1.5l3 3M4.5 7H3v7h10V7h-1.5" })),
    el("span", { class: "share-words", l10n: "share-open" }));
  const help = el("button", { class: "quiet square", l10n: "help-open", click: () => actions.help() }, "?");
  const modes = el("nav", { class: "modes", l10n: "modes" }, ...registry.modes().map(({ id, needsRun }) => el("a", { href: `#${id}`, l10n: `mode-${id}`, class: needsRun ? "needs-run" : "" })));
  // A phone has room for the current mode only: its button opens a menu of all.
  const mode = el("button", { class: "quiet mode-menu", "aria-haspopup": "true", click: () => actions.openMenu(registry.modes().map(({ id }) => `mode-${id}`), mode) });
  for (const { id, needsRun = false } of registry.modes()) registry.command({ id: `mode-${id}`, needsRun, run: () => actions.goTo(id, "") });
  const whole = isEmbedded() ? [wayOut()] : [];
  // The page's name is in the HTML already.
  root.append(modes, mode, el("span", { class: "spacer" }), ...promises.parts, ...whole, share,
    el("div", { class: "langs", role: "group", l10n: "languages" }, ...languageButtons), theme, help);

  registry.command({ id: "share", key: "s", run: actions.share });
  registry.command({ id: "palette", key: "ctrl+k", run: actions.palette });
  registry.command({ id: "help", key: "?", run: actions.help });
  registry.command({ id: "large", run: ({ large }) => actions.setLarge(!large), when: ({ mode }) => mode === "wide" });
  registry.command({ id: "theme", run: () => theme.click() });
  for (const button of languageButtons) registry.command({ id: `language-${button.lang}`, run: () => actions.setLanguage(button.lang) });

  const changed = changes();
  return {
    /** @param {State} state */
    update(state) {
      if (changed(state.lang, state.theme, state.place)) {
        for (const mode of modes.children) attr(mode, "aria-current", mode.getAttribute("href") === `#${state.place}` ? "page" : null);
        text(mode, i18n.t(`mode-${state.place}`));
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
