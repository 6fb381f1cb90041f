// Pointing at a drawing is choosing in a list: `data-picks` around the drawing is the id of that list.
import { look } from "./zoom.js";

export function pick(viewer, stage) {
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
  if (list.value) show();
}
