// The legend and the list of keys: their markup stands in index.html.

/** @typedef {import("../types.js").Context} Context */

/** @param {HTMLElement} root @param {Context} context */
export function createHelp(root, { actions }) {
  const dialog = /** @type {HTMLDialogElement} */ (root);
  const letters = /** @type {HTMLInputElement} */ (dialog.querySelector("#letters"));
  letters.addEventListener("change", () => actions.set({ letters: letters.checked }));
  dialog.querySelector(".close")?.addEventListener("click", () => dialog.close());
  return { open() { if (!dialog.open) dialog.showModal(); } };
}
