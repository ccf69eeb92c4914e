// The badge with the verdict of the checks after every event, and behind it the list of invariants, one sentence each.
// Answers to clients are checked too: stale reads may be configured, so linearizability is not an invariant.

import { attr, changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { focusFirst } from "../core/focus.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** The liveness invariants; all others are safety invariants. */
const PROGRESS = ["progress", "stability"];

/** @param {Context} context */
export function createPromises({ i18n, actions }) {
  const verdict = el("span"), stale = el("span", { class: "stale" });
  const badge = el("button", { class: "quiet safety", popovertarget: "promises", "aria-haspopup": "dialog" }, verdict, stale);
  const reads = el("p", { class: "needs-run" }), kinds = el("p", { class: "about" }), unclaimed = el("p", {}), clients = el("p", {}), list = el("ul", { class: "promise-list" });
  const menu = el("div", { id: "promises", class: "scenes promises", popover: "auto", role: "dialog", "aria-labelledby": "promises-title", toggle: () => actions.redraw() },
    el("h2", { id: "promises-title", l10n: "promises-title", tabindex: -1 }), kinds, unclaimed, list, el("h2", { class: "needs-run", l10n: "promises-clients" }), el("div", { class: "needs-run" }, clients), reads);
  focusFirst(menu, menu.querySelector("h2"));
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const safe = changes(), listed = changes();

  return {
    parts: [badge, menu],
    /** @param {State} state */
    update({ view, lang }) {
      if (!view) return;
      const { claimed, violations, invariants, wiped, forged, unclaimed: lost, linearizability, unordered: [first], unorderedCount } = view.safety, broken = violations.length;
      if (safe(claimed, broken, invariants.length, unorderedCount, lang)) {
        attr(badge, "class", `quiet safety ${broken > 0 ? "broken" : claimed ? "holds" : "unclaimed"}`);
        text(verdict, broken > 0 ? i18n.t("safety-broken", { n: broken }) : claimed ? i18n.t("safety-holds", { n: invariants.length }) : i18n.t("safety-unclaimed"));
        hide(stale, unorderedCount === 0);
        toggle(badge, "tells-stale", unorderedCount > 0);
        text(stale, unorderedCount > 0 ? i18n.t("safety-stale", { n: unorderedCount }) : "");
        attr(badge, "title", i18n.t("promises-scope"));
      }
      if (!menu.matches(":popover-open") || !listed(claimed, broken, lost.length, wiped.length, forged.length, invariants.length, linearizability, unorderedCount, view.config.reads, lang)) return;
      const progress = invariants.filter((name) => PROGRESS.includes(name)).length;
      text(reads, i18n.t("promises-reads", { reads: view.config.reads }));
      text(kinds, i18n.t("promises-kinds", { safety: invariants.length - progress, progress }));
      text(clients, i18n.t("promises-linearizable", { verdict: linearizability, at: i18n.clock(first?.atUs ?? 0), n: unorderedCount, said: i18n.t("invariant-linearizability") }));
      attr(clients, "class", first ? "broken" : null);
      hide(unclaimed, claimed);
      if (!claimed) text(unclaimed, forged.length > 0 ? i18n.t("promises-forged", { nodes: forged.join(", ") }) : i18n.t("promises-unclaimed", { nodes: wiped.join(", ") }));
      keyed(list, held, invariants, (name) => name, () => el("li", {}), (row, name) => {
        const id = `invariant-${name}`, said = i18n.has(id) ? i18n.t(id) : name, isBroken = violations.some(({ invariant }) => invariant === name) || lost.includes(name);
        attr(row, "class", isBroken ? "broken" : "");
        text(row, isBroken ? i18n.t("promise-broken", { said }) : said);
      });
    },
  };
}
