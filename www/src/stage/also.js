// What else there is to say of a node, where there is: short words, the most telling first.

import { among, membershipOf, quorumsOf, standingOf } from "../core/membership.js";

/** @typedef {import("../core/types.js").NodeView} NodeView */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */
/** @typedef {import("../core/types.js").I18n} I18n */

/** Leases are told in steps, so that their digits can be read. */
const LEASE_STEP_US = 10_000;

/** Whether it asks for votes, or for promises of them. @param {NodeView} node */
export function isStanding(node) { return node.status === "up" && (node.role === "candidate" || node.role === "pre-candidate"); }

/**
 * The snapshots that nodes are being sent: of each, the bytes that are there, and all, which only the leader knows.
 * @param {ClusterView} view @returns {Map<string, [number, number]>}
 */
export function receivingsOf(view) {
  const leader = view.nodes.reduce((/** @type {NodeView | null} */ best, node) => (node.peers.length > 0 && node.term >= (best?.term ?? 0) ? node : best), null);
  return new Map((leader?.peers ?? []).flatMap(({ name, sending }) => {
    const node = view.nodes.find((one) => one.name === name);
    // Between the last piece and the leader's hearing of it the snapshot is installed already.
    return sending && node && node.baseIndex < sending[0] ? [[name, [node.collectedBytes, sending[2]]]] : [];
  }));
}

/** Votes or promises that it has, of those it needs. @param {NodeView} node @param {I18n} i18n */
function votesWords(node, i18n) {
  const sets = quorumsOf(node), [one, two] = sets;
  const what = node.role === "candidate" ? "votes" : "promises";
  if (!one || !two) return i18n.t(`stage-${what}`, { votes: node.votes.length, majority: node.majority });
  return i18n.t(`stage-${what}-joint`, { old: among(one.nodes, node.votes), "old-needed": one.needed, new: among(two.nodes, node.votes), "new-needed": two.needed });
}

/** How it stands to the cluster, unless it is a voter like any other. @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
function standingWords(node, view, i18n) {
  const standing = standingOf(node.name, membershipOf(view.membership));
  // A learner's role says so already.
  if (standing === "voter" || (standing === "learner" && node.role === "learner")) return null;
  return i18n.t("standing", { standing });
}

/** Short: it has to fit beside a node. @param {number} ppm @param {I18n} i18n */
export function clockWords(ppm, i18n) { return i18n.t("also-clock", { way: ppm > 0 ? "fast" : "slow", n: i18n.number(Math.abs(ppm) / 10_000, 1) }); }

/** @param {[number, number] | undefined} receiving @param {I18n} i18n */
function receivingWords(receiving, i18n) {
  return receiving ? i18n.t("also-receiving", { n: Math.floor((receiving[0] / Math.max(1, receiving[1])) * 100) }) : null;
}

/** Who hears a leader, where not every voter does; and that no majority does. @param {NodeView} node @param {I18n} i18n @returns {string[]} */
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
 * The most telling, for the lines that the stage has for it: one, or two.
 * @param {NodeView} node @param {ClusterView} view @param {[number, number] | undefined} receiving @param {I18n} i18n @returns {string[]}
 */
export function firstOf(node, view, receiving, i18n) {
  if (isStanding(node)) return [votesWords(node, i18n)];
  if (node.status === "paused" && node.inbox > 0) return [i18n.t("stage-inbox", { n: node.inbox })];
  // A leader that no majority hears is none to the others, whatever else there is to say of it.
  const heard = heardWords(node, i18n);
  if (node.heard?.doubted) return heard;
  const first = transferWords(node, i18n) ?? receivingWords(receiving, i18n) ?? diskWords(node, i18n) ?? standingWords(node, view, i18n);
  if (first !== null) return [first];
  // A lease is worth what the clock is.
  return [...heard, leaseOf(node, view, i18n), clockOf(node, i18n)].filter((words) => words !== null);
}

/** All but what has a place of its own, for a table. @param {NodeView} node @param {ClusterView} view @param {[number, number] | undefined} receiving @param {I18n} i18n */
export function restOf(node, view, receiving, i18n) {
  return [...heardWords(node, i18n), transferWords(node, i18n), receivingWords(receiving, i18n), leaseOf(node, view, i18n), clockOf(node, i18n)].filter((words) => words !== null).join(" · ");
}

/** What belongs to what a node is called: what changes all the time would be told all the time. @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
export function labelRest(node, view, i18n) {
  const snapshot = node.baseIndex > 0 ? i18n.t("logs-compacted", { index: node.baseIndex }) : null;
  return [...(node.heard?.doubted ? heardWords(node, i18n) : []), standingWords(node, view, i18n), transferWords(node, i18n), diskWords(node, i18n), snapshot].filter((words) => words !== null);
}
