// Sharing a run: links and files in both directions, and exports. Loaded on first use.

import { decodeLink, encodeLink, LinkError, SCRIPT_BYTES_MAX, textOf } from "./link.js";
import { idle, workFor } from "../core/pieces.js";
import { stagePicture, toPng } from "../core/picture.js";
import { errorWords } from "../core/errors.js";
import { openingWith } from "../core/within.js";
import { areTraces, openTraces } from "./traces.js";

/** @typedef {import("../core/run/record.js").Place} Place */
/** @typedef {ReturnType<typeof createSharing>} Sharing */

/** Real time of one piece of an export: pieces run between frames. */
const PIECE_MS = 6;
/** Steps between two looks at the clock. */
const STEPS_A_LOOK = 256;
/** The last line of a saved file that opens at its end, not at its start. */
const OPENS_HERE = "# opens here";
/** The very last line of a lesson's file: its name, to find its texts. */
const TEXTS_OF = "# texts of the lesson ";

/** Text formats of exports, and their file name extensions. @type {Record<string, string>} */
const TEXTS = { trace: "trace.jsonl", history: "history.jsonl", shiviz: "shiviz.log", mermaid: "mermaid.mmd" };

/** @typedef {{chunks: string[], cut: boolean}} Made */
/** @typedef {(nowUs: number) => void} Progress */

/** The link that opens a script at its end, or at a step of its film.
 * @param {string} script @param {string} panel @param {number | null} [film] */
