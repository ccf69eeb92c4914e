// The mode `break` and the panel of rules, which loads when it is first visible; and the notice on the stage, in every
// mode, that rules are broken.

import { changes, el, hide, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */

/** @param {import("../core/types.js").Parts & {library: import("../core/library.js").Library}} parts */
export function registerRules({ byId, context, lab, safely, library, clock }) {
  const { i18n, actions, registry } = context;
  registry.panel({
    id: "rules", needsRun: true, order: 22, parts: ["panel-rules"],
    load: async () => (await import("./rules.js")).createRules(byId("panel-rules"), context, { lab, safely, library, clock }),
  });
  registry.mode({
    id: "break", needsRun: true,
    open(place) {
      if (place !== "") return false;
      actions.set({ home: false, quiz: null, tab: "rules" });
      return true;
    },
  });
  registry.command({ id: "rules", needsRun: true, key: "b", run: () => actions.goTo("break", "") });

  const notice = el("a", { class: "rules-broken", href: "#break", hidden: true });
  const changed = changes();
  registry.view("rare", {
    /** @param {State} state */
    update({ view, lang }) {
      const n = view?.rulesBroken ?? 0;
      if (!changed(n, lang)) return;
      hide(notice, n === 0);
      text(notice, i18n.t("rules-broken", { n }));
    },
  });

  return { notice };
}
