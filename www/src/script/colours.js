// Syntax colours for the visible part of a script.

import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

/** @typedef {import("@codemirror/view").EditorView} EditorView */

/** A comment, a word in quotes, a word. */
const WORDS = /#.*|"(?:[^"\\]|\\.)*"?|[^\s#"]+/g;
const ACTOR = /^[nc][1-9]$/;

const mark = (/** @type {string} */ name) => Decoration.mark({ class: name });
const COMMENT = mark("cm-comment"), KEYWORD = mark("cm-keyword"), NAME = mark("cm-actor");

/** @param {{statements: Set<string>, joining: Set<string>}} words The words that begin a statement, and those that join
 * its parts. */
export function colours({ statements, joining }) {
  const decorator = new MatchDecorator({
    regexp: WORDS,
    decoration([word], view, place) {
      if (word.startsWith("#")) return COMMENT;
      if (ACTOR.test(word)) return NAME;
      if (joining.has(word)) return KEYWORD;
      if (!statements.has(word)) return null;
      const line = view.state.doc.lineAt(place);
      return line.text.slice(0, place - line.from).trim() === "" ? KEYWORD : null;
    },
  });
  return ViewPlugin.define((view) => ({
    marks: decorator.createDeco(view),
    /** @param {import("@codemirror/view").ViewUpdate} update */
    update(update) { this.marks = decorator.updateDeco(update, this.marks); },
  }), { decorations: (plugin) => plugin.marks });
}
