// The summary of a quiz: the number of right answers, the topics with wrong ones, and buttons to repeat those.

import { el, hide } from "../../core/dom.js";
import { plain } from "../../core/rich.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./rounds.js").Standing} Standing */

/** Characters of a question shown in the list of wrong answers. */
const SHOWN = 90;

/** The questions by topic, in the order of the topics; those without a topic are last.
 * @param {Question[]} questions @returns {Map<string, Question[]>} */
export function byTopic(questions) {
  /** @type {Map<string, Question[]>} */
  const topics = new Map();
  const order = (/** @type {string} */ topic) => topic.split(".").map((part) => part.padStart(2, "0")).join(".");
  for (const topic of [...new Set(questions.map((question) => question.topic))].sort((a, b) => (a === "" ? 1 : b === "" ? -1 : order(a) < order(b) ? -1 : 1))) {
    topics.set(topic, questions.filter((question) => question.topic === topic));
  }
  return topics;
}

/**
 * @param {{asks: HTMLElement, says: HTMLElement}} parts @param {Context} context
 * @param {{goTo: (id: string) => void, begin: (onlyWrong: boolean) => void}} does
 */
export function createSummary({ asks, says }, { i18n, glossary }, { goTo, begin }) {
  /** @param {string} topic */
  function titleOf(topic) {
    const title = glossary.section(topic);
    return topic === "" || title === "" ? i18n.t("quiz-topic-none") : i18n.t("quiz-topic", { title, n: topic });
  }

  /** @param {Question} question @param {number} n */
  function row(question, n) {
    const words = plain(question.prompt), short = words.length > SHOWN ? `${words.slice(0, SHOWN).trimEnd()}…` : words;
    return el("li", {}, el("button", { class: "quiet quiz-wrong-one", click: () => goTo(question.id) }, el("span", { class: "data" }, String(n)), el("span", {}, short)));
  }

  return {
    /** @param {Question[]} all @param {(id: string) => Standing} standing @param {string} _at */
    write(all, standing, _at) {
      const right = all.filter(({ id }) => standing(id) === "right"), wrong = all.filter(({ id }) => standing(id) === "wrong");
      const open = all.filter(({ id }) => standing(id) === null), [next] = open;
      const topics = [...byTopic(all)].filter(([, of]) => of.some(({ id }) => standing(id) === "wrong"));
      const wentWrong = (/** @type {Question[]} */ of) => of.filter(({ id }) => standing(id) === "wrong");
      asks.replaceChildren(
        el("h2", { class: "quiz-done", tabindex: -1 }, i18n.t("quiz-done", { right: right.length, of: all.length })),
        ...(next ? [el("p", {}, i18n.t("quiz-open", { n: open.length }))] : []),
        el("p", { class: "quiz-ways" },
          ...(wrong.length > 0 ? [el("button", { class: "primary quiz-more", click: () => begin(true) }, i18n.t("quiz-once-more"))] : []),
          ...(next ? [el("button", { class: wrong.length > 0 ? "quiet" : "primary", click: () => goTo(next.id) }, i18n.t("quiz-go-open"))] : []),
          ...(open.length < all.length ? [el("button", { class: "quiet", click: () => begin(false) }, i18n.t("quiz-all-again"))] : [])),
        ...(topics.length > 0 ? [el("h3", {}, i18n.t("quiz-topics"))] : open.length === 0 ? [el("p", {}, i18n.t("quiz-perfect"))] : []),
        ...topics.map(([topic, of]) => el("section", { class: "quiz-topic" },
          el("h4", {}, el("span", {}, titleOf(topic)), el("span", { class: "quiz-topic-wrong" }, i18n.t("quiz-topic-wrong", { n: wentWrong(of).length, of: of.length }))),
          el("ul", {}, ...wentWrong(of).map((question) => row(question, all.indexOf(question) + 1))))));
      says.replaceChildren();
      hide(says, true);
    },
    focus() { /** @type {HTMLElement | null} */ (asks.querySelector(".quiz-done"))?.focus({ preventScroll: true }); },
  };
}
