// The keyboard. A key stands on the page as `data-key`, on the element that it presses, or in the table
// OTHERS; `?` shows both. But for those of OTHERS that work everywhere, keys do nothing in a text field.

import { write } from "./composer.js";
import { _, pgettext } from "./language.js";
import { openPalette } from "./palette.js";
import { lastOpened } from "./place.js";

const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
let first = ""; // the first key of two, as in `g i`
let current = ""; // the number of the case that `j` and `k` have come to

// What presses no element: `where` there has to be something for it, `everywhere` in a text field, too.
const OTHERS = [
  { key: "j", label: pgettext("case", "Next"), where: "[data-row]", press: (event) => move(1, event) },
  { key: "k", label: _("Previous"), where: "[data-row]", press: (event) => move(-1, event) },
  { key: "Enter", label: pgettext("verb", "Open"), where: "[data-row]", press: (event) => onRow("[data-open]", event) },
  { key: "c", label: _("Claim"), where: "[data-key-on-row]", press: (event) => onRow("[data-key-on-row]", event) },
  { key: "x", label: _("Tick"), where: "[data-row] .tick", press: (event) => onRow(".tick input", event) },
  { key: "Ctrl+k", label: _("Go to"), where: "#palette", everywhere: true, press: openPalette },
  { key: "?", label: _("These keys"), where: "body", press: help },
  { key: "Escape", label: _("Back, or close"), where: "body", everywhere: true, press: leave },
];

document.addEventListener("keydown", (event) => {
  if (event.altKey) return;
  const key = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.key}`;
  const writing = event.target.matches(WRITING) || document.querySelector("dialog[open]");
  const keys = first && !writing ? `${first} ${key}` : key;
  const other = OTHERS.find((one) => one.key === keys && document.querySelector(one.where));
  if (other?.everywhere) return other.press(event);
  if (writing || key.startsWith("Ctrl+")) return;
  first = "";
  const element = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === keys);
  if (element) press(element, event);
  else if (other) other.press(event);
  else if (startsOther(keys)) first = keys;
});

const startsOther = (key) =>
  [...document.querySelectorAll("[data-key]")].some((e) => e.dataset.key.startsWith(`${key} `));

// A digit chooses, it never sends (decision 0032): a button that has one is gone to, and Enter presses it.
function press(element, event) {
  event.preventDefault();
  if (/^\d$/.test(event.key) && element.matches("button")) return element.focus();
  element.click();
  if (element.matches("select")) element.focus();
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
  if (event.key === "Enter" && event.target !== document.body) return;
  const target = document.querySelector(`[data-row].at ${what}`);
  if (!target) return;
  event.preventDefault();
  target.click();
}

// ---------------------------------------------------------------- the list of keys

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
  const others = OTHERS.filter((one) => document.querySelector(one.where)).map((one) => [one.key, one.label]);
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { textContent: _("Keys") });
  const list = Object.assign(document.createElement("ul"), { className: "keys" });
  for (const [key, label] of [...found, ...others]) {
    const line = document.createElement("li");
    line.append(keyCap(key), Object.assign(document.createElement("span"), { textContent: label }));
    list.append(line);
  }
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  form.append(Object.assign(document.createElement("button"), { textContent: _("Close") }));
  dialog.append(title, list, form);
  dialog.setAttribute("aria-label", _("Keys"));
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
  document.querySelector("[data-row].at")?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:afterSwap", label);
document.addEventListener("htmx:afterSwap", stay);
