// The actions on a node: statements, each with the states in which it is offered.

import { membershipOf, standingOf } from "../core/membership.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Actions} Actions */
/** @typedef {{id: string, run: () => void, shown: (state: State) => boolean}} Action An action. The message `do-ID` is
 * its text. */

/** The actions that only read: a trace has no others. */
const READS = new Set(["why-role", "why-term", "why-leader", "why-sent", "facts"]);

/** Whether an action is offered. @param {Action} action @param {State} state */
export const isOffered = (action, state) => !(state.told && !READS.has(action.id)) && action.shown(state);

/** @param {string} id @param {State} state */
const nodeOf = (id, { view }) => view?.nodes.find((one) => one.name === id);

/** Whether every link between a node and the other nodes is cut; a client may be cut from it as well. @param {string} id @param {State} state */
function isApart(id, { view }) {
  const nodes = (view?.nodes ?? []).map(({ name }) => name);
  const own = view?.cuts.filter(([from, to]) => (from === id && nodes.includes(to)) || (to === id && nodes.includes(from)));
  return nodes.length > 1 && own?.length === (nodes.length - 1) * 2;
}

/**
 * The most common actions: two for each status of a node.
 * @param {string} id @param {Pick<Actions, "act">} actions @returns {Action[]}
 */
export function firstActions(id, actions) {
  const status = (/** @type {State} */ state) => nodeOf(id, state)?.status;
  const action = (/** @type {string} */ verb, /** @type {string[]} */ where) =>
    ({ id: verb, run: () => { actions.act(`${verb} ${id}`, "stage"); }, shown: (/** @type {State} */ state) => where.includes(status(state) ?? "") });
  return [action("crash", ["up", "paused"]), action("restart", ["down"]), action("pause", ["up"]), action("resume", ["paused"]), action("wipe", ["down"])];
}

/**
 * All other actions.
 * @param {string} id @param {Actions} actions @param {() => State | null} seen The newest state. @returns {Action[]}
 */
export function otherActions(id, actions, seen) {
  const of = (/** @type {State} */ state) => nodeOf(id, state);
  const isUp = (/** @type {State} */ state) => of(state)?.status === "up";
  const standing = (/** @type {State} */ { view }) => (view ? standingOf(id, membershipOf(view.membership)) : "outside");
  const isLed = (/** @type {State} */ { view }) => view?.nodes.some((node) => node.status === "up" && node.role === "leader") ?? false;
  const act = (/** @type {string} */ statement) => () => { actions.act(statement, "stage"); };
  const joins = () => (seen()?.view?.nodes ?? []).filter(({ name }) => name !== id).map(({ name }) => `join ${id} - ${name}`).join("\n");
  return [
    { id: "timeout", run: act(`timeout ${id}`), shown: (state) => isUp(state) && of(state)?.role !== "leader" },
    { id: "isolate", run: act(`isolate ${id}`), shown: (state) => !isApart(id, state) && (state.view?.nodes.length ?? 0) > 1 },
    { id: "rejoin", run: () => { actions.act(joins(), "stage"); }, shown: (state) => isApart(id, state) },
    { id: "snapshot", run: act(`snapshot ${id}`), shown: (state) => isUp(state) && (of(state)?.baseIndex ?? 0) < (of(state)?.lastApplied ?? 0) },
    { id: "wipe", run: act(`wipe ${id}`), shown: (state) => of(state)?.status !== "down" },
    // A node that is down cannot lead.
    { id: "transfer", run: act(`transfer ${id}`), shown: (state) => isLed(state) && isUp(state) && of(state)?.role !== "leader" && ["voter", "both", "new"].includes(standing(state)) },
    { id: "remove", run: act(`remove ${id}`), shown: (state) => isLed(state) && !["outside", "old"].includes(standing(state)) },
    { id: "add", run: act(`add ${id}`), shown: (state) => isLed(state) && standing(state) === "outside" },
    { id: "why-role", run: () => actions.why(`role ${id}`), shown: () => true },
    { id: "why-term", run: () => actions.why(`term ${id}`), shown: () => true },
    { id: "why-leader", run: () => actions.why(`leader ${id}`), shown: (state) => of(state)?.role !== "leader" },
    { id: "facts", run: () => actions.set({ facts: id }), shown: () => true },
  ];
}
