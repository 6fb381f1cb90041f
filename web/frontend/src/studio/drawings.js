// A file may hold several drawings, such as one for each of its processes: one is shown, and a list leads to the
// others. What a sub-process holds on a page of its own belongs to the drawing of its process.
import { is } from "bpmn-js/lib/util/ModelUtil";

export const drawingsOf = ({ diagrams = [] }) =>
  diagrams.filter(({ plane }) => plane?.bpmnElement && !is(plane.bpmnElement, "bpmn:SubProcess"));

export class Drawings {
  // `begin` shows the whole of one.
  constructor(modeler, field, begin) {
    for (const name of ["canvas", "elementRegistry", "moddle"]) this[name] = modeler.get(name);
    Object.assign(this, { modeler, field, begin, all: drawingsOf(modeler.getDefinitions()) });
    field.closest("label").hidden = this.all.length < 2;
    field.append(...this.all.map(({ plane }, at) => new Option(nameOf(plane.bpmnElement), at)));
    field.addEventListener("change", () => this.open(this.all[field.value]));
  }

  // What was drawn elsewhere stays, but is not undone any more.
  async open(drawing) {
    await this.modeler.open(drawing);
    this.field.value = this.all.indexOf(drawing);
    this.begin(this.canvas);
  }

  has(id) {
    return Boolean(this.elementRegistry.get(id) || this.around(id));
  }

  // The element, on the page on which it is drawn; none, where it is drawn nowhere.
  async show(id) {
    if (!this.elementRegistry.get(id)) await this.open(this.around(id));
    const element = this.elementRegistry.get(id);
    if (element) this.canvas.setRootElement(this.canvas.findRoot(element));
    return element;
  }

  // The drawing of what an element stands in.
  around(id) {
    const shows = (drawing, part) => partsOf(drawing.plane.bpmnElement).includes(part);
    for (let part = this.moddle.ids.assigned(id); part; part = part.$parent) {
      const found = this.all.find((drawing) => shows(drawing, part));
      if (found) return found;
    }
  }
}

const partsOf = (element) => [element, ...(element.participants ?? []).map((one) => one.processRef)];

const nameOf = ({ id, name, participants = [] }) =>
  name || participants.flatMap((one) => one.name || []).join(", ") || id;