export async function linkTo(script, panel, film = null) {
  const fragment = await encodeLink({ script, digest: null, us: null, event: null, panel, question: null, speed: null, lesson: null, card: null, film });
  return location.href.replace(/#.*$/, "") + fragment;
}

/**
 * @param {object} parts
 * @param {import("../core/run/lab-client.js").Lab} parts.lab
 * @param {import("../core/store.js").Store} parts.store
 * @param {Pick<import("../core/run/session.js").Session, "open" | "openTrace" | "lost" | "wish" | "readBack" | "safely" | "watch">} parts.session
 * @param {Pick<import("../core/library.js").Library, "tracesWords">} parts.library
 * @param {import("../core/run/journey.js").Journey} parts.journey
 * @param {import("../core/types.js").I18n} parts.i18n
 * @param {import("../core/captions.js").Captions} parts.captions
 * @param {readonly string[]} parts.scenes
 * @param {() => SVGSVGElement} parts.picture The stage.
 * @param {number} parts.speeds The number of speeds.
 * @param {() => number} parts.clock
 */
export function createSharing({ lab, store, session, library, journey, i18n, captions, scenes, picture, speeds, clock }) {
  const { tell } = store;

  /**
   * Exports a run as text, piece by piece. Null if aborted, or if the core trapped.
   * @param {string} script @param {string} format @param {Progress} progress @param {AbortSignal} [signal]
   * @returns {Promise<Made | null>}
   */
  async function make(script, format, progress, signal) {
    const made = lab.exporter(script, format);
    /** @type {string[]} */
    const chunks = [];
    while (!made.isDone()) {
      await idle();
      if (signal?.aborted) { made.free(); return null; }
      let lost = true;
      session.safely(() => {
        workFor(clock, PIECE_MS, () => { chunks.push(made.go(STEPS_A_LOOK)); return made.isDone(); });
        lost = false;
      });
      if (lost) return null;
      progress(made.nowUs());
    }
    const cut = made.isCut();
    made.free();
    return { chunks, cut };
  }

  /**
   * Opens a script from outside, and goes to a place in it. An error is reported, and the current universe is kept.
   * @param {string} script @param {string} scene
   * @param {{place: Place | null, aimUs: number | null, patch: Partial<import("../core/types.js").Chosen>, arrived: () => void} | null} way Null: it plays from its start.
   */
  function open(script, scene, way) {
    const wrong = session.open(script, scene);
    if (wrong) { tell("link-script-wrong", { error: errorWords(wrong, i18n) }); return false; }
    if (!lab.alive()) return false;
    if (store.get().universes.length > 1) tell("note-replaced");
    store.chosen({ playing: way === null, ...way?.patch });
    if (way) journey.go(way.place, way.aimUs, (there) => { if (there) way.arrived(); });
    return true;
  }

  /** Compares the digest of the run up to here with that of the link, in the background. @param {string} digest */
  async function verify(digest) {
    const isCurrent = session.wish(false);
    const found = await make(lab.scriptHere(), "digest", () => {});
    if (found && isCurrent() && found.chunks.join("") !== digest) tell("note-link-differs");
  }

  /** @param {unknown} error */
  function tellWrong(error) {
    if (!(error instanceof LinkError)) throw error;
    tell(error.key);
    return false;
  }

  return {
    /**
     * Opens a link. Returns whether it was opened; if not, the reason was reported.
     * @param {string} fragment
     */
    async openLink(fragment) {
      const isWanted = session.wish();
      /** @type {import("./link.js").Shared | null} */
      let shared;
      try { shared = await decodeLink(fragment); } catch (error) { return tellWrong(error); }
      if (!shared || !isWanted()) return false;
      const { script, digest, us, event, panel, question, speed, lesson, card, film } = shared;
      return open(script, lesson ?? (film === null ? "shared" : "counterexample"), {
        // A film needs the whole run.
        place: us !== null && event !== null && film === null ? { us, event, endUs: us } : null, aimUs: us,
        patch: {
          ...(panel !== null && document.getElementById(`tab-${panel}`) ? { tab: panel } : {}),
          ...(speed !== null && speed < speeds ? { speed } : {}),
        },
        arrived: () => {
          // Time stood at a card.
          if (card !== null) session.readBack(card);
          if (film !== null) session.watch(film);
          // The answer is for the present instant, so the question is asked on arrival.
          if (question !== null) store.chosen({ why: { question } });
          if (digest !== null) void verify(digest);
        },
      });
    },

    /** Opens files that were chosen or dropped: a script, or traces. @param {File[]} files */
    async openFiles(files) {
      const [file] = files, isWanted = session.wish();
      if (!file) return false;
      try {
        const isTrace = await areTraces(files).catch(() => { throw new LinkError("link-file-unread"); });
        if (isTrace) return await openTraces(files, { lab, session, i18n, tell, words: library.tracesWords, clock, isWanted });
        if (file.size > SCRIPT_BYTES_MAX) throw new LinkError("link-script-too-long");
        const bytes = await file.arrayBuffer().catch(() => { throw new LinkError("link-file-unread"); });
        const text = textOf(new Uint8Array(bytes));
        if (!isWanted()) return false;
        const [, before = text, lesson = null] = /^([^]*)\n# texts of the lesson ([a-z0-9-]{1,40})\s*$/.exec(text) ?? [];
        const [script = "", rest] = before.trimEnd().endsWith(`\n${OPENS_HERE}`) ? [before.slice(0, before.lastIndexOf(OPENS_HERE)), true] : [before];
        return open(script, lesson ?? "file", rest ? { place: null, aimUs: null, patch: {}, arrived: () => {} } : null);
      } catch (error) {
        return tellWrong(error);
      }
    },

    /**
     * Makes the link to the present instant: at once without the digest, and again when the digest is known.
     * @param {{future: boolean, show: (link: string, digest: boolean) => void, progress: Progress, signal: AbortSignal}} wish
     */
    async link({ future, show, progress, signal }) {
      if (lab.isTold()) return false;
      const here = lab.scriptHere(), { nowUs: us, event } = lab.place();
      const { tab, why, speed, story, reading, scene, film } = store.get();
      // Only a story with keys has its texts elsewhere.
      const lesson = story?.title?.key != null ? scene : null, card = reading?.stands ? reading.card : null;
      const base = location.href.replace(/#.*$/, "");
      const shared = { script: future || film ? lab.script() : here, digest: /** @type {string | null} */ (null), us, event: future || film ? event : null, panel: tab, question: tab === "why" ? why?.question ?? null : null, speed, lesson, card, film: film?.step ?? null };
      try {
        show(base + await encodeLink(shared), false);
      } catch (error) {
        return tellWrong(error);
      }
      const found = await make(here, "digest", progress, signal);
      if (!found || signal.aborted) return false;
      show(base + await encodeLink({ ...shared, digest: found.chunks.join("") }), true);
      return true;
    },

    /** The address within the page of the current lesson or scene, and its title. */
    place() {
      const { story, scene } = store.get(), name = story?.title ? captions.text(story.title, scene) : captions.nameOf(scene);
      if (story?.title?.key != null) return { place: `learn/${scene}`, name };
      return scenes.includes(scene) ? { place: `explore/${scene}`, name } : { place: null, name: story?.title ? name : "" };
    },

    /** Whether the script has statements left. */
    hasMore: () => store.get().view?.script.state === "running",

    /** Whether there is a story with statements left. */
    tells: () => store.get().story !== null && store.get().view?.script.state === "running",

    /** The run up to here, or with its remaining statements, as a script file. @param {boolean} future */
    script(future) {
      const { story, scene } = store.get(), texts = story?.title?.key != null ? `\n${TEXTS_OF}${scene}` : "";
      const run = future ? lab.script().trimEnd() : `${lab.scriptHere().trimEnd()}\n${OPENS_HERE}`;
      return new Blob([`${run}${texts}\n`], { type: "text/plain" });
    },

    /** The page with the shared run, as one file that works from a disk.
     * @param {string} fragment @param {AbortSignal} signal */
    async page(fragment, signal) {
      try {
        const response = await fetch(new URL("single.html", document.baseURI), { signal });
        if (response.ok) return { blob: new Blob([openingWith(await response.text(), fragment)], { type: "text/html" }), cut: false };
      } catch (error) {
        if (signal.aborted) return null;
        if (!(error instanceof TypeError)) throw error;
      }
      tell("note-missing", { file: "single.html" });
      return null;
    },

    texts: TEXTS,

    /**
     * The run up to here in one of the formats of `texts`.
     * @param {string} format @param {Progress} progress @param {AbortSignal} signal
     */
    async text(format, progress, signal) {
      const made = await make(lab.scriptHere(), format, progress, signal);
      return made && { blob: new Blob(made.chunks, { type: "text/plain" }), cut: made.cut };
    },

    /** The current picture of the stage. @param {boolean} png */
    async stage(png) {
      // In table mode it is not drawn: switch to the picture and wait some frames.
      if (store.get().asTable) {
        store.chosen({ asTable: false });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const crowd = /** @type {HTMLCanvasElement | null} */ (picture().parentElement?.querySelector("canvas:not([hidden])") ?? null);
      const drawing = stagePicture(picture(), `Raftarium · ${i18n.clock(lab.place().nowUs, 6)}`, crowd);
      return png ? toPng(drawing) : new Blob([drawing.text], { type: "image/svg+xml" });
    },
  };
}
