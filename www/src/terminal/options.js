// The options of a command: long and short, with and without a value, several short ones in one word.

/** A word that the command cannot use. */
export class Wrong extends Error {
  /** @param {string} key The message that says so. @param {Record<string, string>} args */
  constructor(key, args) {
    super(key);
    this.args = args;
  }
}

/**
 * Reads options by a table: each spelling, and the name of what it sets; a name that ends in `=` takes a value.
 * @param {string[]} words @param {Record<string, string>} table
 * @returns {{given: {name: string, value: string}[], rest: string[]}} The options in order, and the other words.
 */
export function options(words, table) {
  /** @type {{name: string, value: string}[]} */
  const given = [];
  /** @type {string[]} */
  const rest = [];
  const queue = [...words];
  /** @param {string} spelling @param {string | undefined} attached */
  function take(spelling, attached) {
    const name = Object.hasOwn(table, spelling) ? table[spelling] : undefined;
    if (name === undefined) throw new Wrong("terminal-no-option", { option: spelling });
    if (!name.endsWith("=")) { given.push({ name, value: "" }); return attached; }
    const value = attached ?? queue.shift();
    if (value === undefined) throw new Wrong("terminal-no-value", { option: spelling });
    given.push({ name: name.slice(0, -1), value });
    return undefined;
  }
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") { rest.push(...queue); break; }
    if (word.startsWith("--")) {
      const at = word.indexOf("=");
      take(at < 0 ? word : word.slice(0, at), at < 0 ? undefined : word.slice(at + 1));
    } else if (word.startsWith("-") && word.length > 1) {
      // `-sX POST`, `-XPOST`: letters without a value, then perhaps one with it.
      let letters = word.slice(1);
      while (letters !== "") {
        const spelling = `-${letters.charAt(0)}`, more = letters.slice(1);
        letters = take(spelling, more === "" ? undefined : more) ?? "";
      }
    } else rest.push(word);
  }
  return { given, rest };
}
