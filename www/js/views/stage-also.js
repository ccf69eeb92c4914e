// What else there is to say of a node, where there is: short words, the most telling first.

import { among, membershipOf, quorumsOf, standingOf } from "../membership.js";

/** @typedef {import("../types.js").NodeView} NodeView */
/** @typedef {import("../types.js").ClusterView} ClusterView */
/** @typedef {import("../types.js").I18n} I18n */

/** Leases are told in steps, so that their digits can be read. */
const LEASE_STEP_US = 10_000;

/** Whether it asks for votes, or for promises of them. @param {NodeView} node */
export function isStanding(node) { return node.status === "up" && (node.role === "candidate" || node.role === "pre-candidate"); }

/**
 * The snapshot that a node is being sent, as its leader knows: bytes that are there, and all.
 * @param {string} name @param {ClusterView} view @returns {[number, number] | null}
 */
export function receivingOf(name, view) {
  let term = -1;
  /** @type {[number, number] | null} */
  let found = null;
  for (const leader of view.nodes) {
    if (leader.peers.length === 0 || leader.term < term) continue;
    const sending = leader.peers.find((peer) => peer.name === name)?.sending;
    term = leader.term;
    found = sending ? [sending[1], sending[2]] : null;
  }
  return found;
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

/** @param {number} ppm @param {I18n} i18n */
export function clockWords(ppm, i18n) { return i18n.t("also-clock", { way: ppm > 0 ? "fast" : "slow", n: i18n.number(Math.abs(ppm) / 10_000, 1) }); }

/**
 * All there is to say, by what it is about.
 * @param {NodeView} node @param {ClusterView} view @param {I18n} i18n @returns {Record<string, string | null>}
 */
function allOf(node, view, i18n) {
  const receiving = receivingOf(node.name, view);
  return {
    votes: isStanding(node) ? votesWords(node, i18n) : null,
    inbox: node.status === "paused" && node.inbox > 0 ? i18n.t("stage-inbox", { n: node.inbox }) : null,
    transfer: node.transferTo ? i18n.t("also-transfer", { to: node.transferTo }) : null,
    receiving: receiving ? i18n.t("also-receiving", { n: Math.floor((receiving[0] / Math.max(1, receiving[1])) * 100) }) : null,
    disk: node.disk.state === "well" ? null : i18n.t("also-disk", { state: node.disk.state }),
    standing: standingWords(node, view, i18n),
    lease: leaseOf(node, view, i18n),
    clock: node.clockPpm === 0 ? null : clockWords(node.clockPpm, i18n),
  };
}

/** @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
function leaseOf(node, view, i18n) {
  if (view.config.reads !== "lease" || node.role !== "leader" || node.status !== "up") return null;
  return node.leaseUs == null ? i18n.t("also-no-lease") : i18n.t("also-lease", { left: i18n.duration(Math.ceil(node.leaseUs / LEASE_STEP_US) * LEASE_STEP_US) });
}

/** The most telling, for the one line that the stage has for it. @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
export function firstOf(node, view, i18n) {
  const all = allOf(node, view, i18n), first = Object.values(all).find((words) => words !== null) ?? "";
  // A lease is worth what the clock is.
  return first !== "" && first === all["lease"] && all["clock"] ? i18n.t("stage-words-also", { words: first, extra: all["clock"] }) : first;
}

/** All but what has a place of its own, for a table. @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
export function restOf(node, view, i18n) {
  const { transfer, receiving, lease, clock } = allOf(node, view, i18n);
  return [transfer, receiving, lease, clock].filter((words) => words !== null && words !== undefined).join(" · ");
}

/** What belongs to what a node is called: what changes all the time would be told all the time. @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
export function labelRest(node, view, i18n) {
  const { transfer, disk, standing } = allOf(node, view, i18n);
  const snapshot = node.baseIndex > 0 ? i18n.t("logs-compacted", { index: node.baseIndex }) : null;
  return [standing, transfer, disk, snapshot].filter((words) => words !== null && words !== undefined);
}
