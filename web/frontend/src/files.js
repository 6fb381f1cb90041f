// Files are brought as soon as they are chosen, dropped or pasted, and stand ticked beside the text; with
// a draft they are kept. Those of visitors, who have no place of their own, wait in the field and go with the
// form, as all do without this file.
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
    said.textContent = areHere(files.length);
    form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  } catch (error) {
    said.textContent = error.message;
  }
  field.removeAttribute("aria-busy");
}

const areHere = (n) => (n > 1 ? _("%(n)s files are here.", { n }) : _("The file is here."));

function put(field, files) {
  const input = field.querySelector("[type=file]");
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  count(input);
}

function count(input) {
  const n = input.files.length;
  input.closest(".attach").querySelector(".help").textContent = n ? areHere(n) : "";
}

const take = (field, files) => (field.dataset.bring ? bring : put)(field, files);

// What the page that answers says in its place.
function sentenceOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = page.querySelector("main p, p")?.textContent.trim();
  const ofFiles = /^files: (.*)/s.exec(said)?.[1];
  return ofFiles ? _("Files %(are)s", { are: ofFiles }) : said || _("The files did not arrive. Try again.");
}

const fieldOf = (element) => element.closest?.("form")?.querySelector(".attach");

// A word processor or a table copies a picture of its text beside it: the text is meant.
const isText = ({ types }) => types.includes("text/html") && types.includes("text/plain");

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".attach [type=file]")) return;
  const field = target.closest("[data-bring]");
  if (!field) count(target);
  else if (target.files.length) bring(field, [...target.files]);
});

document.addEventListener("paste", (event) => {
  const field = fieldOf(event.target);
  const files = [...(event.clipboardData?.files ?? [])];
  if (!field || !files.length || isText(event.clipboardData)) return;
  event.preventDefault();
  take(field, files);
});

for (const what of ["dragover", "drop"]) {
  document.addEventListener(what, (event) => {
    const field = fieldOf(event.target);
    if (!field || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    field.classList.toggle("over", what === "dragover");
    if (what === "drop") take(field, [...event.dataTransfer.files]);
  });
}
document.addEventListener("dragleave", (event) => fieldOf(event.target)?.classList.remove("over"));
