// What the card of a film says at a step.

import { section, sentence } from "../core/sentences.js";

/** @typedef {import("../core/types.js").FilmView["steps"][number]} Step */

/**
 * The sentences of a step, each with its part: `told`, `raft` (what the rule says), `broke` (what was done instead), `stuck` (what a request lacks) and
 * `breaks` (what is broken at the end).
 * @param {Step} step @param {import("../core/types.js").I18n} i18n @returns {{part: string, words: string}[]}
 */
export function captionOf({ told, rule, section: where, flaw, lacks }, i18n) {
  const raft = rule === null ? [] : [{ part: "raft", words: i18n.t("film-raft", { text: i18n.t(`rule-${rule}-text`), section: section(where ?? "", i18n) }) }];
  const said = told.flatMap((event) => {
    const part = event.kind === "rule-broken" ? "broke" : event.kind.startsWith("violation-") ? "breaks" : "told";
    return [...(part === "broke" ? raft : []), { part, words: sentence(event, i18n) }];
  });
  const stuck = lacks.map(({ key, args }) => ({ part: "stuck", words: i18n.t("film-stuck", { what: i18n.t(`missing-${key}`, i18n.args(args)) }) }));
  // Where no rule is broken, it stands last; what is broken at the end needs no rule.
  return [...said, ...(flaw === null && !said.some(({ part }) => part === "breaks") ? raft : []), ...stuck];
}
