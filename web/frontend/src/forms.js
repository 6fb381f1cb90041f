// Forms: filters that apply at once, buttons that cannot be pressed twice, Ctrl+Enter, menus that
// close. Everything works without this file as well.

import { send } from "./composer.js";
import { _ } from "./language.js";

document.addEventListener("change", (event) => {
  const beside = event.target.closest("[data-save-on-change]");
  if (beside && !isSaving()) beside.querySelector("button").click();
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

// Of what several lifecycles ask, that of the chosen one.
document.addEventListener("change", ({ target }) => {
  if (target.name === "lifecycle") showAsked();
});
addEventListener("pageshow", showAsked);

function showAsked() {
  const chosen = document.querySelector("[name=lifecycle]:checked")?.value;
  for (const asked of document.querySelectorAll("[data-lifecycle]")) {
    // What is hidden must not hold the form up: a browser checks it while it is enabled.
    asked.disabled = asked.hidden = asked.dataset.lifecycle !== chosen;
  }
}

// One tick for all rows of a list, and how many are ticked.
document.addEventListener("change", (event) => {
  const all = event.target.dataset.ticks;
  for (const row of all ? document.querySelectorAll(all) : []) row.checked = event.target.checked;
  countTicks();
});
addEventListener("pageshow", countTicks); // on the way back the browser ticks them again

function countTicks() {
  const count = document.querySelector("[data-ticked]");
  const n = document.querySelectorAll("[data-row] .tick :checked").length;
  if (count) count.textContent = n ? _("Ticked: %(n)s", { n }) : "";
}

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

// What takes long says so while it does; on the way back nothing is counted any more.
document.addEventListener("submit", ({ target }) => {
  const told = target.querySelector("[data-while-counting]");
  if (!told) return;
  told.dataset.before ??= told.textContent; // of one that is sent again while it counts, the first
  told.textContent = told.dataset.whileCounting;
});
addEventListener("pageshow", () => {
  for (const told of document.querySelectorAll("[data-before]")) told.textContent = told.dataset.before;
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

// A field beside the conversation that saves by itself renews the page of the case. What is changed in
// another one meanwhile stays, and is saved next: at once, or when one leaves the field.
const BESIDE = "#case [data-save-on-change] :is(input, select)";
const isSaving = () => document.querySelector("#writing.htmx-request");
const initial = (field) =>
  field.matches("select") ? [...field.options].find((one) => one.defaultSelected)?.value : field.defaultValue;
const saveBeside = (field) => field.closest("[data-save-on-change]").querySelector("button").click();
let changedMeanwhile = [];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.requestConfig.parameters;
  changedMeanwhile = [...document.querySelectorAll(BESIDE)]
    .filter((field) => field.value !== initial(field) && field.value !== sent[field.name])
    .map((field) => ({ name: field.name, value: field.value, inUse: field === document.activeElement }));
});

document.addEventListener("htmx:afterSettle", () => {
  const again = changedMeanwhile;
  changedMeanwhile = [];
  for (const { name, value, inUse } of again) {
    const field = document.querySelector(`#case [name="${name}"]`);
    if (!field || field.value === value) continue;
    field.value = value;
    if (inUse) {
      field.dataset.written = "meanwhile";
      field.focus({ preventScroll: true });
    } else saveBeside(field);
  }
});

document.addEventListener("change", (event) => delete event.target.dataset.written); // saved by that
document.addEventListener("focusout", (event) => {
  if (event.target.dataset.written && event.target.isConnected) saveBeside(event.target);
});
