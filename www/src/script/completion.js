// Completion in the editor, from the core's knowledge of the language.

import { autocompletion } from "@codemirror/autocomplete";
import { suggestions } from "../core/suggestions.js";

/** @typedef {import("@codemirror/autocomplete").CompletionContext} CompletionContext */
/** @typedef {import("@codemirror/autocomplete").CompletionResult} CompletionResult */
/** @typedef {import("../core/types.js").I18n} I18n */
/** @typedef {import("../core/types.js").OfferView} OfferView */

/** In a longer script completion would delay typing, so it runs only on demand. */
const UNASKED_MAX = 256 << 10;

/** @param {{language: import("../core/types.js").Context["language"], i18n: I18n}} parts */
export function completion({ language, i18n }) {
  /**
   * @param {readonly OfferView[]} offers @param {number} from @param {CompletionContext} context
   * @returns {CompletionResult | null}
   */
  function result(offers, from, context) {
    const begun = context.state.sliceDoc(from, context.pos);
    const options = suggestions(offers, begun, i18n).map(({ word, about, isExample }) => ({ label: word, detail: about, type: isExample ? "example" : "word" }));
    if (options.length === 0) return null;
    // The offers stay valid while the same word is typed.
    return { from, options, filter: false, update: (_, start, __, now) => (/\s/.test(now.state.sliceDoc(start, now.pos)) ? null : result(offers, start, now)) };
  }

  /** @param {CompletionContext} context */
  async function source(context) {
    const { state, pos, explicit } = context;
    const line = state.doc.lineAt(pos);
    if (!explicit && (state.doc.length > UNASKED_MAX || line.text.slice(0, pos - line.from).trim() === "")) return null;
    await language.learn();
    if (context.aborted) return null;
    const found = language.inScript(state.doc.toString(), pos);
    return found ? result(found.offers, found.from, context) : null;
  }

  return autocompletion({
    override: [source], icons: false, tooltipClass: () => "suggestions",
    optionClass: ({ type }) => (type === "example" ? "example" : ""),
  });
}
