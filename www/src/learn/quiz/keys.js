// The keys of the quiz. It covers the run, so that no key may do anything to that: all are taken here but those that lead
// elsewhere, and those of whatever stands above the quiz.

/** Keys of the page that help here too: the list of keys, and the list of lessons. */
const OF_THE_PAGE = /^[?l]$/i;

/** What Enter is for. */
const PRESSED = "button, a[href], [role=button]";
/** What letters are for. */
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
