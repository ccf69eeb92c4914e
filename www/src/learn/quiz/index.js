// The quiz, on top of the page: a strip of its questions, the current one, and the result of its answer. Loaded when a
// quiz or a run of one is first opened.

import { attr, changes, el, hide, keyed, text, toggle } from "../../core/dom.js";
import { Missing, QUIZZES } from "../../core/library.js";
import { addStyles } from "../../core/styles.js";
import { isRight, isSaid } from "./check.js";
import { listenToKeys } from "./keys.js";
import { createQuestion } from "./question.js";
import css from "./quiz.css" with { type: "text" };
import { createRounds, END } from "./rounds.js";
import { runNamed, toldOf, toldRun } from "./run.js";
import { createSummary } from "./summary.js";

/** @typedef {import("../../core/types.js").State} State */
/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/library.js").Library} Library */
/** @typedef {import("./types.js").Question} Question */

/** A message that every catalogue of the quiz contains. */
const WORDED = "quiz-check";

/** Opens the run of a question where it shows an answer. @param {string} scene @param {Library} library @param {(script: string) => void} open */
export async function openRun(scene, library, open) {
  const named = runNamed(scene);
  if (!named) return;
  const { id, wrong } = named;
  const [script, ...files] = await Promise.all([library.quizRun(id), ...QUIZZES.flatMap((name) => ["en", "fr"].map((lang) => library.quiz(name, lang).then((words) => ({ lang, words }))))]);
  const told = (/** @type {string} */ wanted) => {
    const all = /** @type {Question[]} */ (files.filter(({ lang }) => lang === wanted).flatMap(({ words }) => JSON.parse(words)));
    return toldOf(all.find((question) => question.id === id), wrong);
  };
  open(toldRun(script, wrong, told("en"), told("fr")));
}

/**
 * Loads the questions of each quiz in the current language, and the texts of the quiz itself.
 * @param {Library} library @param {Context} context
 */
function createQuestions(library, { i18n, actions }) {
  /** @type {Map<string, Question[] | null>} */
  const quizzes = new Map();
  let isComing = false;

  /** @param {unknown} error */
  function tellMissing(error) {
    if (!(error instanceof Missing)) throw error;
    actions.tell("note-missing", { file: error.path });
  }

  return {
    /** Whether the quiz has its texts; a change of the language drops them. */
    worded() {
      const lang = i18n.lang();
      if (i18n.has(WORDED)) return true;
      if (isComing) return false;
      isComing = true;
      library.quizWords(lang).then((messages) => { if (lang === i18n.lang() && !i18n.has(WORDED)) i18n.add(messages); }, tellMissing)
        .finally(() => { isComing = false; actions.redraw(); });
      return false;
    },
    /** @param {string} name @returns {Question[] | null} Null while they load. */
    of(name) {
      const lang = i18n.lang(), key = `${name} ${lang}`, known = quizzes.get(key);
      if (known !== undefined) return known;
      quizzes.set(key, null);
      library.quiz(name, lang).then((words) => { quizzes.set(key, JSON.parse(words)); actions.redraw(); }, (error) => { quizzes.delete(key); tellMissing(error); });
      return null;
    },
  };
}

/** @param {Context} context */
function makeParts({ i18n }) {
  const back = el("a", { class: "quiz-lessons", href: "#learn" }), title = el("h1", {}), answered = el("p", { class: "quiz-answered" });
  const dots = el("ol", { class: "quiz-dots" }), strip = el("nav", { class: "quiz-strip" }, dots);
  const asks = el("div", { class: "quiz-asks" }), says = el("aside", { class: "quiz-says" });
  const before = el("button", { class: "quiet" }), on = el("button", { class: "primary quiz-on" }), again = el("button", { class: "quiet" });
  const live = el("p", { class: "sr", role: "status", "aria-live": "polite" });
  const main = el("div", { class: "quiz-main" }, asks, el("div", { class: "quiz-foot" }, before, on, again));
  const root = el("section", { id: "quiz", hidden: true },
    el("header", { class: "quiz-head" }, back, title, answered), strip, el("div", { class: "quiz-body" }, main, says), live);
  /** Writes the texts around the question. @param {string} name */
  function write(name) {
    const full = i18n.t("quiz-name", { title: name });
    attr(root, "aria-label", full);
    text(back, i18n.t("to-lessons"));
    text(title, full);
    attr(strip, "aria-label", i18n.t("quiz-dots"));
    text(before, i18n.t("quiz-back"));
    text(again, i18n.t("quiz-again"));
  }
  return { root, asks, says, main, dots, answered, before, on, again, live, write };
}

/**
 * @param {HTMLElement} beside The quiz section is inserted after it. @param {Context} context
 * @param {{library: Library, progress: import("../progress.js").Progress}} parts
 */
