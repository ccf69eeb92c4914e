// Style sheets of modules that load late. Each comes as text within its module, so that the first render does not wait
// for it. The page's content security policy allows constructed style sheets.

/** @param {string} text */
export function addStyles(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
