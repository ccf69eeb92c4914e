// Draws the results of futures: the leaders, how long no leader can commit, the entries that survive, and what breaks.

import { el } from "../core/dom.js";
import { cellText, typedText } from "../core/requests.js";
import { barRow, decidingRows, percent, track } from "./bars.js";

/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").FuturesView} FuturesView */
/** @typedef {import("../core/types.js").OpenEntryView} OpenEntryView */
/** @typedef {import("../core/types.js").ShareView} ShareView */
/** @typedef {{view: FuturesView, entries: OpenEntryView[], more: number, horizonUs: number, bet: string | null, enter: (number: number) => void}} Told */

/** Ids of what is broken: messages that are in the catalogue of the core. @param {string} name */
const invariantId = (name) => `invariant-${name}`;

/** @param {string} title @param {...(Node | string | null)} parts */
const part = (title, ...parts) => el("section", { class: "futures-part" }, el("h3", {}, title), ...parts);

/** The command of an entry, in words. @param {OpenEntryView} entry @param {I18n} i18n */
export const entryWords = ({ index, term, command }, i18n) => i18n.t("futures-entry", { index, term, command: typedText(command, i18n) });

/** @param {Told} told @param {I18n} i18n */
function leaders({ view, horizonUs, bet, enter }, i18n) {
  const name = (/** @type {string} */ node) => (node === "none" ? i18n.t("futures-nobody") : node);
  // Nothing is said of a bet that no future has come to yet.
  const rows = view.leaders.some((one) => one.name === bet) || bet === null ? view.leaders : [...view.leaders, { name: bet, share: { futures: 0, example: null } }];
  const mine = view.leaders.find((one) => one.name === bet)?.share.futures ?? 0;
  return part(i18n.t("futures-leads", { time: i18n.duration(horizonUs) }),
    bet === null ? null : el("p", { class: "bet-verdict" }, i18n.t("futures-bet", { node: bet, name: name(bet), percent: percent(i18n, mine / view.futures) })),
    el("ul", { class: "bars" }, ...rows.map((one) => barRow(i18n, {
      key: `leader ${one.name}`, label: name(one.name), kind: one.name === "none" ? "no-one" : "leads", share: one.share, of: view.futures, enter, mine: one.name === bet,
    }))));
}

/** @param {Told} told @param {I18n} i18n */
function outages({ view, horizonUs, enter }, i18n) {
  const of = view.futures, { noOutage, unended, medianUs } = view;
  const ms = (/** @type {number} */ us) => i18n.number(us / 1_000);
  const row = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ kind, /** @type {ShareView} */ share) =>
    (share.futures === 0 && kind !== "outage" ? [] : [barRow(i18n, { key, label, kind, share, of, enter })]);
  return part(i18n.t("futures-outage"),
    el("ul", { class: "bars" },
      ...row("outage none", i18n.t("futures-no-outage"), "leads", noOutage),
      ...view.outages.flatMap(({ fromUs, toUs, share }) => row(`outage ${fromUs}`, i18n.t("futures-range", { from: ms(fromUs), to: ms(toUs) }), "outage", share)),
      ...row("outage open", i18n.t("futures-unended", { time: i18n.duration(horizonUs) }), "no-one", unended)),
    el("p", { class: "about" }, medianUs == null ? i18n.t("futures-no-median") : medianUs === 0 ? i18n.t("futures-median-none") : i18n.t("futures-median", { time: i18n.duration(medianUs) })));
}

/** A button that enters a future, if there is one. @param {string} key @param {string} words @param {ShareView} share @param {Told} told */
function entering(key, words, { example }, { enter }) {
  return example == null ? null : el("button", { class: "quiet", "data-key": key, click: () => enter(example) }, words);
}

/** @param {Told} told @param {I18n} i18n */
function entries(told, i18n) {
  const { view, entries, more } = told, of = view.futures;
  if (entries.length === 0) return part(i18n.t("futures-entries"), el("p", { class: "about" }, i18n.t("futures-entries-none")));
  return part(i18n.t("futures-entries"), el("ul", { class: "entry-fates" }, ...entries.map((entry, i) => {
    const fate = view.entries[i], committed = (fate?.committed.futures ?? 0) / of, lost = (fate?.lost.futures ?? 0) / of;
    const bars = track("committed", committed), rest = track("lost", lost).firstElementChild;
    if (rest) bars.append(rest);
    return el("li", {},
      el("p", { class: "entry-name" }, el("span", { class: "data entry-cell", "aria-hidden": "true" }, `${entry.index} ${cellText(entry.command)}`), el("span", {}, entryWords(entry, i18n)),
        entry.acknowledged ? el("span", { class: "entry-acknowledged" }, i18n.t("futures-acknowledged")) : null,
        el("span", { class: "entry-holders" }, i18n.t("futures-holders", { nodes: entry.holders.join(", "), n: entry.holders.length }))),
      bars,
      el("div", { class: "entry-parts" }, el("p", {}, i18n.t("futures-fate", { committed: percent(i18n, committed), lost: percent(i18n, lost) })),
        fate ? entering(`keep ${i}`, i18n.t("futures-enter-kept"), fate.committed, told) : null,
        fate ? entering(`lose ${i}`, i18n.t("futures-enter-lost"), fate.lost, told) : null));
  })), more === 0 ? null : el("p", { class: "about" }, i18n.t("futures-entries-more", { n: more })));
}

/** @param {Told} told @param {I18n} i18n */
function broken({ view, enter }, i18n) {
  const rows = view.broken.map(({ name, share }) => ({ key: `broken ${name}`, label: i18n.t(invariantId(name)), share }));
  if (view.writesLost.futures > 0) rows.unshift({ key: "writes", label: i18n.t("futures-writes-lost"), share: view.writesLost });
  return rows.length === 0 ? null : part(i18n.t("futures-broken"),
    el("ul", { class: "bars wide" }, ...rows.map((row) => barRow(i18n, { ...row, kind: "lost", of: view.futures, enter }))));
}

/** @param {Told} told @param {I18n} i18n */
export function results(told, i18n) {
  const { deciding } = told.view;
  return [leaders(told, i18n), outages(told, i18n), entries(told, i18n), broken(told, i18n),
    deciding.length === 0 ? null : part(i18n.t("futures-which-rule"), ...decidingRows(i18n, deciding))];
}
