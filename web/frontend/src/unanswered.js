// A request that got no answer: the page says so, and that the text is still there.
import { _ } from "./language.js";

const OFFLINE = _("There is no connection, so this was not sent. Your text is still here: try again in a moment.");
const NO_ANSWER = _(
  "The server did not answer, so this may not have been sent. Your text is still here: " +
    "look at the case, then try again.",
);

function say(form, text) {
  const place = form.closest?.("form, [data-goes-on]") ?? document.querySelector("#main");
  place.querySelector(":scope > .unanswered")?.remove();
  const notice = Object.assign(document.createElement("div"), {
    className: "notice bad unanswered",
    textContent: text,
  });
  notice.setAttribute("role", "alert");
  place.prepend(notice);
}

const isForm = (event) => event.target.matches?.("form");

document.addEventListener("htmx:sendError", (event) => {
  if (isForm(event)) say(event.target, OFFLINE);
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (isForm(event) && status >= 502 && status <= 504) say(event.target, NO_ANSWER);
});

// What goes on by itself waits where too much is asked at once, and may be asked again before.
const LONGEST = 60; // seconds
let waiting; // the timer of the next time

// `detail.target` is what the answer asks to fill: a page of an error, all of it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  const place = event.target.closest("[data-goes-on]");
  if (!place || ![429, 503].includes(detail.xhr.status)) return;
  detail.shouldSwap = false;
  const n = Math.min(LONGEST, Number(detail.xhr.getResponseHeader("Retry-After")) || LONGEST);
  say(place, _("The server has too much to do. This goes on by itself in %(n)s seconds.", { n }));
  const again = () => {
    clearTimeout(waiting);
    if (place.isConnected) place.dispatchEvent(new Event("again"));
  };
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: _("Try again") });
  button.addEventListener("click", again);
  place.querySelector(":scope > .unanswered").append(" ", button);
  clearTimeout(waiting);
  waiting = setTimeout(again, n * 1000);
});

// What went wrong, or what changed, is seen and read out first.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig?.verb !== "post") return;
  const failed = event.detail.xhr.status >= 400;
  if (!failed && event.detail.requestConfig.triggeringEvent?.submitter?.formNoValidate) return; // saved beside a text
  const first = document.querySelector(failed ? ".notice.bad, #main h1[tabindex]" : "#main h1[tabindex]");
  first?.focus({ preventScroll: true }); // not the box that was written in: keys work again
  if (failed) first?.scrollIntoView({ block: "nearest" });
});
