// The course's four exercises on the code of a preset, each beside correct Raft.

import broken from "../../chapter/broken.json" with { type: "json" };
import first from "../../chapter/exercise-1.raft";
import second from "../../chapter/exercise-2.raft";
import third from "../../chapter/exercise-3.raft";
import fourth from "../../chapter/exercise-4.raft";
import { changes, el, hide, text } from "../core/dom.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {Record<string, Record<string, string[]>>} Broken */

const EXERCISES = [first, second, third, fourth];

/** Ids of the scenes: names in the tree of universes. */
const PRINTED = "as-printed", CORRECT = "correct";

/** An exercise on correct Raft. @param {number} number From 1. */
export const correct = (number) => EXERCISES[number - 1] ?? "";

/** The same on the code of a preset. What it breaks there is expected, so that the run goes on to its end.
 * @param {string} preset @param {number} number From 1. */
export function asPrinted(preset, number) {
  const expected = /** @type {Broken} */ (broken)[preset]?.[number] ?? [];
  return `flaw ${preset}\n${correct(number)}${expected.map((name) => `expect violated ${name}\n`).join("")}`;
}

/** @param {Context} context */
export function createExercises({ i18n, actions }) {
  let preset = "";
  const label = el("span"), buttons = EXERCISES.map((_, place) => el("button", { class: "quiet", click: () => {
    const number = place + 1;
    actions.openBeside(asPrinted(preset, number), correct(number), PRINTED, CORRECT);
  } }, String(place + 1)));
  const root = el("div", { class: "rules-exercises", role: "group", hidden: true }, label, ...buttons);
  const changed = changes();
  return {
    root,
    /** @param {string | null} current The preset that is on, if one is. */
    write(current) {
      preset = current ?? "";
      hide(root, preset === "");
      if (!changed(i18n.lang())) return;
      text(label, i18n.t("rules-exercises"));
      root.ariaLabel = i18n.t("rules-exercises");
      for (const [place, button] of buttons.entries()) {
        button.title = i18n.t(`rules-exercise-${place + 1}`);
        button.ariaLabel = `${place + 1}: ${button.title}`;
      }
    },
  };
}
