// Commands and requests as short text for cells and lists. Keys and values are data: they are shown as they are.

/** @typedef {import("../types.js").CommandView} CommandView */
/** @typedef {import("../types.js").RequestView} RequestView */
/** @typedef {import("../types.js").I18n} I18n */

/** A command in the width of a log cell. @param {CommandView} command */
export function cellText(command) {
  const more = command.clipped ? "…" : "";
  switch (command.op) {
    case "set": return `${command.key}=${command.value ?? ""}${more}`;
    case "cas": return `${command.key}:${command.old ?? ""}→${command.value ?? ""}${more}`;
    case "delete": return `−${command.key}${more}`;
    case "get": return `${command.key}?${more}`;
    case "configuration": return `{${command.key.replace(/[n,]/g, "")}}${more}`;
    default: return "·";
  }
}

/** A command as it is typed. @param {CommandView} command */
export function typedText(command) {
  const more = command.clipped ? "…" : "";
  switch (command.op) {
    case "set": return `set ${command.key} ${command.value ?? ""}${more}`;
    case "cas": return `cas ${command.key} ${command.old ?? ""} ${command.value ?? ""}${more}`;
    case "no-op": return "no-op";
    default: return `${command.op} ${command.key}${more}`;
  }
}

/** What was answered. @param {RequestView} request @param {I18n} i18n */
export function outcomeText(request, i18n) {
  if (request.outcome === "value") return request.value ?? "";
  return i18n.t(`outcome-${request.outcome}`);
}
