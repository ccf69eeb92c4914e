// Splits typed or pasted text into commands, one for each line. A line that goes on in the next one is joined with it.

/**
 * Splits a text into commands. A backslash at the end of a line, and a quote that is still open there, join it with the next.
 * `rest` is what has no end yet.
 * @param {string} text @returns {{lines: string[], rest: string}}
 */
export function split(text) {
  /** @type {string[]} */
  const lines = [];
  let line = "", quote = "", comment = false;
  const source = text.replaceAll("\r\n", "\n");
  for (let i = 0; i < source.length; i++) {
    const letter = source.charAt(i), next = source.charAt(i + 1);
    if (letter === "\n" && quote === "") { lines.push(line); line = ""; comment = false; continue; }
    if (comment) { line += letter; continue; }
    if (letter === "\\" && quote !== "'" && next === "\n") { i++; continue; }
    if (letter === "\\" && quote !== "'" && next !== "") { line += letter + next; i++; continue; }
    if (quote === "" && letter === "#" && /^$|\s$/.test(line)) comment = true;
    else if (quote === "" && (letter === "'" || letter === '"')) quote = letter;
    else if (letter === quote) quote = "";
    line += letter;
  }
  return { lines, rest: line };
}

/** Whether a text has an end: no quote is open, and no backslash ends it. @param {string} text */
export function isWhole(text) {
  const { lines, rest } = split(`${text}\n`);
  return rest === "" && !/(?:^|[^\\])(?:\\\\)*\\$/.test(text) && lines.length > 0;
}
