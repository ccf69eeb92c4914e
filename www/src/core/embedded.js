// Whether the page stands in a frame of somebody else's page: its address says so (`?embed`), and src/shell/early.js has
// written it where the style sheet sees it too. Such a page keeps nothing, and leaves what is around it alone.

export const isEmbedded = () => document.documentElement.classList.contains("embed");

/** The language that whoever embeds the page has asked for. */
export const languageAsked = () => new URLSearchParams(location.search).get("lang") ?? "";

/** The address of the whole page, at the place where this one is. */
export const wholeAddress = () => location.href.replace(/\?[^#]*/, "");
