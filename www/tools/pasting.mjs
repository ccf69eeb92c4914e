// The script panel's editor as specs and benchmarks fill it: what is pasted is there at once, and what is typed would be
// completed.

/** Pastes a text where the cursor is; runs in the page. @param {Element} editor @param {string} text */
export function paste(editor, text) {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  // Firefox makes no event of a clipboard that a script fills.
  Object.defineProperty(event, "clipboardData", { value: { getData: (/** @type {string} */ type) => (type === "text/plain" ? text : "") } });
  editor.dispatchEvent(event);
}

/** Replaces the script in the editor by another. @param {import("@playwright/test").Page} page @param {string} script */
export async function pastes(page, script) {
  const editor = page.locator("#panel-script .cm-content");
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate(paste, script);
}
