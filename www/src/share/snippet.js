// The HTML snippet that embeds the shared run in another page.

/** A frame of this size has room for the stage and a card side by side. */
const WIDTH = 800, HEIGHT = 600;

/** @param {string} text */
const quoted = (text) => text.replaceAll(/[\u2068\u2069]/g, "").replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;");

/**
 * @param {object} what
 * @param {string} what.link The link to this instant.
 * @param {string | null} what.place The place of a lesson or a scene, used instead of the link.
 * @param {string} what.lang The language to show.
 * @param {string} what.title The accessible name of the frame.
 */
export function snippet({ link, place, lang, title }) {
  if (link === "") return "";
  const [page = "", fragment = ""] = link.split("#", 2), address = `${page.replace(/\?.*$/, "")}?embed&lang=${lang}#${place ?? fragment}`;
  return `<iframe src="${quoted(address)}" title="${quoted(title)}" width="${WIDTH}" height="${HEIGHT}" loading="lazy" allow="clipboard-write" style="border:1px solid #8888;max-width:100%"></iframe>`;
}
