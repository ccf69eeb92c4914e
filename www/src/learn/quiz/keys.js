// The keys of the quiz. It covers the run, so no key may act on the run: the quiz takes all keys, except those that
// lead elsewhere, and those of elements on top of the quiz.

/** Keys of the page that work here too: the list of keys, and the list of lessons. */
const OF_THE_PAGE = /^[?l]$/i;

/** Elements that use Enter. */
const PRESSED = "button, a[href], [role=button]";
/** Elements that use letters. */
const FIELDS = "input[type=text], input[type=search]";

/**
 * @param {HTMLElement} root
 * @param {{isOpen: () => boolean, goOn: () => void, move: (by: number) => void}} parts
 */
export function listenToKeys(root, { isOpen, goOn, move }) {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!isOpen() || event.defaultPrevented || !(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target !== document.body && !root.contains(target)) return;
    const isField = target.matches(FIELDS);
    if (!isField && OF_THE_PAGE.test(key)) return;
    if (key === "Escape" && !isField) return;
    event.stopPropagation();
    if (key !== "Enter" || target.closest(PRESSED)) return;
    event.preventDefault();
    if (event.shiftKey) move(-1);
    else goOn();
  }, true);
}
