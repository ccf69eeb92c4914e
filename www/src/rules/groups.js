// The groups of the panel, each with its rules in the order of the panel.

/** @typedef {import("../core/types.js").RuleView} RuleView */

/** @type {[group: string, rules: string[]][]} */
export const GROUPS = [
  ["elections", [
    "adopt-higher-term", "refuse-stale-term", "ignore-stale-reply", "persist-before-answer", "recover-from-disk",
    "start-election", "follow-leader", "one-vote-a-term", "up-to-date-log", "majority-elects", "candidate-yields", "retry-election",
    "heartbeat",
  ]],
  ["replication", [
    "append-command", "no-op-of-new-leader", "consistency-check", "remove-conflict", "append-new-entries", "raise-match", "back-off",
    "send-again", "commit-by-majority", "commit-own-term", "follower-commit", "apply-committed",
  ]],
  ["clients", ["redirect-client", "apply-once", "read-after-own-commit", "read-confirmed", "follower-read", "lease-read"]],
  ["snapshots", ["compact-log", "send-snapshot", "collect-snapshot", "restore-snapshot"]],
  ["membership", [
    "latest-configuration", "joint-consensus", "one-change-at-a-time", "catch-up", "removed-leader", "disregard-candidates", "voters-stand",
  ]],
  ["extensions", ["check-quorum", "pre-vote", "transfer-leadership"]],
];

/**
 * The rules of the core by group. A rule that no group names is among the extensions.
 * @param {RuleView[]} rules @returns {[group: string, rules: RuleView[]][]}
 */
export function grouped(rules) {
  const named = new Set(GROUPS.flatMap(([, names]) => names));
  return GROUPS.map(([group, names], i) => [group, [
    ...names.flatMap((name) => rules.filter((rule) => rule.name === name)),
    ...(i === GROUPS.length - 1 ? rules.filter(({ name }) => !named.has(name)) : []),
  ]]);
}
