// The table of the page's commands, panels, modes and views. Each feature registers its own when it is created; the key
// bindings, tabs, menus, palette and list of keys are made from this table alone.

/** @typedef {import("./types.js").State} State */

/**
 * A command of the user. The message `command-ID` is its name.
 * @typedef {object} Command
 * @property {string} id
 * @property {string} [key] As `KeyboardEvent.key`, in lower case; may be prefixed with `shift+` and `ctrl+`.
 * @property {(state: State) => boolean} [when] Whether the command is available; without it, always.
 * @property {boolean} [needsRun] Whether it needs a run: a trace, which is only told of, has no such command.
 * @property {(state: State) => void} run
 */

/** @typedef {{update: (state: State) => unknown}} View */

/**
 * A panel, shown by a tab. The message `tab-ID` is the text of the tab.
 * @typedef {object} Panel
 * @property {string} id
 * @property {number} order Position of its tab.
 * @property {string[]} parts Ids of the elements that it shows.
 * @property {string} [key] Opens it.
 * @property {"beside" | "logs"} [wide] Its place on a wide page, where it has no tab: beside the tabs, or in the logs.
 * @property {boolean} [needsRun] Whether it needs a run: a trace has no such panel.
 * @property {boolean} [needsLive] Whether it needs a running cluster.
 * @property {boolean} [passing] Its tab is there only while the panel is open.
 * @property {() => Promise<View>} [load] Loads its view when it is first visible.
 */

/**
 * A mode of the page with its own address: `#ID`, or `#ID/PLACE`. The message `mode-ID` is its name.
 * @typedef {object} Mode
 * @property {string} id
 * @property {(place: string) => boolean} [covers] Whether a place covers the run unchanged; the mode itself always
 *   does.
 * @property {boolean} [needsRun] Whether it needs a run: a trace has no such mode.
 * @property {(place: string) => boolean} open Goes to a place; empty is the mode itself. Returns whether it exists.
 */

/** @typedef {ReturnType<typeof createRegistry>} Registry */

export function createRegistry() {
  /** @type {Map<string, Command>} */
  const commands = new Map();
  /** @type {Panel[]} */
  const panels = [];
  /** @type {Mode[]} */
  const modes = [];
  /** The views, with how often each writes at most while time plays: ms, `frame` for every frame, or `rare` for a view
   * that mostly has nothing to write. @type {{pace: "frame" | "rare" | number, view: View}[]} */
  const views = [];
  /** Keys of the state that only one feature reads. @type {Set<keyof State>} */
  const kept = new Set();

  /** @param {Command} command */
  function command(command) {
    if (commands.has(command.id)) throw new Error(`the command ${command.id} stands twice`);
    for (const other of commands.values()) {
      // Commands that say when they are available may share a key.
      if (command.key !== undefined && command.key === other.key && !(command.when && other.when)) throw new Error(`${command.id} and ${other.id} have the same key`);
    }
    commands.set(command.id, command);
  }

  /** @param {Command} command @param {State} state */
  const isThere = (command, state) => !(state.told && command.needsRun) && (command.when?.(state) ?? true);

  return {
    command, isThere,
    commands: () => [...commands.values()],
    /** The available command of a key. @param {string} key @param {State} state */
    keyed: (key, state) => [...commands.values()].find((one) => one.key === key && isThere(one, state)) ?? null,
    /** @param {Panel} panel */
    panel(panel) { panels.push(panel); panels.sort((a, b) => a.order - b.order); },
    panels: () => panels,
    /** @param {Mode} mode */
    mode(mode) { modes.push(mode); },
    modes: () => modes,
    /** @param {"frame" | "rare" | number} pace @param {View} view */
    view(pace, view) { views.push({ pace, view }); },
    views: () => views,
    /** Registers a key of the state that only one feature reads: if only such keys change, no view updates.
     * @param {keyof State} slice */
    keep(slice) { kept.add(slice); },
    /** @returns {ReadonlySet<keyof State>} */
    kept: () => kept,
  };
}
