// How long what was sent can still be taken back. Without this file the page says at which time it goes out.
import { _ } from "./language.js";

function count(place) {
  const end = performance.now() + place.dataset.seconds * 1000;
  const show = () => {
    if (!place.isConnected) return clearInterval(timer);
    place.textContent = _("in %(n)s s", { n: Math.max(0, Math.ceil((end - performance.now()) / 1000)) });
  };
  const timer = setInterval(show, 1000);
  show();
}

const find = () => {
  for (const place of document.querySelectorAll("[data-seconds]:not([data-counts])")) {
    place.dataset.counts = "yes";
    count(place);
  }
};
// Once it has gone out the case is renewed, but not under the hands of who writes elsewhere in it.
const FIELDS = "#case :is(input:not([type=hidden]), textarea, select)";

function chosen(list) {
  const options = [...list.options];
  const given = options.some((option) => option.defaultSelected);
  return given ? options.some((option) => option.selected !== option.defaultSelected) : list.selectedIndex > 0;
}

function inUse(field) {
  if (field.closest("#composer")) return false;
  if (field === document.activeElement) return true;
  if (field.matches("select")) return chosen(field);
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

for (const moment of ["htmx:beforeRequest", "htmx:beforeSwap"]) {
  document.addEventListener(moment, (event) => {
    const place = event.detail.requestConfig.elt;
    if (!place.matches("[data-renews]") || ![...document.querySelectorAll(FIELDS)].some(inUse)) return;
    event.preventDefault();
    setTimeout(() => place.dispatchEvent(new Event("again")), 1000);
  });
}

document.addEventListener("DOMContentLoaded", find);
document.addEventListener("htmx:afterSwap", find);
