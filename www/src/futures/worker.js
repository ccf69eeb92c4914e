// A worker that runs futures. The page sends it the compiled core, which all workers share, and then orders.

import { createTeller } from "./teller.js";

/** @typedef {import("./teller.js").Order} Order */

/** Real time of a slice, after which the worker reports and hears orders. */
const SLICE_MS = 30;

/** @type {ReturnType<typeof createTeller> | null} */
let teller = null;
/** Orders that came before the core was there. @type {Order[]} */
const early = [];

/** @param {{glue: string, module: WebAssembly.Module}} core */
async function begin({ glue: address, module }) {
  const glue = await import(address);
  await glue.default({ module_or_path: module });
  teller = createTeller(glue, { report: (report) => postMessage(report), clock: () => performance.now(), sliceMs: SLICE_MS });
  for (const order of early.splice(0)) teller.take(order);
}

addEventListener("message", ({ data }) => {
  if ("module" in data) begin(data).catch((error) => postMessage({ failed: String(error) }));
  else if (teller) teller.take(data);
  else early.push(data);
});
