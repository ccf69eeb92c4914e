// The film of a counterexample. The core says where it pauses; this module goes from one pause to the next.

/** @typedef {ReturnType<typeof createProjector>} Projector */

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "film" | "script" | "snapshot">} parts.lab
 * @param {Pick<import("../store.js").Store, "get" | "said" | "chosen" | "tell">} parts.store
 * @param {{seekEvent: (event: number) => void}} parts.travels
 * @param {(call: () => void) => void} parts.safely Runs a call that may trap.
 */
export function createProjector({ lab, store, travels, safely }) {
  /** Goes to a step, and pauses there. @param {number} step */
  function filmTo(step) {
    const { film } = store.get(), shown = film?.view.steps[step];
    if (!film || !shown) return;
    store.said({ film: { ...film, step } });
    travels.seekEvent(shown.event);
    // Its causes are lit in the diagram.
    store.chosen({ chosenEvent: shown.told.findLast(({ kind }) => !kind.startsWith("violation-"))?.id ?? shown.event });
  }

  return {
    filmTo,
    /** Makes the film of the current universe, and goes to a step of it. @param {number} [step] */
    watch(step = 0) {
      safely(() => {
        const script = lab.script(), view = lab.film(script);
        if (view.broken === null || view.steps.length === 0) { store.tell("note-no-film"); return; }
        store.said({ film: { view, script, step: 0 } });
        store.chosen({ home: false, quiz: null, ...(store.get().mode === "wide" ? { tab: "rules" } : { tab: "stage" }) });
        filmTo(Math.min(step, view.steps.length - 1));
      });
    },
    /** Whether nothing is broken in the current run up to here. */
    isWhole() {
      const { violations, unordered } = lab.snapshot(1, 0, 0).safety;
      return violations.length === 0 && unordered.length === 0;
    },
    /** Leaves the film; time stays where it is. */
    leaveFilm() {
      if (!store.get().film) return;
      store.said({ film: null });
      store.chosen({ chosenEvent: null });
    },
  };
}
