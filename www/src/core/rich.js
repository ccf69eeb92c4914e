// Texts of stories, with **bold** and `code` markup. They are untrusted, and only become text nodes.

import { el } from "./dom.js";

/** @param {string} source @returns {(Node | string)[]} */
export function rich(source) {
  return source.split(/(\*\*[^*]+\*\*|\x60[^\x60]+\x60)/).map((part) => {
    if (/^\*\*[^*]+\*\*$/.test(part)) return el("b", {}, part.slice(2, -2));
    return /^\x60[^\x60]+\x60$/.test(part) ? el("code", {}, part.slice(1, -1)) : part;
  });
}

/** The same text without markup, for screen readers. @param {string} source */
export const plain = (source) => source.replaceAll(/\*\*([^*]+)\*\*|\x60([^\x60]+)\x60/g, "$1$2");
