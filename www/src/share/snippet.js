// The line that puts what is shared into somebody else's page.

/** A frame of this size shows the stage and what is told beside each other. */
const WIDTH = 800, HEIGHT = 600;

/** @param {string} text */
const quoted = (text) => text.replaceAll(/[\u2068\u2069]/g, "").replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;");

/**
 * @param {object} what
 * @param {string} what.link The link to this instant.
 * @param {string | null} what.place Where a lesson or a scene begins; it stands in place of the link.
 * @param {string} what.lang The language of the page that it is put into.
 * @param {string} what.title What the frame is called to those who do not see it.
 */
export function snippet({ link, place, lang, title }) {
  if (link === "") return "";
  const [page = "", fragment = ""] = link.split("#", 2), address = `${page.replace(/\?.*$/, "")}?embed&lang=${lang}#${place ?? fragment}`;
  return `<iframe src="${quoted(address)}" title="${quoted(title)}" width="${WIDTH}" height="${HEIGHT}" loading="lazy" allow="clipboard-write" style="border:1px solid #8888;max-width:100%"></iframe>`;
}
