// Grades answers: whether one is right, and which misconceptions it shows. Independent of the page.

/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Choice} Choice */

/**
 * The stored name of a choice, numbered as in the comments of the runs, so that a teacher can read it.
 * @param {Question} question @param {Choice} choice
 */
export function nameOf({ choices }, choice) {
  if (!choice.right) return `wrong ${choice.wrong}`;
  return `right ${choices.filter(({ right }) => right).indexOf(choice) + 1}`;
}

/** Normalizes a typed answer: white space, case and a final full stop do not count. @param {string} words */
const bare = (words) => words.normalize("NFC").trim().replace(/\.$/, "").replaceAll(/\s+/g, " ").toLowerCase();

/** Whether anything is answered yet. @param {string[]} said */
export const isSaid = (said) => said.some((one) => one.trim() !== "");

/** @param {Question} question @param {string[]} said */
export function isRight(question, said) {
  if (question.kind === "text") return question.accepts.some((one) => bare(one) === bare(said[0] ?? ""));
  return question.choices.every((choice) => choice.right === said.includes(nameOf(question, choice)));
}

/**
 * The wrong answers that were given, each with its misconception.
 * @param {Question} question @param {string[]} said @returns {{words: string, wrong: number, why: string}[]}
 */
export function slipsIn(question, said) {
  if (question.kind === "text") return question.slips.filter(({ words }) => bare(words) === bare(said[0] ?? ""));
  return question.choices.filter((choice) => !choice.right && said.includes(nameOf(question, choice)));
}

/** The right choices that were not chosen. @param {Question} question @param {string[]} said */
export const missingIn = (question, said) => question.choices.filter((choice) => choice.right && !said.includes(nameOf(question, choice)));

/** The answer that the run of a question shows for a wrong one: that one if it can, else the right one (0).
 * @param {Question} question @param {number} wrong */
export const shownOf = ({ seen }, wrong) => (seen.includes(wrong) ? wrong : 0);
