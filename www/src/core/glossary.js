// The terms of the field, explained where they occur. The module that finds and explains them loads late; until then
// texts are shown without marks. A view that rewrites its text whenever `revision` grows gets the marks then.

/** @typedef {import("./terms/index.js").Terms} Terms */
/** @typedef {ReturnType<typeof createGlossary>} Glossary */

/**
 * @param {object} parts
 * @param {Pick<import("./library.js").Library, "glossary">} parts.library
 * @param {import("./i18n.js").I18n} parts.i18n
 * @param {() => void} parts.wake Called when more terms can be marked.
 */
export function createGlossary({ library, i18n, wake }) {
  /** @type {{lang: string, terms: Terms} | null} */
  let held = null;
  let coming = "", revision = 0;

  /** Loads the glossary of the current language. @returns {Promise<Terms | null>} Null if it could not be fetched. */
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

  /** The terms, if they are loaded in the current language. */
  function here() {
    const lang = i18n.lang();
    if (held?.lang === lang) return held.terms;
    if (coming !== "" && coming !== lang) void load();
    return null;
  }

  return {
    load,
    /** Changes whenever the terms in a text may change. */
    revision: () => (here() ? revision : 0),
    /** The paper's title of a section such as `5.4.1`; empty while the glossary is not loaded.
     * @param {string} number */
    section: (number) => here()?.section(number) ?? "",
    /**
     * Makes the terms in a text focusable, each at its first occurrence.
     * @param {(Node | string)[]} nodes @param {Set<string>} [seen] Terms that occurred before this text.
     */
    terms: (nodes, seen) => here()?.mark(nodes, seen ?? new Set()) ?? nodes,
    /** Writes the whole glossary into the help. @param {HTMLElement} root */
    async list(root) { (await load())?.list(root); },
  };
}
