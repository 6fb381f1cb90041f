// What a step means, beside the drawing: pressing a step shows its line of the page's table, pressing
// the line shows the step.
import { _ } from "./language.js";
import { look } from "./zoom.js";

export function about(viewer, stage) {
  const lines = new Map([...document.querySelectorAll("[data-about]")].map((e) => [e.dataset.about, e]));
  if (!lines.size) return;
  const panel = Object.assign(document.createElement("div"), { className: "about", hidden: true });
  panel.setAttribute("role", "status");
  stage.after(panel);
  const [canvas, registry] = [viewer.get("canvas"), viewer.get("elementRegistry")];
  viewer.on("selection.changed", ({ newSelection }) => {
    const line = newSelection.length && lines.get(newSelection[0].businessObject.id);
    panel.hidden = !line;
    if (line) panel.replaceChildren(...[...line.cells].map(copy).filter((part) => part.textContent.trim()));
  });
  for (const [id, line] of lines) {
    const element = registry.get(id);
    if (!element) continue;
    line.querySelector("b").replaceWith(
      opener(line.querySelector("b"), () => {
        look(canvas, element);
        viewer.get("selection").select(element);
        stage.scrollIntoView({ block: "nearest" });
      }),
    );
  }
}

function copy(cell) {
  const part = Object.assign(document.createElement("div"), { className: cell.className || "part" });
  part.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  for (const pressed of part.querySelectorAll("button")) {
    pressed.replaceWith(Object.assign(document.createElement("b"), { textContent: pressed.textContent }));
  }
  return part;
}

function opener(name, press) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "link",
    textContent: name.textContent,
    title: _("Show it on the diagram"),
  });
  made.addEventListener("click", press);
  return made;
}
