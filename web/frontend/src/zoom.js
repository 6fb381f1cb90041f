// Zooming: by buttons, with Ctrl and the wheel, and never by a page that only scrolls by
// (decision 0021).
import { _ } from "./language.js";

const STEPS = [
  [_("Zoom in"), "+", 1.3],
  [_("Zoom out"), "−", 1 / 1.3],
];
const NEAREST = 3;
const FARTHEST = 0.15;
const LEGIBLE = 0.8;
const MARGIN = 24;

export function zoom(viewer, stage) {
  const canvas = viewer.get("canvas");
  const box = Object.assign(document.createElement("div"), { className: "zoom" });
  for (const [label, sign, factor] of STEPS) {
    box.append(
      button(label, sign, () => {
        canvas.zoom(Math.min(NEAREST, Math.max(FARTHEST, canvas.zoom() * factor)), "auto");
      }),
    );
  }
  box.append(button(_("Show the whole diagram"), _("Whole"), () => whole(canvas)));
  stage.append(box);
  stage.addEventListener("wheel", leave, { capture: true });
  const scale = () => stage.style.setProperty("--near", canvas.zoom());
  viewer.on("canvas.viewbox.changed", scale);
  scale();
}

// Shows everything; what would be too small then from its left end on, so near at least.
export function whole(canvas, nearest = 0) {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN), 1);
  const near = Math.max(scale, nearest);
  const [width, height] = [outer.width / near, outer.height / near];
  const middle = inner.x + inner.width / 2 - width / 2;
  canvas.viewbox({
    x: near > scale ? inner.x - MARGIN : middle,
    y: inner.y + inner.height / 2 - height / 2,
    width,
    height,
  });
}

// Brings an element into the middle, near enough to read what stands in it.
export function look(canvas, { x, y, width, height }) {
  const { outer } = canvas.viewbox();
  const [wide, high] = [outer.width / LEGIBLE, outer.height / LEGIBLE];
  canvas.viewbox({ x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high });
}

function button(label, sign, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", press);
  return made;
}

// The wheel scrolls the page, as everywhere else on it.
function leave(event) {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) event.stopPropagation();
}
