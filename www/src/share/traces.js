// Opening trace files: of a whole run, or one of each node.

import { isTraceError, readInto, Unread } from "../core/mirror.js";
import { idle } from "../core/pieces.js";
import { Trap } from "../core/run/lab-client.js";

/** The most files that are read as one: a cluster has no more nodes. */
const FILES_MAX = 9;

/** Whether files are traces. A script does not begin with a brace. @param {File[]} files */
export async function areTraces(files) {
  const [file] = files;
  if (!file || files.length > 1 || file.name.endsWith(".jsonl")) return true;
  return (await file.slice(0, 64).text()).trimStart().startsWith("{");
}

/**
 * Reads files into a mirror, and opens it. Returns whether it was opened; if not, the reason was reported.
 * @param {File[]} files
 * @param {{lab: import("../core/run/lab-client.js").Lab, session: Pick<import("../core/run/session.js").Session, "openTrace" | "lost">,
 *   i18n: import("../core/types.js").I18n, tell: (note: string, args?: Record<string, string | number>) => void,
 *   words: (lang: string) => Promise<string>, clock: () => number, isWanted: () => boolean}} parts
 */
export async function openTraces(files, { lab, session, i18n, tell, words, clock, isWanted }) {
  if (files.length > FILES_MAX) { tell("trace-many-files", { n: FILES_MAX }); return false; }
  /** @type {import("../core/mirror.js").Mirror | null} */
  let mirror = null;
  try {
    const read = mirror = lab.mirror(files.length);
    const isWhole = await readInto(read, files, { clock, pause: idle, isWanted, guarded: lab.guarded });
    if (isWhole && read.length > 0) { mirror = null; session.openTrace(read); return true; }
    if (isWhole) tell("link-file-unread");
    return false;
  } catch (error) {
    // The core trapped: the mirror is gone with its instance.
    if (error instanceof Trap) { mirror = null; session.lost(error); return false; }
    if (error instanceof Unread) { tell("link-file-unread"); return false; }
    if (!isTraceError(error)) throw error;
    if (!i18n.has("trace-error-field")) i18n.add(await words(i18n.lang()));
    const { source, line, field, column, expected, value } = error, path = files[source]?.name ?? "";
    const said = { path, line, expected: i18n.t(expected, { value: value ?? "" }) };
    if (field !== null) tell("trace-error-field", { ...said, field });
    else tell("trace-error-column", { ...said, column: column ?? 1 });
    return false;
  } finally {
    mirror?.free();
  }
}
