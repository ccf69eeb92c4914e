// The user's progress. It is stored on the device, and can be exported and imported as a file; without storage it lasts
// for the visit.

/** @typedef {{card: number, cards: number, done: boolean}} Reached */
/** @typedef {{right: boolean, said: string[]}} Answer */
/** @typedef {ReturnType<typeof createProgress>} Progress */

const KEY = "raftarium.progress";
/** Version of the format. */
const VERSION = 1;
const IDS = /^[a-z0-9-]{1,40}$/;
/** Most lessons and most questions accepted. */
const MOST = 1_000;
/** Most choices of an answer, and most characters of each. */
const MOST_SAID = 10, LONGEST_SAID = 100;

const isCount = (/** @type {unknown} */ n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0 && n < 1_000;

/** Whether an answer is valid: choices such as `right 1` and `wrong 2`, or the typed text. */
const isSaid = (/** @type {unknown} */ said) => Array.isArray(said) && said.length <= MOST_SAID && said.every((one) => typeof one === "string" && one.length <= LONGEST_SAID);
const isTable = (/** @type {unknown} */ found) => found === undefined || (typeof found === "object" && found !== null && !Array.isArray(found));

/** The valid entries of a record, and the number of invalid ones. @param {any} found */
function checked(found) {
  const lessons = /** @type {Record<string, Reached>} */ ({}), answers = /** @type {Record<string, Answer>} */ ({});
  let left = 0;
  for (const [id, reached] of Object.entries(found?.lessons ?? {})) {
    const { card, cards, done } = /** @type {any} */ (reached) ?? {};
    if (IDS.test(id) && isCount(card) && isCount(cards) && typeof done === "boolean" && Object.keys(lessons).length < MOST) lessons[id] = { card, cards, done };
    else left++;
  }
  for (const [id, answer] of Object.entries(found?.answers ?? {})) {
    const { right, said } = /** @type {any} */ (answer) ?? {};
    if (IDS.test(id) && typeof right === "boolean" && isSaid(said) && Object.keys(answers).length < MOST) answers[id] = { right, said: [...said] };
    else left++;
  }
  return { lessons, answers, last: typeof found?.last === "string" && IDS.test(found.last) ? found.last : null, left };
}

function load() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return checked({});
  }
}

/** @param {ReturnType<typeof checked>} [found] The initial progress; by default, the stored one. */
export function createProgress(found = load()) {
  let { lessons, answers, last } = found;

  function save() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ version: VERSION, lessons, answers, last }));
    } catch {
      // Without storage the progress lasts for the visit.
    }
  }

  return {
    /** @param {string} id */
    of: (id) => lessons[id] ?? null,
    last: () => last,
    /** The reader reached a card. A lesson that was done stays done.
     * @param {string} id @param {number} card @param {number} cards */
    reach(id, card, cards) {
      const done = lessons[id]?.done === true || card === cards - 1;
      if (last === id && lessons[id]?.card === card && lessons[id]?.done === done) return;
      lessons = { ...lessons, [id]: { card, cards, done } };
      last = id;
      save();
    },
    /** The last answer to a question of the quiz, and whether it was right.
     * @param {string} id @returns {Answer | null} */
    answer: (id) => answers[id] ?? null,
    /** @param {string} id @param {Answer} answer */
    answered(id, { right, said }) {
      answers = { ...answers, [id]: { right, said: said.slice(0, MOST_SAID).map((one) => one.slice(0, LONGEST_SAID)) } };
      save();
    },
    /** The reader opened a place without cards. @param {string} id */
    isAt(id) { if (last !== id) { last = id; save(); } },
    /** The progress as the text of a file. */
    text: () => `${JSON.stringify({ version: VERSION, lessons, answers, last }, null, 1)}\n`,
    /**
     * Imports the text of a file.
     * @param {string} text @returns {{note: string, n?: number}} The notice: that it was imported, or why not.
     */
    take(text) {
      let found;
      try {
        found = JSON.parse(text);
      } catch {
        return { note: "note-progress-wrong" };
      }
      if (typeof found?.version === "number" && found.version > VERSION) return { note: "note-progress-newer" };
      if (found?.version !== VERSION || !isTable(found.lessons) || !isTable(found.answers)) return { note: "note-progress-wrong" };
      const { left, ...good } = checked(found);
      if (left > 0 && Object.keys(good.lessons).length + Object.keys(good.answers).length === 0) return { note: "note-progress-wrong" };
      ({ lessons, answers, last } = good);
      save();
      return left > 0 ? { note: "note-progress-partly", n: left } : { note: "note-progress-taken" };
    },
    forget() { lessons = {}; answers = {}; last = null; save(); },
  };
}
