// Work in pieces: work that takes longer than a frame is split, to fit the time each frame has.

/** The longest wait for a piece of work, however busy the page is, ms. */
const IDLE_AFTER_MS = 80;

/**
 * Does pieces until one returns true (the last), or until the time is up. At least one piece is done.
 * @param {() => number} clock Real milliseconds. @param {number} ms @param {() => boolean} piece Whether it was the last.
 */
export function workFor(clock, ms, piece) {
  const deadline = clock() + ms;
  while (!piece()) if (clock() >= deadline) return;
}

/** Waits until the page is idle, or at most IDLE_AFTER_MS. @returns {Promise<void>} */
export function idle() {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: IDLE_AFTER_MS });
    else setTimeout(resolve, IDLE_AFTER_MS / 4);
  });
}
