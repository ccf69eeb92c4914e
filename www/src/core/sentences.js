// Events as sentences for the user.

/** @typedef {import("./types.js").EventView} EventView */
/** @typedef {import("./types.js").I18n} I18n */

/** The sentence of an event. @param {EventView} event @param {I18n} i18n */
export function sentence(event, i18n) {
  // A violated invariant is reported beside the event that broke it, and has its own message.
  const id = event.kind.startsWith("violation-") ? event.kind : `event-${event.kind}`;
  return i18n.has(id) ? i18n.t(id, { actor: event.actor ?? "", ...i18n.args(event.args) }) : `${event.actor ?? ""} ${event.kind}`;
}

/** The rule that fired, and its section in the paper. @param {EventView} event @param {I18n} i18n */
export function source(event, i18n) {
  const id = `rule-${event.rule}`;
  const rule = event.rule ? (i18n.has(id) ? i18n.t(id) : event.rule) : "";
  return [rule, section(event.section ?? "", i18n)].filter((part) => part !== "").join(" · ");
}

/** The localized name of a section. Sections of the paper are plain numbers. @param {string} name @param {I18n} i18n */
export function section(name, i18n) {
  const [, number] = /^thesis (.+)$/.exec(name) ?? [];
  return number === undefined ? name : i18n.t("section-of-thesis", { number });
}
