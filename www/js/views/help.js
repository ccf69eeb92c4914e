// The legend and the list of keys.

import { el, svg } from "../dom.js";

/** @typedef {import("../types.js").Context} Context */

const KEYS = [
  ["Space", "key-play"], [".", "key-step"], ["[ ]", "key-speed"], ["H", "key-heal"], ["1–9", "key-node"], ["/", "key-line"], ["T", "key-table"],
  ["Tab", "key-tab"], ["← →", "key-arrows"], ["Enter", "key-enter"], ["Esc", "key-escape"], ["?", "key-help"],
];

/** What is drawn, as it is drawn. @type {[string, string, string][]} */
const MARKS = [
  ["message kind-vote request", "M10 0L1 7A7 7 0 1 1 1 -7Z", "legend-vote"],
  ["message kind-append request", "M-9 -6.5H4L10 0 4 6.5H-9Z", "legend-append"],
  ["message kind-append request heartbeat", "M-9 -6.5H4L10 0 4 6.5H-9Z", "legend-heartbeat"],
  ["message kind-append reply", "M-9 -6.5H4L10 0 4 6.5H-9Z", "legend-granted"],
  ["message kind-append reply refused", "M-9 -6.5H4L10 0 4 6.5H-9Z", "legend-refused"],
  ["message kind-client request", "M-7 -7H3Q7 -7 10 0 7 7 3 7H-7Q-9 7 -9 5V-5Q-9 -7 -7 -7Z", "legend-client"],
];

/** @type {Record<string, string>} */
const GLYPHS = { "legend-append": "M-3 -3v6M1 -3v6", "legend-granted": "M-4 0l3 3 5 -6", "legend-refused": "M-3 -3l6 6M-3 3l6 -6" };

/** @type {[string, string][]} */
const NODES = [["leader", "legend-leader"], ["candidate", "legend-candidate"], ["follower", "legend-follower"], ["paused", "legend-paused"], ["down", "legend-down"]];

/** @param {HTMLElement} page @param {Context} context */
export function createHelp(page, { actions }) {
  const letters = el("input", { type: "checkbox", id: "letters", checked: true, change: () => actions.set({ letters: letters.checked }) });
  const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" },
    el("div", { class: "inspector-head" }, el("h2", { id: "help-title", l10n: "help" }), el("button", { class: "quiet close", l10n: "inspector-close", click: () => dialog.close() })),
    el("div", { class: "help-columns" },
      el("section", {}, el("h3", { l10n: "help-hands" }), el("ul", {}, ...["help-click", "help-cut", "help-lasso", "help-link", "help-message", "help-client"].map((id) => el("li", { l10n: id }))),
        el("h3", { l10n: "help-keys" }),
        el("dl", { class: "keys" }, ...KEYS.flatMap(([key, id]) => [el("dt", {}, el("kbd", {}, key ?? "")), el("dd", { l10n: id ?? "" })])),
        el("label", { for: "letters", class: "check" }, letters, el("span", { l10n: "help-letters" }))),
      el("section", {}, el("h3", { l10n: "help-legend" }), el("dl", { class: "legend" },
        ...NODES.flatMap(([role, id]) => [el("dt", {}, nodePicture(role)), el("dd", { l10n: id })]),
        ...MARKS.flatMap(([classes, d, id]) => [el("dt", {}, messagePicture(classes, d, GLYPHS[id] ?? "")), el("dd", { l10n: id })]),
        el("dt", {}, diskPicture()), el("dd", { l10n: "legend-disk" }),
        el("dt", {}, cellPicture("committed")), el("dd", { l10n: "legend-committed" }),
        el("dt", {}, cellPicture("volatile")), el("dd", { l10n: "legend-uncommitted" })),
      el("h3", { l10n: "help-marks" }), el("dl", { class: "legend" },
        ...["election", "commit", "fault", "heal", "violation"].flatMap((kind) => [el("dt", {}, markPicture(kind)), el("dd", { l10n: `legend-${kind}` })])))));
  page.append(dialog);
  return { open() { if (!dialog.open) dialog.showModal(); } };
}

/** @param {string} role */
function nodePicture(role) {
  return svg("svg", { viewBox: "-20 -20 40 40", class: "legend-picture", "aria-hidden": "true" }, svg("g", { class: `node ${role}` },
    svg("circle", { class: "face", r: 15 }), svg("circle", { class: "inner", r: 11.5 }),
    svg("path", { class: "crown", d: "M-12 -9l6 5 6-9 6 9 6-5-2.5 13h-19z", transform: "translate(0 2) scale(.7)" }),
    svg("path", { class: "bars", d: "M-4 -5v10M4 -5v10" })));
}

/** @param {string} classes @param {string} d @param {string} glyph */
function messagePicture(classes, d, glyph) {
  return svg("svg", { viewBox: "-20 -12 40 24", class: "legend-picture", "aria-hidden": "true" },
    svg("g", { class: classes }, svg("path", { class: "body", d }), svg("g", { class: "glyph" }, svg("path", { d: glyph }))));
}

function diskPicture() {
  return svg("svg", { viewBox: "-20 -8 40 20", class: "legend-picture", "aria-hidden": "true" }, svg("g", { class: "node" }, svg("g", { class: "disk" },
    svg("rect", { class: "durable", x: -14, y: -4, width: 8, height: 8, rx: 1.5 }), svg("rect", { class: "durable", x: -4, y: -4, width: 8, height: 8, rx: 1.5 }),
    svg("rect", { class: "pending", x: 6, y: -4, width: 8, height: 8, rx: 1.5 }))));
}

/** @param {string} state */
function cellPicture(state) { return el("span", { class: `log-cell still term-1 ${state}`, "aria-hidden": "true" }, el("bdi", {}, "x=1")); }

/** @param {string} kind */
function markPicture(kind) {
  return svg("svg", { viewBox: "0 0 40 24", class: "legend-picture", "aria-hidden": "true" },
    svg("path", { class: `mark ${kind}`, d: kind === "commit" ? "M20 17V22" : kind === "fault" ? "M20 2V11" : kind === "heal" ? "M20 11V15" : "M20 2V22" }));
}
