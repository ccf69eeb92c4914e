// Script errors in the editor: a wavy line below the word, and the message in a block below the line.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { el } from "../core/dom.js";

/** @typedef {import("@codemirror/state").Text} Text */

/**
 * An error, with its message.
 * @typedef {{line: number, column: number, found: string, words: string}} Fault
 */

/** Replaces the errors. @type {import("@codemirror/state").StateEffectType<Fault[]>} */
export const tellFaults = StateEffect.define();

class Sentence extends WidgetType {
  /** @param {string} words */
  constructor(words) {
    super();
    this.words = words;
  }
  /** @override @param {Sentence} other */
  eq(other) { return other.words === this.words; }
  /** @override */
  toDOM() { return el("div", { class: "cm-fault-words" }, this.words); }
}

/**
 * The range of an error: its word, or the last letter of a line that ends too early. Columns count characters.
 * @param {Text} doc @param {Fault} fault
 */
export function placeOf(doc, { line: number, column, found }) {
  const line = doc.line(Math.max(1, Math.min(number, doc.lines)));
  const letters = [...line.text];
  const before = letters.slice(0, column - 1).join("").length;
  // The core truncates a long `found`. The range is the whole word then.
  const rest = letters.slice(column - 1).join("");
  const length = found.endsWith("…") && !rest.startsWith(found) ? rest.search(/\s|$/) : [...rest].slice(0, [...found].length).join("").length;
  const from = line.from + Math.min(before, line.length), to = Math.min(line.to, from + length);
  return { line, from: from === to ? Math.max(line.from, from - 1) : from, to };
}

/** @param {Text} doc @param {Fault[]} faults */
function decorations(doc, faults) {
  return Decoration.set(faults.flatMap((fault) => {
    const { line, from, to } = placeOf(doc, fault);
    const below = Decoration.widget({ widget: new Sentence(fault.words), block: true, side: 1 }).range(line.to);
    return from < to ? [Decoration.mark({ class: "cm-fault" }).range(from, to), below] : [below];
  }), true);
}

export const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(tellFaults));
    return told ? decorations(transaction.newDoc, told.value) : marks.map(transaction.changes);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.contentAttributes.of((view) => {
      /** @type {Record<string, string>} */
      const attributes = view.state.field(field).size > 0 ? { "aria-invalid": "true", "aria-describedby": "script-error" } : {};
      return attributes;
    }),
  ],
});
