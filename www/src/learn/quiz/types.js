// Types of the quiz. This file contains no code.

/**
 * The questions, as www/tools/quizzes.mjs converts them from TOML.
 * @typedef {{words: string, wrong: number, why: string}} Slip
 * @typedef {{words: string, right: boolean, wrong: number, why: string}} Choice
 * @typedef {object} Question
 * @property {string} id
 * @property {"one" | "many" | "text"} kind
 * @property {string} prompt
 * @property {string} context
 * @property {string} topic
 * @property {Choice[]} choices
 * @property {string[]} accepts
 * @property {Slip[]} slips
 * @property {number[]} seen
 */

export {};
