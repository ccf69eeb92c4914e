// Texts of stories with what little they mark: **bold** and `code`. They may come from anyone, and become text alone.

import { el } from "./dom.js";

/** @param {string} source @returns {(Node | string)[]} */
export function rich(source) {
  return source.split(/(\*\*[^*]+\*\*|\x60[^\x60]+\x60)/).map((part) => {
    if (/^\*\*[^*]+\*\*$/.test(part)) return el("b", {}, part.slice(2, -2));
    return /^\x60[^\x60]+\x60$/.test(part) ? el("code", {}, part.slice(1, -1)) : part;
  });
}

/** The same without marks, for what is read out. @param {string} source */
export const plain = (source) => source.replaceAll(/\*\*([^*]+)\*\*|\x60([^\x60]+)\x60/g, "$1$2");
