// "Why?": a question, its answer, the chain of causes back to its start, and what is missing, with the steps that would
// bring it about. Loaded on first use.

import { changes, el } from "../core/dom.js";
import { sentence, source } from "../core/sentences.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").EventView} EventView */
/** @typedef {import("../core/types.js").Explanation} Explanation */
/** @typedef {import("../core/types.js").I18n} I18n */

/** @param {HTMLElement} root @param {Context} context */
export function createWhy(root, context) {
  const { i18n, actions } = context;
  const title = el("h2", { tabindex: -1, id: "why-title", class: "why-question" });
  const body = el("div", { class: "why-body" });
  root.append(title, body);
  const changed = changes();
  /** @type {State["why"]} */
  let focused = null;
  /** Draws lanes, once it is loaded. @type {ReturnType<typeof import("./lanes.js").createLanes> | null} */
  let draw = null;
  let isComing = false;

  /** Loads what draws lanes. */
  function fetchLanes() {
    if (isComing) return;
    isComing = true;
    import("./lanes.js").then(({ createLanes }) => { draw = createLanes(context); actions.redraw(); }, () => { isComing = false; actions.tell("note-missing", { file: "lanes.js" }); });
  }

  /** The lanes of the answer, if they were asked for. @param {State} state */
  function shownLanes({ lanes, why }) {
    if (!lanes || lanes.question !== why?.question) return null;
    if (!draw) fetchLanes();
    return draw ? lanes : null;
  }

  /** @param {string} key @param {string} words @param {() => void} click @param {string} [label] */
  const button = (key, words, click, label) => el("button", { class: "quiet", "data-key": key, "aria-label": label, title: label, click }, words);

  /** The notice that the answer is for another instant than the present. @param {Explanation} why */
  function elsewhere(why) {
    return el("div", { class: "why-elsewhere" },
      el("p", {}, i18n.t("why-elsewhere", { time: i18n.clock(why.askedUs, 4) })),
      el("div", { class: "action-row" },
        button("back", i18n.t("why-back"), () => { actions.seekEvent(why.askedEvent); actions.why(why.question); }),
        button("here", i18n.t("why-here"), () => actions.why(why.question))));
  }

  /** A fact that decides the answer, and a button to go where it happened.
   * @param {import("../core/types.js").Finding} finding @param {number} i @param {boolean} hasLanes Whether its lanes are shown. */
  function found({ key, args, event }, i, hasLanes) {
    const said = i18n.t(key, i18n.args(args)), isUnordered = key === "finding-stale-read" || key === "finding-unordered";
    return el("p", { class: "why-finding" }, said,
      event == null ? null : button(`finding ${i} ${event}`, i18n.t("why-go"), () => actions.seekEvent(event), i18n.t("why-go-there", { what: said })),
      event == null || !isUnordered || hasLanes ? null : button("lanes", i18n.t("why-lanes"), () => actions.lanes(event)));
  }

  /** @param {Explanation} why @param {boolean} isHere */
  function missing(why, isHere) {
    return [el("h3", {}, i18n.t("why-missing")), el("ul", { class: "why-missing" }, ...why.missing.map((one, i) => el("li", {},
      el("p", {}, i18n.t(one.key, i18n.args(one.args))),
      isHere && one.offers.length > 0 ? el("div", { class: "action-row" }, ...one.offers.map((step) => offer(step, i))) : null)))];
  }

  /** @param {Explanation["missing"][number]["offers"][number]} one @param {number} i */
  function offer({ statement, key, args, passesMs }, i) {
    const click = () => { if (passesMs == null) actions.act(statement); else actions.pass(passesMs * 1_000); };
    return el("button", { class: "offer", "data-key": `offer ${i} ${statement}`, click }, `${i18n.t(key, i18n.args(args))} `, el("code", { dir: "ltr" }, statement));
  }

  /** @param {EventView} event
   * @param {string} key @param {boolean} isAsked Whether this event is the one asked about. */
  function cause(event, key, isAsked) {
    const said = sentence(event, i18n), rule = source(event, i18n), time = i18n.clock(event.atUs, 4);
    return [
      el("p", { class: "why-said" }, said),
      el("div", { class: "why-of data" },
        el("time", {}, time), rule === "" ? null : el("span", {}, rule),
        button(`go ${key}`, i18n.t("why-go"), () => actions.seekEvent(event.id), i18n.t("why-go-to", { time })),
        isAsked ? null : button(`why ${key}`, i18n.t("why-short"), () => actions.why(`event ${event.id}`), i18n.t("why-of", { what: said }))),
    ];
  }

  /** @param {Explanation} why */
  function causes(why) {
    const list = el("ol", { class: "why-causes" });
    why.links.forEach((link, i) => {
      if (link.skipped > 0) list.append(el("li", { class: "why-skipped" }, i18n.t("why-skipped", { count: link.skipped })));
      const because = link.because.map((event, j) => el("li", {}, ...cause(event, `${i} ${j} ${event.id}`, false)));
      list.append(el("li", { class: `weight-${link.event.weight}` },
        ...cause(link.event, `${i} ${link.event.id}`, why.question === `event ${link.event.id}`),
        because.length > 0 ? el("ul", { class: "why-because", "aria-label": i18n.t("why-because") }, ...because) : null));
    });
    return [el("h3", {}, i18n.t("why-causes")), list, el("p", { class: "why-root" }, i18n.t(why.root))];
  }

  /** @param {State} state @param {boolean} isHere @param {State["lanes"]} lanes */
  function write({ why, explanation }, isHere, lanes) {
    title.textContent = explanation ? i18n.t(explanation.asked, i18n.args(explanation.args)) : i18n.t("tab-why");
    if (!explanation) {
      body.replaceChildren(el("p", { class: "empty" }, i18n.t(why ? "why-gone" : "why-empty")),
        el("div", { class: "action-row" }, button("leader", i18n.t("why-leader"), () => actions.why("leader"))));
      return;
    }
    const said = i18n.t(explanation.answer, { actor: "", ...i18n.args(explanation.args) });
    body.replaceChildren(
      ...explanation.findings.map((finding, i) => found(finding, i, lanes !== null)),
      ...(lanes && draw ? [draw(lanes)] : []),
      ...(explanation.asked === "question-event" ? [] : [el("p", { class: "why-answer" }, said)]),
      ...(isHere ? [] : [elsewhere(explanation)]),
      ...(explanation.missing.length > 0 ? missing(explanation, isHere) : []),
      ...(explanation.links.length > 0 ? causes(explanation) : []));
  }

  return {
    /** @param {State} state */
    update(state) {
      const { why, explanation, playing } = state;
      const isHere = !explanation || playing || Math.floor(state.nowUs) === explanation.askedUs;
      const lanes = shownLanes(state);
      if (!changed(why, explanation, isHere, state.lang, lanes)) return;
      const held = document.activeElement instanceof HTMLElement && body.contains(document.activeElement) ? document.activeElement.dataset["key"] : undefined;
      write(state, isHere, lanes);
      if (why && why !== focused) title.focus({ preventScroll: false });
      else if (held !== undefined) {
        const same = [...body.querySelectorAll("button")].find((one) => one.dataset["key"] === held);
        (same ?? title).focus({ preventScroll: same !== undefined });
      }
      focused = why;
    },
  };
}
