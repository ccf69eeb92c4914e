// The quizzes: converts questions from the TOML of mdbook-quiz, with additional keys, to JSON, so that the page needs
// no TOML parser. lessons/quiz/README.md documents the keys.

import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

const QUIZ = new URL("../lessons/quiz/", import.meta.url);

/**
 * A wrong answer: its number, as in the comments of the run, and its misconception.
 * @typedef {{words: string, wrong: number, why: string}} Slip
 * @typedef {{words: string, right: boolean, wrong: number, why: string}} Choice
 */

/**
 * A question for the page. `one` and `many` have choices; `text` has accepted answers, and slips.
 * @typedef {object} Question
 * @property {string} id
 * @property {"one" | "many" | "text"} kind
 * @property {string} prompt
 * @property {string} context Why the right answer is right.
 * @property {string} topic Its section of the paper, such as `5.4.1`.
 * @property {Choice[]} choices In the order in which they are shown.
 * @property {string[]} accepts
 * @property {Slip[]} slips
 * @property {number[]} seen Answers that its run shows: 0 for the right one, or the numbers of wrong ones; empty
 *   without a run.
 */

/**
 * @typedef {{title: string, about: string}} Named
 * @typedef {{id: string, minutes: number, en: Named, fr: Named}} Listed
 */

/** @returns {{en: string, fr: string, quizzes: Listed[]}} */
export const listOfQuizzes = () => JSON.parse(readFileSync(new URL("index.json", QUIZ), "utf8"));

/** @param {string} id */
export const runOf = (id) => readFileSync(new URL(`runs/${id}.raft`, QUIZ), "utf8");

/** A hash, for an order that is fixed but not predictable. @param {string} words */
function shuffled(words) {
  let hash = 2166136261;
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}

/**
 * The answers that a run marks: 0 for the right one, else the number of the wrong one.
 * @param {string} script
 */
export function seenIn(script) {
  const found = [...script.matchAll(/^# (?:Right|Wrong (\d+)): /gm)].map(([, wrong = "0"]) => Number(wrong));
  return [...new Set(found)].sort((a, b) => a - b);
}

/** The first section of the paper that a text names; sections of the thesis do not count. @param {string} text */
export const sectionIn = (text) => /(?<!(?:thesis|thèse), )§(\d+(?:\.\d+)*)/.exec(text)?.[1] ?? "";

/** @param {any} found A question as in the file. @param {string} id */
function choicesOf({ prompt, answer, misconceptions }, id) {
  const rights = [answer.answer].flat();
  /** @type {Choice[]} */
  const choices = prompt.distractors.map((/** @type {string} */ words, /** @type {number} */ i) => ({ words, right: false, wrong: i + 1, why: misconceptions[i] }));
  const [first] = rights;
  if (rights.length === 1 && Number.isInteger(prompt.answerIndex)) {
    choices.splice(prompt.answerIndex, 0, { words: first, right: true, wrong: 0, why: "" });
    return choices;
  }
  choices.push(...rights.map((words) => ({ words, right: true, wrong: 0, why: "" })));
  // The same order in every language: the hash is of the numbers, not of the texts.
  const key = new Map(choices.map((choice, i) => [choice, shuffled(`${id} ${i}`)]));
  return choices.sort((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0));
}

/** @param {any} found A question as in the file. @returns {Question} */
export function questionOf(found) {
  const { id, type, topic, prompt, answer, context, slips = [], misconceptions } = found;
  const isText = type === "ShortAnswer";
  if (!isText && type !== "MultipleChoice") throw new Error(`${id}: the page shows no question of the type ${type}`);
  const isOne = [answer.answer].flat().length === 1;
  return {
    id, kind: isText ? "text" : isOne ? "one" : "many", prompt: prompt.prompt, context, topic: topic ?? sectionIn(context),
    choices: isText ? [] : choicesOf(found, id),
    accepts: isText ? [answer.answer, ...(answer.alternatives ?? [])] : [],
    slips: slips.map((/** @type {string} */ words, /** @type {number} */ i) => ({ words, wrong: i + 1, why: misconceptions[i] })),
    seen: found["no-run"] === undefined ? seenIn(runOf(id)) : [],
  };
}

/** All questions of a quiz. @param {string} name @param {string} language @returns {Question[]} */
export function questionsOf(name, language) {
  const { questions } = /** @type {any} */ (parse(readFileSync(new URL(`${name}.${language}.toml`, QUIZ), "utf8")));
  return questions.map(questionOf);
}

/** The group of the quizzes for the list of lessons. @param {string} language */
export function groupOfQuizzes(language) {
  const list = listOfQuizzes(), french = language === "fr";
  return {
    name: french ? list.fr : list.en,
    later: false,
    lessons: list.quizzes.map((quiz) => ({
      id: `quiz-${quiz.id}`, ...(french ? quiz.fr : quiz.en), minutes: quiz.minutes, level: 0,
      questions: questionsOf(quiz.id, language).map(({ id }) => id),
    })),
  };
}
