// Files are brought as soon as they are chosen, dropped or pasted, and stand ticked beside the text; with
// a draft they are kept. Without this file they go with the form.
import { _ } from "./language.js";

async function bring(field, files) {
  const said = field.querySelector(".help");
  const form = field.closest("form");
  const sent = new FormData();
  sent.set("csrf_token", form.elements.csrf_token.value);
  for (const file of files) sent.append("upload", file, file.name || "picture.png");
  field.setAttribute("aria-busy", "true");
  said.textContent = _("Bringing…");
  try {
    const answer = await fetch(field.dataset.bring, { method: "POST", body: sent, headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(sentenceOf(text));
    field.querySelector(".waiting").insertAdjacentHTML("beforeend", text);
    field.querySelector("[type=file]").value = "";
    said.textContent = files.length > 1 ? _("%(n)s files are here.", { n: files.length }) : _("The file is here.");
    form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  } catch (error) {
    said.textContent = error.message;
  }
  field.removeAttribute("aria-busy");
}

// What the page that answers says in its place.
function sentenceOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = page.querySelector("main p, p")?.textContent.trim();
  const ofFiles = /^files: (.*)/s.exec(said)?.[1];
  return ofFiles ? _("Files %(are)s", { are: ofFiles }) : said || _("The files did not arrive. Try again.");
}

const fieldOf = (element) => element.closest?.("form")?.querySelector("[data-bring]");

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-bring] [type=file]") || !event.target.files.length) return;
  bring(event.target.closest("[data-bring]"), [...event.target.files]);
});

document.addEventListener("paste", (event) => {
  const field = fieldOf(event.target);
  const files = [...(event.clipboardData?.files ?? [])];
  if (!field || !files.length) return;
  event.preventDefault();
  bring(field, files);
});

for (const what of ["dragover", "drop"]) {
  document.addEventListener(what, (event) => {
    const field = fieldOf(event.target);
    if (!field || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    field.classList.toggle("over", what === "dragover");
    if (what === "drop") bring(field, [...event.dataTransfer.files]);
  });
}
document.addEventListener("dragleave", (event) => fieldOf(event.target)?.classList.remove("over"));
