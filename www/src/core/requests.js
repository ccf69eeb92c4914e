// Commands and requests as short text for cells and lists. Keys and values are data: they are shown verbatim, and a
// long one is marked as truncated.

/** @typedef {import("./types.js").CommandView} CommandView */
/** @typedef {import("./types.js").RequestView} RequestView */
/** @typedef {import("./types.js").I18n} I18n */

/** @param {string} text @param {number} [chars] Its full length in characters, if truncated. */
const dotted = (text, chars) => (chars ? `${text}…` : text);

/**
 * A key or a value; if truncated, its beginning and its length.
 * @param {string} value @param {number | null | undefined} chars Its full length in characters, if truncated.
 * @param {I18n} i18n
 */
export const shownText = (value, chars, i18n) => (chars ? i18n.t("shown-value", { value, "value-chars": chars }) : value);

/** A command, abbreviated for a log cell. @param {CommandView} command */
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

/** A command as the user types it. @param {CommandView} command @param {I18n} i18n */
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

/** The answer to a request. @param {RequestView} request @param {I18n} i18n */
export function outcomeText(request, i18n) {
  if (request.outcome === "value") return shownText(request.value ?? "", request.valueChars, i18n);
  return i18n.t(`outcome-${request.outcome}`);
}

/** The answer, and a remark if no order of the calls explains it (it is not linearizable).
 * @param {RequestView} request @param {I18n} i18n */
export function answerText(request, i18n) {
  const answer = outcomeText(request, i18n);
  return request.unordered ? i18n.t("client-answer-unordered", { op: request.command.op, answer }) : answer;
}

/** @typedef {import("./types.js").ClientView} ClientView */

/** A client's outstanding request and its past requests, newest first.
 * @param {ClientView} client @returns {RequestView[]} */
export const requestsOf = ({ outstanding, history }) => [...(outstanding ? [outstanding] : []), ...history];

/** Whether the user sends requests through a client: it has no load, or has requests besides its load.
 * @param {ClientView} client */
export const isOwn = (client) => !client.load || client.queue.some(({ load }) => !load) || requestsOf(client).some(({ load }) => !load);

/** The user's requests that wait behind an outstanding one. @param {ClientView} client */
export const waitingOf = ({ queue }) => queue.filter(({ load }) => !load);
