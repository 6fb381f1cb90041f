// Pointing at a drawing is choosing in a list: `data-picks` around the drawing is the id of that list.
import { look } from "./zoom.js";

export function pick(viewer, stage) {
  pair(viewer, stage);
  const list = document.getElementById(stage.closest("[data-picks]")?.dataset.picks ?? "");
  if (!list) return;
  const [canvas, registry, selection] = ["canvas", "elementRegistry", "selection"].map((name) => viewer.get(name));
  viewer.on("selection.changed", ({ newSelection: [chosen] }) => {
    const id = chosen?.businessObject.id;
    if (!id || list.value === id || ![...list.options].some((option) => option.value === id)) return;
    list.value = id;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const show = () => {
    const element = registry.get(list.value);
    if (!element || selection.get()[0]?.businessObject.id === list.value) return;
    look(canvas, element.waypoints ? { ...element.waypoints[0], width: 0, height: 0 } : element);
    selection.select(element);
  };
  list.addEventListener("change", show);
  write(list);
  if (list.value) show();
}

// Two drawings: an element of the one (`data-points`, the id of a form) makes its list the one that an
// element of the other (`data-picks-in`) is chosen for.
function pair(viewer, stage) {
  const chosen = (press) =>
    viewer.on("selection.changed", ({ newSelection: [one] }) => one && press(one.businessObject.id));
  const form = (name) => document.getElementById(stage.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "");
  const [from, to] = [form("points"), form("picks-in")];
  if (from) chosen((id) => activate(from, from.querySelector(`select[data-old="${CSS.escape(id)}"]`)));
  if (!to) return;
  to.addEventListener("focusin", ({ target }) => target.matches("select") && activate(to, target));
  chosen((id) => {
    const list = to.querySelector("select.active") ?? to.querySelector("select");
    if (list && [...list.options].some((option) => option.value === id)) list.value = id;
  });
}

function activate(form, list) {
  if (!list) return;
  for (const other of form.querySelectorAll("select")) other.classList.toggle("active", other === list);
}

// What is pointed at as a word: into the one of the fields `data-writes` that was in use last.
function write(list) {
  const fields = (list.dataset.writes ?? "")
    .split(" ")
    .map((id) => document.getElementById(id))
    .filter(Boolean);
  let [last] = fields.slice(-1);
  for (const field of fields) field.addEventListener("focus", () => (last = field));
  list.addEventListener("change", () => {
    const { word } = list.selectedOptions[0]?.dataset ?? {};
    if (last && word) last.value = word;
  });
}
