// Draws the opening cluster into the HTML, so that a picture is shown before the WebAssembly is loaded: the page's own
// stage draws the first instant of the opening scene in a stand-in for the browser's document.
//
// The picture is drawn for a wide and for a narrow stage; it scales with the window until the page's stage replaces it.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";

const WWW = fileURLToPath(new URL(".", import.meta.url));

/** Placeholder of the picture in index.html. */
const PLACE = "<!-- first picture -->";

/** The stage has this width and height on a page of 1280x800 and on one of 390x844, px. */
const SIZES = { wide: [858, 352], narrow: [390, 469] };

/** @param {string} staging */
async function openingView(staging) {
  const source = readFileSync(join(staging, "raftarium.js"));
  const glue = await import(`data:text/javascript;base64,${source.toString("base64")}`);
  glue.initSync({ module: readFileSync(join(staging, "raftarium_bg.wasm")) });
  const universe = new glue.Universe(readFileSync(join(WWW, "scenes/living-cluster.raft"), "utf8"));
  return universe.snapshot(1, 0, 0);
}

/** Sets up the parts of a browser that the stage needs. @param {number} width @param {number} height */
function standIn(width, height) {
  const { document } = parseHTML("<!doctype html><html><body><div id=root></div></body></html>");
  Object.assign(globalThis, {
    document,
    Text: function Text() { return document.createTextNode(""); },
    innerHeight: height,
    // The size is known at once.
    ResizeObserver: class {
      /** @param {(entries: object[]) => void} tell */
      constructor(tell) { this.tell = tell; }
      observe() { this.tell([{ contentRect: { width, height } }]); }
    },
  });
  return /** @type {HTMLElement} */ (/** @type {unknown} */ (document.getElementById("root")));
}

/** The page adds texts in the user's language: the picture has only the names of nodes. */
const wordless = { t: () => "", has: () => false, number: String, duration: String, clock: String, args: () => ({}), lang: () => "en", localize() {}, localizeOne() {} };

/** @param {any} view The core's snapshot of the first instant.
 * @param {string} kind @param {number} width @param {number} height */
async function drawn(view, kind, width, height) {
  const root = standIn(width, height);
  // Imported after the stand-in is set up. The modules are imported once, and use the global document of each call.
  const { createStage } = await import("./src/stage/stage.js");
  const nothing = () => {};
  const actions = new Proxy({}, { get: () => nothing });
  const registry = new Proxy({}, { get: () => nothing });
  const stage = createStage(root, /** @type {any} */ ({ i18n: wordless, actions, registry, scenes: [], speeds: [1], languages: [] }));
  const state = {
    view, logs: view, messages: new Float64Array(0), fates: new Float64Array(0), nowUs: 0, playing: false, speed: 5, lang: "en", selection: null, client: "c1",
    asTable: false, reducedMotion: true, universe: 1, mode: kind,
  };
  stage.update(/** @type {any} */ (state));
  const picture = /** @type {Element} */ (/** @type {unknown} */ (stage.picture));
  // Removes elements that show nothing, or need the page's scripts.
  for (const gone of picture.querySelectorAll("defs, text:empty, path:not([d]), path[d=''], foreignObject, .focus-ring, .layer-messages, .layer-crosses, .layer-gesture, .layer-walls, .layer-wires, .link > .hit")) gone.remove();
  for (const element of [picture, ...picture.querySelectorAll("*")]) {
    for (const name of ["data-l10n-id", "role", "tabindex", "aria-label", "title"]) element.removeAttribute(name);
  }
  picture.removeAttribute("width");
  picture.removeAttribute("height");
  return `<div class="first-picture for-${kind}" aria-hidden="true">${picture.outerHTML}</div>`;
}

/**
 * Puts the opening cluster into the page in Trunk's staging directory.
 * @param {string} staging
 */
export async function prerender(staging) {
  const path = join(staging, "index.html"), html = readFileSync(path, "utf8");
  if (!html.includes(PLACE)) throw new Error("index.html has no place for the first picture");
  const view = await openingView(staging);
  const pictures = [];
  for (const [kind, [width = 0, height = 0]] of Object.entries(SIZES)) pictures.push(await drawn(view, kind, width, height));
  writeFileSync(path, html.replace(PLACE, pictures.join("\n")));
}
