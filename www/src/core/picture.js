// The stage as a self-contained picture: the computed styles are written into each element, so that it looks the same
// outside the page. Also converts pictures to PNG by drawing them on a canvas.

import { svg } from "./dom.js";

/** The properties to write, with their SVG defaults; a default value is not written. @type {Record<string, string>} */
const STYLES = {
  fill: "rgb(0, 0, 0)", stroke: "none", "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter",
  "paint-order": "normal", opacity: "1", "text-anchor": "start",
};
const TEXT_STYLES = ["font-size", "font-weight"];
/** Attributes that mean something only within the page. */
const LEFT_OUT = /^(?:class|style|role|tabindex|id|visibility|data-.*|aria-.*)$/;
/** The page uses system fonts; a picture names only the generic family. */
const SANS = "sans-serif", MONO = "monospace";
/** Width of a monospaced letter, as a fraction of the font size. */
const GLYPH = 0.62;
/** PNG pixels per picture unit. */
const PNG_SCALE = 2;

/** @param {CSSStyleDeclaration} style */
const family = (style) => (/mono/i.test(style.fontFamily) ? MONO : SANS);

/** @param {Element} source @param {Element} copy @param {CSSStyleDeclaration} style */
function writeStyles(source, copy, style) {
  for (const [name, plain] of Object.entries(STYLES)) {
    const found = style.getPropertyValue(name);
    if (found !== "" && found !== plain) copy.setAttribute(name, found.replaceAll("\"", "'"));
  }
  if (source instanceof SVGTextContentElement) {
    for (const name of TEXT_STYLES) copy.setAttribute(name, style.getPropertyValue(name));
    copy.setAttribute("font-family", family(style));
  }
  // The CSS property applies before the attribute; a drawing has only the attribute.
  const scale = style.getPropertyValue("scale");
  if (scale !== "none" && scale !== "") copy.setAttribute("transform", `scale(${scale}) ${copy.getAttribute("transform") ?? ""}`.trim());
}

/** The contents of an HTML box, as lines of SVG text. @param {Element} box */
function lines(box) {
  const x = Number(box.getAttribute("x")), y = Number(box.getAttribute("y")), width = Number(box.getAttribute("width"));
  const group = svg("g", {});
  const rows = [...box.querySelectorAll("*")].filter((row) => row.childElementCount === 0 && row.textContent !== "" && getComputedStyle(row).display !== "none");
  for (const [i, row] of rows.entries()) {
    const own = getComputedStyle(row), height = Number.parseFloat(own.lineHeight) || 16, centred = own.textAlign === "center";
    const room = Math.floor(width / (Number.parseFloat(own.fontSize) * GLYPH)), letters = [...row.textContent ?? ""];
    group.append(svg("text", {
      x: centred ? x + width / 2 : x, y: y + height * (i + 0.75), fill: own.color, "font-size": own.fontSize, "font-family": family(own),
      "text-anchor": centred ? "middle" : null,
    }, letters.length > room ? `${letters.slice(0, room - 1).join("")}…` : letters.join("")));
  }
  return group;
}

/** @param {Element} source @returns {Element | null} */
function copyOf(source) {
  const style = getComputedStyle(source);
  if (style.display === "none" || source.getAttribute("visibility") === "hidden" || source.matches(".hit, .focus-ring, .layer-gesture")) return null;
  if (source.localName === "foreignObject") return lines(source);
  const copy = document.createElementNS(source.namespaceURI, source.localName);
  for (const { name, value } of source.attributes) {
    // A pattern is referenced by its id.
    if (!LEFT_OUT.test(name) || (name === "id" && source.localName === "pattern")) copy.setAttribute(name, value);
  }
  writeStyles(source, copy, style);
  for (const child of source.childNodes) {
    const copied = child instanceof Element ? copyOf(child) : child.nodeType === Node.TEXT_NODE ? document.createTextNode(child.nodeValue ?? "") : null;
    if (copied) copy.append(copied);
  }
  return copy.localName === "g" && copy.childNodes.length === 0 ? null : copy;
}

/**
 * The stage as an SVG document.
 * @param {SVGSVGElement} picture @param {string} title @param {HTMLCanvasElement | null} crowd Canvas of the messages
 *   that are painted rather than drawn as elements.
 * @returns {{text: string, width: number, height: number}}
 */
export function stagePicture(picture, title, crowd) {
  const { width, height } = picture.viewBox.baseVal;
  const whole = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  whole.append(svg("title", {}, title), svg("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor }));
  for (const child of picture.children) {
    const copied = copyOf(child);
    if (copied) whole.append(copied);
  }
  if (crowd) whole.append(svg("image", { href: crowd.toDataURL(), width, height }));
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}\n`, width, height };
}

/**
 * A drawing as a PNG.
 * @param {{text: string, width: number, height: number}} drawing
 * @returns {Promise<Blob>}
 */
export async function toPng({ text, width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * PNG_SCALE);
    canvas.height = Math.round(height * PNG_SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await blobOf(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export function blobOf(canvas) {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png"));
}
