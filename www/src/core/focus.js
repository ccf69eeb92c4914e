// Focus handling: a focused control is not overwritten, and a part that closes returns the focus.

/** Writes the value of a control, unless it has the focus.
 * @param {HTMLInputElement | HTMLSelectElement} control @param {string} value */
export function putUnlessHeld(control, value) {
  if (control.value !== value && document.activeElement !== control) control.value = value;
}

/** Makes a popover focus one of its parts when it opens. `autofocus` is set only then: earlier it would take the focus
 * on load, which an embedded page must not. @param {HTMLElement} popover @param {HTMLElement | null} part */
export function focusFirst(popover, part) {
  popover.addEventListener("beforetoggle", () => { if (part) part.autofocus = true; }, { once: true });
}

/** Remembers the focused element while a part is open, to return the focus.
 * @param {() => (HTMLElement | SVGElement | null | undefined)} orElse Where the focus goes if that element is gone. */
export function createReturn(orElse) {
  /** @type {HTMLElement | SVGElement | null} */
  let opener = null;
  return {
    /** A part opens. Returns whether it was opened by keyboard. */
    opens() {
      const { activeElement } = document;
      opener = activeElement instanceof HTMLElement || activeElement instanceof SVGElement ? activeElement : null;
      return opener?.matches(":focus-visible") ?? false;
    },
    /** The part closes: if the focus is in it, the focus returns. @param {...Element} closing */
    closes(...closing) {
      if (!closing.some((one) => one.contains(document.activeElement))) return;
      if (opener?.isConnected) opener.focus({ preventScroll: true });
      if (document.activeElement !== opener || opener === document.body) orElse()?.focus({ preventScroll: true });
    },
  };
}
