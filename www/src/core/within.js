// The data inside a page that was saved as one file: its texts and its core. Such a page makes no requests and has no
// workers. `www/tools/single.mjs` makes it, and www/src/share/sharing.js writes into it the fragment it opens with.

/**
 * @typedef {object} Within
 * @property {(path: string) => string | undefined} text
 * @property {() => ArrayBuffer} core The WebAssembly.
 * @property {() => import("./types.js").Glue} glue A fresh instance of the wasm glue.
 */

/** Ids of the data blocks in the file. */
const TEXTS = "within-texts", CORE = "within-core", OPENS = "within-opens";

/** @param {string} id */
const block = (id) => document.getElementById(id)?.textContent ?? "";

/** @type {Within | null | undefined} */
let found;

/** Null on a page that was loaded from a host. @returns {Within | null} */
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

/** The saved fragment, unless the address has a fragment of its own. */
export function savedFragment() {
  return within() && location.hash.length < 2 ? String(JSON.parse(block(OPENS) || "\"\"")) : "";
}

/** Writes the fragment to open into the source of such a page. @param {string} page @param {string} fragment */
export function openingWith(page, fragment) {
  const [before, after, ...more] = page.split(`id="${OPENS}">""<`);
  if (before === undefined || after === undefined || more.length > 0) throw new Error("this is no page that can be saved");
  return `${before}id="${OPENS}">${JSON.stringify(fragment).replaceAll("<", "\\u003c")}<${after}`;
}
