// Nodes and the disks under them.

import { attr, changes, keyed, svg, text, toggle } from "../core/dom.js";
import { round } from "./geometry.js";
import { among, membershipOf, quorumsOf, standingOf } from "../core/membership.js";
import { spotOf } from "../core/spot.js";
import { firstOf, isStanding, labelRest, receivingsOf } from "./also.js";
import { writeDisk } from "./disk.js";

/** @typedef {import("../core/types.js").NodeView} NodeView */
/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").ClusterView} ClusterView */
/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./geometry.js").Layout} Layout */
/** @typedef {import("./geometry.js").Seat} Seat */

/** In a crowd every node's label is updated once in this many looks. */
const CROWD_SHARES = 3;
/** Nodes with a smaller radius have smaller text. */
const SMALL = 22;
/** From this many nodes on the stage is dense. */
const DENSE_FROM = 7;

/**
 * @typedef {object} Parts
 * @property {SVGGElement} root
 * @property {SVGCircleElement} timer
 * @property {SVGCircleElement} track
 * @property {SVGCircleElement[]} circles
 * @property {SVGPathElement} crown
 * @property {SVGPathElement} bars
 * @property {SVGTextElement} name
 * @property {SVGTextElement} letter
 * @property {SVGGElement} votes
 * @property {SVGPathElement} old
 * @property {SVGPathElement} next
 * @property {SVGGElement} disk
 * @property {SVGTextElement} role
 * @property {SVGTextElement} term
 * @property {SVGTextElement} extra
 * @property {SVGTextElement} more
 */

/** @param {SVGGElement} layer @param {Context} context */
export function createNodes(layer, { i18n }) {
  /** @type {Map<string, SVGGElement>} */
  const held = new Map();
  /** @type {Map<string, Parts>} */
  const parts = new Map();
  const changed = changes();
  let looks = 0;

  /** @param {NodeView} node */
  function make(node) {
    const made = makeParts(node.name);
    parts.set(node.name, made);
    return made.root;
  }

  return {
    /** Updates the timer arcs: per frame only their offsets change. @param {State} state */
    tick(state) {
      const view = state.view;
      for (const node of view?.nodes ?? []) {
        const part = parts.get(node.name);
        if (part && view) attr(part.timer, "stroke-dashoffset", round(100 - remaining(node, view, state) * 100));
      }
    },

    /** @param {State} state @param {Layout} layout @param {boolean} crowd Whether there is a crowd of messages. */
    update(state, layout, crowd) {
      const { view } = state, spot = spotOf(state);
      if (!view || !changed(view, layout, state.lang, state.selection, spot)) return false;
      const { nodes } = view;
      const receivings = receivingsOf(view);
      looks++;
      keyed(layer, held, nodes, (node) => node.name, make, (root, node) => {
        const part = /** @type {Parts} */ (parts.get(node.name));
        place(part, /** @type {Seat} */ (layout.nodes.get(node.name)), layout);
        writeFace(part, node, layout.radius);
        writeStanding(part, node, view.membership, layout.radius);
        const receiving = receivings.get(node.name);
        writeWords(part, node, layout, view, receiving, i18n);
        writeDisk(part.disk, node, receiving, layout.nodes.size >= DENSE_FROM);
        toggle(root, "spot", spot.names.has(node.name));
        toggle(root, "selected", state.selection?.kind === "node" && state.selection.id === node.name);
        // In a crowd only a third of the labels is updated per look: labels rarely change.
        if (!crowd || nodes.indexOf(node) % CROWD_SHARES === looks % CROWD_SHARES) attr(root, "aria-label", describe(node, view, i18n));
      });
      return true;
    },
  };
}

/** @param {string} name @returns {Parts} */
function makeParts(name) {
  const hit = svg("circle", { class: "hit" });
  const focus = svg("circle", { class: "focus-ring" });
  const track = svg("circle", { class: "timer-track" });
  const timer = svg("circle", { class: "timer", pathLength: 100, "stroke-dasharray": "100 100", transform: "rotate(-90)" });
  const face = svg("circle", { class: "face" });
  const inner = svg("circle", { class: "inner" });
  const crown = svg("path", { class: "crown", d: "M-12 -9l6 5 6-9 6 9 6-5-2.5 13h-19z" });
  const bars = svg("path", { class: "bars", d: "M-5 -7v14M5 -7v14" });
  const nameText = svg("text", { class: "name" }, name);
  const letter = svg("text", { class: "letter" });
  const votes = svg("g", { class: "votes" });
  const old = svg("path", { class: "bracket old" }), next = svg("path", { class: "bracket new" });
  const disk = svg("g", { class: "disk" });
  const role = svg("text", { class: "role" });
  const term = svg("text", { class: "term data" });
  const extra = svg("text", { class: "extra data" }), more = svg("text", { class: "extra data" });
  const root = svg("g", { class: "node", tabindex: -1, role: "button", "data-kind": "node", "data-id": name },
    hit, focus, track, timer, face, inner, crown, bars, nameText, letter, old, next, votes, disk, role, term, extra, more);
  return { root, timer, track, circles: [hit, focus, track, timer, face, inner], crown, bars, name: nameText, letter, votes, old, next, disk, role, term, extra, more };
}

