// A picture for what has none: BPMN keeps apart what a file means and where it is drawn, and files that people
// or programs write may lack all of the second part, or some. What is added stands anywhere until it is laid
// out (arranging.js). Decision 0334.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";

const LANES = _(
  "It has lanes, and elements without a picture: which stands in which lane would be lost. Draw them in a modeler.",
);
// A group is a picture alone.
const SHAPES = ["bpmn:FlowNode", "bpmn:DataObjectReference", "bpmn:DataStoreReference", "bpmn:TextAnnotation"];
const EDGES = ["bpmn:SequenceFlow", "bpmn:Association", "bpmn:MessageFlow"];
const isOneOf = (kinds) => (element) => kinds.some((kind) => is(element, kind));

// The elements that were given a shape or a line. Throws where lanes would be lost.
export function addPicture(modeler, definitions) {
  const picture = new Picture(modeler, definitions);
  const roots = rootsOf(definitions, picture.planes);
  picture.name(roots[0]);
  for (const root of roots) picture.addRoot(root);
  return picture.added;
}

// Collaborations, and processes that stand in none of them.
function rootsOf({ rootElements = [] }, planes) {
  const collaborations = rootElements.filter((one) => {
    const processes = processesOf(one);
    return processes.length && (planes.has(one) || !processes.some((process) => planes.has(process)));
  });
  const within = new Set(collaborations.flatMap(processesOf));
  return [...collaborations, ...rootElements.filter((one) => is(one, "bpmn:Process") && !within.has(one))];
}

const processesOf = ({ participants = [] }) => participants.map((one) => one.processRef).filter(Boolean);

class Picture {
  constructor(modeler, definitions) {
    this.factory = modeler.get("bpmnFactory");
    this.elementFactory = modeler.get("elementFactory");
    this.ids = modeler.get("moddle").ids;
    this.definitions = definitions;
    this.added = new Set();
    const planes = (definitions.diagrams ?? []).flatMap((one) => one.plane ?? []);
    this.planes = new Map(planes.map((plane) => [plane.bpmnElement, plane]));
    const known = planes.flatMap((plane) => plane.planeElement ?? []);
    this.drawn = new Map(known.map((di) => [di.bpmnElement, di]));
  }

  // A plane that does not say what it shows is that of the first root, as bpmn-js has it.
  name(root) {
    const plane = this.planes.get(undefined);
    if (!plane || !root || this.planes.has(root)) return;
    plane.bpmnElement = root;
    this.planes.set(root, plane);
  }

  addRoot(root) {
    for (const participant of root.participants ?? []) {
      this.addShape(participant, root, { isHorizontal: true });
      if (participant.processRef) this.addContents(participant.processRef, root);
    }
    if (is(root, "bpmn:Process")) this.addContents(root, root);
    else this.addLines([...(root.messageFlows ?? []), ...(root.artifacts ?? [])], root);
  }

  // `page` is the element whose plane it is drawn on.
  addContents(container, page) {
    const elements = [...(container.flowElements ?? []), ...(container.artifacts ?? [])];
    const shapes = elements.filter(isOneOf(SHAPES));
    if (container.laneSets?.length && shapes.some((one) => !this.drawn.has(one))) throw new Error(LANES);
    for (const one of shapes) {
      this.addShape(one, page);
      if (is(one, "bpmn:SubProcess")) this.addInside(one, page);
    }
    this.addLines(elements, page);
  }

  // What is in a part that was drawn as an empty box gets a page of its own: in the box it may have no room.
  addInside(part, page) {
    const own = this.planes.has(part);
    const contents = part.flowElements ?? [];
    if (own || this.added.has(part) || contents.some((one) => this.drawn.has(one)))
      return this.addContents(part, own ? part : page);
    if (!contents.length) return;
    this.drawn.get(part).isExpanded = false;
    this.addContents(part, part);
  }

  addShape(element, page, more = {}) {
    if (this.drawn.has(element)) return;
    const isExpanded = is(element, "bpmn:SubProcess") ? Boolean(element.flowElements?.length) : undefined;
    const size = this.elementFactory.getDefaultSize(element, { isExpanded, ...more });
    const bounds = this.factory.create("dc:Bounds", { x: 0, y: 0, ...size });
    const properties = { bounds, ...more, ...(isExpanded !== undefined && { isExpanded }) };
    this.add("bpmndi:BPMNShape", element, page, properties);
  }

  // Only between what has a shape.
  addLines(elements, page) {
    for (const line of elements.filter(isOneOf(EDGES))) {
      const isDrawn = [line.sourceRef, line.targetRef].every((end) => this.drawn.has(end));
      if (this.drawn.has(line) || !isDrawn) continue;
      const waypoint = [0, 10].map((x) => this.factory.create("dc:Point", { x, y: 0 }));
      this.add("bpmndi:BPMNEdge", line, page, { waypoint });
    }
  }

  add(type, element, page, properties) {
    const plane = this.planes.get(page) ?? this.addPlane(page);
    const di = this.factory.create(type, { ...this.idFor(`${element.id}_di`), bpmnElement: element, ...properties });
    for (const part of [properties.bounds, ...(properties.waypoint ?? [])]) if (part) part.$parent = di;
    di.$parent = plane;
    plane.set("planeElement", [...(plane.planeElement ?? []), di]);
    this.drawn.set(element, di);
    this.added.add(element);
  }

  addPlane(element) {
    const id = this.idFor(`${element.id}_plane`);
    const plane = this.factory.create("bpmndi:BPMNPlane", { ...id, bpmnElement: element, planeElement: [] });
    const diagram = this.factory.create("bpmndi:BPMNDiagram", { ...this.idFor(`${element.id}_diagram`), plane });
    plane.$parent = diagram;
    diagram.$parent = this.definitions;
    this.definitions.set("diagrams", [...(this.definitions.diagrams ?? []), diagram]);
    this.planes.set(element, plane);
    return plane;
  }

  // The factory makes one up where that is taken.
  idFor(id) {
    if (this.ids.assigned(id)) return {};
    this.ids.claim(id, true);
    return { id };
  }
}
