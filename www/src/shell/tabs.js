// The tabs: of the side column on a wide page, of all panels on a narrow one, the stage first. The features register
// their panels.

import { attr, changes, el, hide, toggle } from "../core/dom.js";
import { spotOf } from "../core/spot.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/registry.js").Panel} Panel */

/** The tab to select when the page becomes wide or narrow, so that what was visible stays visible.
 * @param {boolean} wide @param {string} tab @param {Panel[]} panels */
export function tabIn(wide, tab, panels) {
  if (wide) return panels.find(({ id }) => id === tab)?.wide === undefined ? tab : "logs";
  return tab === "logs" ? "stage" : tab;
}

/** Scrolls a tab into view. In a frame, `scrollIntoView` would scroll the embedding page too.
 * @param {HTMLElement} root @param {HTMLElement} tab */
function reveal(root, tab) {
  const row = root.getBoundingClientRect(), one = tab.getBoundingClientRect();
  if (one.left < row.left) root.scrollLeft -= row.left - one.left;
  else if (one.right > row.right) root.scrollLeft += one.right - row.right;
}

/** @param {HTMLElement} root @param {Context} context */
export function createTabs(root, { i18n, actions, registry }) {
  const panels = registry.panels();
  const tabs = panels.map(({ id, parts }) => el("button", {
    role: "tab", id: `tab-${id}`, "data-tab": id, l10n: `tab-${id}`, "aria-controls": parts.join(" "),
    click: () => actions.set({ tab: id }),
  }));
  root.append(...tabs);
  root.addEventListener("keydown", (event) => {
    const shown = tabs.filter((tab) => !tab.hidden);
    const at = shown.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const last = shown.length - 1;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const tab = shown[(next + shown.length) % shown.length];
    tab?.focus();
    tab?.click();
  });
  const changed = changes();

  return {
    /** @param {State} state */
    update(state) {
      const spot = spotOf(state).panels;
      if (!changed(state.mode, state.tab, spot, state.told, state.live)) return;
      const narrow = state.mode === "narrow";
      const wanted = narrow ? state.tab : tabIn(true, state.tab, panels);
      const asked = panels.find(({ id }) => id === wanted);
      // A trace has no panel for a run, and a run none for a cluster.
      const current = (state.told && asked?.needsRun) || (!state.live && asked?.needsLive) ? narrow ? "stage" : "logs" : wanted;
      toggle(root, "one-more", panels.some(({ id, passing }) => passing && id === current));
      for (const [i, { id, parts, wide, passing, needsRun, needsLive }] of panels.entries()) {
        const tab = /** @type {HTMLElement} */ (tabs[i]);
        const isAbsent = (state.told && needsRun === true) || (state.live === null && needsLive === true);
        hide(tab, isAbsent || (passing ? id !== current : !narrow && wide !== undefined));
        if (id === "logs") { attr(tab, "data-l10n-id", narrow || (state.told && !state.live) ? "tab-logs" : "tab-logs-wide"); i18n.localizeOne(tab); }
        attr(tab, "aria-selected", String(id === current));
        if (narrow && id === current) reveal(root, tab);
        attr(tab, "tabindex", id === current ? 0 : -1);
        const isShown = !isAbsent && (id === current || (!narrow && (wide === "beside" || wide === current)));
        for (const part of parts) {
          const element = document.getElementById(part);
          if (!element) continue;
          hide(element, !isShown);
          toggle(element, "spot", spot.has(id));
        }
      }
      // Two adjacent targets share one outline.
      for (const element of document.querySelectorAll(".spot, .spot-above")) {
        toggle(element, "spot-above", element.classList.contains("spot") && element.nextElementSibling?.classList.contains("spot") === true);
      }
      document.body.classList.toggle("told", state.told);
      document.body.classList.toggle("narrow", narrow);
      document.body.classList.toggle("on-stage", !narrow || current === "stage");
      document.body.classList.toggle("on-diagram", narrow && current === "diagram");
    },
  };
}
