// Filling the script panel's editor in specs and benchmarks: pasted text is there at once, while typing would trigger
// completion.

/** Pastes a text at the cursor; runs in the page. @param {Element} editor @param {string} text */
export function paste(editor, text) {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  // Firefox does not dispatch a paste event with clipboard data set by a script.
  Object.defineProperty(event, "clipboardData", { value: { getData: (/** @type {string} */ type) => (type === "text/plain" ? text : "") } });
  editor.dispatchEvent(event);
}

/** Whether all lines of the editor are selected, as far as they are drawn; runs in the page. @param {Element} editor */
function isSelected(editor) {
  const selection = getSelection();
  return selection !== null && editor.contains(selection.anchorNode) && (selection.isCollapsed ? editor.textContent === "" : true);
}

/** Replaces the script in the editor by another. @param {import("@playwright/test").Page} page @param {string} script */
export async function pastes(page, script) {
  const editor = page.locator("#panel-script .cm-content");
  await editor.focus();
  // On a busy machine the editor may not have the focus yet: the paste would go before the old text.
  for (let tries = 0; tries < 50; tries++) {
    await page.keyboard.press("ControlOrMeta+a");
    if (await editor.evaluate(isSelected)) break;
    await page.waitForTimeout(100);
  }
  await editor.evaluate(paste, script);
}
