// Whether the page is embedded in a frame of another page: its address has `?embed`, and src/shell/early.js has set the
// class `embed`, which the style sheets read too. An embedded page stores nothing and leaves the outer page alone.

export const isEmbedded = () => document.documentElement.classList.contains("embed");

/** The language that the embedding page asks for. */
export const languageAsked = () => new URLSearchParams(location.search).get("lang") ?? "";

/** The address of the full page at the same place. */
export const wholeAddress = () => location.href.replace(/\?[^#]*/, "");
