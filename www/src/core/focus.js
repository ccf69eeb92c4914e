// Keeping the focus: a control is not written under somebody's hands, and what closes gives the focus back.

/** Writes what a control shows, unless somebody is at it. @param {HTMLInputElement | HTMLSelectElement} control @param {string} value */
export function putUnlessHeld(control, value) {
  if (control.value !== value && document.activeElement !== control) control.value = value;
}

/** Has a popover give the focus to one of its parts when it opens. A mark that stands there before would ask for the focus at once, which a frame must not. @param {HTMLElement} popover @param {HTMLElement | null} part */
export function focusFirst(popover, part) {
  popover.addEventListener("beforetoggle", () => { if (part) part.autofocus = true; }, { once: true });
}

/** Where the focus was when something opened, so that it can go back there. @param {() => (HTMLElement | SVGElement | null | undefined)} orElse Where it goes if that is gone. */
export function createReturn(orElse) {
  /** @type {HTMLElement | SVGElement | null} */
  let opener = null;
  return {
    /** Something opens. Returns whether it was opened by keyboard. */
    opens() {
      const { activeElement } = document;
      opener = activeElement instanceof HTMLElement || activeElement instanceof SVGElement ? activeElement : null;
      return opener?.matches(":focus-visible") ?? false;
    },
    /** It closes: whoever was in it goes back. @param {...Element} closing */
    closes(...closing) {
      if (!closing.some((one) => one.contains(document.activeElement))) return;
      if (opener?.isConnected) opener.focus({ preventScroll: true });
      if (document.activeElement !== opener || opener === document.body) orElse()?.focus({ preventScroll: true });
    },
  };
}
