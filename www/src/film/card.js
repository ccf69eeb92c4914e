// The card of a film, in the place of a story's card: what happened at a step, what Raft does there, what was done
// instead; beside it the facts of what breaks, as of the step.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { createLateWords } from "../core/late-words.js";
import { mendedOf } from "../core/statements.js";
import { addStyles } from "../core/styles.js";
import { captionOf } from "./caption.js";
import css from "./film.css" with { type: "text" };
import { ledgerOf } from "./ledger.js";
import { windowOf } from "./window.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").FilmView["steps"][number]} Step */

/** Ids of the scenes: names in the tree of universes. */
const FOUND = "counterexample", MENDED = "correct";
/** Characters of a caption that fit in four lines. */
const LONG = 200;
/** Number of steps whose dots leave room for their count. */
const MANY = 6;

/** A message of the late catalogue. */
const WORDED = "film-raft";
/** The same of what can be broken. */
const TITLED = "rules-found-progress";

/** @param {HTMLElement} root @param {HTMLElement} line Stands for the card where it is hidden. @param {Context} context
 * @param {(lang: string) => Promise<string>} words The texts of the card in a language.
 * @param {(lang: string) => Promise<string>} titles The names of what can be broken. */
export function createFilmCard(root, line, context, words, titles) {
  const { i18n, actions } = context;
  addStyles(css);
  const worded = createLateWords(words, WORDED, context), titled = createLateWords(titles, TITLED, context);
  /** @type {State["film"]} */
  let film = null;
  const by = (/** @type {number} */ steps) => { if (film) actions.filmTo(film.step + steps); };
  const caption = el("p", { class: "caption" }), dots = el("span", { class: "dots", "aria-hidden": "true" }), count = el("span", { class: "card-count" });
  const playIcon = svg("path"), play = el("button", { class: "quiet square film-play", click: () => actions.togglePlay() }, svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, playIcon));
  const back = el("button", { class: "quiet", l10n: "card-back", click: () => by(-1) });
  const on = el("button", { class: "primary go-on", click: () => by(1) }, el("span", { l10n: "card-on" }), el("kbd", { "aria-hidden": "true", l10n: "kbd-enter" }));
  const compare = el("button", { l10n: "film-compare", click: () => { if (film) actions.openBeside(film.script, mendedOf(film.script), FOUND, MENDED); } });
  const mend = el("button", { class: "primary go-on film-mend", l10n: "film-mend", click: () => { if (film) actions.openMended(mendedOf(film.script), MENDED); } });
  const leave = el("button", { class: "quiet square film-leave", l10n: "film-leave", click: () => { actions.leaveFilm(); actions.goToTime(); } },
    svg("svg", { viewBox: "0 0 12 12", class: "icon small", "aria-hidden": "true" }, svg("path", { d: "M2 2l8 8M10 2l-8 8" })));
  const facts = el("div", { class: "ledger", role: "group", tabindex: 0, l10n: "film-facts" });
  const live = el("p", { class: "sr", role: "status", "aria-live": "polite" });
  root.append(
    el("div", { class: "card-left" }, caption, el("div", { class: "card-foot" }, play, back, dots, count, el("span", { class: "spacer" }), compare, mend, on, leave)),
    facts, live);
  const lineWords = el("span", { class: "line-words" }), lineCount = el("span", { class: "line-count" });
  line.append(lineWords, lineCount);
  line.addEventListener("click", () => actions.set({ tab: "stage" }));
  root.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    by(steps);
  });
  /** @type {Map<string, HTMLElement>} */
  const held = new Map();

  /** @param {NonNullable<State["film"]>} film */
  function writeDots({ view, step }) {
    keyed(dots, held, view.steps.map((one, i) => ({ one, i })), ({ i }) => String(i),
      ({ i }) => el("span", { class: "dot reachable", click: () => actions.filmTo(i) }),
      (dot, { one, i }) => {
        toggle(dot, "done", i < step);
        toggle(dot, "here", i === step);
        toggle(dot, "breaks", one.flaw !== null);
      });
    text(count, i18n.t("card-of", { n: step + 1, of: view.steps.length }));
  }

  /** @param {NonNullable<State["film"]>} film @param {Step} shown */
  function write({ view, step }, shown) {
    const isLast = step === view.steps.length - 1, said = captionOf(shown, i18n), words = said.map(({ words }) => words).join(" ");
    caption.replaceChildren(...said.flatMap(({ part, words }) => [el("span", { class: `film-${part}` }, words), " "]));
    caption.scrollTop = 0;
    toggle(caption, "long", words.length > LONG);
    writeDots({ view, step, script: "", moves: false });
    facts.replaceChildren(...ledgerOf(view, shown.upto, i18n));
    attr(facts, "data-columns", view.ledger.length);
    // A button that is hidden gives the focus to the one in its place.
    const lost = document.activeElement === on && isLast ? mend : (document.activeElement === mend || document.activeElement === compare) && !isLast ? on : document.activeElement === back && step === 0 ? on : null;
    back.disabled = step === 0;
    hide(on, isLast);
    for (const button of [compare, mend]) hide(button, !isLast);
    // Many dots, or two buttons in the place of one, leave no room for the count.
    toggle(count, "narrowed", isLast || view.steps.length > MANY);
    lost?.focus({ preventScroll: true });
    text(lineWords, words);
    text(lineCount, count.textContent ?? "");
    text(live, `${i18n.t("card-of", { n: step + 1, of: view.steps.length })}: ${words}`);
  }

  /** @param {boolean} playing */
  function writePlay(playing) {
    attr(playIcon, "d", playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5l9 5.5-9 5.5z");
    attr(play, "data-l10n-id", playing ? "film-pause" : "film-play");
    i18n.localizeOne(play);
  }

  const changed = changes(), opened = changes(), spoken = changes(), played = changes();
  return {
    /** @param {State} state */
    update(state) {
      const { lang } = state, has = state.film !== null, shown = state.film?.view.steps[state.film.step];
      film = state.film;
      hide(root, !has);
      hide(line, !has);
      toggle(document.body, "films", has);
      if (opened(state.film?.view ?? null) && state.film) {
        actions.set({ spacetime: { ...state.spacetime, ...windowOf(state.film.view, document.querySelector("#spacetime canvas")?.clientWidth ?? 0) } });
        on.focus({ preventScroll: true });
      }
      // The old texts stay until the other language is loaded.
      if (!has || !worded()) return;
      titled();
      if (spoken(lang)) i18n.localize(root);
      if (played(state.playing, lang)) writePlay(state.playing);
      toggle(root, "moves", state.film?.moves ?? false);
      if (!changed(state.film, lang)) return;
      if (state.film && shown) write(state.film, shown);
    },
  };
}
