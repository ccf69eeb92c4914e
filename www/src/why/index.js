// The panel "Why", loaded when it is first visible.

/** @param {import("../core/types.js").Parts} parts */
export function registerWhy({ byId, context }) {
  context.registry.panel({ id: "why", order: 40, parts: ["panel-why"], load: async () => (await import("./why.js")).createWhy(byId("panel-why"), context) });
}
