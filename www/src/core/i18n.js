// Localization. Every sentence shown to the user comes from the catalogues through this module.

import { FluentBundle } from "@fluent/bundle";

/**
 * @typedef {Record<string, string | number>} Args
 * @typedef {ReturnType<typeof createI18n>} I18n
 */

/** The languages that have catalogues. */
export const LANGUAGES = ["en", "fr"];

/** The user's most preferred language that has a catalogue; `en` if none has. @param {readonly string[]} wanted */
export function negotiate(wanted) {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0] ?? "";
    if (LANGUAGES.includes(base)) return base;
  }
  return "en";
}

const HOUR_US = 3_600_000_000;

/** Has no messages until `use` sets a language. */
export function createI18n() {
  let current = "en";
  let bundle = new FluentBundle(current);
  /** @type {Map<string, Intl.NumberFormat>} */
  const numbers = new Map();

  /** @param {string} id */
  const has = (id) => bundle.hasMessage(id);

  /** @param {string} id @param {Args} [args] @returns {string} */
  function t(id, args) {
    const message = bundle.getMessage(id);
    if (!message?.value) return id;
    return bundle.formatPattern(message.value, args ?? null, []);
  }

  /** @param {number} digits */
  function format(digits) {
    const key = `${current} ${digits}`;
    let found = numbers.get(key);
    if (!found) {
      found = new Intl.NumberFormat(current, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      numbers.set(key, found);
    }
    return found;
  }

  /** @param {number} value @param {number} [digits] */
  const number = (value, digits = 0) => format(digits).format(value);

  /**
   * A duration with at most three significant digits below ten minutes.
   * @param {number} us
   */
  function duration(us) {
    if (us === 0) return t("unit-s", { n: number(0) });
    if (us < 1_000) return t("unit-us", { n: number(us) });
    if (us < 1_000_000) return t("unit-ms", { n: number(us / 1_000, us < 10_000 ? 1 : 0) });
    if (us < 600_000_000) return t("unit-s", { n: number(us / 1_000_000, us < 10_000_000 ? 2 : us < 100_000_000 ? 1 : 0) });
    return t("unit-min", { n: number(us / 60_000_000, 1) });
  }

  /** An instant: seconds with fixed decimals; from one hour on h:min:s. @param {number} us @param {number} [digits] */
  function clock(us, digits = 3) {
    if (us < HOUR_US) return t("unit-s", { n: number(us / 1_000_000, digits) });
    const minutes = Math.floor(us / 60_000_000), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    // Truncated, not rounded: 59.9999 s must not show as a minute.
    const seconds = number(Math.floor((us - minutes * 60_000_000) / 10 ** (6 - digits)) / 10 ** digits, digits);
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${seconds.padStart(digits > 0 ? digits + 3 : 2, "0")}`;
  }

  /**
   * Localizes an element that has `data-l10n-id`: its text, and the attributes that the message defines.
   * @param {Element} element
   */
  function localizeOne(element) {
    const id = element.getAttribute("data-l10n-id") ?? "";
    const stored = element.getAttribute("data-l10n-args");
    const args = stored ? JSON.parse(stored) : null;
    const message = bundle.getMessage(id);
    if (!message) { element.textContent = id; return; }
    if (message.value) element.textContent = bundle.formatPattern(message.value, args, []);
    for (const [name, pattern] of Object.entries(message.attributes)) {
      element.setAttribute(name, bundle.formatPattern(pattern, args, []));
    }
  }

  return {
    /** Arguments from the core, with numbers rounded to one decimal. @param {object} found @returns {Args} */
    args: (found) => Object.fromEntries((found instanceof Map ? [...found] : Object.entries(found))
      .map(([name, value]) => [name, typeof value === "number" ? Math.round(value * 10) / 10 : value])),
    t, has, number, duration, clock, localizeOne,
    lang: () => current,
    /** @param {Element} root */
    localize(root) { for (const element of root.querySelectorAll("[data-l10n-id]")) localizeOne(element); },
    /** @param {string} lang @param {string} messages The parsed messages that www/build.mjs writes. */
    use(lang, messages) {
      current = lang;
      bundle = new FluentBundle(lang);
      bundle.addResource({ body: JSON.parse(messages) });
    },
    /** Adds messages for the current language, until another is used. @param {string} messages */
    add(messages) { bundle.addResource({ body: JSON.parse(messages) }); },
  };
}
