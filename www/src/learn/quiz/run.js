// The run of a question, opened where it shows an answer: time stands there, and the card explains it.

/** @typedef {import("./types.js").Question} Question */

/** A line that observes the run: it shows what the comment before it announces. */
const LOOKS = /^(?:expect|run until)\b/;

/**
 * The script of a run with one `say` inserted, after the line that shows an answer. A `say` does not change
 * the run.
 * @param {string} script @param {number} wrong The number of a wrong answer, or 0 for the right one.
 * @param {string} english @param {string} french
 */
export function toldRun(script, wrong, english, french) {
  const lines = script.split("\n"), mark = wrong === 0 ? "# Right: " : `# Wrong ${wrong}: `;
  const marked = lines.findIndex((line) => line.startsWith(mark));
  const looks = lines.findIndex((line, i) => i > marked && LOOKS.test(line));
  if (marked < 0 || looks < 0) return script;
  lines.splice(looks + 1, 0, `say en ${JSON.stringify(english)} fr ${JSON.stringify(french)}`);
  return lines.join("\n");
}

/** The text of the card: the misconception, or why the right answer is right.
 * @param {Question | undefined} question @param {number} wrong */
export function toldOf(question, wrong) {
  const choices = question?.kind === "text" ? question.slips : question?.choices;
  return (wrong === 0 ? question?.context : choices?.find((one) => one.wrong === wrong)?.why) ?? "";
}

/** The name of a run as a scene, which is also its address. @param {string} id @param {number} wrong */
export const sceneOf = (id, wrong) => (wrong === 0 ? `run-${id}` : `run-${id}-wrong-${wrong}`);

/** Parses the name of a run. @param {string} scene @returns {{id: string, wrong: number} | null} */
export function runNamed(scene) {
  const [, id, wrong = "0"] = /^run-([a-z0-9-]{1,30}?)(?:-wrong-(\d))?$/.exec(scene) ?? [];
  return id === undefined ? null : { id, wrong: Number(wrong) };
}
