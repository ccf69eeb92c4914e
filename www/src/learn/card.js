// The caption card: the texts, questions and goals of a story, below the narration. Time stands still while the user
// reads; at goals it plays, and they are ticked as the run reaches them.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { plain, rich } from "../core/rich.js";
import { canGoOn, cardOf, isAsked } from "../core/run/reader.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").CardView} CardView */
/** @typedef {import("../core/types.js").CaptionView} CaptionView */

/** Characters of a caption that fit in four lines. */
const LONG = 160;
/** Number of cards from which the dots leave no room for the count of goals. */
const LONG_STORY = 9;

/** Identifies the reader's place. @param {State} state */
const placeOf = ({ scene, reading }) => `${scene} ${reading?.card}`;

/** The caption to show: of the card, or, if it has none, of the last card that has one. @param {State} state */
function captionOf({ story, reading }) {
  for (let i = reading?.card ?? -1; i >= 0; i--) {
    const caption = story?.cards[i]?.caption;
    if (caption) return caption;
  }
  return null;
}

/** @param {HTMLElement} root @param {HTMLElement} line Stands for the card where it is hidden. @param {Context} context
 * @param {{next: (scene: string) => string | null, open: (id: string) => void, home: (scene: string) => void, end: (scene: string) => string}} lessons The lesson after a scene, and the target of its end. */
