// What an answer is worth: whether it is right, and which misconceptions it shows. It knows nothing of the page.

/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Choice} Choice */

/**
 * How a choice is written down: as the comments of the runs count, so that a teacher can read it.
 * @param {Question} question @param {Choice} choice
 */
export function nameOf({ choices }, choice) {
  if (!choice.right) return `wrong ${choice.wrong}`;
  return `right ${choices.filter(({ right }) => right).indexOf(choice) + 1}`;
}

/** Spaces, case and a full stop at the end are nobody's answer. @param {string} words */
const bare = (words) => words.normalize("NFC").trim().replace(/\.$/, "").replaceAll(/\s+/g, " ").toLowerCase();

/** Whether anything is said yet. @param {string[]} said */
export const isSaid = (said) => said.some((one) => one.trim() !== "");

/** @param {Question} question @param {string[]} said */
export function isRight(question, said) {
  if (question.kind === "text") return question.accepts.some((one) => bare(one) === bare(said[0] ?? ""));
  return question.choices.every((choice) => choice.right === said.includes(nameOf(question, choice)));
}

/**
 * The wrong answers among what was said, each with the misconception behind it.
 * @param {Question} question @param {string[]} said @returns {{words: string, wrong: number, why: string}[]}
 */
export function slipsIn(question, said) {
  if (question.kind === "text") return question.slips.filter(({ words }) => bare(words) === bare(said[0] ?? ""));
  return question.choices.filter((choice) => !choice.right && said.includes(nameOf(question, choice)));
}

/** The right answers that were not chosen. @param {Question} question @param {string[]} said */
export const missingIn = (question, said) => question.choices.filter((choice) => choice.right && !said.includes(nameOf(question, choice)));

/** What the run of a question can show of a wrong answer; where it shows nothing of that, it shows the right one. @param {Question} question @param {number} wrong */
export const shownOf = ({ seen }, wrong) => (seen.includes(wrong) ? wrong : 0);
