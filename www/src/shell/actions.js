// The user's actions. Views call them, independent of their implementation.

import { SPEEDS } from "../core/run/loop.js";
import { speedOf } from "../core/run/reader.js";

/** @typedef {import("../core/types.js").Actions} Actions */
/** @typedef {import("../core/types.js").EventView} EventView */

/** Real time in which a mended script plays, about. */
const MENDED_US = 8_000_000;

/**
 * Actions and helpers that the shell implements itself.
 * @typedef {Pick<Actions, "copy" | "copyLink" | "follow" | "goTo" | "help" | "openMenu" | "palette" | "share" | "redraw"> & {
 *   focusOn: (selector: string) => void, remember: () => void, useTheme: (theme: string) => void, useLanguage: (lang: string) => void,
 *   chosen: () => void, spoken: () => void}} Shell
 */

/**
 * @param {object} parts
 * @param {import("../core/store.js").Store} parts.store
 * @param {import("../core/run/session.js").Session} parts.session
 * @param {import("../core/run/journey.js").Journey} parts.journey
 * @param {Shell} parts.shell
 * @returns {Actions}
 */
export function createActions({ store, session, journey, shell }) {
  /** @param {boolean} playing */
  function play(playing) {
    const { view, nowUs, endUs, reading, film } = store.get();
    if (playing && !film && view?.script.state === "failed" && endUs <= nowUs) store.tell("note-stands");
    // At a card, play continues the story.
    else if (playing && !film && reading?.stands) session.readOn();
    else store.chosen({ playing });
  }

  /** @param {number} id */
  function switchTo(id) {
    const end = session.switchTo(id);
    if (end) journey.go(end, null, () => {});
  }

  /** @param {string} key @param {string | null} value */
  function setUp(key, value) {
    const { draft } = store.get();
    if (session.setUp(key, value)) { store.chosen({ playing: true }); store.tell("note-set-up"); }
    // On failure the draft of the user is kept, not the edited setup.
    else store.chosen({ draft });
  }

  /** @param {string} script */
  function run(script) {
    // An edited lesson keeps its scene, whose catalogue has the texts of its keys.
    const { story, scene } = store.get(), opened = session.run(script, story?.title?.key != null ? scene : "own");
    if (opened) store.chosen({ draft: null, playing: true });
    return opened;
  }

  /** @param {string} script @param {string} scene */
  function openTold(script, scene) {
    store.chosen({ home: false, quiz: null, playing: false });
    // Runs to the end of the script, so that its future is known, then back to the first card.
    if (session.run(script, scene)) journey.go(null, null, (arrived) => { if (arrived) session.readBack(0); });
  }

  /** @param {string} script @param {string} scene */
  function openPaused(script, scene) {
    store.chosen({ home: false, quiz: null, playing: false });
    // Runs to the end first, so that its future is known.
    if (session.run(script, scene)) journey.go(null, null, (arrived) => { if (arrived) session.seekUs(0); });
  }

  /** @param {string} script @param {string} scene */
  function openLanes(script, scene) {
    store.chosen({ home: false, quiz: null, playing: false });
    if (session.run(script, scene)) journey.go(null, null, (arrived) => { if (arrived) session.lanes(null); });
  }

  /** @param {string} script @param {string} scene */
  function watchScript(script, scene) {
    store.chosen({ home: false, quiz: null, playing: false });
    // Runs to the end first, so that its future is known.
    if (session.run(script, scene)) journey.go(null, null, (arrived) => { if (arrived) session.watch(); });
  }

  /** @param {string} script @param {string} scene */
  function openMended(script, scene) {
    store.chosen({ home: false, quiz: null, playing: false });
    if (!session.run(script, scene)) return;
    journey.go(null, null, (arrived) => {
      if (!arrived) return;
      store.tell(session.isWhole() ? "note-mended" : "note-not-mended");
      const { endUs } = store.get();
      session.seekUs(0);
      store.chosen({ playing: true, speed: speedOf([endUs, MENDED_US]) });
    });
  }

  /** @param {string} script @param {string} other @param {string} scene @param {string} otherScene */
  function openBeside(script, other, scene, otherScene) {
    store.chosen({ home: false, quiz: null, playing: false });
    if (!session.run(other, otherScene)) return;
    const beside = store.get().universe;
    // Both run to their ends, so that their first difference is known.
    journey.go(null, null, (arrived) => {
      if (arrived && session.run(script, scene)) journey.go(null, null, (done) => { if (done) showTwin(beside); });
    });
  }

  /** @param {number | null} twin */
  function showTwin(twin) {
    store.chosen({ twin });
    store.said({ twinView: null });
    if (twin !== null) session.safely(() => session.universes.compare(twin));
    else shell.focusOn("#timebar .universes > button");
  }

  /** @param {string} question @param {EventView | null} [told] */
  function why(question, told = null) {
    if (told && store.get().playing) session.stand(told);
    store.chosen({ why: { question }, tab: "why", playing: false });
  }

  return {
    act: (statement, source = "stage") => session.act(statement, source),
    togglePlay: () => play(!store.get().playing), play, why, switchTo, run, setUp, showTwin,
    seekLandmark: session.seekLandmark, seekEvent: session.seekEvent, seekUs: session.seekUs, seekEnd: session.seekEnd, pass: session.pass,
    rename: session.universes.rename,
    compare: (id) => session.safely(() => session.universes.compare(id)),
    setSpeed: (speed) => { store.chosen({ speed: Math.max(0, Math.min(SPEEDS.length - 1, speed)) }); shell.remember(); },
    runAgain: () => { if (session.run(store.get().script, store.get().scene)) store.chosen({ playing: true }); },
    discard: () => { store.chosen({ draft: null }); store.said({ error: null }); },
    goOn: () => store.said({ failure: null }),
    bringBack: () => { const former = session.universes.former(); if (former !== null) switchTo(former); },
    readOn: session.readOn, readBack: session.readBack, readAgain: session.readAgain, predict: session.predict,
    openLesson: (id) => { store.chosen({ home: false }); session.openLesson(id); },
    openTold, openPaused, openLanes, openBeside, lanes: session.lanes, watchScript, openMended, watch: session.watch, filmTo: session.filmTo, leaveFilm: session.leaveFilm, openScene: session.openScene, openFresh: session.openFresh,
    select: (selection) => { store.chosen({ selection }); shell.chosen(); },
    selectMessage: session.selectMessage, present: session.present,
    chooseEvent: (chosenEvent) => store.chosen({ chosenEvent }),
    speakAs: (client) => { store.chosen({ client, tab: store.get().mode === "wide" ? "logs" : "client" }); shell.spoken(); },
    set: (patch) => store.chosen(patch),
    tell: store.tell,
    setLanguage: shell.useLanguage,
    setTheme: (theme) => { store.chosen({ theme }); shell.useTheme(theme); shell.remember(); },
    setLarge: (large) => { store.chosen({ large }); shell.remember(); },
    copy: shell.copy, copyLink: shell.copyLink, follow: shell.follow, goTo: shell.goTo, help: shell.help, openMenu: shell.openMenu, palette: shell.palette, share: shell.share, redraw: shell.redraw,
    goToTime: () => shell.focusOn("#timebar .play"),
    leaveJourney: journey.leave,
  };
}
