// One rule in the panel: its name and section, how often it fired, and the switch that breaks it. Under a broken rule
// stands how it is broken, and where that was seen.

import { attr, changes, el, hide, keyed, text, toggle } from "../core/dom.js";
import { section } from "../core/sentences.js";
import { breakRule, mend } from "./changes.js";

/** @typedef {import("../core/types.js").RuleView} RuleView */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./counts.js").Firings} Firings */

/**
 * @typedef {object} Standing What a row shows.
 * @property {Firings} fired
 * @property {Firings} broke How often its flaws decided otherwise.
 * @property {string[]} on Its flaws that are on.
 */

/** Time in which a rule that fired fades, ms. */
const FADE_MS = 600;
const LIT = { backgroundColor: "var(--lit)", boxShadow: "inset 3px 0 var(--accent)" };
const UNLIT = { backgroundColor: "transparent", boxShadow: "inset 3px 0 transparent" };

/**
 * @param {RuleView} rule @param {Context} context @param {import("../core/types.js").RulebookView["presets"]} presets
 */
export function createRow(rule, { i18n, actions }, presets) {
  const name = el("span", { class: "rule-name", id: `rule-${rule.name}` }), where = el("span", { class: "rule-section data" });
  /** @type {Standing} */
  let shown = { fired: { count: 0, last: 0 }, broke: { count: 0, last: 0 }, on: [] };
  const inHand = () => (shown.on.length > 0 ? shown.broke : shown.fired);
  const count = el("button", { class: "quiet rule-count data", click: () => { const { last } = inHand(); if (last > 0) actions.seekEvent(last); } });
  const flip = el("button", { class: "rule-switch", role: "switch", "aria-labelledby": `rule-${rule.name}`, click: () => {
    actions.act(shown.on.length > 0 ? mend(shown.on, []) : breakRule(rule.flaws[0] ?? ""));
  } });
  const ways = el("ul", { class: "rule-ways", hidden: true });
  const root = el("li", { class: "rule-row", "data-rule": rule.name },
    el("div", { class: "rule-line-of" }, el("p", {}, name, " ", where), count, rule.flaws.length > 0 ? flip : null), ways);
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const how = (/** @type {string} */ flaw) => i18n.t(`rules-how-${flaw}`);

  /** A way in which the rule is broken: a menu, if it can be broken in other ways. @param {{place: number}} way */
  function makeWay({ place }) {
    const menu = el("select", { class: "rule-how", change: () => {
      const flaw = shown.on[place] ?? "";
      actions.act(breakRule(menu.value, [flaw]));
      // If the core refuses it, the flaw is the old one.
      menu.value = flaw;
    } });
    return el("li", {}, rule.flaws.length > 1 ? menu : el("span", { class: "rule-how" }), " ", el("span", { class: "rule-source" }));
  }

  /** @param {HTMLElement} item @param {{flaw: string}} way */
  function writeWay(item, { flaw }) {
    const [said, source] = item.children;
    if (said instanceof HTMLSelectElement) {
      const free = rule.flaws.filter((one) => one === flaw || !shown.on.includes(one));
      said.replaceChildren(...free.map((one) => el("option", { value: one }, how(one))));
      said.value = flaw;
      attr(said, "aria-label", i18n.t("rules-how", { rule: i18n.t(`rule-${rule.name}`) }));
    } else if (said) text(said, how(flaw));
    const id = `rules-source-${flaw}`;
    if (source) text(source, i18n.has(id) ? i18n.t(id) : "");
  }

  const named = changes(), counted = changes(), broken = changes();
  return {
    root,
    /** Lights the row, which fades again. */
    fire() {
      const [running] = root.getAnimations();
      // A row that fires again starts anew, without a flicker.
      if (running) running.currentTime = 0;
      else root.animate([LIT, UNLIT], { duration: FADE_MS, easing: "cubic-bezier(.6, 0, 1, .6)" });
    },
    /** Lights the row as long as its event is in hand. @param {boolean} on */
    hold(on) { toggle(root, "in-hand", on); },
    /** Marks the row as what a counterexample needs. @param {boolean} on */
    blame(on) { toggle(root, "guilty", on); },
    /** @param {Standing} standing @param {string} lang */
    write(standing, lang) {
      shown = standing;
      const isBroken = standing.on.length > 0, { count: n, last } = inHand();
      if (named(lang)) {
        text(name, i18n.t(`rule-${rule.name}`));
        text(where, section(rule.section, i18n));
        attr(root, "title", i18n.t(`rule-${rule.name}-text`));
      }
      if (broken(standing.on.join(), lang)) {
        toggle(root, "broken", isBroken);
        attr(flip, "aria-checked", String(!isBroken));
        attr(flip, "title", i18n.t(isBroken ? "rules-mend" : "rules-break"));
        hide(ways, !isBroken);
        // By place, so that a menu in which another way was chosen keeps the focus.
        keyed(ways, held, standing.on.map((flaw, place) => ({ flaw, place })), ({ place }) => String(place), makeWay, writeWay);
      }
      if (counted(n, last === 0, isBroken, lang)) {
        text(count, n === 0 ? "–" : i18n.number(n, 0));
        count.disabled = last === 0;
        attr(count, "aria-label", i18n.t(isBroken ? "rules-broke" : "rules-fired", { rule: i18n.t(`rule-${rule.name}`), n }));
      }
    },
  };
}
