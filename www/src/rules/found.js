// What a search found: what breaks, the shortened script, and what can be done with it.

import { changes, el, hide, svg, text } from "../core/dom.js";
import { mendedOf } from "../core/statements.js";
import { totals } from "./search.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./search.js").Search} Search */

/** Ids of the scenes: names in the tree of universes. */
const FOUND = "counterexample", MENDED = "correct";

/** The flaws of a script. @param {string} script */
export const flawsOf = (script) => [...script.matchAll(/^flaw (\S+)$/gm)].map(([, name]) => name ?? "");

/** @param {Context} context @param {{another: () => void, clear: () => void}} parts */
export function createFound({ i18n, actions }, { another, clear }) {
  let script = "";
  const title = el("h2", { class: "found-title", tabindex: -1 }), figures = el("p", { class: "found-figures" });
  const lines = el("ol", { class: "found-script data", tabindex: 0 });
  const next = el("button", { class: "quiet", click: another }), close = el("button", { class: "quiet square", click: clear },
    svg("svg", { viewBox: "0 0 12 12", class: "icon small", "aria-hidden": "true" }, svg("path", { d: "M2 2l8 8M10 2l-8 8" })));
  const film = el("button", { class: "filled", click: () => actions.watchScript(script, FOUND) });
  const open = el("button", { click: () => { actions.openPaused(script, FOUND); actions.goToTime(); } });
  const compare = el("button", { click: () => actions.openBeside(script, mendedOf(script), FOUND, MENDED) });
  const lanes = el("button", { click: () => actions.openLanes(script, FOUND) });
  const link = el("button", { click: () => actions.copyLink(script) });
  const root = el("section", { class: "found", hidden: true },
    el("div", { class: "found-head" }, title, close), figures, lines, el("div", { class: "found-tools" }, film, open, lanes, compare, link, next));
  const changed = changes();
  return {
    root,
    flaws: () => flawsOf(script),
    focus: () => title.focus({ preventScroll: true }),
    /** @param {Search["best"]} best @param {Search | null} search */
    write(best, search) {
      hide(root, best === null);
      // Another is looked for only when no shorter script of this one is.
      hide(next, search?.phase !== "found");
      if (!best || !search || !changed(best, i18n.lang(), i18n.has("rules-find"))) return;
      script = best.short.script;
      const { runs, ms } = totals(search);
      text(title, i18n.t(`rules-found-${best.short.broken}`));
      title.title = i18n.t(`invariant-${best.short.broken}`);
      text(figures, i18n.t("rules-found-figures", { n: best.short.statements, of: best.statements, s: i18n.number(ms / 1_000, 1), runs, number: best.number }));
      lines.replaceChildren(...script.trimEnd().split("\n").map((line) => el("li", { class: line.startsWith("flaw ") ? "flaw" : "" }, line)));
      lines.ariaLabel = i18n.t("rules-found-script");
      text(film, i18n.t("film-watch"));
      text(open, i18n.t("rules-open"));
      hide(lanes, best.short.broken !== "linearizability");
      text(lanes, i18n.t("rules-lanes"));
      lanes.title = i18n.t("rules-lanes-about");
      text(compare, i18n.t("rules-compare"));
      compare.title = i18n.t("rules-compare-about");
      text(link, i18n.t("rules-link"));
      text(next, i18n.t("rules-another"));
      close.ariaLabel = i18n.t("rules-found-close");
    },
  };
}
