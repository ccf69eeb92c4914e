// Messages that must not be missed: violated invariants, answers that are not linearizable, a failed run, a lost
// universe; also short notices and the progress of a journey.

import { attr, changes, el, hide, keyed, svg, text, toggle } from "../core/dom.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */

/** The progress of a journey, as text.
 * @param {import("../core/types.js").Way} way @param {import("../core/types.js").I18n} i18n */
function wayWordsOf({ part, nowUs }, i18n) {
  const at = i18n.clock(nowUs);
  return part === null ? i18n.t("way", { at }) : i18n.t("way-part", { at, n: Math.floor(part * 100) });
}

/** @param {HTMLElement} root @param {HTMLElement} page @param {Context} context */
export function createAlarms(root, page, { i18n, actions }) {
  const list = el("div", { class: "alarm-list", role: "alert" });
  const unfold = el("button", { class: "quiet unfold", l10n: "alarms-unfold", "aria-expanded": "false", click: () => fold(!box.classList.contains("open")) },
    svg("svg", { viewBox: "0 0 12 12", class: "icon small", "aria-hidden": "true" }, svg("path", { d: "M2 4l4 4 4-4" })));
  const lanes = el("button", { class: "quiet alarm-lanes", l10n: "alarm-lanes", hidden: true, click: () => actions.lanes(null) });
  const watch = el("button", { class: "quiet alarm-watch needs-run", l10n: "film-watch", click: () => actions.watch() });
  const box = el("div", { class: "alarms", hidden: true }, list, watch, lanes, unfold);
  root.append(box);
  /** @param {boolean} open */
  function fold(open) {
    toggle(box, "open", open);
    attr(unfold, "aria-expanded", String(open));
  }
  /** Shows the unfold button only if the one line hides something. */
  function offer() {
    const isCut = list.scrollHeight > list.clientHeight + 1 || [...list.children].some((row) => row.scrollWidth > row.clientWidth + 1);
    hide(unfold, !isCut && !box.classList.contains("open"));
  }
  new ResizeObserver(offer).observe(list);
  const words = el("span", { dir: "auto" });
  const back = el("button", { class: "quiet", l10n: "script-back", click: () => { actions.bringBack(); actions.goToTime(); } });
  const note = el("div", { class: "note", role: "status", hidden: true }, words, back);
  page.append(note);

  /** Shows the notice above an open dialog, which would cover it. @param {boolean} on */
  function raise(on) {
    if (note.matches(":popover-open")) note.hidePopover();
    attr(note, "popover", on ? "manual" : null);
    if (on) note.showPopover();
  }

  const why = el("p", { class: "data" }), script = el("textarea", { class: "data", readonly: true, rows: 12, l10n: "failure-script" });
  const failure = el("dialog", { class: "failure", "aria-labelledby": "failure-title" },
    el("h2", { l10n: "failure", id: "failure-title" }), el("p", { l10n: "failure-about" }), why, script,
    el("div", { class: "dialog-tools" }, el("button", { l10n: "script-copy", click: () => actions.copy(script.value) }),
      el("button", { class: "primary", l10n: "failure-go-on", click: () => failure.close() })));
  failure.addEventListener("close", () => actions.goOn());
  page.append(failure);

  const wayWords = el("span");
  const way = el("div", { class: "way", role: "status", hidden: true }, wayWords,
    el("button", { class: "quiet", l10n: "way-leave", click: () => actions.leaveJourney() }));
  page.append(way);

  /** @type {Map<string, HTMLElement>} */
  const held = new Map();
  const travelled = changes(), changed = changes(), noted = changes(), failed = changes();

  /** @param {State} state @returns {{key: string, kind: string, said: string}[]} */
  function alarms(state) {
    const view = state.view;
    if (!view) return [];
    const { violations, claimed, wiped, givenUp, unclaimed, forged, unordered: [first], unorderedCount } = view.safety;
    const out = violations.map((violation) => {
      const id = `violation-${violation.invariant}`, args = i18n.args(violation.args);
      const said = i18n.has(id) ? i18n.t(id, args) : violation.invariant;
      return { key: violation.invariant, kind: "violation", said: i18n.t("alarm-violation", { at: i18n.clock(violation.atUs), invariant: violation.invariant, said }) };
    });
    if (view.script.state === "failed" && violations.length === 0) {
      const { line, text: statement, failure: kind, found } = view.script;
      out.push({ key: "failed", kind: "failed", said: i18n.t("alarm-failed", { line: line ?? 0, text: statement ?? "", failure: kind ?? "", found: found ?? "none" }) });
    }
    if (first) out.push({ key: "unordered", kind: "unordered", said: i18n.t("alarm-unordered", { at: i18n.clock(first.atUs), said: i18n.t("violation-linearizability", i18n.args(first.args)), more: unorderedCount - 1 }) });
    if (forged.length > 0) out.push({ key: "unclaimed", kind: "unclaimed", said: i18n.t("alarm-forged", { nodes: forged.join(", ") }) });
    else if (!claimed) out.push({ key: "unclaimed", kind: "unclaimed", said: i18n.t("alarm-unclaimed", { nodes: wiped.join(", "), ends: givenUp ? "never" : "later", broken: unclaimed.join(", "), count: unclaimed.length }) });
    return out;
  }

  return {
    /** @param {State} state */
    update(state) {
      const view = state.view;
      if (travelled(state.journey, state.lang)) {
        way.hidden = state.journey === null;
        if (state.journey) text(wayWords, wayWordsOf(state.journey, i18n));
      }
      if (changed(view?.safety.violations.length, view?.safety.claimed, view?.safety.wiped.length, view?.safety.forged.length, view?.safety.givenUp, view?.safety.unclaimed.length, view?.safety.unorderedCount, view?.script.state, view?.script.line, state.lang, view === null, state.film === null)) {
        // The film tells what is broken.
        const told = state.film ? [] : alarms(state);
        hide(box, told.length === 0);
        hide(lanes, !told.some(({ key }) => key === "unordered"));
        toggle(document.body, "has-alarm", told.length > 0);
        hide(watch, !told.some(({ kind }) => kind === "violation" || kind === "unordered"));
        if (told.length === 0) fold(false);
        keyed(list, held, told, (alarm) => alarm.key, (alarm) => el("p", { class: `alarm ${alarm.kind}`, dir: "auto" }), (row, alarm) => text(row, alarm.said));
        offer();
      }
      if (noted(state.note, state.noteArgs, state.lang, state.universes.length)) {
        hide(note, state.note === "");
        raise(state.note !== "" && document.querySelector("dialog[open]") !== null);
        if (state.note !== "") text(words, i18n.t(state.note, state.noteArgs));
        hide(back, !((state.note === "note-replaced" || state.note === "note-set-up") && state.universes.length > 1));
      }
      if (failed(state.failure) && state.failure) {
        text(why, state.failure.message);
        script.value = state.failure.script;
        if (!failure.open) failure.showModal();
      }
    },
  };
}
