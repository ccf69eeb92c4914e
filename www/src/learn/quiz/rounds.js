// The state of a quiz: the questions of this round, the current one, and answers that are not checked yet. It lasts for
// the visit; checked answers are in the progress.

/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("../progress.js").Progress} Progress */
/** @typedef {"right" | "wrong" | null} Standing */

/** The place after the last question. */
export const END = "end";

/** @param {Pick<Progress, "answer" | "answered">} progress @param {(question: Question, said: string[]) => boolean} isRight */
export function createRounds(progress, isRight) {
  /** By quiz, the questions of a round that has only some. @type {Map<string, string[]>} */
  const some = new Map();
  /** By quiz, the current question. @type {Map<string, string>} */
  const places = new Map();
  /** Questions asked again, whose older answers do not count. @type {Set<string>} */
  const fresh = new Set();
  /** Answers not checked yet. @type {Map<string, string[]>} */
  const drafts = new Map();

  /** @param {string} id @returns {Standing} */
  function standing(id) {
    const answer = fresh.has(id) ? null : progress.answer(id);
    return answer === null ? null : answer.right ? "right" : "wrong";
  }
  const wrongIn = (/** @type {Question[]} */ questions) => questions.filter(({ id }) => standing(id) === "wrong");

  return {
    standing, wrongIn,
    /** The questions of the round. @param {string} name @param {Question[]} questions */
    of(name, questions) {
      const ids = some.get(name);
      return ids ? questions.filter(({ id }) => ids.includes(id)) : questions;
    },
    isSome: (/** @type {string} */ name) => some.has(name),
    /** Goes to a question, else to the last place, else to the first open question.
     * @param {string} name @param {string | null} wanted @param {Question[]} questions */
    goTo(name, wanted, questions) {
      const known = (/** @type {string | null | undefined} */ id) => id === END || questions.some((question) => question.id === id);
      const ids = some.get(name);
      // If this round lacks the wanted question, it is extended to all questions.
      if (wanted !== null && wanted !== END && known(wanted) && ids && !ids.includes(wanted)) some.delete(name);
      const here = places.get(name), open = questions.find(({ id }) => standing(id) === null)?.id ?? END;
      const at = wanted !== null && known(wanted) ? wanted : here !== undefined && known(here) ? here : open;
      places.set(name, at);
      return at;
    },
    at: (/** @type {string} */ name) => places.get(name) ?? END,
    /** The answer to a question, checked or not. @param {string} id @returns {string[]} */
    said: (id) => (standing(id) === null ? drafts.get(id) ?? [] : progress.answer(id)?.said ?? []),
    /** @param {string} id @param {string[]} said */
    say(id, said) { drafts.set(id, said); },
    /** @param {Question} question @returns {boolean} Whether it is right. */
    check(question) {
      const said = drafts.get(question.id) ?? [], right = isRight(question, said);
      fresh.delete(question.id);
      drafts.delete(question.id);
      progress.answered(question.id, { right, said });
      return right;
    },
    /** Asks a question again. @param {string} id */
    again(id) { fresh.add(id); drafts.delete(id); },
    /** Begins a round of the wrongly answered questions, or of all.
     * @param {string} name @param {Question[]} questions @param {boolean} onlyWrong */
    begin(name, questions, onlyWrong) {
      const asked = onlyWrong ? wrongIn(questions) : questions, [first] = asked;
      if (onlyWrong) some.set(name, asked.map(({ id }) => id));
      else some.delete(name);
      for (const { id } of asked) { fresh.add(id); drafts.delete(id); }
      return first?.id ?? END;
    },
  };
}
