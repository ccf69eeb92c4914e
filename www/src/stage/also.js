// Further facts about a node, as short texts, the most important first.

import { among, membershipOf, quorumsOf, standingOf } from "../core/membership.js";

/** @typedef {import("../core/types.js").NodeView} NodeView */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */
/** @typedef {import("../core/types.js").I18n} I18n */

/** Leases are shown in steps, so that the digits stay readable. */
const LEASE_STEP_US = 10_000;

/** Whether a node asks for votes, or for pre-votes. @param {NodeView} node */
export function isStanding(node) { return node.status === "up" && (node.role === "candidate" || node.role === "pre-candidate"); }

/**
 * The snapshots being sent to nodes: for each, the bytes received, and the total, which only the leader knows.
 * @param {ClusterView} view @returns {Map<string, [number, number]>}
 */
export function receivingsOf(view) {
  const leader = view.nodes.reduce((/** @type {NodeView | null} */ best, node) => (node.peers.length > 0 && node.term >= (best?.term ?? 0) ? node : best), null);
  return new Map((leader?.peers ?? []).flatMap(({ name, sending }) => {
    const node = view.nodes.find((one) => one.name === name);
    // Once the last chunk is installed, `sending` stays until the leader receives the reply.
    return sending && node && node.baseIndex < sending[0] ? [[name, [node.collectedBytes, sending[2]]]] : [];
  }));
}

/** The votes or pre-votes a node has, of those it needs. @param {NodeView} node @param {I18n} i18n */
function votesWords(node, i18n) {
  const sets = quorumsOf(node), [one, two] = sets;
  const what = node.role === "candidate" ? "votes" : "promises";
  if (!one || !two) return i18n.t(`stage-${what}`, { votes: node.votes.length, majority: node.majority });
  return i18n.t(`stage-${what}-joint`, { old: among(one.nodes, node.votes), "old-needed": one.needed, new: among(two.nodes, node.votes), "new-needed": two.needed });
}

/** The standing of a node in the cluster; null for an ordinary voter.
 * @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
function standingWords(node, view, i18n) {
  const standing = standingOf(node.name, membershipOf(view.membership));
  // The role of a learner is shown already.
  if (standing === "voter" || (standing === "learner" && node.role === "learner")) return null;
  return i18n.t("standing", { standing });
}

/** The clock error as a short text, to fit beside a node. @param {number} ppm @param {I18n} i18n */
export function clockWords(ppm, i18n) { return i18n.t("also-clock", { way: ppm > 0 ? "fast" : "slow", n: i18n.number(Math.abs(ppm) / 10_000, 1) }); }

/** @param {[number, number] | undefined} receiving @param {I18n} i18n */
function receivingWords(receiving, i18n) {
  return receiving ? i18n.t("also-receiving", { n: Math.floor((receiving[0] / Math.max(1, receiving[1])) * 100) }) : null;
}

/** How many voters a leader reaches, if not all; and that it reaches no majority.
 * @param {NodeView} node @param {I18n} i18n @returns {string[]} */
function heardWords({ heard }, i18n) {
  if (!heard || (!heard.doubted && heard.by.length >= heard.of)) return [];
  return [i18n.t("also-heard", { count: heard.by.length, of: heard.of }), ...(heard.doubted ? [i18n.t("also-no-majority")] : [])];
}

/** @param {NodeView} node @param {I18n} i18n */
const transferWords = (node, i18n) => (node.transferTo ? i18n.t("also-transfer", { to: node.transferTo }) : null);
/** @param {NodeView} node @param {I18n} i18n */
const diskWords = (node, i18n) => (node.disk.state === "well" ? null : i18n.t("also-disk", { state: node.disk.state }));
/** @param {NodeView} node @param {I18n} i18n */
const clockOf = (node, i18n) => (node.clockPpm === 0 ? null : clockWords(node.clockPpm, i18n));

/** @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
function leaseOf(node, view, i18n) {
  if (view.config.reads !== "lease" || node.role !== "leader" || node.status !== "up") return null;
  return node.leaseUs == null ? i18n.t("also-no-lease") : i18n.t("also-lease", { left: i18n.duration(Math.ceil(node.leaseUs / LEASE_STEP_US) * LEASE_STEP_US) });
}

/**
 * The most important facts, for the one or two lines that the stage has.
 * @param {NodeView} node @param {ClusterView} view @param {[number, number] | undefined} receiving @param {I18n} i18n @returns {string[]}
 */
export function firstOf(node, view, receiving, i18n) {
  if (isStanding(node)) return [votesWords(node, i18n)];
  if (node.status === "paused" && node.inbox > 0) return [i18n.t("stage-inbox", { n: node.inbox })];
  // A leader that reaches no majority cannot commit: this comes before all other facts.
  const heard = heardWords(node, i18n);
  if (node.heard?.doubted) return heard;
  const first = transferWords(node, i18n) ?? receivingWords(receiving, i18n) ?? diskWords(node, i18n) ?? standingWords(node, view, i18n);
  if (first !== null) return [first];
  // A lease is only as good as the clock, so both are shown.
  return [...heard, leaseOf(node, view, i18n), clockOf(node, i18n)].filter((words) => words !== null);
}

/** The facts without a column of their own, for a table. @param {NodeView} node
 * @param {ClusterView} view @param {[number, number] | undefined} receiving @param {I18n} i18n */
export function restOf(node, view, receiving, i18n) {
  return [...heardWords(node, i18n), transferWords(node, i18n), receivingWords(receiving, i18n), leaseOf(node, view, i18n), clockOf(node, i18n)].filter((words) => words !== null).join(" · ");
}

/** The facts in a node's accessible name. Facts that change all the time would be read out all the time.
 * @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
export function labelRest(node, view, i18n) {
  const snapshot = node.baseIndex > 0 ? i18n.t("logs-compacted", { index: node.baseIndex }) : null;
  return [...(node.heard?.doubted ? heardWords(node, i18n) : []), standingWords(node, view, i18n), transferWords(node, i18n), diskWords(node, i18n), snapshot].filter((words) => words !== null);
}
