// DOM helpers that the views share. Text enters the page as text nodes and attributes, never as markup.

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
 * An HTML element. A function property listens to the event of its name; `l10n` is its message id.
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

/** Hides or shows. Writing even the same value would make the browser recompute styles.
 * @param {Element} element @param {boolean} on */
export function hide(element, on) { attr(element, "hidden", on ? "" : null); }

/** Writes text if it differs. Reuses the text node: a new one costs a full layout.
 * @param {Element} element @param {string} text */
export function text(element, text) {
  const node = element.firstChild ?? element.appendChild(new Text());
  if (node.nodeValue !== text) node.nodeValue = text;
}

/** @param {Element} element @param {string} name @param {boolean} on */
export function toggle(element, name, on) {
  if (element.classList.contains(name) !== on) element.classList.toggle(name, on);
}

/**
 * Keeps one element per key, in the order of `items`: makes missing elements and removes stale ones.
 * @template T
 * @template {Element} E
 * @param {Element} parent @param {Map<string, E>} held @param {Iterable<T>} items
 * @param {(item: T) => string} keyOf @param {(item: T) => E} make @param {(element: E, item: T) => void} write
 */
export function keyed(parent, held, items, keyOf, make, write) {
  const wanted = [...items], keys = new Set(wanted.map(keyOf));
  // Removing first avoids moving the elements that stay: a moved element loses the focus.
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
 * Returns a function that says whether any of its arguments differs (`Object.is`) from the last call.
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

/** Whether the page is magnified (large mode). */
const isLarge = () => document.documentElement.classList.contains("large");

/** The zoom factor of an element. Asking the browser computes styles, so only the large mode asks.
 * @param {Element} element */
export const zoomOf = (element) => (isLarge() ? /** @type {{currentCSSZoom?: number}} */ (element).currentCSSZoom ?? 1 : 1);

/** The pointer position in an element's own pixels. @param {Element} element @param {MouseEvent} event */
export function pointOn(element, event) {
  // Without zoom the event has the position already; asking for the box would force a layout.
  if (event.target === element && !isLarge()) return { x: event.offsetX, y: event.offsetY };
  const { clientX, clientY } = event;
  const { left, top } = element.getBoundingClientRect(), zoom = zoomOf(element);
  return { x: (clientX - left) / zoom, y: (clientY - top) / zoom };
}
