// How long what was sent can still be taken back. Without this file the page says at which time it goes out.

function count(place) {
  const end = performance.now() + place.dataset.seconds * 1000;
  const show = () => {
    if (!place.isConnected) return clearInterval(timer);
    place.textContent = `in ${Math.max(0, Math.ceil((end - performance.now()) / 1000))} s`;
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
document.addEventListener("DOMContentLoaded", find);
document.addEventListener("htmx:afterSwap", find);
