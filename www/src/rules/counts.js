// The counts of rules and flaws, as the core reports them: two numbers each, the rules first (src/lab/numbers.rs).

/** @typedef {import("../core/types.js").RulebookView} RulebookView */
/** @typedef {{count: number, last: number}} Firings How often something happened, and the last such event. */

const STRIDE = 2;

/** @param {RulebookView} book */
export function createCounts(book) {
  const places = new Map([...book.rules.map(({ name }) => name), ...book.flaws].map((name, i) => [name, i * STRIDE]));

  /** @param {Float64Array} firings @param {string} name Of a rule or a flaw. @returns {Firings} */
  function of(firings, name) {
    const at = places.get(name) ?? firings.length;
    return { count: firings[at] ?? 0, last: firings[at + 1] ?? 0 };
  }

  return {
    of,
    /** The sum over several flaws. @param {Float64Array} firings @param {readonly string[]} names */
    sum(firings, names) {
      const all = names.map((name) => of(firings, name));
      return { count: all.reduce((sum, one) => sum + one.count, 0), last: Math.max(0, ...all.map(({ last }) => last)) };
    },
  };
}
