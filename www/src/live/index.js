// A running cluster: its panel, which loads when the page is opened from a node.

/** @typedef {import("../core/types.js").State} State */

/** @param {Pick<import("../core/types.js").Parts, "byId" | "context">} parts */
export function registerLive({ byId, context }) {
  const { actions, registry } = context;
  registry.panel({ id: "live", order: 30, parts: ["panel-live"], wide: "logs", needsLive: true });
  /** @type {import("../core/registry.js").View | null} */
  let panel = null;
  /** Whether the form was asked for; it is asked for once. */
  let isComing = false;
  registry.view("rare", {
    /** @param {State} state */
    update(state) {
      if (panel) panel.update(state);
      else if (state.live && !isComing) {
        isComing = true;
        import("./live.js").then(({ createLive }) => { panel = createLive(byId("panel-live"), context); actions.redraw(); }, () => actions.tell("note-missing", { file: "live.js" }));
      }
    },
  });
}
