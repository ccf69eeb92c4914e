// The targets of a story, as the script names them: nodes, clients, links, messages, log entries, panels.

/** @typedef {import("./types.js").State} State */
/**
 * @typedef {object} Spot
 * @property {boolean} stage Whether a target is on the stage: then the rest of the stage is dimmed.
 * @property {Set<string>} names Nodes and clients.
 * @property {Set<string>} links Both ends, as `n1-n2`, the lower first.
 * @property {Set<number>} messages
 * @property {Set<string>} cells As `n1@7`.
 * @property {Set<string>} panels
 */

/** @type {Spot} */
const NOTHING = { stage: false, names: new Set(), links: new Set(), messages: new Set(), cells: new Set(), panels: new Set() };

/** @type {{spot: readonly string[] | null, found: Spot}} */
let last = { spot: null, found: NOTHING };

/** @param {readonly string[]} targets @returns {Spot} */
function read(targets) {
  if (targets.length === 0) return NOTHING;
  const found = { names: new Set(), links: new Set(), messages: new Set(), cells: new Set(), panels: new Set() };
  for (const target of targets) {
    const [, from, to] = /^([nc]\d) ->? ([nc]\d)$/.exec(target) ?? [];
    if (from && to) found.links.add([from, to].sort().join("-"));
    else if (/^[nc]\d$/.test(target)) found.names.add(target);
    else if (/^m\d+$/.test(target)) found.messages.add(Number(target.slice(1)));
    else if (target.includes("@")) found.cells.add(target);
    else found.panels.add(target);
  }
  return { ...found, stage: found.names.size + found.links.size + found.messages.size > 0 };
}

/** What a film is about now: on the way to a step, the message that is to come. @param {NonNullable<State["film"]>} film */
function aboutNow({ view, step, moves }) {
  const { actors, message } = view.steps[moves ? step + 1 : step] ?? { actors: [], message: [] };
  return message.length > 0 ? [...actors, `m${message[0]}`] : actors;
}

/** The targets of a story; of a film, what its step is about. @param {Pick<State, "reading" | "film">} state @returns {Spot} The same object as long as the targets are the same. */
export function spotOf({ reading, film }) {
  const spot = film ? aboutNow(film) : reading?.spot ?? [];
  if (last.spot?.join() !== spot.join()) last = { spot, found: read(spot) };
  return last.found;
}
