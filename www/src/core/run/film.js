// The film of a counterexample. The core says where it pauses; this module goes from one pause to the next: at once, or by
// running the clock, so that the messages on the way are seen.

/** @typedef {ReturnType<typeof createProjector>} Projector */
/** @typedef {import("../types.js").FilmView["steps"][number]} Step */
/** @typedef {{speed: number, limitUs: number}} Pace Virtual seconds per real second, and the instant it may not pass. */

/** Virtual time before a step that is shown slowly, µs: at least and at most. */
const CLOSE_US = 30_000, MOST_CLOSE_US = 150_000;
/** Real time per virtual millisecond there, and how long that takes at least and at most, ms. */
const SLOWNESS = 25, CLOSE_MS = 600, MOST_CLOSE_MS = 1_800;
/** The same for the time before, in which nothing is told. */
const RUSH = 5, RUSH_MS = 200, MOST_RUSH_MS = 1_200;
/** Real time for which a step stays: for looking, for each sentence, and for the rule's own words, ms. */
const LOOK_MS = 1_500, SENTENCE_MS = 2_500, RULE_MS = 3_500;

const clamp = (/** @type {number} */ least, /** @type {number} */ value, /** @type {number} */ most) => Math.min(most, Math.max(least, value));

/**
 * How the clock runs to a step: fast at first, and slowly from when the message that the step is about was sent.
 * @param {number} nowUs @param {Pick<Step, "atUs" | "message">} step
 */
export function stretchTo(nowUs, { atUs, message }) {
  // The step's own event happens on arrival.
  const untilUs = Math.max(nowUs, atUs - 1), sentUs = message[4] ?? atUs;
  const close = Math.min(untilUs - nowUs, clamp(CLOSE_US, atUs - sentUs + 2_000, MOST_CLOSE_US)), rush = untilUs - nowUs - close;
  const speed = (/** @type {number} */ us, /** @type {number} */ ms) => Math.max(us, 1) / 1_000 / ms;
  return {
    slowUs: nowUs + rush, untilUs,
    rush: speed(rush, clamp(RUSH_MS, rush / 1_000 * RUSH, MOST_RUSH_MS)),
    slow: speed(close, clamp(CLOSE_MS, close / 1_000 * SLOWNESS, MOST_CLOSE_MS)),
  };
}

/** For how long a step stays, ms. @param {Pick<Step, "told" | "rule" | "flaw" | "lacks">} step */
export const stayMs = ({ told, rule, flaw, lacks }) => LOOK_MS + SENTENCE_MS * (told.length + lacks.length) + (rule !== null || flaw !== null ? RULE_MS : 0);

/**
 * @param {object} parts
 * @param {Pick<import("./lab-client.js").Lab, "film" | "script" | "snapshot" | "place">} parts.lab
 * @param {Pick<import("../store.js").Store, "get" | "said" | "chosen" | "tell">} parts.store
 * @param {{seekEvent: (event: number) => void, reachEvent: (event: number) => void}} parts.travels
 * @param {(call: () => void) => void} parts.safely Runs a call that may trap.
 */