export function createQuiz(beside, context, { library, progress }) {
  const { i18n, actions, glossary } = context;
  addStyles(css);
  const parts = makeParts(context), { root, on, before, again } = parts;
  beside.after(root);
  const questions = createQuestions(library, context);
  const rounds = createRounds(progress, isRight);
  /** The quiz and question shown. @type {{name: string, all: Question[], round: Question[], at: string} | null} */
  let here = null;
  let revision = 0;
  const redraw = () => { revision++; actions.redraw(); };
  const goTo = (/** @type {string} */ id) => { if (here) actions.goTo("learn", `quiz-${here.name}/${id}`); };
  const inHand = () => here?.round.find(({ id }) => id === here?.at) ?? null;
  const question = createQuestion(parts, context, { say: (id, said) => { rounds.say(id, said); writeFoot(); } });
  const summary = createSummary(parts, context, { goTo, begin: (onlyWrong) => { if (here) goTo(rounds.begin(here.name, here.all, onlyWrong)); } });

  /** Index of the current question in the round; the round's length at the summary. */
  const place = () => { const { round = [], at = END } = here ?? {}; return at === END ? round.length : round.findIndex(({ id }) => id === at); };
  const move = (/** @type {number} */ by) => { const next = here?.round[place() + by]; goTo(next?.id ?? END); };

  /** Checks the answer, or moves on if it is checked. */
  function goOn() {
    const asked = inHand();
    if (!asked || rounds.standing(asked.id) !== null) { move(1); return; }
    if (!isSaid(rounds.said(asked.id))) return;
    const right = rounds.check(asked);
    redraw();
    // The choices are disabled now, which would lose the focus.
    on.focus({ preventScroll: true });
    writeAll();
    parts.live.textContent = question.spoken(asked, right, rounds.said(asked.id));
  }
  on.addEventListener("click", goOn);
  before.addEventListener("click", () => move(-1));
  again.addEventListener("click", () => { if (here) { rounds.again(here.at); parts.live.textContent = ""; redraw(); writeAll(); question.focus(); } });
  listenToKeys(root, { isOpen: () => !root.hidden, goOn, move });

  function writeFoot() {
    const asked = inHand(), standing = asked ? rounds.standing(asked.id) : null;
    hide(on, !asked);
    hide(before, place() === 0);
    hide(again, standing === null);
    const isLast = place() === (here?.round.length ?? 0) - 1;
    text(on, i18n.t(standing === null ? "quiz-check" : isLast ? "quiz-to-end" : "quiz-next"));
    on.disabled = asked !== null && standing === null && !isSaid(rounds.said(asked.id));
  }

  /** @type {Map<string, HTMLElement>} */
  const heldDots = new Map();

  function writeDots() {
    const { round = [], all = [], at = END } = here ?? {};
    const entries = [...round.map(({ id }) => ({ id, n: all.findIndex((one) => one.id === id) + 1 })), { id: END, n: 0 }];
    keyed(parts.dots, heldDots, entries, ({ id }) => id,
      ({ id }) => el("li", {}, el("button", { class: "quiz-dot", click: () => goTo(id) }, el("span", {}), el("span", { class: "quiz-mark", "aria-hidden": "true" }))),
      (item, { id, n }) => {
        const button = /** @type {HTMLElement} */ (item.firstElementChild), standing = rounds.standing(id);
        const [number, mark] = button.children;
        if (number) text(number, id === END ? i18n.t("quiz-end") : String(n));
        if (mark) text(mark, standing === "right" ? "✓" : standing === "wrong" ? "✗" : "");
        for (const one of ["right", "wrong"]) toggle(button, one, standing === one);
        toggle(button, "end", id === END);
        attr(button, "aria-label", id === END ? null : i18n.t(standing === null ? "quiz-question" : `quiz-question-${standing}`, { n }));
        attr(button, "aria-current", id === at ? "step" : null);
      });
  }

  function writeAll() {
    if (!here) return;
    const { name, all, round, at } = here, asked = inHand();
    parts.write(titles(name));
    text(parts.answered, i18n.t("quiz-answered", { n: all.filter(({ id }) => rounds.standing(id) !== null).length, of: all.length }));
    writeDots();
    toggle(root, "at-end", asked === null);
    if (asked) question.write(asked, { n: place() + 1, of: round.length, standing: rounds.standing(asked.id), said: rounds.said(asked.id), isSome: rounds.isSome(name) });
    else summary.write(all, rounds.standing, at);
    writeFoot();
  }
  /** The title of a quiz, as in the list of lessons. @param {string} name */
  const titles = (name) => i18n.t(`quiz-title-${name}`);

  const asked = changes(), written = changes();
  return {
    /** @param {State} state */
    update({ quiz, lang }) {
      hide(root, quiz === null);
      if (quiz === null) { asked(null); return; }
      const all = questions.of(quiz.name), isReady = questions.worded() && all !== null;
      attr(root, "aria-busy", isReady ? null : "true");
      // The old content stays until the other language is loaded.
      if (!isReady || !all) return;
      const isNew = asked(quiz);
      if (isNew || here?.all !== all) {
        const at = isNew ? rounds.goTo(quiz.name, quiz.question, all) : rounds.at(quiz.name);
        here = { name: quiz.name, all, round: rounds.of(quiz.name, all), at };
        progress.isAt(`quiz-${quiz.name}`);
      }
      if (isNew) parts.live.textContent = "";
      if (!written(quiz, all, lang, revision, glossary.revision())) return;
      writeAll();
      if (isNew) { parts.main.scrollTop = 0; root.scrollTop = 0; if (inHand()) question.focus(); else summary.focus(); }
    },
  };
}
