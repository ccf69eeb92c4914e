// The script of the universe: read it, copy it, change it, run it.

import { changes, el, hide, text } from "../dom.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Context} Context */
/** @typedef {import("../types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {import("../types.js").I18n} I18n */

/** Height of a line, as in the style sheet. */
const LINE = 20;

/** What is wrong, where, and what was expected. @param {ScriptErrorView} error @param {I18n} i18n */
export function errorWords(error, i18n) {
  const id = `expected-${error.expected}`;
  const expected = i18n.has(id) ? i18n.t(id) : error.expected;
  return i18n.t(error.found === "" ? "script-error-end" : "script-error", { line: error.line, column: error.column, expected, found: error.found });
}

/** @param {HTMLElement} root @param {Context} context */
export function createScriptPanel(root, { i18n, actions }) {
  const where = el("p", { class: "script-where data" });
  const numbers = el("div"), gutter = el("pre", { class: "gutter data", "aria-hidden": "true" }, numbers);
  const area = el("textarea", { class: "data", l10n: "script-area", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", dir: "auto" });
  const error = el("p", { class: "error", role: "alert", id: "script-error", hidden: true });
  const run = el("button", { class: "primary", l10n: "script-run", click: () => actions.run(area.value) });
  const revert = el("button", { l10n: "script-revert", click: () => actions.set({ draft: null, error: null }) });
  const again = el("button", { l10n: "script-again", click: () => actions.runAgain() });
  const copy = el("button", { l10n: "script-copy", click: () => actions.copy(area.value) });
  const back = el("button", { l10n: "script-back", click: () => actions.bringBack() });
  root.append(
    el("div", { class: "panel-head" }, el("h2", { l10n: "script" })),
    el("p", { class: "about", l10n: "script-about" }),
    el("div", { class: "script-tools" }, run, revert, again, copy, back),
    error, where,
    el("div", { class: "editor" }, gutter, area));

  area.addEventListener("input", () => actions.set({ draft: area.value }));
  area.addEventListener("scroll", writeGutter, { passive: true });
  new ResizeObserver(([entry]) => { height = entry?.contentRect.height ?? 0; writeGutter(); }).observe(area);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); actions.run(area.value); }
  });

  const changed = changes(), erred = changes(), lined = changes();

  let height = 0, count = 0;
  /** @type {number | null} */
  let current = null;
  /** @type {number | null} */
  let wrong = null;

  /** The numbers of the lines in sight: a script may have 100,000. */
  function writeGutter() {
    const first = Math.floor(area.scrollTop / LINE), last = Math.min(count, first + Math.ceil(height / LINE) + 2);
    const lines = [];
    for (let i = first + 1; i <= last; i++) lines.push(i === wrong ? `✕${i}` : i === current ? `▸${i}` : String(i));
    text(numbers, lines.join("\n"));
    numbers.style.transform = `translateY(${first * LINE - area.scrollTop}px)`;
  }

  /** Shows where the error is. @param {ScriptErrorView} at */
  function point(at) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, at.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const line = [...(lines[at.line - 1] ?? "")];
    const from = start + line.slice(0, at.column - 1).join("").length;
    const length = [...at.found].length;
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, from + line.slice(at.column - 1, at.column - 1 + length).join("").length);
    area.scrollTop = Math.max(0, (at.line - 4) * LINE);
  }

  return {
    /** @param {State} state */
    update(state) {
      const edited = state.draft !== null;
      const shown = state.draft ?? state.script;
      if (changed(shown, edited, state.universes.length)) {
        if (area.value !== shown) {
          const atEnd = area.scrollTop + area.clientHeight >= area.scrollHeight - 30;
          area.value = shown;
          if (atEnd) area.scrollTop = area.scrollHeight;
        }
        count = shown.split("\n").length;
        hide(run, !edited);
        hide(revert, !edited);
        hide(again, edited);
        hide(back, edited || state.universes.length < 2);
      }
      const mine = state.error?.source === "script" ? state.error.error : null;
      const status = state.view?.script;
      current = edited || status?.state === "free" ? null : status?.line ?? null;
      wrong = mine?.line ?? null;
      if (lined(count, current, wrong)) writeGutter();
      text(where, edited ? i18n.t("script-edited")
        : !status || status.state === "free" ? i18n.t("script-free")
          : i18n.t(`script-${status.state}`, { line: status.line ?? 0, text: status.text ?? "", failure: status.failure ?? "" }));
      if (erred(state.error, state.lang)) {
        hide(error, !mine);
        text(error, mine ? errorWords(mine, i18n) : "");
        if (mine) { area.setAttribute("aria-invalid", "true"); area.setAttribute("aria-describedby", "script-error"); point(mine); }
        else { area.removeAttribute("aria-invalid"); area.removeAttribute("aria-describedby"); }
      }
    },
  };
}
