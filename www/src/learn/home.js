// The list of lessons, on top of the page: the lessons, the user's progress, and at the right details of the row that
// is focused or hovered.

import { attr, changes, el, hide, svg, text, toggle } from "../core/dom.js";
import { rich } from "../core/rich.js";

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./index.js").Lesson} Lesson */
/** @typedef {import("./index.js").Group} Group */
/** @typedef {import("./progress.js").Progress} Progress */

/** The progress of a lesson: a ring, an arc, or a tick. @param {ReturnType<Progress["of"]>} reached */
function mark(reached) {
  const ring = svg("circle", { class: "ring", cx: 8, cy: 8, r: 6 });
  if (reached?.done) return svg("svg", { viewBox: "0 0 16 16", class: "mark done", "aria-hidden": "true" }, svg("path", { d: "M3 8.5l3.2 3.2L13 4.8" }));
  const part = reached ? (reached.card + 1) / reached.cards : 0, angle = 2 * Math.PI * part;
  const arc = part > 0 && part < 1
    ? [svg("path", { class: "arc", d: `M8 2A6 6 0 ${part > .5 ? 1 : 0} 1 ${8 + 6 * Math.sin(angle)} ${8 - 6 * Math.cos(angle)}` })] : [];
  return svg("svg", { viewBox: "0 0 16 16", class: "mark", "aria-hidden": "true" }, ring, ...arc);
}

/** The total duration of lessons, min. @param {Lesson[]} lessons */
const sumOf = (lessons) => lessons.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * @param {HTMLElement} root @param {Context} context
 * @param {{groups: () => Group[] | null, progress: Progress, open: (id: string) => void}} parts
 */
export function createHome(root, { i18n, actions }, { groups, progress, open }) {
  const sum = el("p", { class: "home-sum" }), list = el("div", { class: "home-groups" });
  const over = el("p", { class: "home-over data" }), title = el("h2", {}), about = el("p", { class: "home-about" });
  const will = el("div", { class: "home-will" }), asks = el("p", { class: "home-asks" });
  const go = el("button", { class: "primary" });
  const file = el("input", { type: "file", accept: ".json,application/json", class: "sr", tabindex: -1, l10n: "home-import" });
  const keep = el("p", { class: "home-keep" }, el("span", { l10n: "home-kept" }),
    el("button", { class: "quiet", l10n: "home-export", click: save }), el("button", { class: "quiet", l10n: "home-import", click: () => file.click() }),
    el("button", { class: "quiet", l10n: "home-forget", click: () => { progress.forget(); revision++; actions.redraw(); } }), file);
  root.append(
    el("div", { class: "home-list" }, el("header", {}, el("h1", { l10n: "home-title" }), el("p", { class: "home-what", l10n: "home-what" }), sum), list),
    el("aside", { class: "home-side" }, over, title, about, el("p", { class: "home-go" }, go), will, asks, keep));
  i18n.localize(root);
  /** The lesson whose details are shown. */
  let eye = progress.last() ?? "";
  let revision = 0;
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    file.value = "";
    if (!chosen) return;
    if (chosen.size > 1 << 20) { actions.tell("note-progress-long"); return; }
    void chosen.text().then((words) => {
      const { note, n = 0 } = progress.take(words);
      actions.tell(note, { n });
      revision++;
      actions.redraw();
    });
  });

  function save() {
    const link = el("a", { href: URL.createObjectURL(new Blob([progress.text()], { type: "application/json" })), download: "raftarium-progress.json" });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const all = () => (groups() ?? []).flatMap((group) => group.lessons);
  const look = (/** @type {string} */ id) => { if (eye !== id) { eye = id; actions.redraw(); } };
  go.addEventListener("click", () => open(eye));
  list.addEventListener("keydown", (event) => {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a")]), at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  });

  /** @param {Lesson} lesson */
  function row(lesson) {
    const reached = progress.of(lesson.id);
    const far = reached && !reached.done && (reached.card > 0 || lesson.questions) ? i18n.t("card-of", { n: reached.card + 1, of: reached.cards }) : "";
    return el("li", {}, el("a", { href: `#learn/${lesson.id}`, "data-lesson": lesson.id, focus: () => look(lesson.id), pointerenter: () => look(lesson.id) },
      mark(reached), el("span", { class: "row-title" }, lesson.title), el("span", { class: "row-about" }, lesson.about),
      el("span", { class: "row-far data" }, far), el("span", { class: "row-minutes data" }, String(lesson.minutes)),
      el("span", { class: "sr" }, i18n.t(reached?.done ? "home-row-done" : "home-row-minutes", { n: lesson.minutes }))));
  }

  const written = changes(), eyed = changes();
  let wasOpen = false;
  return {
    /** @param {State} state */
    update({ home, lang }) {
      const opens = home && !wasOpen;
      wasOpen = home;
      if (!home) return;
      if (opens) { revision++; eye = progress.last() ?? eye; }
      const found = groups();
      if (written(found, lang, revision)) {
        i18n.localize(root);
        const lessons = all(), left = lessons.filter(({ id }) => !progress.of(id)?.done);
        text(sum, i18n.t("home-sum", { n: lessons.length - left.length, of: lessons.length, hours: Math.floor(sumOf(left) / 60), minutes: sumOf(left) % 60 }));
        list.replaceChildren(...(found ?? []).map((group, i) => el("section", { "aria-labelledby": `group-${i}` },
          el("h2", { id: `group-${i}` }, group.name),
          group.later ? el("p", { class: "home-later" }, i18n.t("home-later")) : el("ul", {}, ...group.lessons.map(row)))));
        if (!lessons.some(({ id }) => id === eye)) eye = lessons.find(({ id }) => !progress.of(id)?.done)?.id ?? "";
      }
      if (eyed(found, lang, revision, eye)) {
        const lesson = all().find(({ id }) => id === eye), group = (found ?? []).find(({ lessons }) => lessons.some(({ id }) => id === eye));
        const reached = progress.of(eye);
        text(over, group && lesson ? i18n.t(eye === progress.last() && !reached?.done ? "home-over-here" : "home-over", { group: group.name, n: lesson.minutes }) : "");
        text(title, lesson?.title ?? "");
        text(about, lesson?.about ?? "");
        will.replaceChildren(...(lesson?.goals?.length ? [el("h3", {}, i18n.t("home-you-will")), el("ul", {}, ...lesson.goals.map((goal) => el("li", {}, ...rich(goal))))] : []));
        text(asks, lesson?.asks ? i18n.t("home-asks", { n: lesson.asks }) : "");
        text(go, i18n.t(reached?.done ? "home-open-again" : "home-open"));
        hide(go, !lesson);
        for (const link of list.querySelectorAll("a")) toggle(link, "eyed", link.getAttribute("data-lesson") === eye);
      }
      // In a frame, the focus may be in the embedding page, and stays there.
      if (opens && document.hasFocus()) /** @type {HTMLElement | null} */ (list.querySelector("a.eyed") ?? list.querySelector("a"))?.focus({ preventScroll: true });
      attr(root, "aria-busy", found ? null : "true");
    },
  };
}
