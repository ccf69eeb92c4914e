// What the page can do and what it shows, in one table. Each feature enters its commands and panels when it is made; the
// keys, the tabs, the menus, the palette and the list of keys are made from the table alone.

/** @typedef {import("./types.js").State} State */

/**
 * A person can do a command. The message `command-ID` holds its name.
 * @typedef {object} Command
 * @property {string} id
 * @property {string} [key] As `KeyboardEvent.key`, in lower case; `shift+` and `ctrl+` may stand before it.
 * @property {(state: State) => boolean} [when] Whether there is anything to do; without it there always is.
 * @property {(state: State) => void} run
 */

/** @typedef {{update: (state: State) => unknown}} View */

/**
 * A tab shows a panel. The message `tab-ID` holds the words of the tab.
 * @typedef {object} Panel
 * @property {string} id
 * @property {number} order Where its tab stands among the tabs.
 * @property {string[]} parts Ids of the elements that it shows.
 * @property {string} [key] Opens it.
 * @property {"beside" | "logs"} [wide] Where it stands on a wide page that gives it no tab: beside the tabs, or within that of the logs.
 * @property {() => Promise<View>} [load] Fetches what writes it, when it is first in sight.
 */

/**
 * A mode of the page, which has an address of its own: `#ID`, or `#ID/PLACE`. Its words are the message `mode-ID`.
 * @typedef {object} Mode
 * @property {string} id
 * @property {(place: string) => boolean} [covers] Whether a place covers the run and leaves it as it is; the mode itself always does.
 * @property {(place: string) => boolean} open Goes to a place in it; nothing is the mode itself. Whether there is such a place.
 */

/** @typedef {ReturnType<typeof createRegistry>} Registry */

export function createRegistry() {
  /** @type {Map<string, Command>} */
  const commands = new Map();
  /** @type {Panel[]} */
  const panels = [];
  /** @type {Mode[]} */
  const modes = [];
  /** What a view writes, and how often at most while time plays, ms: `frame` with every frame, `rare` where it mostly has
   * nothing to write. @type {{pace: "frame" | "rare" | number, view: View}[]} */
  const views = [];
  /** Slices of the state that a feature keeps for itself. @type {Set<keyof State>} */
  const kept = new Set();

  /** @param {Command} command */
  function command(command) {
    if (commands.has(command.id)) throw new Error(`the command ${command.id} stands twice`);
    for (const other of commands.values()) {
      if (command.key !== undefined && command.key === other.key) throw new Error(`${command.id} and ${other.id} have the same key`);
    }
    commands.set(command.id, command);
  }

  return {
    command,
    commands: () => [...commands.values()],
    /** @param {string} key */
    keyed: (key) => [...commands.values()].find((one) => one.key === key) ?? null,
    /** @param {Panel} panel */
    panel(panel) { panels.push(panel); panels.sort((a, b) => a.order - b.order); },
    panels: () => panels,
    /** @param {Mode} mode */
    mode(mode) { modes.push(mode); },
    modes: () => modes,
    /** @param {"frame" | "rare" | number} pace @param {View} view */
    view(pace, view) { views.push({ pace, view }); },
    views: () => views,
    /** A slice of the state that one feature alone reads: when nothing else changes, no view is told. @param {keyof State} slice */
    keep(slice) { kept.add(slice); },
    /** @returns {ReadonlySet<keyof State>} */
    kept: () => kept,
  };
}
