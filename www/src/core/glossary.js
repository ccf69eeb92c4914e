// The terms of the field, explained where they stand. What finds and explains them is fetched late, and until then texts
// stand as they are; a text that is written anew whenever `revision` grows gets its terms then.

/** @typedef {import("./terms/index.js").Terms} Terms */
/** @typedef {ReturnType<typeof createGlossary>} Glossary */

/**
 * @param {object} parts
 * @param {Pick<import("./library.js").Library, "glossary">} parts.library
 * @param {import("./i18n.js").I18n} parts.i18n
 * @param {() => void} parts.wake Something more can be written now.
 */
export function createGlossary({ library, i18n, wake }) {
  /** @type {{lang: string, terms: Terms} | null} */
  let held = null;
  let coming = "", revision = 0;

  /** Fetches what is needed for the language in use. @returns {Promise<Terms | null>} Nothing if that could not be fetched. */
  async function load() {
    const lang = i18n.lang();
    if (held?.lang === lang) return held.terms;
    coming = lang;
    try {
      const [{ createTerms }, messages] = await Promise.all([import("./terms/index.js"), library.glossary(lang)]);
      if (lang !== i18n.lang()) return await load();
      if (held?.lang !== lang) { held = { lang, terms: createTerms(lang, JSON.parse(messages)) }; revision++; wake(); }
      return held.terms;
    } catch {
      coming = "";
      return null;
    }
  }

  /** The terms, if they are here in the language in use. */
  function here() {
    const lang = i18n.lang();
    if (held?.lang === lang) return held.terms;
    if (coming !== "" && coming !== lang) void load();
    return null;
  }

  return {
    load,
    /** Another number whenever a text may have other terms. */
    revision: () => (here() ? revision : 0),
    /** What the paper calls a section, as `5.4.1`; nothing while that is not known. @param {string} number */
    section: (number) => here()?.section(number) ?? "",
    /**
     * Makes the terms in a text focusable, each where it stands first.
     * @param {(Node | string)[]} nodes @param {Set<string>} [seen] Those that stand before it already.
     */
    terms: (nodes, seen) => here()?.mark(nodes, seen ?? new Set()) ?? nodes,
    /** Writes the whole glossary into the help. @param {HTMLElement} root */
    async list(root) { (await load())?.list(root); },
  };
}
