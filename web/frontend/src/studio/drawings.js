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
    this.shown = this.all.find(({ plane }) => this.canvas.findRoot(plane.bpmnElement.id));
    field.closest("label").hidden = this.all.length < 2;
    field.append(...this.all.map(({ plane }, at) => new Option(nameOf(plane.bpmnElement), at)));
    field.addEventListener("change", () => this.open(this.all[field.value]));
  }

  // What was drawn elsewhere stays, but is not undone any more.
  async open(drawing) {
    await this.modeler.open(drawing);
    this.shown = drawing;
    this.field.value = this.all.indexOf(drawing);
    this.begin(this.canvas);
  }

  // Whether `show` leads to it.
  has(id) {
    return Boolean(this.elementRegistry.get(id) || (this.elsewhere(id) && this.isDrawn(id)));
  }

  // The element, on the page on which it is drawn; none, where it is drawn nowhere. It may have been deleted after it
  // was asked for: the drawing that is shown already is not opened anew, which would end what can be undone.
  async show(id) {
    const there = this.elementRegistry.get(id) ? null : this.elsewhere(id);
    if (there) await this.open(there);
    const element = this.elementRegistry.get(id);
    if (element) this.canvas.setRootElement(this.canvas.findRoot(element));
    return element;
  }

  // The drawing of what an element stands in, where another one is shown.
  elsewhere(id) {
    const there = this.around(id);
    return there === this.shown ? null : there;
  }

  isDrawn(id) {
    const pictures = this.modeler
      .getDefinitions()
      .diagrams.flatMap(({ plane }) => [plane, ...(plane.planeElement ?? [])]);
    return pictures.some(({ bpmnElement }) => bpmnElement?.id === id);
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
