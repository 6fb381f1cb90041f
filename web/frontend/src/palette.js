// The palette: Ctrl+K opens it, the server fills it (htmx asks when its field changes). The arrows go
// through what was found, Enter opens the first; with nothing found the form searches all cases.

const dialog = () => document.querySelector("#palette");
const field = () => dialog().querySelector("[name=q]");
const found = () => dialog().querySelector("#palette-found");
const entries = () => [...found().querySelectorAll("a")];
let entered = false; // Enter was pressed, perhaps before what it is for was found

export function openPalette(event) {
  const palette = dialog();
  if (!palette) return;
  event.preventDefault();
  if (document.querySelector("dialog[open]")) return;
  palette.querySelector("[name=case]").value = document.querySelector("[data-case]")?.dataset.case ?? "";
  palette.showModal();
  field().focus();
  field().select();
  field().form.dispatchEvent(new Event("open"));
}

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#palette")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") go(event.key === "ArrowDown" ? 1 : -1, event);
  else if (event.key === "Escape") close(event);
  else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault();
    entered = true;
    enter();
  } else if (event.target === field()) entered = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "palette-found") return;
  found().dataset.of = event.detail.requestConfig.parameters.q;
  enter();
});

// Never what was found for a text of before.
function enter() {
  if (!entered || found().dataset.of !== field().value) return;
  entered = false;
  if (entries().length) entries()[0].click();
  else field().form.submit();
}

function go(by, event) {
  event.preventDefault();
  const places = [field(), ...entries()];
  const at = places.indexOf(document.activeElement);
  places[Math.min(places.length - 1, Math.max(0, at + by))].focus();
}

// A search field would take Escape for itself, and be emptied; the page behind it would be left.
function close(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog().close();
}

// A click beside it closes it.
document.addEventListener("click", (event) => {
  if (event.target.id === "palette") event.target.close();
});
