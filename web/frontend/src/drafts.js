// What somebody writes is kept in this tab until it has been sent, whatever happens to the page.

const PREFIX = "caselane-draft:";

const keyOf = (field) => {
  const form = field.closest("form[data-draft]");
  return form && field.name ? `${PREFIX}${form.dataset.draft}:${field.name}` : null;
};

document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  const key = keyOf(event.target);
  if (key) sessionStorage.setItem(key, event.target.value);
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  for (const field of event.target.querySelectorAll("textarea")) {
    const key = keyOf(field);
    if (key) sessionStorage.removeItem(key);
  }
});

// A failed request (no network, no server) did not send it after all.
document.addEventListener("htmx:sendError", (event) => remember(event.target));
document.addEventListener("htmx:responseError", (event) => remember(event.target));

function remember(form) {
  for (const field of form.querySelectorAll?.("textarea") ?? []) {
    const key = keyOf(field);
    if (key && field.value) sessionStorage.setItem(key, field.value);
  }
}

function restore() {
  for (const field of document.querySelectorAll("form[data-draft] textarea")) {
    const kept = sessionStorage.getItem(keyOf(field) ?? "");
    if (kept && !field.value) field.value = kept;
  }
}

document.addEventListener("DOMContentLoaded", restore);
document.addEventListener("htmx:afterSwap", restore);