/** @param {Parts} part @param {Seat} seat @param {Layout} layout */
function place(part, seat, layout) {
  const r = layout.radius;
  attr(part.root, "transform", `translate(${round(seat.x)} ${round(seat.y)})`);
  const radii = [r + 10, r + 9, r + 5, r + 5, r, r - 5];
  part.circles.forEach((circle, i) => attr(circle, "r", radii[i] ?? r));
  attr(part.disk, "transform", `translate(0 ${r + 14})`);
  const side = seat.side;
  // With many or close nodes, the texts of the lower ones start below the disk of the node above.
  const low = Math.sin(seat.angle) > 0.3, lowered = layout.nodes.size >= DENSE_FROM ? 10 : layout.close ? 16 : -4;
  const x = side === "right" ? r + 15 : side === "left" ? -r - 15 : 0;
  const y = side === "above" ? -r - 14 : side === "below" ? r + (layout.cramped ? 18 : 40) : low ? lowered : -4;
  const anchor = side === "right" ? "start" : side === "left" ? "end" : "middle";
  const inline = side === "above" || side === "below";
  for (const [i, words] of [part.role, part.term, part.extra, part.more].entries()) {
    attr(words, "text-anchor", anchor);
    attr(words, "x", x);
    attr(words, "y", inline ? y : y + 16 * i);
  }
  part.root.classList.toggle("inline-words", inline);
  part.root.classList.toggle("compact", layout.compact);
  part.root.classList.toggle("cramped", layout.cramped);
}

/**
 * Marks the standing in the cluster. In a joint configuration, a bracket at the left marks old voters, and one at the
 * right new voters; a node outside the cluster is pale.
 * @param {Parts} part @param {NodeView} node @param {string} membership Of the cluster. @param {number} r
 */
function writeStanding(part, node, membership, r) {
  const standing = standingOf(node.name, membershipOf(membership));
  toggle(part.root, "outside", standing === "outside");
  attr(part.old, "d", standing === "old" || standing === "both" ? bracket(-1, r + 8) : "");
  attr(part.next, "d", standing === "new" || standing === "both" ? bracket(1, r + 8) + bracket(1, r + 12) : "");
}

/** @param {number} side @param {number} r */
function bracket(side, r) {
  const x = round(side * r * 0.77), y = round(r * 0.64);
  return `M${x} ${-y}A${r} ${r} 0 0 ${side > 0 ? 1 : 0} ${x} ${y}`;
}

/** @param {Parts} part @param {NodeView} node @param {number} r */
function writeFace(part, node, r) {
  const root = part.root;
  const up = node.status === "up";
  for (const role of ["leader", "candidate", "pre-candidate", "follower", "learner"]) toggle(root, role, up && node.role === role);
  toggle(root, "doubted", node.heard?.doubted ?? false);
  toggle(root, "paused", node.status === "paused");
  toggle(root, "down", node.status === "down");
  toggle(root, "timed", node.electionTimer != null || node.heartbeatDueUs != null);
  const leader = up && node.role === "leader", candidate = isStanding(node);
  attr(part.crown, "transform", `translate(0 ${round(-r * 0.28)}) scale(${round(r / 34)})`);
  attr(part.bars, "transform", `translate(0 ${round(-r * 0.32)})`);
  // On a low stage name and letter are smaller, so that they do not overlap.
  const small = r < SMALL;
  toggle(root, "small", small);
  attr(part.name, "y", leader || node.status === "paused" ? round(r * (small ? 0.72 : 0.45)) : candidate ? 1 : small ? -1 : 2);
  attr(part.letter, "y", round(r * (small ? 0.78 : 0.62)));
  writeVotes(part.votes, node, candidate ? quorumsOf(node) : [], r);
}

