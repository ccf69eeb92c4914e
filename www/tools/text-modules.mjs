// `node --import ./tools/text-modules.mjs` lets node import .ftl and .raft files as text, as the bundle does,
// so that tests under node run the page's modules unchanged.

import { readFile } from "node:fs/promises";
import { register } from "node:module";

/**
 * @param {string} url
 * @param {object} context
 * @param {(url: string, context: object) => Promise<object>} next
 */
export async function load(url, context, next) {
  if (!/\.(ftl|raft)$/.test(new URL(url).pathname)) return next(url, context);
  const text = await readFile(new URL(url), "utf8");
  return { format: "module", shortCircuit: true, source: `export default ${JSON.stringify(text)};` };
}

// Node loads this file again in a separate thread, for `load`; only the main thread registers it.
const { isMainThread } = await import("node:worker_threads");
if (isMainThread) register(import.meta.url);
