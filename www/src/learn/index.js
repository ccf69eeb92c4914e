// The mode `learn`: the list of lessons, the card of a story, and the quizzes. The lists are fetched on first use, and
// so are the modules that show them.

import { attr, changes, el, hide, toggle } from "../core/dom.js";
import { Missing, OPENING, QUIZZES } from "../core/library.js";
import { within } from "../core/within.js";
import { createCard } from "./card.js";
import { registerPrint } from "./print.js";
import { createProgress } from "./progress.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/registry.js").View} View */

/**
 * A row of the list: a lesson, or a quiz, which has questions.
 * @typedef {{id: string, title: string, about: string, minutes: number, level: number, goals?: string[], asks?: number, questions?: string[]}} Lesson
 * @typedef {{name: string, later: boolean, lessons: Lesson[]}} Group
 */

/** The places of the mode: a lesson, the run of a question, a quiz and a question of it. */
const LESSON = /^[a-z0-9-]{1,40}$/, RUN = /^run-[a-z0-9-]{1,36}$/;
const QUIZ = new RegExp(`^quiz-(${QUIZZES.join("|")})(?:/([a-z0-9-]{1,40}))?$`);

/**
 * @param {Pick<import("../core/types.js").Parts, "byId" | "context"> & {library: import("../core/library.js").Library}} parts
 */
