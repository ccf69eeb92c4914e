// What a person presses before the page can carry it out: the node whose picture stands in the HTML. It is small, and comes
// before everything else. And whether the page stands in somebody's frame (`?embed`), so that it never looks otherwise.

/** A press on a node of the first picture. @param {Event} event */
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
