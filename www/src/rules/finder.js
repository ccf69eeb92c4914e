// The search in the panel: its button, its figures while it runs, and its outcome.

import { attr, el, hide, keyed, text, toggle } from "../core/dom.js";
import { createFound } from "./found.js";
import { createHunt } from "./hunt.js";
import { isUnderWay, totals } from "./search.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./search.js").Search} Search */

/** The squares of runs: rows, the distance between two, and the runs that one stands for at first. */
const ROWS = 6, PITCH_PX = 4, RUNS_A_SQUARE = 8;

/** What every run begins with: the broken rules. @param {readonly string[]} flaws */
export const scriptOf = (flaws) => flaws.map((flaw) => `flaw ${flaw}\n`).join("");

/** What is looked for, as the last line of that. @param {string} invariant One of them, or "" for all. */
const wantedOf = (invariant) => (invariant ? `expect violated ${invariant}\n` : "");

/** A picture of the runs: a small square for so many, column by column. When all is full, a square stands for twice as many. */
function createSquares() {
  const done = el("i", { class: "squares-done" }), part = el("i", { class: "squares-part" });
  const root = el("div", { class: "squares", "aria-hidden": "true" }, done, part);
  let squares = 0;
  new ResizeObserver(([entry]) => { squares = Math.floor((entry?.contentRect.width ?? 0) / PITCH_PX) * ROWS; }).observe(root);
  return {
    root,
    /** @param {number} runs */
    write(runs) {
      let unit = RUNS_A_SQUARE;
      while (squares > 0 && squares * unit < runs) unit *= 2;
      const full = Math.floor(runs / unit), column = Math.floor(full / ROWS);
      done.style.width = `${column * PITCH_PX}px`;
      part.style.left = `${column * PITCH_PX}px`;
      part.style.height = `${(full % ROWS) * PITCH_PX}px`;
    },
  };
}

/**
 * @param {Context} context
 * @param {Pick<import("../core/types.js").Parts, "lab" | "safely" | "clock"> & {found: () => void}} parts `found` is called
 *   when what was found changes.
 */
export function createFinder(context, { lab, safely, clock, found }) {
  const { i18n } = context;
  const verdict = el("strong", { class: "rules-verdict" });
  const button = el("button", { class: "rules-find", click: () => { if (isUnderWay(hunt.search())) hunt.stop(); else begin(); } });
  const here = el("input", { type: "checkbox" }), hereWords = el("span");
  const wanted = el("select");
  /** @type {Map<string, HTMLOptionElement>} */
  const options = new Map();
  const row = el("div", { class: "rules-search" }, verdict, button);
  const from = el("div", { class: "rules-here" }, wanted, el("label", {}, here, hereWords));
  const squares = createSquares(), rate = el("span"), runs = el("span"), states = el("span"), time = el("span");
  const figures = el("div", { class: "search-figures", hidden: true }, squares.root, el("p", { class: "search-counts" }, rate, runs, states, time));
  const outcome = el("p", { class: "search-outcome", role: "status" });
  const box = createFound(context, { another: () => hunt.another(), clear: () => hunt.clear() });
  const root = el("div", { class: "rules-finder" }, row, from, figures, outcome, box.root);
  /** The flaws that are on. @type {readonly string[]} */
  let on = [];
  /** Those under which the search was begun. @type {readonly string[]} */
  let begunUnder = [];
  let isAsked = false, wasAtWork = false;
  const hunt = createHunt({ lab, clock, changed: () => {
    if (isAsked) return;
    isAsked = true;
    // Reports come more often than frames, and none is drawn on a hidden page.
    requestAnimationFrame(() => { isAsked = false; write(); });
  } });
  /** @type {Search["best"]} */
  let shown = null;

  /** Begins a search: among all clusters, or among the runs that begin as this one did up to the present. */
  function begin() {
    safely(() => {
      begunUnder = on;
      void hunt.start((here.checked ? lab.scriptHere() : scriptOf(on)) + wantedOf(wanted.value));
    });
  }

  /** @param {Search} search */
  function writeFigures(search) {
    const sum = totals(search);
    squares.write(sum.runs);
    text(rate, i18n.t("rules-rate", { n: Math.round(sum.rate) }));
    text(runs, i18n.t("rules-runs", { n: sum.runs }));
    text(states, statesOf(sum));
    text(time, i18n.t("unit-s", { n: i18n.number(sum.ms / 1_000, 1) }));
  }

  /** @param {ReturnType<typeof totals>} sum */
  const statesOf = ({ states: n, exact }) => i18n.t("rules-states", { n, exact: exact ? "yes" : "no" });

  /** @param {Search | null} search */
  function outcomeOf(search) {
    if (search?.phase === "searching" && search.best) return i18n.t("rules-shorter");
    if (search?.phase === "shortening") return i18n.t("rules-shortening", { n: (search.isLast ? search.best : search.finds[0])?.number ?? 0 });
    if (search?.phase === "failed") return i18n.t("rules-search-failed", { why: search.failure });
    if (search?.phase !== "stopped") return "";
    const sum = totals(search), runs = i18n.t("rules-runs", { n: sum.runs }), states = statesOf(sum);
    return search.finds.length > 0 ? i18n.t("rules-not-shortened", { n: search.finds[0]?.number ?? 0 }) : i18n.t("rules-nothing", { runs, states });
  }

  function write() {
    // What was found is shown at once, and a shorter script in its place if one comes.
    const search = hunt.search(), works = isUnderWay(search), best = search?.best ?? null;
    hide(row, best !== null && !works);
    hide(from, best !== null || works);
    text(hereWords, i18n.t("rules-here"));
    hide(figures, !works);
    text(button, i18n.t(works ? "rules-stop" : "rules-find"));
    toggle(button, "filled", !works);
    if (search && works) writeFigures(search);
    const words = outcomeOf(search);
    text(outcome, words);
    hide(outcome, words === "");
    box.write(best, search);
    // The button that had the focus goes when the search ends.
    if (best && wasAtWork && !works && document.activeElement === document.body) box.focus();
    wasAtWork = works;
    if (best !== shown) { shown = best; found(); }
  }

  return {
    root,
    /** The flaws that what was found needs. */
    guilty: () => (shown ? box.flaws() : []),
    /** Writes the texts. @param {number} broken Rules that are broken. @param {readonly string[]} invariants */
    write(broken, invariants) {
      attr(wanted, "aria-label", i18n.t("rules-wanted"));
      keyed(wanted, options, ["", ...invariants], (name) => name, (name) => el("option", { value: name }),
        (option, name) => text(option, i18n.t(name ? `rules-found-${name}` : "rules-wanted-any")));
      text(verdict, i18n.t(on.length === 0 ? "rules-whole" : "rules-broken", { n: broken }));
      toggle(row, "broken", on.length > 0);
      attr(figures, "aria-label", i18n.t("rules-find"));
      write();
    },
    /** Other flaws are on: a search among the former ones ends. @param {readonly string[]} flaws */
    use(flaws) {
      on = flaws;
      const search = hunt.search();
      if (!search || search.phase === "found" || begunUnder.join() === on.join()) return;
      if (search.best) hunt.stop(); else hunt.clear();
    },
  };
}
