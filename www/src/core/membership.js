// Who belongs to the cluster, and whose agreement counts: the digits of a view, read.

/** @typedef {{voters: string[], outgoing: string[], learners: string[], target: string[]}} Membership */

/** A cluster has few memberships in a visit; should they be many, they are read anew. */
const MOST_KNOWN = 200;
/** @type {Map<string, Membership>} */
const known = new Map();

const named = (/** @type {string} */ digits) => [...digits].map((digit) => `n${digit}`);

/** As src/lab/standing.rs writes it: `voters/outgoing/learners/target`. @param {string} text @returns {Membership} */
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

/** As a cell of the logs shows it: `{123|245}`, `{123+4}`. @param {string} text */
export function bracesOf(text) {
  const [voters = "", outgoing = "", learners = ""] = text.split("/");
  return `{${outgoing}${outgoing === "" ? "" : "|"}${voters}${learners === "" ? "" : "+"}${learners}}`;
}

/** What stage a change is at. @param {Membership} membership @returns {"joint" | "learning" | "settled"} */
export function stageOf({ outgoing, learners, target }) {
  return outgoing.length > 0 ? "joint" : learners.length + target.length > 0 ? "learning" : "settled";
}

/**
 * What a node is to a cluster: of a joint configuration `both`, or a voter of the `old` or the `new` set only.
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
 * The sets that must agree, each with the votes that it takes.
 * @param {{membership: string, majority: number, majorityOutgoing: number}} node
 * @returns {{set: "old" | "new" | "all", nodes: string[], needed: number}[]}
 */
export function quorumsOf({ membership, majority, majorityOutgoing }) {
  const { voters, outgoing } = membershipOf(membership);
  if (outgoing.length === 0) return [{ set: "all", nodes: voters, needed: majority }];
  return [{ set: "old", nodes: outgoing, needed: majorityOutgoing }, { set: "new", nodes: voters, needed: majority }];
}

/** How many of a set are among these. @param {string[]} set @param {string[]} nodes */
export function among(set, nodes) { return set.filter((name) => nodes.includes(name)).length; }

/** The next server that the cluster does not have yet. @param {string[]} nodes */
export function nextServer(nodes) {
  for (let i = 1; i <= 9; i++) if (!nodes.includes(`n${i}`)) return `n${i}`;
  return null;
}

/** The arguments of the sentence that says who has to agree. @param {Membership} membership */
export function agreementOf(membership) {
  const { voters, outgoing, learners } = membership;
  return { stage: stageOf(membership), voters: voters.join(" "), outgoing: outgoing.join(" "), learners: learners.join(" "), count: learners.length };
}
