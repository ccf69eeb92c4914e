// The initial state: stored preferences of the user, and defaults that suit the page.

import { isEmbedded, languageAsked } from "../core/embedded.js";
import { negotiate } from "../core/i18n.js";
import { OPENING } from "../core/library.js";
import { noMarks } from "../core/marks.js";
import { SPEEDS } from "../core/run/loop.js";
import { loadPreferences } from "../core/store.js";

/** 1/20 of real time: a message of 10 ms takes 0.2 s. */
const OPENING_SPEED = 5;
/** On a lower page the diagram is closed at first: the stage comes first. */
const DIAGRAM_FROM_PX = 720;
/** About twelve message durations are visible. */
const DIAGRAM_US_PER_PX = 300;

/**
 * @param {boolean} wide Whether there is room for two columns. @param {boolean} still Whether the user prefers reduced
 *   motion.
 * @returns {{said: import("../core/types.js").Said, chosen: import("../core/types.js").Chosen, follows: import("../core/types.js").Follows}}
 */
export function initialState(wide, still) {
  const { lang = "", theme = "auto", speed = -1, large = false } = isEmbedded() ? { lang: languageAsked() } : loadPreferences();
  return {
    said: {
      behind: false, scene: OPENING, view: null, logs: null, messages: new Float64Array(0), fates: new Float64Array(0), firings: new Float64Array(0), nowUs: 0, endUs: 0, universes: [], universe: 0,
      twinView: null, twinMessages: new Float64Array(0), difference: null, told: false, live: null, script: "", story: null, reading: null, error: null,
      narration: { headline: null, recent: [] }, marks: noMarks(), film: null, failure: null, explanation: null, lanes: null, journey: null,
    },
    chosen: {
      lang: negotiate([lang, ...navigator.languages]), theme: ["auto", "light", "dark"].includes(theme) ? theme : "auto", large: large === true,
      speed: Number.isInteger(speed) && SPEEDS[speed] ? speed : OPENING_SPEED,
      tab: wide ? "logs" : "stage", playing: true, landmark: "event", twin: null, draft: null, selection: null, facts: null, wall: null, routine: false, why: null,
      asTable: false, chosenEvent: null, client: "c1", target: "", letters: true, predictions: {}, home: false, quiz: null, logFrom: 1, logColumns: 12, followLog: true,
      spacetime: { open: innerHeight >= DIAGRAM_FROM_PX, follow: true, leftUs: 0, usPerPx: DIAGRAM_US_PER_PX, order: [], asTable: false },
    },
    follows: { place: "explore", mode: wide ? "wide" : "narrow", reducedMotion: still, note: "", noteArgs: {} },
  };
}
