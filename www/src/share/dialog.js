// The share dialog: the link to this instant, files in both directions, and exports.

import { el, text } from "../core/dom.js";
import { offered } from "../core/offers.js";
import { within } from "../core/within.js";
import { snippet } from "./snippet.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("./sharing.js").Sharing} Sharing */

/** Some chat programs truncate longer addresses. */
const LONG_LINK = 2_000;
/** Time after which the browser has stored the download. */
const TAKEN_MS = 30_000;

/** Downloads a file. @param {Blob} blob @param {string} name */
function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const anchor = el("a", { href, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(href), TAKEN_MS);
}

/** @param {HTMLElement} page @param {Sharing} sharing @param {Context} context */
export function createShare(page, sharing, { i18n, actions }) {
  const address = el("input", { type: "text", class: "data", readonly: true, l10n: "share-link-field", focus: () => address.select() });
  const copy = el("button", { class: "primary", l10n: "script-copy", click: () => { void actions.copy(address.value); } });
  const future = el("input", { type: "checkbox", id: "share-future", change: () => { void writeLink(); } });
  const more = el("label", { for: "share-future", class: "check" }, future, el("span", { l10n: "share-future" }));
  const about = el("p", { class: "about" });
  const frame = el("input", { type: "text", class: "data", readonly: true, l10n: "share-embed-field", focus: () => frame.select() });
  const whole = el("input", { type: "checkbox", id: "share-whole", change: () => writeFrame() });
  const wholeLine = el("label", { for: "share-whole", class: "check" }, whole, el("span", { l10n: "share-whole" }));
  const chooser = el("input", { type: "file", accept: ".raft,.txt,.jsonl,text/plain", multiple: true, class: "sr", tabindex: -1, "aria-hidden": "true", change: choose });
  const said = el("p", { class: "about share-said", role: "status" });
  const giveUp = el("button", { l10n: "share-give-up", hidden: true, click: () => stop() });
  const exports = el("div", { class: "action-row" });
  const dialog = el("dialog", { class: "share-dialog", "aria-labelledby": "share-title" },
    el("div", { class: "inspector-head" }, el("h2", { id: "share-title", l10n: "share" }), el("button", { class: "quiet close", l10n: "inspector-close", click: () => dialog.close() })),
    el("h3", { class: "needs-run", l10n: "share-link" }),
    el("div", { class: "share-line needs-run" }, address, copy), el("div", { class: "needs-run" }, about, more),
    el("div", { class: "share-embed needs-run" }, el("h3", { l10n: "share-embed" }),
      el("div", { class: "share-line" }, frame, el("button", { l10n: "share-embed-copy", click: () => { void actions.copy(frame.value); } })),
      wholeLine),
    el("h3", { l10n: "share-file" }),
    el("div", { class: "action-row" },
      el("button", { class: "needs-run", l10n: "share-save", click: () => download(sharing.script(future.checked), "raftarium.raft") }),
      el("button", { class: "save-page needs-run", l10n: "share-save-page", click: savePage }),
      el("button", { l10n: "share-choose", click: () => chooser.click() }), chooser),
    el("p", { class: "about", l10n: "share-drop" }),
    el("h3", { class: "needs-run", l10n: "share-exports" }), el("div", { class: "needs-run" }, exports),
    el("div", { class: "share-line" }, said, giveUp));
  page.append(dialog);
  // A page saved as a file has no address to embed, and is saved already.
  if (within()) for (const needless of dialog.querySelectorAll(".share-embed, .save-page")) needless.remove();
  dialog.addEventListener("close", () => { linking.abort(); stop(); });

  let linking = new AbortController();
  /** @type {AbortController | null} */
  let making = null;

  /** Shows the length of the link, and whether it has its digest yet. @param {string} link @param {string} state */
  function tellLink(link, state) {
    const more = link.length > LONG_LINK ? "yes" : "no";
    text(about, i18n.t(state, { n: link.length, more }));
  }

  /** Writes the snippet that embeds a lesson or a scene from its start, or this instant. */
  function writeFrame() {
    const { place, name } = sharing.place();
    frame.value = snippet({ link: address.value, place: whole.checked ? place : null, lang: i18n.lang(), title: name ? i18n.t("share-embed-title", { name }) : i18n.t("share-embed-run") });
  }

  async function writeLink() {
    linking.abort();
    linking = new AbortController();
    address.value = "";
    frame.value = "";
    text(about, "");
    const { signal } = linking;
    await sharing.link({
      future: future.checked, signal,
      show: (link, digest) => {
        if (signal.aborted) return;
        address.value = link;
        writeFrame();
        tellLink(link, digest ? "share-link-length" : "share-link-digest");
      },
      progress: () => {},
    });
  }

  function stop() {
    making?.abort();
    making = null;
    giveUp.hidden = true;
    text(said, "");
  }

  /**
   * Makes a file and downloads it.
   * @param {string} name @param {(signal: AbortSignal, progress: (nowUs: number) => void) => Promise<{blob: Blob, cut: boolean} | null>} make
   */
  async function hand(name, make) {
    stop();
    const mine = making = new AbortController();
    giveUp.hidden = false;
    text(said, i18n.t("share-making", { name }));
    const made = await make(mine.signal, (nowUs) => { if (making === mine) text(said, i18n.t("share-making-at", { name, at: i18n.clock(nowUs) })); });
    if (making !== mine) return;
    stop();
    if (!made) return;
    download(made.blob, name);
    text(said, i18n.t(made.cut ? "share-made-cut" : "share-made", { name }));
  }

  function savePage() {
    const { place } = sharing.place(), fragment = whole.checked && place !== null ? `#${place}` : new URL(address.value).hash;
    void hand(`raftarium${whole.checked && place !== null ? `-${place.replace("/", "-")}` : ""}.html`, (signal) => sharing.page(fragment, signal));
  }

  function choose() {
    const files = [...chooser.files ?? []];
    chooser.value = "";
    if (files.length === 0) return;
    dialog.close();
    void sharing.openFiles(files);
  }

  /** @param {string} label @param {string} name @param {Parameters<typeof hand>[1]} make */
  const button = (label, name, make) => el("button", { l10n: label, click: () => { void hand(name, make); } });

  function writeExports() {
    exports.replaceChildren(
      ...Object.entries(sharing.texts).map(([format, ending]) => button(`export-${format}`, `raftarium.${ending}`, (signal, progress) => sharing.text(format, progress, signal))),
      ...["svg", "png"].map((kind) => button(`export-${kind}`, `raftarium.${kind}`, async () => ({ blob: await sharing.stage(kind === "png"), cut: false }))),
      ...offered().map(({ name, label, make }) => button(label, `raftarium-${name}`, async () => ({ blob: await make(), cut: false }))));
    i18n.localize(dialog);
  }

  return {
    /** Opens the dialog and pauses: the present instant is shared. */
    open() {
      if (dialog.open) return;
      actions.play(false);
      writeExports();
      stop();
      more.hidden = !sharing.hasMore();
      wholeLine.hidden = sharing.place().place === null;
      whole.checked = !wholeLine.hidden;
      // By default a story is shared with its remaining statements.
      future.checked = sharing.tells();
      copy.autofocus = true;
      dialog.showModal();
      void writeLink();
    },
  };
}
