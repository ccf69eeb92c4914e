// Clients outside the ring: their requests, their waiting requests, and the answers. Clients of a load are a group of
// small circles.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";
import { round } from "./geometry.js";
import { spotOf } from "../core/spot.js";
import { answerText, typedText, waitingOf } from "../core/requests.js";

/** @typedef {import("../core/types.js").ClientView} ClientView */
/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./geometry.js").Layout} Layout */

/** An answer stays beside its client this long, in virtual time. */
const ANSWER_STAYS_US = 400_000;

/** @param {SVGGElement} layer @param {SVGGElement} wireLayer @param {Context} context */
export function createClients(layer, wireLayer, { i18n }) {
  /** @type {Map<string, SVGGElement>} */
  const held = new Map();
  /** @type {Map<string, SVGLineElement>} */
  const wires = new Map();
  const changed = changes();

  /** @param {ClientView} client @param {number} nowUs */
  function words(client, nowUs) {
    const now = client.outstanding;
    if (now) {
      const tries = now.tries > 1 ? i18n.t("client-try", { n: now.tries }) : i18n.t("client-asks", { to: now.to });
      return { command: typedText(now.command, i18n), state: tries, outcome: "pending" };
    }
    const last = client.history[0];
    if (last && nowUs - (last.returnUs ?? 0) < ANSWER_STAYS_US) {
      return { command: typedText(last.command, i18n), state: answerText(last, i18n), outcome: last.unordered ? "unordered" : last.outcome };
    }
    return { command: "", state: "", outcome: "" };
  }

  /** The requests that wait behind the outstanding one. @param {ClientView} client */
  function queueWords(client) {
    const waiting = waitingOf(client), [first] = waiting;
    return first ? i18n.t("client-queue", { command: typedText(first.command, i18n), more: waiting.length - 1 }) : "";
  }

  /** @param {SVGGElement} root @param {string} outcome */
  function writeOutcome(root, outcome) {
    toggle(root, "waiting", outcome === "pending");
    toggle(root, "refused", outcome === "refused" || outcome === "error");
    toggle(root, "unordered", outcome === "unordered");
    toggle(root, "answered", !["", "pending", "refused", "error", "unordered"].includes(outcome));
  }

  /** @param {SVGGElement} root @param {ClientView} client @param {State} state @param {Layout} layout */
  function write(root, client, state, layout) {
    const seat = layout.clients.get(client.name), isLoaded = layout.loaded.has(client.name);
    if (!seat) return;
    attr(root, "transform", `translate(${round(seat.x)} ${round(seat.y)})`);
    toggle(root, "of-load", isLoaded);
    const { command, state: said, outcome } = words(client, state.view?.nowUs ?? 0), queue = queueWords(client);
    const box = /** @type {SVGForeignObjectElement} */ (root.querySelector("foreignObject"));
    attr(box, "width", round(layout.clientWidth));
    attr(box, "x", layout.beside ? -34 : round(-layout.clientWidth / 2));
    const [first, second, third] = /** @type {[HTMLElement, HTMLElement, HTMLElement]} */ ([...box.querySelectorAll("div > div")]);
    text(first, isLoaded ? "" : command);
    text(second, isLoaded ? "" : said);
    text(third, isLoaded ? "" : queue);
    hide(second, layout.tight && command !== "");
    hide(third, queue === "");
    attr(first, "title", command === "" ? null : command);
    toggle(root, "compact", !layout.beside);
    toggle(root, "queues", queue !== "");
    writeOutcome(root, outcome);
    toggle(root, "spot", spotOf(state).names.has(client.name));
    toggle(root, "speaks", state.client === client.name);
    attr(root, "aria-label", [i18n.t("client-label", { name: client.name, command, state: isLoaded && said === "" ? i18n.t("client-load") : said }), queue].filter((part) => part !== "").join(", "));
  }

  const label = svg("text", { class: "load-name" });
  wireLayer.after(label);

  /** @param {Layout} layout */
  function writeLoad(layout) {
    const { load, loaded } = layout, lowest = Math.max(0, ...[...loaded.values()].map(({ y }) => y));
    text(label, load ? i18n.t("client-load-group") : "");
    attr(label, "x", load ? round(layout.beside ? load.x - 34 : load.x) : 0);
    attr(label, "y", round(lowest + 28));
    attr(label, "text-anchor", layout.beside ? "start" : "middle");
  }

  return {
    /** @param {State} state @param {Layout} layout */
    update(state, layout) {
      const view = state.view;
      if (!view || !changed(view, layout, state.lang, state.client, spotOf(state))) return false;
      keyed(layer, held, view.clients, (client) => client.name, make, (root, client) => write(root, client, state, layout));
      writeLoad(layout);
      const waiting = view.clients.filter((client) => client.outstanding && layout.nodes.has(client.outstanding.to));
      keyed(wireLayer, wires, waiting, (client) => client.name, () => svg("line", { class: "client-wire" }), (line, client) => {
        const a = layout.clients.get(client.name), b = layout.nodes.get(client.outstanding?.to ?? "");
        if (!a || !b) return;
        attr(line, "x1", round(a.x)); attr(line, "y1", round(a.y));
        attr(line, "x2", round(b.x)); attr(line, "y2", round(b.y));
        const ends = [client.name, client.outstanding?.to];
        toggle(line, "cut", view.cuts.some(([from, to]) => ends.includes(from) && ends.includes(to)));
      });
      return true;
    },
  };
}

/** @param {ClientView} client */
function make(client) {
  return svg("g", { class: "client", tabindex: -1, role: "button", "data-kind": "client", "data-id": client.name },
    svg("rect", { class: "queue", x: -21, y: -9, width: 52, height: 28, rx: 14 }),
    svg("rect", { class: "focus-ring", x: -38, y: -19, width: 76, height: 38, rx: 19 }),
    svg("rect", { class: "hit", x: -36, y: -17, width: 72, height: 34 }),
    svg("rect", { class: "face", x: -26, y: -14, width: 52, height: 28, rx: 14 }),
    svg("circle", { class: "face small", r: 12 }),
    svg("text", { class: "name", y: 5 }, client.name),
    svg("foreignObject", { x: -34, y: 17, width: 120, height: 50 },
      el("div", { class: "client-words" }, el("div", { dir: "auto" }), el("div", { dir: "auto" }), el("div", { class: "queue-words", dir: "auto" }))));
}
