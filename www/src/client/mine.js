// The user's requests, without those of a load. Each stays until it is dismissed, although the core reports only the
// newest of each client.

import { requestsOf, waitingOf } from "../core/requests.js";

/** @typedef {import("../core/types.js").ClusterView} ClusterView */
/** @typedef {import("../core/types.js").RequestView} RequestView */
/** @typedef {import("../core/types.js").CommandView} CommandView */
/** @typedef {import("../core/types.js").HttpView} HttpView */

/** Most requests kept; beyond that the oldest are dropped. */
const MOST = 200;

/**
 * A request for a row: one that waits in a queue has no number yet.
 * @typedef {{key: string, client: string, request: RequestView | null, command: CommandView, after: CommandView | null, http?: HttpView}} Mine
 */

/** A command that is none: of a request by HTTP, which has words of its own. */
const NONE = { op: "http", key: "", value: null, old: null, cut: null, client: null, request: null };

/** A request by HTTP as a row; as a command, if it is one, it may be an answer that fits no order.
 * @param {string} client @param {HttpView} http @param {RequestView | undefined} asked @returns {Mine} */
function byHttp(client, http, asked) {
  const outcome = http.failed !== null ? "error" : http.status === null ? "pending" : http.status < 300 ? "ok" : "refused";
  const request = { ...(asked ?? { command: NONE, value: null, valueChars: null, unordered: false }), request: http.request, to: http.to, tries: 1, redirects: 0, callUs: http.callUs, timeoutUs: null, returnUs: http.returnUs, outcome, load: false };
  return { key: `${client} ${http.request}`, client, request, command: request.command, after: null, http };
}

export function createMine() {
  /** The requests sent, by client and number. @type {Map<string, Mine>} */
  const sent = new Map();
  /** @type {Set<string>} */
  const dismissed = new Set();
  let universe = -1;

  return {
    /**
     * The requests to show: waiting ones on top, then the newest first.
     * @param {ClusterView} view @param {number} inHand Id of the current universe.
     * @returns {Mine[]}
     */
    update(view, inHand) {
      if (inHand !== universe) { sent.clear(); dismissed.clear(); universe = inHand; }
      // After a seek back, requests called or answered later do not exist yet.
      for (const [key, { request }] of sent) {
        if (request && (request.callUs > view.nowUs || (request.returnUs ?? 0) > view.nowUs)) sent.delete(key);
      }
      for (const client of view.clients) {
        for (const request of requestsOf(client)) {
          const key = `${client.name} ${request.request}`;
          // It was shown as what it was, a request by HTTP.
          if (sent.get(key)?.http) continue;
          if (!request.load) sent.set(key, { key, client: client.name, request, command: request.command, after: null });
        }
      }
      for (const { name, http, history } of view.clients) {
        if (http) sent.set(`${name} ${http.request}`, byHttp(name, http, history.find(({ request }) => request === http.request)));
      }
      const rows = [...sent.values()].sort((a, b) => (b.request?.callUs ?? 0) - (a.request?.callUs ?? 0));
      for (const { key } of rows.slice(MOST)) sent.delete(key);
      const queued = view.clients.flatMap((client) => waitingOf(client).map((one, i) => ({
        key: `${client.name} queue ${i}`, client: client.name, request: null, command: one.command,
        after: (i === 0 ? client.outstanding?.command : waitingOf(client)[i - 1]?.command) ?? null,
      })));
      return [...queued.reverse(), ...rows.slice(0, MOST)].filter(({ key }) => !dismissed.has(key));
    },
    /** @param {string} key */
    dismiss(key) { dismissed.add(key); },
    /** Dismisses all answered requests. */
    dismissAnswered() { for (const { key, request } of sent.values()) if (request?.returnUs != null) dismissed.add(key); },
  };
}