export function createProjector({ lab, store, travels, safely }) {
  /** The way to the next step, while the clock runs. @type {(ReturnType<typeof stretchTo> & {step: number}) | null} */
  let way = null;
  /** The real time at which the present step was reached. Infinite after a jump, until the next frame sets it. */
  let reachedMs = 0;
  /** The event at which the clock stood when the present step was shown: steps of one instant are reached together. */
  let stoodAt = -1;
  /** Whether the film was playing when the last frame was drawn. */
  let played = false;

  /** Shows a step as reached. @param {number} step @param {(event: number) => void} travel */
  function stand(step, travel) {
    const { film } = store.get(), shown = film?.view.steps[step];
    if (!film || !shown) return;
    way = null;
    store.said({ film: { ...film, step, moves: false } });
    travel(shown.event);
    stoodAt = lab.place().event;
    // Its causes are lit in the diagram.
    store.chosen({ chosenEvent: shown.told.findLast(({ kind }) => !kind.startsWith("violation-"))?.id ?? shown.event });
  }

  /** Goes to a step at once. A film that plays goes on from there. @param {number} step */
  function filmTo(step) {
    const { film, playing } = store.get(), goesOn = playing && step < (film?.view.steps.length ?? 0) - 1;
    stand(step, goesOn ? travels.reachEvent : travels.seekEvent);
    reachedMs = Infinity;
  }

  /** Sets out for the next step, or for the first after an instant that was sought since; from the end, for the beginning.
   * @param {number} ms */
  function setOut(ms) {
    const { film, nowUs, reducedMotion } = store.get(), { steps } = film?.view ?? { steps: [] };
    const { event } = lab.place(), next = film && event === stoodAt ? film.step + 1 : steps.findIndex((step) => step.event > event);
    const found = next < steps.length ? next : -1, step = steps[Math.max(0, found)];
    if (!film || !step) return;
    if (found < 0) { stand(0, travels.reachEvent); reachedMs = ms; return; }
    if (reducedMotion) { arrive(found, ms); return; }
    way = { ...stretchTo(nowUs, step), step: found };
    // While the clock runs to a step, the card still shows the step before that one.
    store.said({ film: { ...film, step: Math.max(0, found - 1), moves: found > 0 } });
    store.chosen({ chosenEvent: null });
  }

  /** Arrives at a step, and stops at the last. @param {number} step @param {number} ms */
  function arrive(step, ms) {
    stand(step, travels.reachEvent);
    reachedMs = ms;
    if (step === (store.get().film?.view.steps.length ?? 0) - 1) { store.chosen({ playing: false }); played = false; }
  }

  return {
    filmTo,
    /** The pace of the film that plays; null if none does. @returns {Pace | null} */
    pace() {
      const { film, playing, nowUs } = store.get();
      if (!film || !playing) return null;
      if (!way) return { speed: 0, limitUs: nowUs };
      return nowUs < way.slowUs ? { speed: way.rush, limitUs: way.slowUs } : { speed: way.slow, limitUs: way.untilUs };
    },
    /** Carries the film on by a frame. @param {number} ms Real time. @param {import("./loop.js").Tick} tick
     * @returns {import("./loop.js").Tick} As of where the film is now. */
    project(ms, tick) {
      const { nowUs, told } = tick;
      const { film, playing } = store.get(), isPlaying = film !== null && playing, begins = isPlaying && !played;
      played = isPlaying;
      if (!film || !isPlaying) {
        way = null;
        if (film?.moves) store.said({ film: { ...film, moves: false } });
        return tick;
      }
      // The reading time counts from the first frame after a jump.
      if (reachedMs === Infinity) reachedMs = ms;
      const shown = film.view.steps[film.step];
      if (begins) setOut(ms);
      else if (way && (way.untilUs <= nowUs || told)) arrive(way.step, ms);
      else if (!way && shown && stayMs(shown) <= ms - reachedMs) setOut(ms);
      return way ? tick : { ...tick, nowUs: lab.place().nowUs };
    },
    /** Makes the film of the current universe, and goes to a step of it. @param {number} [step] */
    watch(step = 0) {
      safely(() => {
        const script = lab.script(), view = lab.film(script);
        if (view.broken === null || view.steps.length === 0) { store.tell("note-no-film"); return; }
        store.chosen({ playing: false });
        store.said({ film: { view, script, step: 0, moves: false } });
        store.chosen({ home: false, quiz: null, ...(store.get().mode === "wide" ? { tab: "rules" } : { tab: "stage" }) });
        filmTo(Math.min(step, view.steps.length - 1));
      });
    },
    /** Whether nothing is broken in the current run up to here. */
    isWhole() {
      const { violations, unordered } = lab.snapshot(1, 0, 0).safety;
      return violations.length === 0 && unordered.length === 0;
    },
    /** Leaves the film; time stays where it is. */
    leaveFilm() {
      if (!store.get().film) return;
      store.said({ film: null });
      store.chosen({ chosenEvent: null });
    },
  };
}
