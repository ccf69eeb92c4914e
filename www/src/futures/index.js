// The panel of futures, which loads when it is first opened.

/** @param {import("../core/types.js").Parts & {library: import("../core/library.js").Library}} parts */
export function registerFutures({ byId, context, lab, library, clock, safely }) {
  const { actions, registry } = context;
  registry.panel({
    id: "futures", needsRun: true, order: 45, parts: ["panel-futures"], passing: true,
    load: async () => (await import("./futures.js")).createFutures(byId("panel-futures"), context, { lab, library, clock, safely }),
  });
  registry.command({ id: "futures", needsRun: true, key: "p", run: () => actions.set({ tab: "futures", playing: false }) });
}
