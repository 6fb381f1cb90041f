// Unsent text is kept in this tab until it has been sent, whatever happens to the page; and with it
// whether it is a note, so that no note comes back as a reply. Any other text comes back as a reply,
// whatever it was meant for: not under a button that does more.

const PREFIX = "caselane-draft:"; // the older name stays: a tab may hold texts under it
const TEXTS = "textarea, input[type=text], input[type=email]";

const keyOf = (field) => {
  const form = field.closest("form[data-unsent]");
  return form && field.name ? `${PREFIX}${form.dataset.unsent}:${field.name}` : null;
};

const modeOf = (form) => form.querySelector('[name="mode"]:checked')?.value ?? "";

function keep(form) {
  if (form.dataset.sent) return; // the browser reports a last change when a form goes away
  for (const field of form.querySelectorAll(TEXTS)) {
    const key = keyOf(field);
    if (key && field.value && field.value !== field.defaultValue) sessionStorage.setItem(key, field.value);
    else if (key) sessionStorage.removeItem(key);
  }
  sessionStorage.setItem(`${PREFIX}${form.dataset.unsent}:mode`, modeOf(form));
}

function forget(form) {
  form.dataset.sent = "yes";
  const start = `${PREFIX}${form.dataset.unsent}:`;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(start)) sessionStorage.removeItem(key);
  }
}

for (const what of ["input", "change"]) {
  document.addEventListener(what, (event) => {
    const form = event.target.closest?.("form[data-unsent]");
    if (form) keep(form);
  });
}

// A plain form leaves the page; what it carried comes back from the server if it was not taken.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.defaultPrevented && form.matches("[data-unsent]") && !form.hasAttribute("hx-post")) forget(form);
});

// A partial update says whether it was taken. What was changed beside a text leaves that as it is.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt;
  if (event.detail.requestConfig.triggeringEvent?.submitter?.formNoValidate) return;
  if (form?.matches?.("form[data-unsent]") && event.detail.xhr.status < 300) forget(form);
});

function restore() {
  for (const field of document.querySelectorAll(`form[data-unsent] :is(${TEXTS})`)) {
    const kept = sessionStorage.getItem(keyOf(field) ?? "");
    if (kept && field.value === field.defaultValue && !field.value) field.value = kept;
  }
  for (const form of document.querySelectorAll("form[data-unsent]")) {
    const note = sessionStorage.getItem(`${PREFIX}${form.dataset.unsent}:mode`) === "note";
    const radio = note && form.querySelector('[name="mode"][value="note"]');
    if (radio && form.querySelector("textarea").value) radio.checked = true;
  }
}

document.addEventListener("DOMContentLoaded", restore);
document.addEventListener("htmx:afterSwap", restore);
