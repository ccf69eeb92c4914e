// Work in pieces: what takes longer than a frame is done piece by piece, each for the time that there is.

/** However busy the page is, it finds time as often as that, ms. */
const IDLE_AFTER_MS = 80;

/**
 * Does one piece after the other until one says that it was the last, or until the time is up. One piece is always done.
 * @param {() => number} clock Real milliseconds. @param {number} ms @param {() => boolean} piece Whether it was the last.
 */
export function workFor(clock, ms, piece) {
  const deadline = clock() + ms;
  while (!piece()) if (clock() >= deadline) return;
}

/** Waits until the page has time for a piece of work. @returns {Promise<void>} */
export function idle() {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: IDLE_AFTER_MS });
    else setTimeout(resolve, IDLE_AFTER_MS / 4);
  });
}
