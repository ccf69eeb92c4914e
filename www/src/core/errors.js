// Script errors as text.

/** @typedef {import("./types.js").ScriptErrorView} ScriptErrorView */
/** @typedef {import("./types.js").I18n} I18n */

/** The expected input, as text. @param {ScriptErrorView} error @param {I18n} i18n */
export function expectedWords({ expected }, i18n) {
  const id = `expected-${expected}`;
  return i18n.has(id) ? i18n.t(id) : expected;
}

/** The error as text: its place, the expected input, and the input found. @param {ScriptErrorView} error @param {I18n} i18n */
export function errorWords(error, i18n) {
  return i18n.t(error.found === "" ? "script-error-end" : "script-error", { line: error.line, column: error.column, expected: expectedWords(error, i18n), found: error.found });
}
