// Registers the space-time diagram, which loads after the cluster runs: it shows the past, so it is not needed earlier.

/** @typedef {import("../core/types.js").State} State */

/** @param {import("../core/types.js").Parts} parts */
export function registerSpacetime({ byId, context, lab, safely, wake }) {
  /** @type {{update: (state: State) => void} | null} */
  let diagram = null;
  // While dragged, the diagram's window changes in every frame: no other view needs to update.
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
