// What somebody writes is kept in this tab until it has been sent, whatever happens to the page; and
// whether it is a note, so that no note comes back as a reply.

const PREFIX = "caselane-draft:";
const FIELDS = "form[data-draft] textarea, form[data-draft] input[type=text], form[data-draft] input[type=email]";

const keyOf = (field) => {
  const form = field.closest("form[data-draft]");
  return form && field.name ? `${PREFIX}${form.dataset.draft}:${field.name}` : null;
};

const modeOf = (form) => form.querySelector('[name="mode"]:checked')?.value ?? "";

function keep(form) {
  if (form.dataset.sent) return; // the browser reports a last change when a form goes away
  for (const field of form.querySelectorAll("textarea, input[type=text], input[type=email]")) {
    const key = keyOf(field);
    if (key && field.value && field.value !== field.defaultValue) sessionStorage.setItem(key, field.value);
    else if (key) sessionStorage.removeItem(key);
  }
  sessionStorage.setItem(`${PREFIX}${form.dataset.draft}:mode`, modeOf(form));
}

function forget(form) {
  form.dataset.sent = "yes";
  const start = `${PREFIX}${form.dataset.draft}:`;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(start)) sessionStorage.removeItem(key);
  }
}

for (const what of ["input", "change"]) {
  document.addEventListener(what, (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) keep(form);
  });
}

// A plain form leaves the page; what it carried comes back from the server if it was not taken.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.defaultPrevented && form.matches("[data-draft]") && !form.hasAttribute("hx-post")) forget(form);
});

// A partial update says whether it was taken.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt;
  if (form?.matches?.("form[data-draft]") && event.detail.xhr.status < 300) forget(form);
});

function restore() {
  for (const field of document.querySelectorAll(FIELDS)) {
    const kept = sessionStorage.getItem(keyOf(field) ?? "");
    if (kept && field.value === field.defaultValue && !field.value) field.value = kept;
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const mode = sessionStorage.getItem(`${PREFIX}${form.dataset.draft}:mode`);
    const radio = mode && form.querySelector(`[name="mode"][value="${CSS.escape(mode)}"]`);
    if (radio && form.querySelector("textarea").value) radio.checked = true;
  }
}

document.addEventListener("DOMContentLoaded", restore);
document.addEventListener("htmx:afterSwap", restore);
