// The script panel, loaded with its editor when it is first visible.

/** @param {import("../core/types.js").Parts} parts */
export function registerScript({ byId, context }) {
  context.registry.panel({ id: "script", needsRun: true, order: 60, parts: ["panel-script"], load: async () => (await import("./panel.js")).createScriptPanel(byId("panel-script"), context) });
}
