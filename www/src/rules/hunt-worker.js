// A worker of the search for a counterexample. The page sends it the compiled core, which all workers share, and its share.

import { createHunter } from "./hunter.js";

/** @typedef {import("./hunter.js").Order} Order */

/** Real time of a slice, after which the worker reports and hears orders. */
const SLICE_MS = 50;

/** @type {ReturnType<typeof createHunter> | null} */
let hunter = null;

/** @param {{glue: string, module: WebAssembly.Module, script: string, first: number, stride: number}} share */
async function begin({ glue: address, module, ...share }) {
  const glue = await import(address);
  await glue.default({ module_or_path: module });
  hunter = createHunter(glue, share, { report: (report) => postMessage(report), clock: () => performance.now(), sliceMs: SLICE_MS });
}

addEventListener("message", ({ data }) => {
  if ("module" in data) begin(data).catch((error) => postMessage({ failed: String(error) }));
  else hunter?.take(/** @type {Order} */ (data));
});
