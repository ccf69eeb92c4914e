// What a page brings along that was saved as one file: its texts and its core. Such a page asks no host for anything, and
// has no workers. `www/tools/single.mjs` makes it, and www/src/share/sharing.js writes into it what it opens with.

/**
 * @typedef {object} Within
 * @property {(path: string) => string | undefined} text
 * @property {() => ArrayBuffer} core The WebAssembly.
 * @property {() => import("./types.js").Glue} glue A fresh instance of what speaks to it.
 */

/** Ids of the blocks of data in the file. */
const TEXTS = "within-texts", CORE = "within-core", OPENS = "within-opens";

/** @param {string} id */
const block = (id) => document.getElementById(id)?.textContent ?? "";

/** @type {Within | null | undefined} */
let found;

/** Nothing, on a page that came from a host. @returns {Within | null} */
export function within() {
  if (found !== undefined) return found;
  const glue = /** @type {{raftariumGlue?: Within["glue"]}} */ (globalThis).raftariumGlue;
  if (!glue) return found = null;
  /** @type {Record<string, string>} */
  const texts = JSON.parse(block(TEXTS));
  return found = {
    glue,
    text: (path) => texts[path],
    core: () => Uint8Array.from(atob(block(CORE).trim()), (letter) => letter.charCodeAt(0)).buffer,
  };
}

/** The fragment of what was saved, if the address names nothing else. */
export function savedFragment() {
  return within() && location.hash.length < 2 ? String(JSON.parse(block(OPENS) || "\"\"")) : "";
}

/** Writes into the text of such a page what it opens with. @param {string} page @param {string} fragment */
export function openingWith(page, fragment) {
  const [before, after, ...more] = page.split(`id="${OPENS}">""<`);
  if (before === undefined || after === undefined || more.length > 0) throw new Error("this is no page that can be saved");
  return `${before}id="${OPENS}">${JSON.stringify(fragment).replaceAll("<", "\\u003c")}<${after}`;
}
