// A story on paper: its texts, questions and goals as a document, made when the user prints, and removed afterwards.

import { el } from "../core/dom.js";
import { rich } from "../core/rich.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").CardView} CardView */
/** @typedef {import("../core/types.js").CaptionView} CaptionView */

/** @param {import("../core/types.js").Context} context */
export function registerPrint({ i18n, captions, registry }) {
  /** @type {State | null} */
  let state = null;
  registry.view("rare", { update(/** @type {State} */ now) { state = now; } });

  /** @param {string} scene @param {CaptionView} caption */
  const words = (scene, caption) => rich(captions.text(caption, scene));

  /** A card: its text, and its question or goals. Revealed answers are left out.
   * @param {CardView} card @param {number} i @param {State} of */
  function card({ caption, question, asked, answers, goals }, i, { scene, predictions }) {
    const box = (/** @type {boolean} */ on) => el("span", { class: "print-box", "aria-hidden": "true" }, on ? "☒" : "☐");
    return el("li", {},
      caption ? el("p", {}, ...words(scene, caption)) : null,
      ...(question && asked === null ? [
        el("p", { class: "print-asks" }, ...words(scene, question)),
        el("ul", {}, ...answers.map((answer, at) => el("li", {}, box(predictions[i] === at), ...words(scene, answer)))),
      ] : []),
      ...(goals.length > 0 ? [
        el("p", { class: "print-asks" }, i18n.t("card-goals")),
        el("ul", {}, ...goals.map(({ says, hint, condition }) => el("li", {}, box(false), ...(says ? words(scene, says) : [el("code", {}, condition)]),
          hint ? el("span", { class: "print-hint" }, " ", ...words(scene, hint)) : null))),
      ] : []));
  }

  addEventListener("beforeprint", () => {
    const now = state, story = now?.story;
    if (!now || !story || story.cards.length === 0 || now.home) return;
    const about = story.title?.key != null ? captions.text({ ...story.title, key: "about" }, now.scene) : "";
    document.body.append(el("article", { id: "print" },
      el("h1", {}, ...(story.title ? words(now.scene, story.title) : ["Raftarium"])),
      about === "" ? null : el("p", { class: "print-about" }, about),
      el("ol", {}, ...story.cards.map((one, i) => card(one, i, now))),
      el("p", { class: "print-from" }, `Raftarium · ${location.href}`)));
  });
  addEventListener("afterprint", () => document.getElementById("print")?.remove());
}
