// The statements by which the panel breaks and mends rules. Pure text: the core validates it.

/** @typedef {import("../core/types.js").RulebookView} RulebookView */

const lines = (/** @type {string} */ word, /** @type {readonly string[]} */ names) => names.map((name) => `${word} ${name}`);

/** Breaks a rule in one way instead of others. @param {string} flaw @param {readonly string[]} [instead] */
export function breakRule(flaw, instead = []) { return [...lines("mend", instead), `flaw ${flaw}`].join("\n"); }

/** Mends flaws. A set of several that a preset contains needs one line.
 * @param {readonly string[]} flaws @param {RulebookView["presets"]} presets */
export function mend(flaws, presets) {
  const one = flaws.length > 1 ? presets.find((preset) => flaws.every((flaw) => preset.flaws.includes(flaw))) : undefined;
  return lines("mend", one ? [one.name] : flaws).join("\n");
}

/** Leaves correct Raft. What a preset has set beside its flaws goes with its name alone.
 * @param {readonly string[]} on The flaws that are on. @param {readonly string[]} printed What is set beside them.
 * @param {RulebookView["presets"]} presets */
export function mendAll(on, printed, presets) {
  const whole = presets.find(({ flaws }) => on.every((flaw) => flaws.includes(flaw))) ?? presets.at(-1);
  if (printed.length === 0 || !whole) return mend(on, presets);
  return lines("mend", [...on.filter((flaw) => !whole.flaws.includes(flaw)), whole.name]).join("\n");
}

/** Leaves the flaws of a preset and no others.
 * @param {{name: string, flaws: string[]}} preset @param {readonly string[]} on The flaws that are on. */
export function toPreset({ name, flaws }, on) {
  return [...lines("mend", on.filter((flaw) => !flaws.includes(flaw))), `flaw ${name}`].join("\n");
}

/** The preset whose flaws are the ones that are on; the empty name if none is on, null if none fits.
 * @param {readonly string[]} on @param {RulebookView["presets"]} presets @returns {string | null} */
export function presetOf(on, presets) {
  if (on.length === 0) return "";
  return presets.find(({ flaws }) => flaws.length === on.length && on.every((flaw) => flaws.includes(flaw)))?.name ?? null;
}
