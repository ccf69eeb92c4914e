// The terminal, which loads when it is first opened.

/** @param {import("../core/types.js").Parts & {library: import("../core/library.js").Library}} parts */
export function registerTerminal({ byId, context, lab, library, clock, safely }) {
  const { actions, registry } = context;
  registry.panel({
    id: "terminal", needsRun: true, order: 65, parts: ["panel-terminal"],
    load: async () => (await import("./terminal.js")).createTerminal(byId("panel-terminal"), context, { lab, library, clock, safely }),
  });
  registry.command({ id: "terminal", needsRun: true, key: "x", run: () => actions.set({ tab: "terminal" }) });
}
