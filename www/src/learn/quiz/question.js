// One question: its text, its choices, and the result of an answer.

import { attr, changes, el, hide, toggle } from "../../core/dom.js";
import { plain, rich } from "../../core/rich.js";
import { missingIn, nameOf, shownOf, slipsIn } from "./check.js";
import { sceneOf } from "./run.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./rounds.js").Standing} Standing */
/** @typedef {{n: number, of: number, standing: Standing, said: string[], isSome: boolean}} Place */

/** Most characters of a typed answer. */
const LONGEST = 60;

/**
 * @param {{asks: HTMLElement, says: HTMLElement}} parts @param {Context} context
 * @param {{say: (id: string, said: string[]) => void}} told Receives an answer that is not checked yet.
 */
export function createQuestion({ asks, says }, { i18n, glossary }, { say }) {
  const changed = changes();

  /** A text of the quiz with its terms marked. @param {string} source @param {Set<string>} seen */
  const worded = (source, seen) => glossary.terms(rich(source), seen);

  /** @param {Question} question @param {Place} place */
  function field(question, { standing, said }) {
    if (question.kind === "text") {
      const input = el("input", { type: "text", id: "quiz-text", maxlength: LONGEST, autocomplete: "off", spellcheck: "false", readonly: standing !== null, input: () => say(question.id, [input.value]) });
      input.value = said[0] ?? "";
      return el("p", { class: "quiz-text" }, el("label", { for: "quiz-text" }, i18n.t("quiz-text")), input);
    }
    const choices = question.choices.map((choice) => {
      const name = nameOf(question, choice), mine = said.includes(name);
      const input = el("input", { type: question.kind === "one" ? "radio" : "checkbox", name: "quiz-choice", value: name, disabled: standing !== null, change: () => say(question.id, chosen()) });
      input.checked = mine;
      const verdict = standing === null || (!mine && !choice.right) ? "" : i18n.t(mine ? (choice.right ? "quiz-you-right" : "quiz-you-wrong") : "quiz-is-right");
      const row = el("label", { class: "quiz-choice" }, input, el("span", {}, ...rich(choice.words)), el("span", { class: "quiz-verdict" }, verdict));
      toggle(row, "right", standing !== null && choice.right);
      toggle(row, "wrong", standing !== null && mine && !choice.right);
      return row;
    });
    return el("div", { class: "quiz-choices" }, ...choices);
  }
  const chosen = () => [...asks.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value);

  /** A link to the run of a question. @param {Question} question @param {number} wrong @param {string} words @param {string} of */
  function seeing(question, wrong, words, of) {
    if (question.seen.length === 0) return null;
    return el("p", {}, el("a", { class: "quiz-see", href: `#learn/${sceneOf(question.id, shownOf(question, wrong))}`, "aria-label": i18n.t("quiz-see-of", { said: plain(of) }) }, words));
  }

  /** The result of an answer. @param {Question} question @param {Place} place @param {Set<string>} seen */
  function explanation(question, { standing, said }, seen) {
    const right = standing === "right", rights = question.kind === "text" ? question.accepts.slice(0, 1) : question.choices.filter((choice) => choice.right).map(({ words }) => words);
    const answer = rights.join(" · ");
    const part = (/** @type {string} */ head, /** @type {string} */ words, /** @type {Node | null} */ see) =>
      el("section", {}, el("h3", {}, ...rich(head)), el("p", {}, ...worded(words, seen)), see);
    // A slip links to the run only if the run shows it: else the link below would be the same.
    const slips = slipsIn(question, said).map((slip) => part(question.kind === "one" ? i18n.t("quiz-slip-mine") : i18n.t("quiz-slip", { said: slip.words }), slip.why,
      question.seen.includes(slip.wrong) ? seeing(question, slip.wrong, i18n.t("quiz-see-slip"), slip.words) : null));
    const missing = question.kind === "many" && !right ? missingIn(question, said).map(({ words }) => el("p", {}, ...rich(i18n.t("quiz-missing", { answer: words })))) : [];
    return [
      el("h2", { class: right ? "quiz-outcome right" : "quiz-outcome wrong" }, el("span", { "aria-hidden": "true" }, right ? "✓ " : "✗ "), i18n.t(right ? "quiz-right" : "quiz-wrong")),
      ...slips, ...missing,
      ...(right || question.kind !== "text" ? [] : [el("p", {}, ...rich(i18n.t("quiz-answer-is", { answer })))]),
      part(i18n.t("quiz-why"), question.context, question.seen.length > 0 ? seeing(question, 0, i18n.t("quiz-see"), answer) : el("p", { class: "quiz-first" }, i18n.t("quiz-no-run"))),
    ];
  }

  const first = () => /** @type {HTMLElement | null} */ (asks.querySelector("input:checked:enabled") ?? asks.querySelector("input:enabled:not([readonly])"));
  return {
    /** @param {Question} question @param {Place} place */
    write(question, place) {
      // The summary may have replaced the question.
      if (!changed(question, place.n, place.of, place.standing, place.isSome, i18n.lang(), glossary.revision()) && asks.querySelector("fieldset")) return;
      const held = document.activeElement instanceof HTMLInputElement && asks.contains(document.activeElement) ? document.activeElement.value : null;
      const isHeld = held !== null, seen = new Set();
      const over = i18n.t("quiz-of", { n: place.n, of: place.of });
      asks.replaceChildren(
        el("p", { class: "quiz-over" }, place.isSome ? `${over} · ${i18n.t("quiz-some")}` : over),
        el("fieldset", {}, el("legend", {}, ...worded(question.prompt, seen)),
          question.kind === "many" ? el("p", { class: "quiz-over" }, i18n.t("quiz-many")) : null, field(question, place)));
      says.replaceChildren(...(place.standing === null ? [el("p", { class: "quiz-first" }, i18n.t("quiz-first"))] : explanation(question, place, seen)));
      attr(says, "aria-label", null);
      hide(says, false);
      // After a change of language the focus stays.
      if (isHeld) (/** @type {HTMLElement | undefined} */ ([...asks.querySelectorAll("input")].find(({ value, type }) => type === "text" || value === held)) ?? first())?.focus();
    },
    focus() {
      const field = first();
      if (field) field.focus({ preventScroll: true });
      else /** @type {HTMLElement | null} */ (asks.closest(".quiz-main")?.querySelector(".quiz-on"))?.focus({ preventScroll: true });
    },
    /** The result for screen readers. @param {Question} question @param {boolean} right @param {string[]} said */
    spoken(question, right, said) {
      return plain([i18n.t(right ? "quiz-right" : "quiz-wrong"), ...slipsIn(question, said).map(({ why }) => why), question.context].join(". ").replaceAll(".. ", ". "));
    },
  };
}