export function registerLearn({ byId, context, library }) {
  const { i18n, actions, registry } = context;
  // A page that was saved as one file contains it already.
  if (!within()) document.head.append(el("link", { rel: "stylesheet", href: "learn.css" }));
  const stored = createProgress();
  /** The groups of lessons in each language. @type {Map<string, Group[] | null>} */
  const lists = new Map();

  /** @returns {Group[] | null} Null while the list loads. */
  function groups() {
    const lang = i18n.lang(), known = lists.get(lang);
    if (known !== undefined) return known;
    lists.set(lang, null);
    library.lessons(lang).then((text) => { lists.set(lang, JSON.parse(text)); actions.redraw(); }, (error) => {
      if (!(error instanceof Missing)) throw error;
      lists.delete(lang);
      actions.tell("note-missing", { file: error.path });
    });
    return null;
  }

  const lessons = () => (groups() ?? []).flatMap((group) => group.lessons);
  const progress = {
    ...stored,
    /** The progress of a lesson; of a quiz, by its questions. @param {string} id */
    of(id) {
      const questions = id.startsWith("quiz-") ? lessons().find((one) => one.id === id)?.questions : undefined;
      if (!questions) return stored.of(id);
      const done = questions.filter((question) => stored.answer(question) !== null).length;
      return done === 0 ? null : { card: done - 1, cards: questions.length, done: done === questions.length };
    },
  };
  const toHome = () => { actions.set({ home: true, quiz: null, playing: false }); actions.goTo("learn", ""); };
  const toLesson = (/** @type {string} */ id) => actions.goTo("learn", id);

  /** The quiz place of the question that a run belongs to; null if none. @param {string} scene */
  function quizOf(scene) {
    const [, id = ""] = /^run-(.+?)(?:-wrong-\d)?$/.exec(scene) ?? [];
    const quiz = id === "" ? undefined : lessons().find(({ questions }) => questions?.includes(id));
    return quiz ? `${quiz.id}/${id}` : null;
  }

  /** Loaded on first use. */
  const quizzes = () => import("./quiz/index.js");
  const tellMissing = (/** @type {unknown} */ error) => actions.tell("note-missing", { file: error instanceof Missing ? error.path : "quiz.js" });
  const shown = late({ file: "home.js", load: async () => (await import("./home.js")).createHome(byId("home"), context, { groups, progress, open: toLesson }) });
  const asked = late({ file: "quiz.js", load: async () => (await quizzes()).createQuiz(byId("home"), context, { library, progress }) });

  /** A view that loads when it is first opened. @param {{file: string, load: () => Promise<View>}} parts */
  function late({ file, load }) {
    /** @type {View | null | undefined} */
    let view;
    return (/** @type {State} */ state, /** @type {boolean} */ isOpen) => {
      if (view) view.update(state);
      if (!isOpen || view !== undefined) return;
      view = null;
      load().then((made) => { view = made; actions.redraw(); }, () => {
        view = undefined;
        actions.set({ home: false, quiz: null });
        actions.tell("note-missing", { file });
      });
    };
  }

  /** The last place requested: a run that arrives late is dropped. */
  let wanted = "";
  registry.mode({
    id: "learn",
    covers: (place) => QUIZ.test(place),
    open(place) {
      wanted = place;
      void context.glossary.load();
      const [, name, question = null] = QUIZ.exec(place) ?? [];
      if (place === "" || name !== undefined) {
        actions.set({ home: place === "", quiz: name === undefined ? null : { name, question }, playing: false });
        return true;
      }
      if (!LESSON.test(place)) return false;
      actions.set({ home: false, quiz: null });
      if (RUN.test(place)) quizzes().then(({ openRun }) => openRun(place, library, (script) => { if (wanted === place) actions.openTold(script, place); })).catch(tellMissing);
      else actions.openLesson(place);
      return true;
    },
  });
  registry.command({ id: "lessons", key: "l", run: toHome });

  const card = createCard(byId("story"), byId("story-line"), context, {
    next: (scene) => {
      const all = lessons(), at = all.findIndex(({ id }) => id === scene);
      return at < 0 ? null : all[at + 1]?.id ?? null;
    },
    open: toLesson,
    home: (scene) => { const quiz = quizOf(scene); if (quiz) toLesson(quiz); else toHome(); },
    end: (scene) => (quizOf(scene) ? "card-to-quiz" : "card-end"),
  });
  registry.view("rare", card);
  registerPrint(context);

  const invite = createInvite(byId("stage"), actions, progress.last() === null);
  const back = el("a", { class: "to-lessons", href: "#learn", l10n: "to-lessons" });
  const changed = changes(), led = changes();
  registry.view("rare", {
    /** @param {State} state */
    update(state) {
      const { home, quiz, story, reading, scene, script, lang } = state;
      // The list may load after the story.
      const isListed = lessons().some(({ id }) => id === scene);
      if (changed(story, reading, scene, isListed) && story && reading?.card != null && isListed) {
        progress.reach(scene, reading.card, story.cards.length);
      }
      const wayBack = story ? quizOf(scene) : null;
      if (led(wayBack, lang)) {
        attr(back, "href", wayBack ? `#learn/${wayBack}` : "#learn");
        attr(back, "data-l10n-id", wayBack ? "to-quiz" : "to-lessons");
        i18n.localizeOne(back);
      }
      invite(scene === OPENING && !story ? script : null);
      hide(byId("home"), !home);
      toggle(document.body, "at-home", home || quiz !== null);
      shown(state, home);
      asked(state, quiz !== null);
    },
  });

  return {
    /** The link before the title of a story: back to the list, or to the question. */
    wayBack: () => back,
  };
}

/**
 * Invites a user who has never opened a lesson to begin; once dismissed, not again in this visit.
 * @param {HTMLElement} stage @param {import("../core/types.js").Actions} actions @param {boolean} isNew
 */
function createInvite(stage, actions, isNew) {
  let invites = isNew, /** @type {string | null} */ opening = null;
  const root = el("div", { id: "invite", hidden: true },
    el("a", { href: "#learn/one-value" }, el("span", { class: "invite-long", l10n: "invite" }), el("span", { class: "invite-short", l10n: "invite-short" })),
    el("button", { class: "quiet", l10n: "invite-close", click: () => { invites = false; actions.redraw(); } }, "×"));
  stage.append(root);
  /** @param {string | null} script The script, if it is the opening scene's; a user who acts needs no invitation. */
  return (script) => {
    if (script) opening ??= script;
    // The script is empty until the run is loaded.
    invites &&= script === "" || (script !== null && script === opening);
    hide(root, !invites);
    toggle(document.body, "invites", invites);
  };
}
