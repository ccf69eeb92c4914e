// The space-time diagram, which is fetched once the cluster runs: what shows its past is not needed before it has one.

/** @typedef {import("../core/types.js").State} State */

/** @param {import("../core/types.js").Parts} parts */
export function registerSpacetime({ byId, context, lab, safely, wake }) {
  /** @type {{update: (state: State) => void} | null} */
  let diagram = null;
  // The window of the diagram moves with the hand, in every frame.
  context.registry.keep("spacetime");
  context.registry.panel({ id: "diagram", order: 20, parts: ["spacetime"], wide: "beside" });
  return {
    async load() {
      const { createSpacetime } = await import("./spacetime.js");
      diagram = createSpacetime(byId("spacetime"), context, { ...lab, safely, wake });
      wake();
    },
    /** @param {State} state */
    update(state) { diagram?.update(state); },
  };
}