/**
 * Draws a dot for each voter, which shows whether the voter granted its vote, refused it or has not replied, and a line
 * where the majority is. A joint configuration has one row for the old voters and one for the new.
 * @param {SVGGElement} group @param {NodeView} node @param {ReturnType<typeof quorumsOf>} quorums Empty if the node is
 *   no candidate.
 * @param {number} r
 */
function writeVotes(group, node, quorums, r) {
  const key = quorums.length > 0 ? `${node.votes}/${node.refusals}/${node.membership}/${r}` : "";
  if (group.getAttribute("data-key") === key) return;
  group.setAttribute("data-key", key);
  group.replaceChildren();
  for (const [row, { nodes, needed }] of quorums.entries()) {
    const total = nodes.length, y = 11 + 8 * row;
    const granted = among(nodes, node.votes), refused = among(nodes, node.refusals);
    const pitch = Math.min(9, (r * 1.6) / total);
    const left = -(pitch * (total - 1)) / 2;
    for (let i = 0; i < total; i++) {
      group.append(svg("circle", {
        class: i < granted ? "granted" : i >= total - refused ? "refused" : "open",
        cx: round(left + pitch * i), cy: y, r: round(Math.min(3.2, pitch * 0.38)),
      }));
    }
    const x = round(left + pitch * (needed - 0.5)), half = quorums.length > 1 ? 4 : 6;
    group.append(svg("path", { class: "needed", d: `M${x} ${y - half}v${2 * half}` }));
  }
}

/** @param {Parts} part @param {NodeView} node @param {Layout} layout @param {ClusterView} view @param {[number, number] | undefined} receiving @param {I18n} i18n */
function writeWords(part, node, layout, view, receiving, i18n) {
  const shown = shownRole(node), role = i18n.t(`role-${shown}`), { term } = node;
  const inline = part.root.classList.contains("inline-words");
  const letter = `letter-${shown}`;
  text(part.letter, i18n.has(letter) ? i18n.t(letter) : "");
  const [extra = "", more = ""] = firstOf(node, view, receiving, i18n);
  if (inline) {
    const crowded = layout.compact && (layout.nodes.size > 6 || layout.radius < 20) && shown === "follower";
    const words = crowded ? i18n.t("stage-term", { term }) : i18n.t(layout.compact ? "stage-words-short" : "stage-words", { role, term });
    // The dots show a candidate's votes; on a small stage there is no room for further facts.
    if (layout.cramped && shown === "follower") text(part.role, "");
    else text(part.role, layout.compact || extra === "" || isStanding(node) ? words : [extra, more].reduce((all, one) => (one === "" ? all : i18n.t("stage-words-also", { words: all, extra: one })), words));
    for (const other of [part.term, part.extra, part.more]) text(other, "");
    return;
  }
  const lines = layout.close && extra !== "" ? [i18n.t("stage-words-short", { role, term }), extra, more, ""] : [role, i18n.t("stage-term", { term }), extra, more];
  [part.role, part.term, part.extra, part.more].forEach((line, i) => text(line, lines[i] ?? ""));
}

/** @param {NodeView} node */
export function shownRole(node) { return node.status === "up" ? node.role : node.status; }

/**
 * The fraction of the timer that is left, from 1 to 0; for a leader, until its next heartbeat.
 * @param {NodeView} node @param {import("../core/types.js").ClusterView} view @param {{nowUs: number, reducedMotion: boolean}} state
 */
export function remaining(node, view, { nowUs, reducedMotion }) {
  const timer = node.electionTimer
    ?? (node.heartbeatDueUs == null ? null : [node.heartbeatDueUs - view.config.heartbeatUs, node.heartbeatDueUs]);
  if (!timer) return 0;
  const [armed = 0, fires = 0] = timer;
  // The timer of a paused node stands still, so the snapshot's instant is used.
  const at = node.status === "paused" ? view.nowUs : nowUs;
  const left = Math.min(1, Math.max(0, (fires - at) / Math.max(1, fires - armed)));
  // With reduced motion the arc moves in eighths.
  return reducedMotion ? Math.ceil(left * 8) / 8 : left;
}

/** @param {NodeView} node @param {ClusterView} view @param {I18n} i18n */
function describe(node, view, i18n) {
  const label = i18n.t("node-label", {
    name: node.name, role: i18n.t(`role-${shownRole(node)}`), term: node.term,
    last: node.lastIndex, commit: node.commitIndex, votes: node.votes.length, majority: node.majority,
    candidate: !isStanding(node) ? "no" : node.role === "candidate" ? "yes" : "asking",
  });
  return [label, ...labelRest(node, view, i18n)].join(", ");
}
