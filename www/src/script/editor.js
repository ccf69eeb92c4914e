// The script editor: CodeMirror, configured for this language.

import { acceptCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory, undoDepth } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, MapMode, Prec, Text, Transaction } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { colours } from "./colours.js";
import { completion } from "./completion.js";
import { faults, placeOf, tellFaults } from "./faults.js";
import { standing, tellStand } from "./stand.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").Draft} Draft */
/** @typedef {import("@codemirror/state").ChangeDesc} ChangeDesc */
/** @typedef {import("./faults.js").Fault} Fault */

/** Marks a change made by the page, not by the user. @type {import("@codemirror/state").AnnotationType<boolean>} */
const shown = Annotation.define();

/** Phrases of CodeMirror, and the ids of their messages. */
const PHRASES = {
  "Find": "editor-find", "Replace": "editor-replace", "next": "editor-next", "previous": "editor-previous", "all": "editor-all",
  "match case": "editor-case", "regexp": "editor-regexp", "by word": "editor-word", "replace": "editor-replace-one", "replace all": "editor-replace-all",
  "close": "editor-close", "Go to line": "editor-line", "go": "editor-go", "current match": "editor-current", "on line": "editor-on-line",
  "replaced match on line $": "editor-replaced", "replaced $ matches": "editor-replaced-all", "Completions": "editor-completions",
  "Control character": "editor-control", "Selection deleted": "editor-deleted",
};

/** The smallest single replacement that turns one text into another. @param {string} old @param {string} text */
export function difference(old, text) {
  const most = Math.min(old.length, text.length);
  let from = 0, after = 0;
  while (from < most && old.charCodeAt(from) === text.charCodeAt(from)) from++;
  while (after < most - from && old.charCodeAt(old.length - 1 - after) === text.charCodeAt(text.length - 1 - after)) after++;
  return { from, to: old.length - after, insert: text.slice(from, text.length - after) };
}

/** The line under the cursor, from 1. @param {EditorState} state */
const lineOf = (state) => state.doc.lineAt(state.selection.main.head).number;

/** @param {Context} context */
function wordsOf({ language }) {
  const statements = new Set(language.inScript("", 0)?.offers.map(({ word }) => word));
  return { statements, joining: new Set(language.keywords().filter((word) => !statements.has(word))) };
}

/**
 * @param {HTMLElement} parent @param {Context} context
 * @param {{edited: (text: Draft) => void, moved: () => void, run: () => void}} listener The user edits, the cursor
 *   moves
 *   to another line, the user wants to run the text.
 */
export function createEditor(parent, context, { edited, moved, run }) {
  const { i18n } = context;
  const phrases = new Compartment(), own = new Compartment();
  const phrased = () => EditorState.phrases.of(Object.fromEntries(Object.entries(PHRASES).map(([phrase, id]) => [phrase, i18n.t(id, { n: "$" })])));
  /** The script as last shown, and the changes since, which map the mark of the run. */
  let origin = Text.empty;
  /** @type {ChangeDesc | null} */
  let since = null;

  const extensions = [
    standing, lineNumbers(), faults, history(), highlightSpecialChars(), highlightSelectionMatches(), search({ top: true }),
    colours(wordsOf(context)), completion(context), tooltips({ position: "absolute", tooltipSpace: () => parent.getBoundingClientRect() }),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }, { key: "Tab", run: acceptCompletion }])),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    EditorView.contentAttributes.of({ "data-l10n-id": "script-area", "tabindex": "0", "spellcheck": "false", "autocapitalize": "off", "autocorrect": "off" }),
    EditorView.updateListener.of((update) => {
      if (update.focusChanged || !update.docChanged && update.selectionSet && lineOf(update.startState) !== lineOf(update.state)) moved();
      if (!update.docChanged) return;
      since = since?.composeDesc(update.changes.desc) ?? update.changes.desc;
      if (!update.transactions.some((transaction) => transaction.annotation(shown))) edited(update.state.doc);
    }),
  ];
  const fresh = (/** @type {string} */ text) => EditorState.create({ doc: text, extensions: [extensions, phrases.of(phrased()), own.of([])] });
  const view = new EditorView({ parent, state: fresh("") });

  /** Replaces the text. @param {string} text @param {boolean} undoable Whether the user can undo it. */
  function replace(text, undoable) {
    const { scrollTop, clientHeight, scrollHeight } = view.scrollDOM;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 30;
    const change = difference(view.state.doc.toString(), text);
    const appends = change.from === view.state.doc.length;
    if (undoable || appends || undoDepth(view.state) === 0) {
      view.dispatch({
        changes: change,
        annotations: [shown.of(true), undoable ? isolateHistory.of("full") : Transaction.addToHistory.of(false)],
        effects: tellFaults.of([]),
      });
    } else {
      // The undo history belongs to another text, so it is dropped.
      view.setState(fresh(text));
    }
    if (atEnd) view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.length, { y: "end" }) });
  }

  /** @param {Draft} text @param {boolean} undoable @returns {boolean} Whether the text changed. */
  function show(text, undoable) {
    if (text === view.state.doc) return false;
    const next = text.toString().replaceAll(/\r\n?/g, "\n");
    const differs = next.length !== view.state.doc.length || next !== view.state.doc.toString();
    if (differs) replace(next, undoable);
    return differs;
  }

  return {
    doc: () => view.state.doc,
    /** The line being edited; null if the editor has no focus. */
    line: () => (view.hasFocus ? lineOf(view.state) : null),
    /** Shows the script of the current universe. @param {string} script @param {boolean} undoable */
    showScript(script, undoable) {
      show(script, undoable);
      origin = view.state.doc;
      since = null;
    },
    /** Shows the draft. @param {Draft} draft */
    showDraft(draft) {
      if (show(draft, false)) origin = Text.empty;
    },
    /** @param {Fault[]} found */
    tellFaults(found) { view.dispatch({ effects: tellFaults.of(found) }); },
    /** Marks the line of the run, by its number in the script as last shown. @param {number | null} line */
    tellStand(line) {
      const at = line === null || origin.length === 0 || origin.lines < line ? null : origin.line(line).from;
      view.dispatch({ effects: tellStand.of(at === null || !since ? at : since.mapPos(at, 1, MapMode.TrackDel)) });
    },
    /** Moves the cursor to an error. @param {Fault} fault */
    goTo(fault) {
      const { from, to } = placeOf(view.state.doc, fault);
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    /** Writes a line below the one with the cursor, or into it if it is empty. @param {string} statement */
    insertLine(statement) {
      const { to, length } = view.state.doc.lineAt(view.state.selection.main.head), insert = length === 0 ? statement : `\n${statement}`;
      view.dispatch({ changes: { from: to, insert }, selection: { anchor: to + insert.length }, scrollIntoView: true, userEvent: "input" });
      view.focus();
    },
    /** Updates the texts after the language changed. */
    localize() { view.dispatch({ effects: phrases.reconfigure(phrased()) }); },
  };
}
