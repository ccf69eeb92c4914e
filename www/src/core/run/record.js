// The session record: it is kept in the session storage of the tab, so that it survives a reload. A sandboxed frame has
// no storage, so its session is lost with it.

/** @typedef {import("../types.js").State} State */

/**
 * A place in a run: the instant, the last event recorded, and the latest instant it was run to.
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
 * @property {string | null} [question] The question of the panel "Why".
 * @property {import("../types.js").Draft | null} [draft] The user's unsaved edit of the script.
 * @property {number | null} [card] The card of a story at which time stood.
 * @property {number | null} [film] The step of a film that was shown.
 * @property {string} fragment Name of the link fragment that was opened, or could not be: a reload must not open it
 *   over later work.
 * @property {Record<string, unknown>} more Data of other modules, which validate it themselves.
 */

const KEY = "raftarium.session";
const VERSION = 1;
/** Most characters of a record: storage is small, and writing a long record would cost frames. */
const LONGEST = 256 << 10;

/** The last session of this tab, if there is a valid one. @returns {Session | null} */
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
    (found.film === undefined || found.film === null || isPlace(found.film)) &&
    (found.draft === undefined || found.draft === null || typeof found.draft === "string") && typeof found.playing === "boolean" && isPlace(found.speed) && isPlace(found.place?.us) && isPlace(found.place?.event) && isPlace(found.place?.endUs) &&
    typeof found.more === "object" && found.more !== null;
}

/** @param {Session} session */
export function saveSession(session) {
  try {
    // The draft is kept if there is room for it beside the script.
    const draft = session.script.length + (session.draft?.length ?? 0) < LONGEST / 2 ? session.draft?.toString() ?? null : null;
    const text = session.script.length < LONGEST ? JSON.stringify({ version: VERSION, ...session, draft }) : "";
    // Without removal, a reload would restore an older session.
    if (text === "" || text.length > LONGEST) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text);
  } catch {
    // Without storage, or with a full one, the session ends with the page.
  }
}
