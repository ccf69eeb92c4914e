// The panel of rules: Figure 2 of the paper, alive. Each rule lights up when it fires, counts its firings, leads to the
// last one, and can be broken. Loaded when it is first visible.

import { attr, changes, el, hide, text, toggle } from "../core/dom.js";
import { createLateWords } from "../core/late-words.js";
import { addStyles } from "../core/styles.js";
import { mendAll, presetOf, toPreset } from "./changes.js";
import { createCounts } from "./counts.js";
import { createExercises } from "./exercises.js";
import { createFinder } from "./finder.js";
import { grouped } from "./groups.js";
import { createReel } from "./reel.js";
import { createRow } from "./row.js";
import css from "./rules.css" with { type: "text" };
import { createSeen } from "./seen.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").RulebookView} RulebookView */
/** @typedef {import("../core/library.js").Library} Library */

/** A message that every catalogue of the panel contains. */
const WORDED = "rules-title";

/** The row of presets: the rules as they should be, and the sets of flaws with a name; below it, what a preset has set beside
 * its flaws.
 * @param {RulebookView} book @param {Context} context @param {() => readonly string[]} on The flaws that are on.
 * @param {() => readonly string[]} printed What is set beside them. */
function createPresets(book, { i18n, actions }, on, printed) {
  const mended = el("button", { class: "quiet", "data-preset": "", click: () => { if (on().length + printed().length > 0) actions.act(mendAll(on(), printed(), book.presets)); } });
  const broken = book.presets.map((preset) => el("button", { class: "quiet", "data-preset": preset.name, click: () => {
    if (presetOf(on(), book.presets) !== preset.name) actions.act(toPreset(preset, on()));
  } }));
  const row = el("div", { class: "rules-presets", role: "group" }, mended, ...broken), beside = el("p", { class: "rules-printed" });
  return {
    root: el("div", {}, row, beside),
    write() {
      const current = on().length === 0 && printed().length > 0 ? null : presetOf(on(), book.presets);
      attr(row, "aria-label", i18n.t("rules-presets"));
      hide(beside, printed().length === 0);
      text(beside, i18n.t("rules-printed", { what: printed().map((name) => i18n.t(`rules-printed-${name}`)).join(" · ") }));
      text(mended, i18n.t("rules-preset-none"));
      for (const button of broken) text(button, i18n.t(`rules-preset-${button.dataset["preset"] ?? ""}`));
      for (const button of [mended, ...broken]) attr(button, "aria-pressed", String(button.dataset["preset"] === current));
    },
  };
}

/** Arrow keys move between rows, in the same column. @param {HTMLElement} list */
function rowKeys(list) {
  list.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    const column = target.classList.contains("rule-switch") ? ".rule-switch" : ".rule-count:not([disabled])";
    const all = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(column)]), next = all[all.indexOf(target) + by];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  });
}

/**
 * @param {HTMLElement} root @param {Context} context
 * @param {Pick<import("../core/types.js").Parts, "lab" | "safely" | "clock"> & {library: Library}} parts
 */
export function createRules(root, context, { lab, safely, library, clock }) {
  const { i18n } = context;
  addStyles(css);
  const worded = createLateWords(library.rulesWords, WORDED, context);
  /** @type {RulebookView} */
  let book = { rules: [], flaws: [], presets: [] };
  safely(() => { book = lab.rulebook(); });
  const counts = createCounts(book), seen = createSeen(book.rules.map(({ name }) => name));
  let on = /** @type {readonly string[]} */ ([]), printed = on;
  const presets = createPresets(book, context, () => on, () => printed), exercises = createExercises(context);
  const finder = createFinder(context, { lab, safely, clock, found: blame }), reel = createReel(context);
  const title = el("h2"), reached = el("p", { class: "rules-seen" }), bar = el("progress", { max: book.rules.length, "aria-hidden": "true" });
  const groups = grouped(book.rules).map(([group, rules]) => {
    const heading = el("h3", { id: `rules-group-${group}` }), rows = rules.map((rule) => ({ rule, row: createRow(rule, context, book.presets) }));
    return { group, heading, rows, body: el("section", { "aria-labelledby": heading.id }, heading, el("ul", {}, ...rows.map(({ row }) => row.root))) };
  });
  const list = el("div", { class: "rules-list" }, ...groups.map(({ body }) => body)), rows = groups.flatMap((group) => group.rows);
  rowKeys(list);
  root.append(presets.root, exercises.root, finder.root, reel.root, el("div", { class: "rules-head" }, title, reached, bar), list);

  /** Writes what only the language decides. */
  function writeWords() {
    text(title, i18n.t("rules-title"));
    for (const { group, heading } of groups) text(heading, i18n.t(`rules-group-${group}`));
  }

  /** @type {State["film"]} */
  let film = null;

  /** Marks the rules that what was found or is shown as a film needs broken, and shows the first. */
  function blame() {
    const guilty = film?.view.flaws ?? finder.guilty();
    for (const { rule, row } of rows) row.blame(rule.flaws.some((flaw) => guilty.includes(flaw)));
    list.querySelector(".guilty")?.scrollIntoView({ block: film ? "center" : "nearest" });
  }

  /** The firings at the last update; null before the first. @type {Float64Array | null} */
  let last = null;

  /** @param {State} state */
  function writeRows({ firings, lang, playing, reducedMotion, narration }) {
    const former = last, held = !playing || reducedMotion ? narration.headline?.rule ?? null : null;
    last = firings;
    for (const { rule, row } of rows) {
      const fired = counts.of(firings, rule.name), broke = counts.sum(firings, rule.flaws);
      row.write({ fired, broke, on: rule.flaws.filter((flaw) => on.includes(flaw)) }, lang);
      row.hold(rule.name === held);
      const isNew = former !== null && (counts.of(former, rule.name).count < fired.count || counts.sum(former, rule.flaws).count < broke.count);
      if (isNew && playing && !reducedMotion) row.fire();
    }
    seen.add(rows.filter(({ rule }) => counts.of(firings, rule.name).count > 0).map(({ rule }) => rule.name));
    text(reached, i18n.t("rules-seen", { n: seen.count(), of: rows.length }));
    bar.value = seen.count();
  }

  /** Shows the film's head in the place of the search. @param {State} state */
  function writeFilm(state) {
    const isAnother = state.film?.view !== film?.view;
    film = state.film;
    reel.write(film);
    if (!isAnother) return;
    for (const part of [presets.root, finder.root]) hide(part, film !== null);
    toggle(list, "filmed", film !== null);
    blame();
  }

  const changed = changes(), spoken = changes(), set = changes();
  return {
    /** @param {State} state */
    update(state) {
      const { firings, lang, view, playing, reducedMotion, narration } = state;
      // The old texts stay until the other language is loaded.
      if (!worded() || !view || firings.length === 0) return;
      if (spoken(lang)) writeWords();
      writeFilm(state);
      if (set(view.flaws.join(), view.config.printed.join(), lang)) {
        [on, printed] = [view.flaws, view.config.printed];
        const preset = presetOf(on, book.presets);
        presets.write();
        exercises.write(preset);
        // A search under a preset has also what it sets beside its flaws.
        finder.use(preset && printed.length > 0 ? [preset] : on);
        finder.write(view.rulesBroken, view.safety.invariants);
      } else if (!changed(firings, playing, reducedMotion, narration.headline)) return;
      writeRows(state);
    },
  };
}
