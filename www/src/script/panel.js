// The script of the universe: read it, copy it, change it, run it.

import { changes, el, hide, text } from "../core/dom.js";
import { errorWords, expectedWords } from "../core/errors.js";
import { createEditor } from "./editor.js";
import { createList } from "./list.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").ScriptErrorView} ScriptErrorView */

/** Time from the last key to the check of the text, ms: an error about to be corrected is not reported. */
const CHECK_AFTER_MS = 350;

/** @param {HTMLElement} root @param {Context} context */
export function createScriptPanel(root, context) {
  const { i18n, actions, language } = context;
  /** @type {ScriptErrorView[]} */
  let errors = [];
  const runKey = el("kbd", { "aria-hidden": "true" });
  const run = el("button", { class: "primary", "aria-keyshortcuts": "Control+Enter", click: tryToRun }, el("span", { l10n: "script-run" }), runKey);
  const revert = el("button", { class: "quiet", l10n: "script-revert", click: () => actions.discard() });
  const again = el("button", { class: "quiet", l10n: "script-again", click: () => actions.runAgain() });
  const back = el("button", { class: "quiet", l10n: "script-back", click: () => actions.bringBack() });
  const copy = el("button", { class: "quiet", l10n: "script-copy", click: () => actions.copy(editor.doc().toString()) });
  const mark = el("span", { class: "script-mark", l10n: "script-changed" });
  const where = el("p", { class: "script-where" });
  const fault = el("button", { class: "quiet script-fault", hidden: true, click: goToFault });
  const error = el("p", { class: "sr", role: "status", id: "script-error" });
  const list = createList(context, (statement) => editor.insertLine(statement));
  const holder = el("div", { class: "editor" });
  root.append(
    el("div", { class: "script-head" }, el("h2", { l10n: "script" }), mark, el("span", { class: "spacer" }), back, again, revert, run),
    holder, error, list.body,
    el("div", { class: "script-foot" }, fault, where, copy, list.toggle));
  const editor = createEditor(holder, context, { edited, moved: tellFaults, run: tryToRun });
  i18n.localize(root);

  let timer = 0;
  /** Whether the text was edited since the errors were found. */
  let unchecked = false;
  /** @type {State | null} */
  let seen = null;

  /** @param {import("../core/types.js").Draft} doc */
  function edited(doc) {
    const script = seen?.script ?? "";
    actions.set({ draft: doc.length === script.length && doc.toString() === script ? null : doc });
    unchecked = true;
    clearTimeout(timer);
    timer = setTimeout(check, CHECK_AFTER_MS);
  }

  function check() {
    clearTimeout(timer);
    unchecked = false;
    tell(language.check(editor.doc().toString()));
  }

  /** @param {ScriptErrorView[]} found */
  function tell(found) {
    errors = found;
    tellFaults();
    const [first] = found;
    run.disabled = first !== undefined;
    hide(fault, !first);
    text(fault, first ? i18n.t("script-faults", { count: found.length, line: first.line }) : "");
    text(error, first ? errorWords(first, i18n) : "");
  }

  /** Marks the errors, except that the line being edited ends too early. */
  function tellFaults() {
    const line = editor.line();
    const told = errors.filter((one) => one.found !== "" || one.line !== line);
    editor.tellFaults(told.map((one) => ({ ...one, words: i18n.t(one.found === "" ? "script-wrong-end" : "script-wrong", { column: one.column, expected: expectedWords(one, i18n), found: one.found }) })));
  }

  function goToFault() {
    const [first] = errors;
    if (first) editor.goTo({ ...first, words: "" });
  }

  /** Runs the text, unless it has errors: then shows the first one. */
  function tryToRun() {
    if (errors.length > 0 && unchecked) check();
    if (errors.length > 0) goToFault();
    else actions.run(editor.doc().toString());
  }

  const shown = changes(), erred = changes(), stood = changes();

  /** @param {State} state */
  function writeText(state) {
    const isEdited = state.draft !== null, wasEdited = (seen?.draft ?? null) !== null, hadFocus = root.contains(document.activeElement);
    if (state.draft !== null) editor.showDraft(state.draft);
    // Discarding a draft can be undone.
    else editor.showScript(state.script, wasEdited && seen?.script === state.script);
    if (!isEdited) { clearTimeout(timer); unchecked = false; if (errors.length > 0) tell([]); }
    else if (!wasEdited && !unchecked) check();
    for (const one of [run, revert, mark]) hide(one, !isEdited);
    hide(again, isEdited);
    hide(back, isEdited || state.universes.length < 2);
    // The pressed button is hidden now.
    if (hadFocus && !root.contains(document.activeElement)) again.focus({ preventScroll: true });
  }

  return {
    /** @param {State} state */
    update(state) {
      const status = state.view?.script;
      if (shown(state.draft, state.script, state.universes.length)) writeText(state);
      if (erred(state.error, state.lang)) {
        editor.localize();
        list.localize();
        text(runKey, i18n.t("script-run-key"));
        // A text that was run unchecked, and has errors.
        if (state.error?.source === "script") { check(); goToFault(); }
        else tell(errors);
      }
      const line = status && status.state !== "free" ? status.line ?? null : null;
      if (stood(line, state.script, state.draft)) editor.tellStand(line);
      // Beside an error there is no room for the text "edited", which the mark shows too.
      text(where, state.draft !== null ? errors.length > 0 ? "" : i18n.t("script-edited")
        : !status || status.state === "free" ? i18n.t("script-free")
          : i18n.t(`script-${status.state}`, { line: status.line ?? 0, text: status.text ?? "", failure: status.failure ?? "" }));
      seen = state;
    },
  };
}
