// The tabs: on a wide page of the side column, on a narrow one of all parts, the stage first.

import { attr, changes, el, hide } from "../dom.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */

/** Each tab and the parts that it shows. On a wide page the logs and the client stand together. @type {Record<string, string[]>} */
const PARTS = {
  stage: ["stage-area"],
  diagram: ["spacetime"],
  logs: ["panel-logs", "panel-kv"],
  client: ["panel-client"],
  why: ["panel-why"],
  conditions: ["panel-conditions"],
  script: ["panel-script"],
};

/** What stands beside the tabs on a wide page, or within that of the logs. */
const NARROW_ONLY = ["stage", "diagram", "client"];

/** The tab that goes on to be shown when a page becomes wide, or narrow: what was in sight stays so. @param {boolean} wide @param {string} tab */
export function tabIn(wide, tab) {
  if (wide) return NARROW_ONLY.includes(tab) ? "logs" : tab;
  return tab === "logs" ? "stage" : tab;
}

/** @param {HTMLElement} root @param {Context} context */
export function createTabs(root, { i18n, actions }) {
  const tabs = Object.keys(PARTS).map((id) => el("button", {
    role: "tab", id: `tab-${id}`, "data-tab": id, l10n: `tab-${id}`, "aria-controls": (PARTS[id] ?? []).join(" "),
    click: () => actions.set({ tab: id }),
  }));
  root.append(...tabs);
  root.addEventListener("keydown", (event) => {
    const shown = tabs.filter((tab) => !tab.hidden);
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = shown.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (!move || at < 0) return;
    const next = shown[(at + move + shown.length) % shown.length];
    next?.focus();
    next?.click();
  });
  const changed = changes();

  return {
    /** @param {State} state */
    update(state) {
      if (!changed(state.mode, state.tab)) return;
      const narrow = state.mode === "narrow";
      const current = narrow ? state.tab : tabIn(true, state.tab);
      for (const tab of tabs) {
        const id = tab.getAttribute("data-tab") ?? "";
        hide(tab, !narrow && NARROW_ONLY.includes(id));
        if (id === "logs") { attr(tab, "data-l10n-id", narrow ? "tab-logs" : "tab-logs-wide"); i18n.localizeOne(tab); }
        attr(tab, "aria-selected", String(id === current));
        if (narrow && id === current) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
        attr(tab, "tabindex", id === current ? 0 : -1);
        for (const part of PARTS[id] ?? []) {
          const element = document.getElementById(part);
          if (element) hide(element, id !== current && !(!narrow && (id === "stage" || id === "diagram" || (id === "client" && current === "logs"))));
        }
      }
      document.body.classList.toggle("narrow", narrow);
      document.body.classList.toggle("on-stage", !narrow || current === "stage");
      document.body.classList.toggle("on-diagram", narrow && current === "diagram");
    },
  };
}
