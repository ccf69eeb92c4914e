// Commands and requests as short text for cells and lists. Keys and values are data: they are shown as they are, and a
// long one says that it is cut.

/** @typedef {import("./types.js").CommandView} CommandView */
/** @typedef {import("./types.js").RequestView} RequestView */
/** @typedef {import("./types.js").I18n} I18n */

/** @param {string} text @param {number} [chars] How many characters it has, if it is cut. */
const dotted = (text, chars) => (chars ? `${text}…` : text);

/**
 * A key or a value; of a long one the beginning, and its length.
 * @param {string} value @param {number | null | undefined} chars How many characters it has, if it is cut. @param {I18n} i18n
 */
export const shownText = (value, chars, i18n) => (chars ? i18n.t("shown-value", { value, "value-chars": chars }) : value);

/** A command in the width of a log cell. @param {CommandView} command */
export function cellText(command) {
  const [key, value, old] = command.cut ?? [];
  switch (command.op) {
    case "set": return `${dotted(command.key, key)}=${dotted(command.value ?? "", value)}`;
    case "cas": return `${dotted(command.key, key)}:${dotted(command.old ?? "", old)}→${dotted(command.value ?? "", value)}`;
    case "delete": return `−${dotted(command.key, key)}`;
    case "get": return `${dotted(command.key, key)}?`;
    case "configuration": return `{${command.key.replace(/[n,]/g, "")}}`;
    default: return "·";
  }
}

/** A command as it is typed. @param {CommandView} command @param {I18n} i18n */
export function typedText(command, i18n) {
  const [keyChars, valueChars, oldChars] = command.cut ?? [];
  const key = shownText(command.key, keyChars, i18n), value = shownText(command.value ?? "", valueChars, i18n);
  switch (command.op) {
    case "set": return `set ${key} ${value}`;
    case "cas": return `cas ${key} ${shownText(command.old ?? "", oldChars, i18n)} ${value}`;
    case "no-op": return "no-op";
    default: return `${command.op} ${key}`;
  }
}

/** What was answered. @param {RequestView} request @param {I18n} i18n */
export function outcomeText(request, i18n) {
  if (request.outcome === "value") return shownText(request.value ?? "", request.valueChars, i18n);
  return i18n.t(`outcome-${request.outcome}`);
}

/** The same, and whether no order of the calls explains it. @param {RequestView} request @param {I18n} i18n */
export function answerText(request, i18n) {
  const answer = outcomeText(request, i18n);
  return request.unordered ? i18n.t("client-answer-unordered", { op: request.command.op, answer }) : answer;
}

/** @typedef {import("./types.js").ClientView} ClientView */

/** What a client has in hand, and what it was last answered: newest first. @param {ClientView} client @returns {RequestView[]} */
export const requestsOf = ({ outstanding, history }) => [...(outstanding ? [outstanding] : []), ...history];

/** Whether a person speaks through a client: no load runs on it, or something was asked beside the load. @param {ClientView} client */
export const isOwn = (client) => !client.load || client.queue.some(({ load }) => !load) || requestsOf(client).some(({ load }) => !load);

/** The requests of a person's that wait behind another. @param {ClientView} client */
export const waitingOf = ({ queue }) => queue.filter(({ load }) => !load);
