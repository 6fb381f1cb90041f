// The keyboard. Every key stands on the page as `data-key`, on the element that it presses; there is
// no second list. `?` shows them all. Keys do nothing in a text field.

import { write } from "./composer.js";
import { lastOpened } from "./place.js";

const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
let first = ""; // the first key of two, as in `g i`
let current = ""; // the number of the case that `j` and `k` have come to

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event);
  if (event.target.matches(WRITING) || document.querySelector("dialog[open]")) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  first = "";
  const element = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === keys);
  if (element) press(element, event);
  else if (keys === "?") help(event);
  else if (keys === "j" || keys === "k") move(keys === "j" ? 1 : -1, event);
  else if (keys === "c") onRow('[data-key-on-row="c"]', event);
  else if (keys === "x") onRow("[type=checkbox]", event);
  else if (keys === "Enter" && event.target === document.body) onRow("[data-open]", event);
  else if (startsOther(keys)) first = keys;
});

const startsOther = (key) =>
  [...document.querySelectorAll("[data-key]")].some((e) => e.dataset.key.startsWith(`${key} `));

// A digit chooses, it never sends (decision 0032): a button that has one is gone to, and Enter presses it.
function press(element, event) {
  event.preventDefault();
  if (/^\d$/.test(event.key) && element.matches("button")) return element.focus();
  element.click();
  if (element.matches("#composer [type=radio]")) write();
  if (element.matches("input[type=search]")) element.focus();
  const fold = element.closest("summary")?.parentElement;
  fold?.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
}

function leave(event) {
  if (document.querySelector("dialog[open]")) return;
  if (event.target.matches(WRITING)) return event.target.blur();
  const open = document.querySelector("details.menu[open], details.action[open], details.confirm[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else document.querySelector("[data-back]")?.click();
}

function move(by, event) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  rows[at]?.classList.remove("at");
  next.classList.add("at");
  current = next.dataset.row;
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("a")?.focus({ preventScroll: true });
}

// The list is renewed from time to time; the current line stays current.
function stay() {
  const row = current && document.querySelector(`[data-row="${CSS.escape(current)}"]`);
  if (!row || row.classList.contains("at")) return;
  row.classList.add("at");
  if (document.activeElement === document.body) row.querySelector("a")?.focus({ preventScroll: true });
}

function onRow(what, event) {
  const target = document.querySelector(`[data-row].at ${what}`);
  if (!target) return;
  event.preventDefault();
  target.click();
}

// ---------------------------------------------------------------- the list of keys

const ALWAYS = [
  ["?", "These keys"],
  ["Esc", "Back, or close"],
];
const ROWS = [
  ["j k", "Next, previous"],
  ["Enter", "Open"],
  ["c", "Claim"],
  ["x", "Tick"],
];

const labelOf = (element) =>
  (
    element.getAttribute("aria-label") ||
    element.closest("label")?.querySelector("span").textContent ||
    element.querySelector("span")?.textContent ||
    element.firstChild.textContent
  ).trim();

function help(event) {
  event.preventDefault();
  const found = [...document.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, labelOf(e)]);
  const rows = document.querySelector("[data-row]") ? ROWS : [];
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { textContent: "Keys" });
  const list = Object.assign(document.createElement("ul"), { className: "keys" });
  for (const [key, label] of [...found, ...rows, ...ALWAYS]) {
    const line = document.createElement("li");
    line.append(keyCap(key), Object.assign(document.createElement("span"), { textContent: label }));
    list.append(line);
  }
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  form.append(Object.assign(document.createElement("button"), { textContent: "Close" }));
  dialog.append(title, list, form);
  dialog.setAttribute("aria-label", "Keys");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const keyCap = (key) => Object.assign(document.createElement("kbd"), { textContent: key });

// Keys show on what they press.
function label() {
  const pressed =
    "button[data-key], summary[data-key], .button[data-key], .to-drawing, .neighbours a, label > [data-key]";
  for (const element of document.querySelectorAll(pressed)) {
    const place = element.closest("label") ?? element;
    if (!place.querySelector("kbd")) place.append(keyCap(element.dataset.key));
  }
}

document.addEventListener("DOMContentLoaded", label);
document.addEventListener("DOMContentLoaded", () => {
  current = lastOpened();
  stay();
});
document.addEventListener("htmx:afterSwap", label);
document.addEventListener("htmx:afterSwap", stay);