export function createCard(root, line, context, lessons) {
  const { i18n, actions, registry, captions, glossary } = context;
  const parts = makeParts(root, context);
  const { caption, dots, count, goals, choices } = parts;
  const lineWords = el("span", { class: "line-words" }), lineCount = el("span", { class: "line-count" });
  line.append(lineWords, lineCount);
  line.addEventListener("click", () => actions.set({ tab: "stage" }));
  /** @type {State | null} */
  let shown = null;
  /** The scene and card for which the hint is shown. */
  let hinted = "";
  /** The last announcement to screen readers. */
  let said = "";

  /** Writes a text with its markup. @param {HTMLElement} element @param {string} source @param {(nodes: (Node | string)[]) => (Node | string)[]} [marked] */
  function write(element, source, marked = (nodes) => nodes) {
    const key = `${glossary.revision()} ${source}`;
    if (element.dataset["source"] === key) return;
    element.dataset["source"] = key;
    element.replaceChildren(...marked(rich(source)));
  }
  const say = (/** @type {CaptionView} */ text) => captions.text(text, shown?.scene ?? "");
  const isLast = (/** @type {State} */ { story, reading }) => reading?.card === (story?.cards.length ?? 0) - 1;

  /** Continues the story, or at its end opens the next one. @param {State} state */
  function goOn(state) {
    if (state.story?.left) { actions.bringBack(); return; }
    if (!isLast(state) || !state.reading?.stands) { actions.readOn(); return; }
    const next = lessons.next(state.scene);
    if (next) lessons.open(next); else lessons.home(state.scene);
  }
  const hasCard = (/** @type {State} */ state) => cardOf(state) !== null && state.film === null;
  registry.command({ id: "read-on", key: "enter", when: (state) => hasCard(state) && canGoOn(state), run: goOn });
  registry.command({ id: "read-back", key: "shift+enter", when: (state) => hasCard(state) && (state.reading?.card ?? 0) > 0, run: ({ reading }) => actions.readBack((reading?.card ?? 1) - 1) });
  registry.command({ id: "read-again", when: hasCard, run: ({ reading }) => actions.readAgain(reading?.card ?? 0) });
  for (const [key, by] of /** @type {[string, number][]} */ ([["arrowdown", 1], ["arrowup", -1]])) {
    registry.command({ id: by > 0 ? "answer-next" : "answer-last", key, when: (state) => isOpen(state), run: (state) => choose(state, by) });
  }
  parts.on.addEventListener("click", () => { if (shown) goOn(shown); });
  parts.back.addEventListener("click", () => actions.readBack((shown?.reading?.card ?? 1) - 1));
  parts.again.addEventListener("click", () => actions.readAgain(shown?.reading?.card ?? 0));
  parts.hint.addEventListener("click", () => { hinted = shown && hinted !== placeOf(shown) ? placeOf(shown) : ""; actions.redraw(); });

  /** Whether a question is open: its answer can still be changed. @param {State} state */
  function isOpen(state) {
    const card = cardOf(state);
    return Boolean(card?.question && card.asked === null && state.reading?.stands);
  }

  /** @param {State} state @param {number} by */
  function choose(state, by) {
    const card = cardOf(state), { reading, predictions } = state;
    const now = predictions[reading?.card ?? 0], many = card?.answers.length ?? 1;
    actions.predict(now === undefined ? (by > 0 ? 0 : many - 1) : (now + by + many) % many);
  }

  /** @type {Map<string, HTMLElement>} */
  const heldDots = new Map(), heldGoals = new Map(), heldChoices = new Map();

  /** @param {State} state */
  function writeDots({ story, reading }) {
    const at = reading?.card ?? -1, cards = story?.cards ?? [];
    keyed(dots, heldDots, cards.map((card, i) => ({ card, i })), ({ i }) => String(i),
      ({ i }) => el("span", { class: "dot", click: () => { if (i < (shown?.reading?.card ?? 0)) actions.readBack(i); } }),
      (dot, { card, i }) => {
        toggle(dot, "asks", card.question !== null && card.asked === null);
        toggle(dot, "done", i < at);
        toggle(dot, "here", i === at);
      });
    toggle(root, "is-long", cards.length >= LONG_STORY);
    text(count, i18n.t("card-of", { n: at + 1, of: cards.length }));
  }

  /** @param {State} state @param {CardView} card */
  function writeChoices(state, card) {
    const { reading, predictions } = state;
    const tells = card.asked !== null, right = reading?.answer ?? null;
    const mine = predictions[(tells ? card.asked : reading?.card) ?? -1];
    keyed(choices, heldChoices, card.answers.map((answer, i) => ({ answer, i })), ({ i }) => String(i),
      ({ i }) => el("label", { class: "choice" },
        el("input", { type: "radio", name: "prediction", change: () => actions.predict(i) }), el("span", { class: "choice-words" }), el("span", { class: "verdict" })),
      (row, { answer, i }) => {
        const [input, words, verdict] = /** @type {[HTMLInputElement, HTMLElement, HTMLElement]} */ ([...row.children]);
        write(words, say(answer));
        input.checked = mine === i;
        input.disabled = !isOpen(state);
        toggle(row, "chosen", mine === i);
        toggle(row, "right", tells && right === i);
        text(verdict, !tells || (right !== i && mine !== i) ? "" : right === i ? i18n.t(mine === i ? "card-as-you-said" : "card-right") : i18n.t("card-you-said"));
      });
    toggle(choices, "four", card.answers.length > 3);
    attr(choices, "aria-label", card.question ? plain(say(card.question)) : null);
  }

  /** @param {State} state @param {CardView} card */
  function writeGoals(state, card) {
    const reached = state.reading?.goals ?? [], open = reached.findIndex((at) => at === null);
    const isHinted = hinted === placeOf(state) && open >= 0;
    keyed(goals, heldGoals, card.goals.map((goal, i) => ({ goal, i })), ({ i }) => String(i),
      () => el("li", {}, el("span", { class: "tick", "aria-hidden": "true" }), el("span", { class: "goal-words" }), el("span", { class: "data goal-at" }),
        el("div", { class: "hinted", hidden: true }, el("span", {}), el("button", { class: "do-it", l10n: "card-do" }))),
      (row, { goal, i }) => {
        const [, words, at, hint] = /** @type {HTMLElement[]} */ ([...row.children]), when = reached[i] ?? null;
        if (!words || !at || !hint) return;
        write(words, goal.says ? say(goal.says) : `\`${goal.condition}\``, glossary.terms);
        text(at, when === null ? "" : i18n.clock(when, 2));
        toggle(row, "reached", when !== null);
        toggle(row, "current", i === open);
        hide(hint, !(isHinted && i === open));
        const [why, doIt] = /** @type {[HTMLElement, HTMLButtonElement]} */ ([...hint.children]);
        write(why, goal.hint ? say(goal.hint) : "");
        hide(doIt, goal.action === null);
        if (doIt.textContent === "") i18n.localizeOne(doIt);
        doIt.onclick = () => { if (goal.action !== null) { hinted = ""; actions.act(goal.action); actions.play(true); } };
      });
    hide(parts.hint, open < 0 || !state.reading?.waits || (card.goals[open]?.hint ?? card.goals[open]?.action ?? null) === null);
    attr(parts.hint, "aria-expanded", String(isHinted));
  }

  /** Announces the card to screen readers. @param {State} state @param {CardView | null} card */
  function announce(state, card) {
    const reached = state.reading?.goals.filter((at) => at !== null).length ?? 0;
    const ticked = reached > 0 && card?.goals[reached - 1]?.says;
    const words = !card ? "" : [
      card.caption ? plain(say(card.caption)) : "",
      card.question && card.asked === null ? plain(say(card.question)) : "",
      card.asked !== null && state.reading?.answer !== null ? i18n.t("card-answer-is", { answer: plain(say(card.answers[state.reading?.answer ?? 0] ?? { key: null, en: "", fr: "" })) }) : "",
    ].filter(Boolean).join(" ");
    const now = ticked ? i18n.t("card-ticked", { goal: plain(say(ticked)), n: reached, of: card?.goals.length ?? 0 }) : words;
    if (now === said) return;
    said = now;
    text(parts.live, now);
  }

  const changed = changes();
  return {
    /** @param {State} state */
    update(state) {
      shown = state;
      const { story, reading, predictions, scene, lang, playing } = state;
      // A film has the card's place.
      const has = story !== null && (story.cards.length > 0 || story.left) && state.film === null;
      hide(root, !has);
      hide(line, !has);
      toggle(document.body, "tells", has || state.film !== null);
      if (!has || !changed(story, reading, predictions, scene, lang, playing, hinted, captions.revision(), glossary.revision(), lessons.next(scene) ?? lessons.end(scene))) return;
      const card = cardOf(state), left = story.left, told = captionOf(state);
      write(caption, left ? i18n.t("card-left") : told ? say(told) : card ? "" : i18n.t("card-begins"), glossary.terms);
      // A long caption has a smaller font: the card has a fixed height, and should not need scrolling.
      toggle(caption, "long", (caption.dataset["source"] ?? "").length > LONG);
      writeDots(state);
      const asks = card?.question ?? null, hasGoals = Boolean(card?.goals.length) && !(card?.asked !== null && reading?.stands);
      hide(parts.right, left || (!asks && !hasGoals));
      toggle(root, "asks", !left && (asks !== null || hasGoals));
      hide(choices, hasGoals || !asks);
      hide(goals, !hasGoals);
      hide(parts.hint, true);
      if (card && hasGoals) { write(parts.head, i18n.t("card-goals")); writeGoals(state, card); }
      else if (card && asks) { write(parts.head, say(asks), glossary.terms); writeChoices(state, card); }
      const of = card?.goals.length ?? 0, reached = reading?.goals.filter((at) => at !== null).length ?? 0;
      text(parts.reached, hasGoals ? i18n.t("card-reached", { n: reached, of }) : "");
      hide(parts.back, left || !(reading?.card ?? 0));
      hide(parts.again, left || !card);
      const atEnd = isLast(state) && Boolean(reading?.stands) && !left;
      text(parts.onWords, i18n.t(left ? "card-return" : hasGoals && reading?.stands ? "card-start" : atEnd ? (lessons.next(scene) ? "card-next" : lessons.end(scene)) : "card-on"));
      parts.on.disabled = !left && !canGoOn(state);
      attr(parts.on, "title", isAsked(state) ? i18n.t("card-predict-first") : null);
      text(lineWords, plain(caption.dataset["source"] ?? ""));
      text(lineCount, parts.reached.textContent || (count.textContent ?? ""));
      announce(state, card);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context */
function makeParts(root, { i18n }) {
  const caption = el("p", { class: "caption" }), dots = el("span", { class: "dots", "aria-hidden": "true" }), count = el("span", { class: "card-count" });
  const back = el("button", { class: "quiet", l10n: "card-back" });
  const again = el("button", { class: "quiet square again", l10n: "card-again" },
    svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M3.5 8a4.5 4.5 0 1 0 1.5-3.4M5 1.5v3.2h3.2" })));
  const reached = el("span", { class: "card-reached" }), onWords = el("span", {});
  const on = el("button", { class: "primary go-on" }, onWords, el("kbd", { "aria-hidden": "true", l10n: "kbd-enter" }));
  const head = el("h3", {}), hint = el("button", { class: "quiet hint", l10n: "card-hint", "aria-expanded": "false" });
  const choices = el("div", { class: "choices", role: "radiogroup" }), goals = el("ol", { class: "goals" });
  const right = el("div", { class: "card-right" }, el("div", { class: "card-head" }, head, hint), choices, goals);
  const live = el("p", { class: "sr", role: "status", "aria-live": "polite" });
  root.append(
    el("div", { class: "card-left" }, caption, el("div", { class: "card-foot" }, back, again, dots, count, el("span", { class: "spacer" }), reached, on)),
    right, live);
  for (const element of [back, again, hint]) i18n.localizeOne(element);
  return { caption, dots, count, back, again, reached, on, onWords, head, hint, choices, goals, right, live };
}
