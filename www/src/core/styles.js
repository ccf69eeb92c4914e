// The styles of what is fetched late. They come as text with the module that needs them, so that the first picture does
// not wait for them; a constructed sheet is what the page's policy allows.

/** @param {string} text */
export function addStyles(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
