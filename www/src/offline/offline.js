// Offline use: registers the service worker, and reports when a newer build is ready. It updates only on request.

import { el } from "../core/dom.js";

/** Interval of checks for a newer build while the page is open, ms. */
const LOOK_EVERY_MS = 3_600_000;

/**
 * @param {Pick<import("../core/types.js").Context, "i18n" | "actions">} context
 * @param {{header: HTMLElement, before: () => void}} parts `before` is called before the page reloads.
 */
export async function keepOffline({ i18n, actions }, { header, before }) {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(new URL("sw.js", document.baseURI), { scope: "./", updateViaCache: "none" }).catch(() => null);
  // A browser may refuse, and a host may lack the file.
  if (!registration) return;
  let asked = false;
  const button = el("button", { class: "primary update", l10n: "update-load", hidden: true, click: load });
  header.querySelector(".share")?.before(button);
  i18n.localizeOne(button);

  function load() {
    asked = true;
    registration?.waiting?.postMessage("take over");
  }

  /** Reports a newer build that waits, if this page was loaded from an older one. */
  function tellReady() {
    if (!registration?.waiting || !serviceWorker.controller || !button.hidden) return;
    button.hidden = false;
    actions.tell("note-update");
  }

  /** @param {ServiceWorker | null} coming */
  const follow = (coming) => coming?.addEventListener("statechange", tellReady);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  tellReady();
  serviceWorker.addEventListener("message", ({ data }) => { if (data === "others" && asked) { asked = false; actions.tell("note-update-others"); } });
  const controlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    // The files of this page's build are gone: any file loaded from now on would be of the new build.
    if (!controlled) return;
    before();
    location.reload();
  });
  setInterval(() => { registration.update().catch(() => {}); }, LOOK_EVERY_MS);
}

/** Whether this page may be kept: not in a frame, in a secure context, and built with a manifest.
 * @param {boolean} embedded */
export function canBeKept(embedded) {
  return !embedded && self === top && isSecureContext && "serviceWorker" in navigator && document.querySelector("link[rel=manifest]") !== null;
}
