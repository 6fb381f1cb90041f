// Drawings. The server draws each; where one is seen, the viewer is fetched to move about in it.

const isSeen = (stage) => !stage.closest("details:not([open])");
const pictures = (root) => [...root.querySelectorAll("[data-viewer]:not([data-shown])")].filter(isSeen);

async function show(stage) {
  stage.dataset.shown = "";
  try {
    const { open } = await import(stage.dataset.viewer);
    await open(stage);
  } catch (error) {
    console.error(error); // the picture stays
  }
}

document.addEventListener("DOMContentLoaded", () => pictures(document).forEach(show));
document.addEventListener("htmx:afterSwap", () => pictures(document).forEach(show));
document.addEventListener("toggle", (event) => pictures(event.target).forEach(show), { capture: true });

// The drawing is a link to its page; here it opens in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const fold = document.getElementById(link.dataset.opens);
  fold.open = !fold.open;
  if (!fold.open) return;
  fold.scrollIntoView({ block: "start" });
  fold.querySelector("summary").focus({ preventScroll: true });
});

// A change of the case renews its page: the drawing that was open opens again.
let wasOpen = false;

document.addEventListener("htmx:beforeSwap", () => {
  wasOpen = document.querySelector("#diagram")?.open ?? false;
});
document.addEventListener("htmx:afterSettle", () => {
  const fold = document.querySelector("#diagram");
  if (fold && wasOpen) fold.open = true;
});
