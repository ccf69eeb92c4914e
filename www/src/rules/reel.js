// The head of the panel while a film is shown, in the place of the search: what breaks, the step, and what can be done
// with the film.

import { changes, el, hide, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** @param {Context} context */
export function createReel({ i18n, actions }) {
  /** @type {State["film"]} */
  let shown = null;
  const title = el("h2", { class: "found-title" }), figures = el("p", { class: "found-figures" });
  const leave = el("button", { click: () => { actions.leaveFilm(); actions.goToTime(); } });
  const script = el("button", { click: () => actions.set({ tab: "script" }) });
  const link = el("button", { click: () => { if (shown) actions.copyLink(shown.script, shown.step); } });
  const root = el("section", { class: "reel", hidden: true }, title, figures, el("div", { class: "found-tools" }, link, script, leave));
  const changed = changes();
  return {
    root,
    /** @param {State["film"]} film */
    write(film) {
      shown = film;
      hide(root, film === null);
      if (!film || !changed(film, i18n.lang(), i18n.has("rules-find"))) return;
      const { view, step } = film;
      text(title, i18n.t(`rules-found-${view.broken ?? ""}`));
      title.title = i18n.t(`invariant-${view.broken ?? ""}`);
      text(figures, i18n.t("rules-reel", { n: step + 1, of: view.steps.length, statements: view.statements }));
      text(link, i18n.t("rules-reel-link"));
      text(script, i18n.t("rules-reel-script"));
      text(leave, i18n.t("rules-reel-leave"));
    },
  };
}
