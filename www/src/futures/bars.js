// Bars of futures: each says its part in words and numbers as well, and leads into one of its futures.

import { el } from "../core/dom.js";

/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").ShareView} ShareView */

/** A part of all as a percentage; a small one keeps a decimal, so that it is not 0. @param {I18n} i18n @param {number} part */
export function percent(i18n, part) {
  const whole = part === 0 || part === 1 || (part >= 0.01 && part <= 0.99);
  return i18n.t("futures-percent", { n: i18n.number(100 * part, whole ? 0 : 1) });
}

/** A bar of a part of all. @param {string} kind @param {number} part */
export function track(kind, part) {
  const bar = el("i", { class: `bar-part part-${kind}` });
  bar.style.width = `${100 * part}%`;
  return el("span", { class: "bar-track", "aria-hidden": "true" }, bar);
}

/**
 * A row: its label, its bar, its percentage. Pressed, it enters a future.
 * @param {I18n} i18n
 * @param {{key: string, label: string, kind: string, share: ShareView, of: number, enter: (number: number) => void, mine?: boolean}} row
 *   `mine`: the user has bet on it.
 */
export function barRow(i18n, { key, label, kind, share, of, enter, mine = false }) {
  const part = of === 0 ? 0 : share.futures / of, { example } = share;
  const words = i18n.t("futures-bar", { label, percent: percent(i18n, part), n: share.futures, of });
  return el("li", {}, el("button", {
    class: `bar-row${mine ? " mine" : ""}`, "data-key": key, title: example == null ? null : i18n.t("futures-enter-number", { number: example }),
    "aria-label": example == null ? words : `${words} ${i18n.t("futures-enter")}`, disabled: example == null,
    click: () => { if (example != null) enter(example); },
  }, el("span", { class: "bar-label" }, label), track(kind, part), el("span", { class: "bar-number" }, percent(i18n, part))));
}

/**
 * The rule that tells best which futures lose.
 * @param {I18n} i18n @param {import("../core/types.js").DecidingView[]} deciding
 */
export function decidingRows(i18n, deciding) {
  return deciding.map(({ name, isFlaw, firedWhereLost, firedWhereKept, lostWhereFired }, i) => {
    const rule = isFlaw ? i18n.t("flaw", { flaw: name }) : i18n.t(`rule-${name}`);
    const args = { rule, lost: percent(i18n, firedWhereLost), kept: percent(i18n, firedWhereKept), then: percent(i18n, lostWhereFired) };
    const key = firedWhereLost > firedWhereKept ? (isFlaw ? "futures-flaw-lost" : "futures-rule-lost") : isFlaw ? "futures-flaw-kept" : "futures-rule-kept";
    return el("p", { class: i === 0 ? "deciding first" : "deciding" }, i === 0 ? el("strong", {}, i18n.t("futures-decided")) : null, i === 0 ? " " : null, i18n.t(key, args));
  });
}
