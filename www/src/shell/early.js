// Runs before everything else, and is small. Remembers a press on a node of the prerendered picture, until the page can
// handle it. Sets the class of an embedded page (`?embed`) before anything is drawn.

/** Remembers a press on a node of the prerendered picture. @param {Event} event */
function remember({ target }) {
  const node = target instanceof Element ? target.closest(".first-picture [data-kind=node]") : null;
  if (node) document.documentElement.dataset["early"] = node.getAttribute("data-id") ?? "";
}
if (new URLSearchParams(location.search).get("embed") !== null) {
  document.documentElement.classList.add("embed");
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "embed.css";
  document.head.append(sheet);
}
document.addEventListener("click", remember);
