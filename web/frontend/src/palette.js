// The palette: Ctrl+K opens it, the server fills it (htmx asks when its field changes). The arrows go
// through what was found, Enter opens the first; with nothing found the form searches all cases.

const dialog = () => document.querySelector("#palette");
const entries = () => [...dialog().querySelectorAll("#palette-found a")];

export function openPalette(event) {
  const palette = dialog();
  if (!palette) return;
  event.preventDefault();
  if (document.querySelector("dialog[open]")) return;
  palette.querySelector("[name=case]").value = document.querySelector("[data-case]")?.dataset.case ?? "";
  palette.showModal();
  const field = palette.querySelector("[name=q]");
  field.focus();
  field.select();
  field.form.dispatchEvent(new Event("open"));
}

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#palette")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") go(event.key === "ArrowDown" ? 1 : -1, event);
  else if (event.key === "Enter" && event.target.name === "q" && entries().length) {
    event.preventDefault();
    entries()[0].click();
  }
});

function go(by, event) {
  event.preventDefault();
  const places = [dialog().querySelector("[name=q]"), ...entries()];
  const at = places.indexOf(document.activeElement);
  places[Math.min(places.length - 1, Math.max(0, at + by))].focus();
}

// A click beside it closes it.
document.addEventListener("click", (event) => {
  if (event.target.id === "palette") event.target.close();
});
