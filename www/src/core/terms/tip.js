// The tooltip that explains a term: it opens when the term is hovered, focused or tapped, stays while the pointer is on
// it, and closes with Escape (WCAG 1.4.13). It is placed where it covers the least of the controls.

import { el, text, zoomOf } from "../dom.js";
import { placeBox } from "./place.js";

/** @typedef {import("./index.js").Explained} Explained */

/** Elements that can be explained: a term, or an element whose text contains one. */
const EXPLAINED = ".gloss, [data-terms]";
/** The controls that the tooltip should not cover. */
const CONTROLS = "button, label, a[href], select, textarea";

/** Explains terms in the current language. @type {(element: Element) => Explained | null} */
let explained = () => null;
/** @type {ReturnType<typeof makeTip> | null} */
let tip = null;

/** @param {(element: Element) => Explained | null} how */
export function explain(how) {
  explained = how;
  if (tip) tip.close();
  else { tip = makeTip(); listen(tip); }
}

function makeTip() {
  const head = el("b", {}), words = el("span", {}), source = el("span", { class: "term-source" });
  const box = el("div", { id: "term-tip", class: "term-tip", role: "tooltip", popover: "manual" }, head, words, source);
  document.body.append(box);
  /** @type {Element | null} */
  let term = null;

  function place() {
    if (!term) return;
    const zoom = zoomOf(box), lines = [...term.getClientRects()], from = lines[0] ?? term.getBoundingClientRect();
    const last = lines.at(-1) ?? from;
    const controls = [...document.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.getBoundingClientRect());
    const { width, height } = box.getBoundingClientRect();
    const at = placeBox({ left: from.left, top: from.top, bottom: last.bottom }, { width, height }, { width: innerWidth, height: innerHeight }, controls);
    box.style.left = `${at.left / zoom}px`;
    box.style.top = `${at.top / zoom}px`;
    box.dataset["side"] = at.side;
  }

  const close = () => { term = null; if (box.matches(":popover-open")) box.hidePopover(); };
  return {
    box, close,
    isOpen: () => term !== null,
    /** The explained element; null if it is no longer in the page. */
    term: () => (term?.isConnected ? term : null),
    /** @param {Element} wanted */
    open(wanted) {
      const found = explained(wanted);
      if (!found) return;
      if (term !== wanted) {
        text(head, found.head);
        text(words, found.words);
        text(source, found.source);
        term = wanted;
      }
      // Reopened, to be above any popover that opened since.
      if (box.matches(":popover-open")) box.hidePopover();
      box.showPopover();
      place();
    },
  };
}

/** The term that an event is about. @param {Event} event */
const termOf = ({ target }) => (target instanceof Element ? target.closest(EXPLAINED) : null);

/** @param {ReturnType<typeof makeTip>} tip */
function listen(tip) {
  const isWithin = (/** @type {EventTarget | null} */ target) => target instanceof Node && (tip.box.contains(target) || Boolean(tip.term()?.contains(target)));
  /** Whether the tooltip was open for the pressed term. */
  let wasOpen = false;
  document.addEventListener("pointerover", (event) => {
    const term = termOf(event);
    if (term && event.pointerType !== "touch") { if (tip.term() !== term) tip.open(term); }
    else if (tip.isOpen() && !isWithin(event.target) && document.activeElement !== tip.term()) tip.close();
  });
  document.documentElement.addEventListener("pointerleave", () => { if (document.activeElement !== tip.term()) tip.close(); });
  document.addEventListener("pointerdown", (event) => {
    wasOpen = tip.isOpen() && tip.term() === termOf(event);
    if (!isWithin(event.target)) tip.close();
  }, true);
  document.addEventListener("focusin", (event) => {
    const term = termOf(event);
    if (term) { if (tip.term() !== term) tip.open(term); }
    else if (!isWithin(event.target)) tip.close();
  });
  document.addEventListener("focusout", (event) => { if (termOf(event) && !isWithin(event.relatedTarget)) tip.close(); });
  document.addEventListener("click", (event) => {
    const term = termOf(event);
    // A tap toggles the tooltip; a mouse click does not, since hovering has opened it.
    if (term && wasOpen && event.detail > 0 && /** @type {PointerEvent} */ (event).pointerType === "touch") tip.close();
    else if (term) tip.open(term);
  });
  document.addEventListener("keydown", (event) => {
    const term = termOf(event);
    if (event.key === "Escape" && tip.isOpen()) tip.close();
    else if (term && (event.key === "Enter" || event.key === " ")) tip.open(term);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  addEventListener("resize", tip.close);
  document.addEventListener("scroll", (event) => { if (!isWithin(event.target)) tip.close(); }, true);
}
