// The members of the cluster and its quorums, decoded from the digits in a view.

/** @typedef {{voters: string[], outgoing: string[], learners: string[], target: string[]}} Membership */

/** Size limit of the cache. A visit sees few memberships; beyond the limit the cache is cleared. */
const MOST_KNOWN = 200;
/** @type {Map<string, Membership>} */
const known = new Map();

const named = (/** @type {string} */ digits) => [...digits].map((digit) => `n${digit}`);

/** Decodes the format of src/lab/standing.rs: `voters/outgoing/learners/target`.
 * @param {string} text @returns {Membership} */
export function membershipOf(text) {
  let found = known.get(text);
  if (!found) {
    const [voters = "", outgoing = "", learners = "", target = ""] = text.split("/");
    found = { voters: named(voters), outgoing: named(outgoing), learners: named(learners), target: named(target) };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, found);
  }
  return found;
}

/** The form shown in a log cell: `{123|245}`, `{123+4}`. @param {string} text */
export function bracesOf(text) {
  const [voters = "", outgoing = "", learners = ""] = text.split("/");
  return `{${outgoing}${outgoing === "" ? "" : "|"}${voters}${learners === "" ? "" : "+"}${learners}}`;
}

/** The stage of a membership change. @param {Membership} membership @returns {"joint" | "learning" | "settled"} */
export function stageOf({ outgoing, learners, target }) {
  return outgoing.length > 0 ? "joint" : learners.length + target.length > 0 ? "learning" : "settled";
}

/**
 * The standing of a node. In a joint configuration a voter is in `both` sets, or in the `old` or the `new` set only.
 * @param {string} name @param {Membership} membership
 * @returns {"voter" | "both" | "old" | "new" | "learner" | "outside"}
 */
export function standingOf(name, membership) {
  const now = membership.voters.includes(name), before = membership.outgoing.includes(name);
  if (now && stageOf(membership) !== "joint") return "voter";
  if (now || before) return now && before ? "both" : now ? "new" : "old";
  return membership.learners.includes(name) ? "learner" : "outside";
}

/**
 * The voter sets that must agree, each with the number of votes needed.
 * @param {{membership: string, majority: number, majorityOutgoing: number}} node
 * @returns {{set: "old" | "new" | "all", nodes: string[], needed: number}[]}
 */
export function quorumsOf({ membership, majority, majorityOutgoing }) {
  const { voters, outgoing } = membershipOf(membership);
  if (outgoing.length === 0) return [{ set: "all", nodes: voters, needed: majority }];
  return [{ set: "old", nodes: outgoing, needed: majorityOutgoing }, { set: "new", nodes: voters, needed: majority }];
}

/** How many members of a set are in `nodes`. @param {string[]} set @param {string[]} nodes */
export function among(set, nodes) { return set.filter((name) => nodes.includes(name)).length; }

/** The first server name that the cluster does not use yet; null if it uses all nine. @param {string[]} nodes */
export function nextServer(nodes) {
  for (let i = 1; i <= 9; i++) if (!nodes.includes(`n${i}`)) return `n${i}`;
  return null;
}

/** The arguments of the sentence that lists the voters that must agree. @param {Membership} membership */
export function agreementOf(membership) {
  const { voters, outgoing, learners } = membership;
  return { stage: stageOf(membership), voters: voters.join(" "), outgoing: outgoing.join(" "), learners: learners.join(" "), count: learners.length };
}
