// The composer: one segment is chosen, its part is shown by the style sheet. Choosing and sending are
// two steps: no key sends what is still being written (decision 0265).

const composer = () => document.querySelector("#composer");
const chosenWay = () => [...composer().querySelectorAll(".way")].find((way) => way.checkVisibility());

// A click on a segment goes on in its first field, at once: a text typed right after it is not lost.
document.addEventListener("click", (event) => {
  const segment = event.target.closest("#composer .segment");
  if (!segment || event.target.matches("input")) return;
  event.preventDefault(); // the browser would choose it, and take the focus, a moment later
  segment.control.click();
  write();
});

export function write() {
  const fields = composer().querySelectorAll("#text, .way :is(textarea, input:not([type=hidden]), select)");
  const first = [...fields].find((field) => field.checkVisibility());
  first?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: "nearest" });
}

// Ctrl+Enter sends what is chosen; what asks first is asked.
export function send() {
  const way = chosenWay();
  const ask = way.querySelector("details.confirm:not([open])");
  if (ask) ask.open = true;
  const button = way.querySelector("[data-send]");
  if (ask) button.focus();
  else button.click(); // htmx sends what a pressed button says
}

// Enter on a segment would press the first button of the form. It does nothing.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("#composer [type=radio]")) event.preventDefault();
});

// While it is under way nothing is added to what was sent.
const still = (event, on) => {
  const text = event.target.matches?.("#writing") && event.target.querySelector("#text");
  if (text) text.readOnly = on;
};
document.addEventListener("htmx:beforeRequest", (event) => still(event, true));
document.addEventListener("htmx:afterRequest", (event) => still(event, false));

// A canned response stands in the text, or what was taken back does: on with it, at its end.
document.addEventListener("htmx:afterSettle", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (button?.name !== "insert" && !button?.form?.matches("[data-takes-back]")) return;
  const text = document.querySelector("#composer #text");
  text?.focus();
  text?.setSelectionRange(text.value.length, text.value.length);
});

// What was asked about one way is not answered for another.
document.addEventListener("change", (event) => {
  if (!event.target.matches("#composer [name=mode]")) return;
  for (const asked of document.querySelectorAll("#composer details.confirm[open]")) asked.open = false;
});

// The newest message is beside the composer: a long conversation opens there, below the head.
document.addEventListener("DOMContentLoaded", () => {
  const wide = matchMedia("(min-width: 1001px)").matches;
  const writing = document.querySelector("#writing") && composer();
  const long = writing?.getBoundingClientRect().bottom > innerHeight;
  if (wide && long && !location.hash) writing.scrollIntoView({ block: "end" });
});
