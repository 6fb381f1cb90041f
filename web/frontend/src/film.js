// The time machine as a film: the slider moves on by itself, and each place of it is asked for as a page.
import { _, pgettext } from "./language.js";

const PACE = 700; // milliseconds that a picture stays

async function picture(form) {
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  if (!answer.ok || answer.redirected) throw new Error(`${form.action}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("moment");
}

function begin(slider, button) {
  const form = slider.form;
  let playing = false;
  const stop = () => {
    playing = false;
    button.textContent = pgettext("film", "Play");
  };
  const next = async () => {
    if (!playing || !slider.isConnected) return stop();
    slider.value = Math.min(slider.valueAsNumber + Number(slider.dataset.film), Number(slider.max));
    const shown = await picture(form).catch(stop);
    if (shown) document.getElementById("moment").replaceWith(shown);
    if (slider.valueAsNumber >= Number(slider.max)) return stop();
    setTimeout(next, PACE);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (playing) return stop();
    playing = true;
    button.textContent = _("Stop");
    if (slider.valueAsNumber >= Number(slider.max)) slider.value = 0;
    next();
  });
  slider.addEventListener("change", () => form.requestSubmit());
}

const slider = document.querySelector("[data-film]");
if (slider) begin(slider, document.querySelector("[data-plays]"));
