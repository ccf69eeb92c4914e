// The film of a counterexample: its commands, and its card, which loads with the first film.

/** @typedef {import("../core/types.js").State} State */

/** @param {Pick<import("../core/types.js").Parts, "byId" | "context"> & {library: import("../core/library.js").Library}} parts */
export function registerFilm({ byId, context, library }) {
  const { actions, registry } = context;
  registry.command({ id: "film", needsRun: true, when: ({ view, film }) => film === null && breaks(view), run: () => actions.watch() });
  registry.command({ id: "film-on", needsRun: true, key: "enter", when: ({ film }) => film !== null && film.step < film.view.steps.length - 1, run: ({ film }) => actions.filmTo((film?.step ?? 0) + 1) });
  registry.command({ id: "film-back", needsRun: true, key: "shift+enter", when: ({ film }) => (film?.step ?? 0) > 0, run: ({ film }) => actions.filmTo((film?.step ?? 0) - 1) });
  registry.command({ id: "film-leave", needsRun: true, when: ({ film }) => film !== null, run: () => actions.leaveFilm() });

  /** Null while it loads. @type {import("../core/registry.js").View | null | undefined} */
  let card;
  registry.view("rare", {
    /** @param {State} state */
    update(state) {
      card?.update(state);
      if (state.film === null || card !== undefined) return;
      card = null;
      import("./card.js").then(({ createFilmCard }) => {
        card = createFilmCard(byId("film"), byId("film-line"), context, library.ledgerWords, library.rulesWords);
        actions.redraw();
      }, () => {
        card = undefined;
        actions.leaveFilm();
        actions.tell("note-missing", { file: "card.js" });
      });
    },
  });
}

/** Whether something is broken in the run up to here. @param {State["view"]} view */
function breaks(view) { return view !== null && (view.safety.violations.length > 0 || view.safety.unordered.length > 0); }
