// Naming somebody in a note: behind an @ the people and teams are offered that may read it. The arrows and
// Enter, or a click, choose; Escape closes. Without this file a name that is typed does the same.

const BEFORE = /(?<![\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]{0,40})$/u;
const PAUSE = 120; // milliseconds after the last key
let list = null; // what is offered, under `list.field`
let pending = 0;
let taken = null; // the field in which a name was just completed, with the blank behind it

const isNote = (field) => field.id !== "text" || document.querySelector('#composer [value="note"]:checked');
const started = (field) => BEFORE.exec(field.value.slice(0, field.selectionStart))?.[1];
const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-mentions]")) return;
  clearTimeout(pending);
  if (!isNote(field) || started(field) === undefined) return close();
  pending = setTimeout(() => offer(field), PAUSE);
});

async function offer(field) {
  const start = started(field);
  if (start === undefined) return close();
  const answer = await fetch(`${field.dataset.mentions}?start=${encodeURIComponent(start)}`).catch(() => null);
  if (!answer?.ok || answer.redirected || start !== started(field)) return; // more was typed meanwhile
  show(field, await answer.text());
}

function show(field, html) {
  close();
  list = Object.assign(document.createElement("ul"), { id: "mentions", className: "mentions", innerHTML: html, field });
  if (!options().length) return close();
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.mentionsLabel);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.after(list);
  choose(options()[0]);
}

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  list.field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close() {
  if (!list) return;
  for (const name of ["controls", "autocomplete", "activedescendant"]) list.field.removeAttribute(`aria-${name}`);
  list.remove();
  list = null;
}

function take(option) {
  const { field } = list;
  const end = field.selectionStart;
  field.setRangeText(`${option.dataset.handle} `, end - started(field).length, end, "end");
  close();
  taken = { field, end: field.selectionStart };
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept
}

// Who types the blank behind a name has it already.
document.addEventListener("beforeinput", (event) => {
  const { target, data } = event;
  if (taken?.field === target && target.selectionStart === taken.end && data === " ") event.preventDefault();
  taken = null;
});

// Before any other key: Escape does not leave the field, Enter does not break the line.
document.addEventListener("keydown", onKey, { capture: true });

function onKey(event) {
  if (!list || event.target !== list.field || event.ctrlKey || event.metaKey || event.isComposing) return;
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  else if (event.key === "Enter" || event.key === "Tab") take(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("#mentions [role=option]");
  if (!option) return;
  event.preventDefault(); // the field keeps the focus
  take(option);
});
document.addEventListener("focusout", (event) => list?.field === event.target && close());
document.addEventListener("htmx:beforeSwap", ({ detail }) => list && detail.target.contains(list.field) && close());
