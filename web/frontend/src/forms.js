// Forms: filters that apply at once, buttons that cannot be pressed twice, Ctrl+Enter, menus that
// close. Everything works without this file as well.

import { send } from "./composer.js";

document.addEventListener("change", (event) => {
  event.target.closest("[data-save-on-change]")?.querySelector("button").click();
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

// One tick for all rows of a list.
document.addEventListener("change", (event) => {
  const all = event.target.dataset.ticks;
  for (const row of all ? document.querySelectorAll(all) : []) row.checked = event.target.checked;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || (event.defaultPrevented && !form.hasAttribute("hx-post"))) return;
  const button = event.submitter;
  if (button) setTimeout(() => lock(button), 0); // after the browser has read its value
});

function lock(button) {
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
  }, 4000);
}

// An action of the composer is where its button says, not where the form does.
// htmx reads that of buttons inside a form alone; those of the composer stand outside.
document.addEventListener("htmx:configRequest", (event) => {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.hasAttribute("formaction")) event.detail.path = button.getAttribute("formaction");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest("form");
  if (!form || !event.target.matches("textarea, input")) return;
  event.preventDefault();
  if (form.matches("#composer :is(#writing, .way)")) send();
  else form.querySelector("[type=submit]").click();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// What is opened to hand a case over begins with the note: two clicks are left, for whom and when.
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches("details.owner[open]")) event.target.querySelector("textarea").focus();
  },
  { capture: true },
);

// A list with ticked rows is not renewed under the hand that ticks them.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.querySelector("[data-row] input:checked")) event.detail.shouldSwap = false;
});

// A field beside the conversation that saves by itself renews the page of the case: what is being written
// in another one meanwhile stays, and is saved when one leaves it.
const BESIDE = "#case [data-save-on-change] input";
const caretIn = (field) => (field === document.activeElement ? field.selectionStart : null);
let writtenMeanwhile = [];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.requestConfig.parameters;
  writtenMeanwhile = [...document.querySelectorAll(BESIDE)]
    .filter((field) => field.value !== field.defaultValue && field.value !== sent[field.name])
    .map((field) => ({ id: field.id, value: field.value, at: caretIn(field) }));
});

document.addEventListener("htmx:afterSwap", () => {
  for (const { id, value, at } of writtenMeanwhile) {
    const field = document.getElementById(id);
    if (!field || field.value === value) continue;
    Object.assign(field, { value });
    field.dataset.written = "meanwhile";
    if (at === null) continue;
    field.focus({ preventScroll: true });
    field.setSelectionRange(at, at);
  }
  writtenMeanwhile = [];
});

document.addEventListener("change", (event) => delete event.target.dataset.written); // saved by that
document.addEventListener("focusout", (event) => {
  if (event.target.dataset.written) event.target.closest("[data-save-on-change]").querySelector("button").click();
});
