// The composer: which action its button is. Choosing another makes that the button; sending is a
// second step, so that no key sends a text that is still being written (decision 0032).

const composer = () => document.querySelector("#composer");

document.addEventListener("click", (event) => {
  const say = event.target.closest("[data-say]");
  if (say) {
    event.preventDefault();
    return choose(say.dataset.say);
  }
  const way = event.target.closest("#composer .menu [data-way]");
  if (way && !composer().querySelector("#text").value.trim()) {
    event.preventDefault(); // nothing to send yet: it is chosen, and waits for the text
    choose(way.dataset.way);
  }
});

function choose(id) {
  const form = composer();
  const main = form.querySelector("[data-send]");
  const other = form.querySelector(`.menu [data-way="${CSS.escape(id)}"]`);
  if (other) {
    const place = document.createComment("");
    other.before(place);
    main.before(other);
    place.replaceWith(main);
    dress(main, false);
    dress(other, true);
  }
  const chosen = form.querySelector("[data-send]");
  form.querySelector("[data-hint-place]").textContent = chosen.dataset.hint;
  form.querySelector('[name="mode"][value="reply"]').checked = true;
  form.querySelector("details.menu[open]")?.removeAttribute("open");
  for (const link of document.querySelectorAll("[data-say]")) {
    link.classList.toggle("chosen", link.dataset.say === chosen.dataset.way);
  }
  const text = form.querySelector("#text");
  text.focus({ preventScroll: true });
  text.scrollIntoView({ block: "nearest" });
}

function dress(button, main) {
  button.classList.toggle("primary", main);
  button.classList.toggle("wide", !main);
  button.toggleAttribute("data-send", main);
}

// Enter on one of the two modes would press the first button of the form. It does nothing.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("#composer [type=radio]")) event.preventDefault();
});

// While it is under way nothing is added to what was sent.
const still = (event, on) => {
  const text = event.target.matches?.("#composer") && event.target.querySelector("#text");
  if (text) text.readOnly = on;
};
document.addEventListener("htmx:beforeRequest", (event) => still(event, true));
document.addEventListener("htmx:afterRequest", (event) => still(event, false));

// The newest message is beside the composer: a long conversation opens there, where its head stays
// in sight.
document.addEventListener("DOMContentLoaded", () => {
  const wide = matchMedia("(min-width: 1201px)").matches;
  if (composer() && wide && !location.hash) composer().scrollIntoView({ block: "end" });
});
