// The few DOM helpers that the views share. Text enters the page as text nodes and attributes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props
 */

/**
 * @param {Element} element @param {Props} [props] @param {(Node | string | null)[]} [children]
 */
function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "l10n") element.setAttribute("data-l10n-id", String(value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children ?? []) if (child !== null) element.append(child);
}

/**
 * An HTML element. A function among the properties listens to the event of its name; `l10n` names its words.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Props} [props] @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props, ...children) {
  const element = document.createElement(tag);
  fill(element, props, children);
  return element;
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Props} [props] @param {...(Node | string | null)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, props, ...children) {
  const element = /** @type {SVGElementTagNameMap[K]} */ (document.createElementNS(SVG, tag));
  fill(element, props, children);
  return element;
}

/** Writes an attribute if it differs. @param {Element} element @param {string} name @param {string | number | null} value */
export function attr(element, name, value) {
  if (value === null) { if (element.hasAttribute(name)) element.removeAttribute(name); return; }
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Hides or shows; written anew, even the same would be a style to be found out again. @param {Element} element @param {boolean} on */
export function hide(element, on) { attr(element, "hidden", on ? "" : null); }

/** Writes text if it differs, into the text node that is there: a new one would have to be laid out from nothing. @param {Element} element @param {string} text */
export function text(element, text) {
  const node = element.firstChild ?? element.appendChild(new Text());
  if (node.nodeValue !== text) node.nodeValue = text;
}

/** @param {Element} element @param {string} name @param {boolean} on */
export function toggle(element, name, on) {
  if (element.classList.contains(name) !== on) element.classList.toggle(name, on);
}

/**
 * Keeps one element a key, in order: makes what is missing, removes what is gone.
 * @template T
 * @template {Element} E
 * @param {Element} parent @param {Map<string, E>} held @param {Iterable<T>} items
 * @param {(item: T) => string} keyOf @param {(item: T) => E} make @param {(element: E, item: T) => void} write
 */
export function keyed(parent, held, items, keyOf, make, write) {
  const wanted = [...items], keys = new Set(wanted.map(keyOf));
  // First, so that what stays need not be moved: what has the focus would lose it.
  for (const [key, element] of held) if (!keys.has(key)) { element.remove(); held.delete(key); }
  /** @type {Element | null} */
  let previous = null;
  for (const item of wanted) {
    const key = keyOf(item);
    let element = held.get(key);
    if (!element) { element = make(item); held.set(key, element); }
    /** @type {Element | null} */
    const there = previous ? previous.nextElementSibling : parent.firstElementChild;
    if (there !== element) parent.insertBefore(element, there);
    write(element, item);
    previous = element;
  }
}

/**
 * Answers whether any of these values differs from the last time, by identity.
 * @returns {(...values: unknown[]) => boolean}
 */
export function changes() {
  /** @type {unknown[] | null} */
  let last = null;
  return (...values) => {
    if (last && last.length === values.length && values.every((value, i) => Object.is(value, /** @type {unknown[]} */ (last)[i]))) return false;
    last = values;
    return true;
  };
}

/** Whether everything is drawn larger than in its own pixels. */
const isLarge = () => document.documentElement.classList.contains("large");

/** By how much an element is drawn larger than its own pixels. To ask the browser has it find out styles, so only the large mode does. @param {Element} element */
export const zoomOf = (element) => (isLarge() ? /** @type {{currentCSSZoom?: number}} */ (element).currentCSSZoom ?? 1 : 1);

/** Where a pointer is, in an element's own pixels. @param {Element} element @param {MouseEvent} event */
export function pointOn(element, event) {
  // Unless all is drawn larger the browser knows it already; to ask for the box would lay the page out.
  if (event.target === element && !isLarge()) return { x: event.offsetX, y: event.offsetY };
  const { clientX, clientY } = event;
  const { left, top } = element.getBoundingClientRect(), zoom = zoomOf(element);
  return { x: (clientX - left) / zoom, y: (clientY - top) / zoom };
}
