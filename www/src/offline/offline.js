// The page offline: registers what keeps it, and tells when a newer one is ready. It takes nothing over by itself.

import { el } from "../core/dom.js";

/** A newer page is looked for so often while this one stays open, ms. */
const LOOK_EVERY_MS = 3_600_000;

/**
 * @param {Pick<import("../core/types.js").Context, "i18n" | "actions">} context
 * @param {{header: HTMLElement, before: () => void}} parts `before`: what is done before the page is loaded anew.
 */
export async function keepOffline({ i18n, actions }, { header, before }) {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(new URL("sw.js", document.baseURI), { scope: "./", updateViaCache: "none" }).catch(() => null);
  // A browser may refuse, and a host may have no such file.
  if (!registration) return;
  let asked = false;
  const button = el("button", { class: "primary update", l10n: "update-load", hidden: true, click: load });
  header.querySelector(".share")?.before(button);
  i18n.localizeOne(button);

  function load() {
    asked = true;
    registration?.waiting?.postMessage("take over");
  }

  /** A newer build is here, and waits: this page was loaded from the one before. */
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
    // The files of this page are gone: what is loaded from here on would be another's.
    if (!controlled) return;
    before();
    location.reload();
  });
  setInterval(() => { registration.update().catch(() => {}); }, LOOK_EVERY_MS);
}

/** Whether this page may be kept: one of its own, from a host, that is built to be. @param {boolean} embedded */
export function canBeKept(embedded) {
  return !embedded && self === top && isSecureContext && "serviceWorker" in navigator && document.querySelector("link[rel=manifest]") !== null;
}
