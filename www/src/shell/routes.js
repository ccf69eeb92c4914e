// The addresses of the page, such as `#explore` or `#explore/figure-8`. Each mode defines its places. A link that holds
// a whole script is not such an address.

import { isLink } from "../share/fragment.js";

/** The mode and place that a fragment names; null if it is a link or malformed.
 * @param {string} fragment @returns {{mode: string, place: string} | null} */
export function routeOf(fragment) {
  if (isLink(fragment)) return null;
  const [, mode, place = ""] = /^#([a-z-]{1,40})(?:\/([a-z0-9/-]{1,200}))?\/?$/.exec(fragment) ?? [];
  return mode === undefined ? null : { mode, place };
}

/**
 * Opens an address. An unknown address is reported.
 * @param {string} fragment @param {import("../core/registry.js").Registry} registry @param {Pick<import("../core/store.js").Store, "follows" | "get" | "tell">} store
 * @returns {boolean} Whether the address was opened.
 */
export function follow(fragment, registry, store) {
  if (fragment.length < 2) return false;
  const route = routeOf(fragment), mode = registry.modes().find(({ id }) => id === route?.mode);
  if (mode?.needsRun && store.get().told) {
    store.tell("note-told");
    return false;
  }
  if (!route || !mode || !mode.open(route.place)) {
    store.tell("note-no-place", { address: fragment.slice(0, 60) });
    return false;
  }
  store.follows({ place: mode.id });
  return true;
}
