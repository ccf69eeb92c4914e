// What outlives a reload: the session of this tab, in the tab's own storage. A sandboxed frame has none, and then
// nothing does.

/** @typedef {import("../types.js").State} State */

/**
 * Where in a run one stood: the instant, the event recorded last, and how far it was run.
 * @typedef {{us: number, event: number, endUs: number}} Place
 */

/**
 * @typedef {object} Session
 * @property {string} script
 * @property {Place} place
 * @property {boolean} playing
 * @property {number} speed
 * @property {string} scene
 * @property {string} tab
 * @property {string | null} [question] What was asked in the panel of answers.
 * @property {import("../types.js").Draft | null} [draft] What the person was writing in place of the script.
 * @property {number | null} [card] The card of a story at which time stood.
 * @property {string} fragment The name of the link's fragment that was opened, or could not be, so that a reload does not open it over what came since.
 * @property {Record<string, unknown>} more What other parts of the page want to find again: theirs to check.
 */

const KEY = "raftarium.session";
const VERSION = 1;
/** A longer record is not kept: storage is small, and writing it would cost frames. */
const LONGEST = 256 << 10;

/** The last session of this tab, if there is one that can be read. @returns {Session | null} */
export function loadSession() {
  try {
    const text = sessionStorage.getItem(KEY) ?? "";
    if (text.length > LONGEST) return null;
    const found = JSON.parse(text);
    if (found?.version !== VERSION || !isSession(found)) return null;
    return found;
  } catch {
    return null;
  }
}

/** @param {any} found @returns {found is Session} */
function isSession(found) {
  const isPlace = (/** @type {unknown} */ n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0;
  return ["script", "scene", "tab", "fragment"].every((name) => typeof found[name] === "string") && /^[a-z0-9-]{1,40}$/.test(found.scene) &&
    (found.question === undefined || found.question === null || typeof found.question === "string") &&
    (found.card === undefined || found.card === null || isPlace(found.card)) &&
    (found.draft === undefined || found.draft === null || typeof found.draft === "string") && typeof found.playing === "boolean" && isPlace(found.speed) && isPlace(found.place?.us) && isPlace(found.place?.event) && isPlace(found.place?.endUs) &&
    typeof found.more === "object" && found.more !== null;
}

/** @param {Session} session */
export function saveSession(session) {
  try {
    // What is being written is kept if there is room for it beside what was run.
    const draft = session.script.length + (session.draft?.length ?? 0) < LONGEST / 2 ? session.draft?.toString() ?? null : null;
    const text = session.script.length < LONGEST ? JSON.stringify({ version: VERSION, ...session, draft }) : "";
    // An older session would come back in place of this one.
    if (text === "" || text.length > LONGEST) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text);
  } catch {
    // Without storage, or with a full one, the session ends with the page.
  }
}
