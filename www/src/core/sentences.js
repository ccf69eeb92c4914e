// What an event says to a person.

/** @typedef {import("./types.js").EventView} EventView */
/** @typedef {import("./types.js").I18n} I18n */

/** The sentence of an event. @param {EventView} event @param {I18n} i18n */
export function sentence(event, i18n) {
  // What is broken is told beside the event that broke it, and has sentences of its own.
  const id = event.kind.startsWith("violation-") ? event.kind : `event-${event.kind}`;
  return i18n.has(id) ? i18n.t(id, { actor: event.actor ?? "", ...i18n.args(event.args) }) : `${event.actor ?? ""} ${event.kind}`;
}

/** The rule that fired, and where the paper has it. @param {EventView} event @param {I18n} i18n */
export function source(event, i18n) {
  const id = `rule-${event.rule}`;
  const rule = event.rule ? (i18n.has(id) ? i18n.t(id) : event.rule) : "";
  return [rule, section(event.section ?? "", i18n)].filter((part) => part !== "").join(" · ");
}

/** A section as it is named in a language: those of the paper are numbers. @param {string} name @param {I18n} i18n */
function section(name, i18n) {
  const [, number] = /^thesis (.+)$/.exec(name) ?? [];
  return number === undefined ? name : i18n.t("section-of-thesis", { number });
}
