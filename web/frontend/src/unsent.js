// What is written and not sent yet. The forms of a case on the desk keep it on the server, a moment after
// the last key (`data-kept-at`): it is there in every tab, and tomorrow. Until the server has it, and in all
// other forms, it is kept in this tab, whatever happens to the page. With it is kept whether it is a note,
// so that no note comes back as a reply. Any other text comes back as a reply, whatever it was meant for:
// not under a button that does more.

const PREFIX = "caselane-draft:"; // the older name stays: a tab may hold texts under it
const TEXTS = "textarea, input[type=text], input[type=email]";
const PAUSE = 800; // milliseconds after the last key

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
  if (form.dataset.keptAt) later(form);
}

function forget(form) {
  form.dataset.sent = "yes";
  clearTimeout(pending.get(form));
  const start = `${PREFIX}${form.dataset.unsent}:`;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(start)) sessionStorage.removeItem(key);
  }
  underWay.get(form)?.then(() => post(form, false)); // what arrives after the sending is kept no more
}

// What a canned response was put behind is on the server, and older here.
function give(form) {
  form.dataset.sent = "yes";
  clearTimeout(pending.get(form));
  pending.delete(form);
  sessionStorage.removeItem(`${PREFIX}${form.dataset.unsent}:text`);
}

// ---------------------------------------------------------------- on the server

const pending = new Map();
const underWay = new Map();

function later(form) {
  clearTimeout(pending.get(form));
  pending.set(
    form,
    setTimeout(() => save(form), PAUSE),
  );
}

async function save(form) {
  pending.delete(form);
  if (form.dataset.sent || underWay.has(form)) return underWay.has(form) && later(form);
  const saved = post(form, true);
  underWay.set(form, saved);
  const values = await saved;
  underWay.delete(form);
  for (const field of values ? form.querySelectorAll(TEXTS) : []) {
    const key = keyOf(field);
    if (key && sessionStorage.getItem(key) === values.get(field.name)) sessionStorage.removeItem(key);
  }
}

// What was kept, or null when it may not have been. Without the texts nothing is kept any more.
async function post(form, texts) {
  const values = new FormData(form);
  for (const field of texts ? [] : form.querySelectorAll(TEXTS)) values.delete(field.name);
  values.set("quietly", "yes");
  values.delete("upload"); // a file goes its own way (files.js)
  try {
    const answer = await fetch(form.dataset.keptAt, { method: "POST", body: values, keepalive: true });
    return answer.status === 204 ? values : null;
  } catch {
    return null; // no network: it stays in this tab
  }
}

addEventListener("pagehide", () => {
  for (const [form, timer] of pending) {
    clearTimeout(timer);
    save(form);
  }
});

// ---------------------------------------------------------------- when

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
const sentBy = ({ requestConfig: { elt, triggeringEvent } }) =>
  elt?.matches?.("form[data-unsent]") && !triggeringEvent?.submitter?.formNoValidate ? elt : null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, triggeringEvent } = event.detail.requestConfig;
  if (triggeringEvent?.submitter?.name === "insert" && event.detail.xhr.status < 300) return give(elt);
  const form = sentBy(event.detail);
  if (form && event.detail.xhr.status < 300) forget(form);
});

// While it is under way it is not kept anew: that could arrive after it was taken.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = sentBy(event.detail);
  if (!form) return;
  form.dataset.sent = "yes";
  clearTimeout(pending.get(form));
  pending.delete(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = sentBy(event.detail);
  if (!form || event.detail.successful) return;
  delete form.dataset.sent;
  if (form.isConnected) keep(form);
});

// What this tab has is newer than what the server gave.
function restore() {
  for (const field of document.querySelectorAll(`form[data-unsent] :is(${TEXTS})`)) {
    const kept = sessionStorage.getItem(keyOf(field) ?? "");
    const free = !field.value || field.form.dataset.keptAt;
    if (kept && field.value === field.defaultValue && free) field.value = kept;
  }
  for (const form of document.querySelectorAll("form[data-unsent]")) {
    const note = sessionStorage.getItem(`${PREFIX}${form.dataset.unsent}:mode`) === "note";
    const radio = note && form.querySelector('[name="mode"][value="note"]');
    if (radio && form.querySelector("textarea").value) radio.checked = true;
  }
}

document.addEventListener("DOMContentLoaded", restore);
document.addEventListener("htmx:afterSwap", restore);
