// What is drawn anew covers nothing: a flow goes around what stands there, and a name stands beside it.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { freeWay, grown, isFree, meet, stretches } from "./free_way.js";

const BORDER = 14; // pixels from the border of the part in which it is drawn
const GAP = 5; // of a name

export class Tidying {
  constructor(modeler) {
    for (const name of ["elementRegistry", "modeling"]) this[name] = modeler.get(name);
    this.named = new Set();
    modeler.on("commandStack.connection.create.postExecuted", ({ context }) => this.lead(context.connection));
    modeler.on("commandStack.label.create.postExecuted", ({ context }) => this.named.add(context.shape));
    modeler.on("commandStack.element.updateLabel.postExecuted", ({ context: { element } }) => {
      const label = element.label ?? element;
      if (this.named.delete(label)) this.name(label);
    });
  }

  // A flow that is led through something or along another one finds a way around.
  lead(flow) {
    if (!is(flow, "bpmn:SequenceFlow") || flow.source === flow.target) return;
    const { source, target, parent } = flow;
    const around = this.around(flow);
    const others = around.boxes.filter((one) => one !== source && one !== target && one !== source.host);
    if (isFree(flow.waypoints, { boxes: others, lines: around.lines })) return;
    const room = parent.parent ? grown(parent, -BORDER) : null;
    const points = freeWay({ from: source, to: target, room, ...around });
    if (points) this.modeling.updateWaypoints(flow, points);
  }

  // What is new may stand in the way of what was led before: all of them once more.
  leadAll(flows) {
    for (const flow of flows) if (this.elementRegistry.get(flow.id)) this.lead(flow);
  }

  around(flow) {
    const beside = this.elementRegistry.filter((one) => one.parent === flow.parent && one !== flow);
    const shapes = beside.filter((one) => !one.waypoints && !is(one, "bpmn:Group") && !is(one, "bpmn:Lane"));
    return {
      boxes: shapes.filter((one) => !one.labelTarget && !is(one, "bpmn:TextAnnotation")),
      texts: shapes.filter((one) => one.labelTarget && one.labelTarget !== flow),
      lines: beside.filter((one) => one.waypoints || is(one, "bpmn:Group")).map((one) => one.waypoints ?? frame(one)),
    };
  }

  // Where it stands, or else the nearest place along its flow or around its element.
  name(label) {
    const owner = label.labelTarget;
    const beside = this.elementRegistry.filter((one) => one.parent === label.parent && one !== label && one !== owner);
    const taken = beside
      .filter((one) => !is(one, "bpmn:Group") && !is(one, "bpmn:Lane"))
      .flatMap((one) => (one.waypoints ? stretches(one.waypoints).map((each) => grown(each, 1)) : [one]));
    const own = owner.waypoints ? stretches(owner.waypoints).map((each) => grown(each, 1)) : [];
    const fits = (place) => {
      const box = grown({ ...place, width: label.width, height: label.height }, -1);
      return ![...taken, ...own].some((one) => meet(box, one));
    };
    const far = (place) => Math.hypot(place.x - label.x, place.y - label.y);
    const places = owner.waypoints ? besideWay(owner.waypoints, label) : besideShape(owner, label);
    const [found] = [{ x: label.x, y: label.y }, ...places.sort((one, other) => far(one) - far(other))].filter(fits);
    if (found && far(found)) this.modeling.moveShape(label, { x: found.x - label.x, y: found.y - label.y });
  }
}

// Nothing runs along the frame of a group, either.
const frame = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
  { x, y },
];

// Left corners for a name, on both sides of each stretch of a way.
function besideWay(points, { width, height }) {
  return points.slice(1).flatMap((to, at) => {
    const from = points[at];
    const level = Math.abs(to.y - from.y) < Math.abs(to.x - from.x);
    return [0.5, 0.3, 0.7, 0.15, 0.85].flatMap((part) => {
      const [x, y] = [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part];
      if (level) return [y - height - GAP, y + GAP].map((top) => ({ x: x - width / 2, y: top }));
      return [x + GAP, x - width - GAP].map((left) => ({ x: left, y: y - height / 2 }));
    });
  });
}

// Below, above and to the sides, each also a little aside.
function besideShape(shape, { width, height }) {
  const [middle, right, lower] = [shape.x + shape.width / 2, shape.x + shape.width, shape.y + shape.height];
  const lefts = [middle - width / 2, middle - width - GAP, middle + GAP];
  return [
    ...lefts.flatMap((x) => [lower + GAP, shape.y - height - GAP].map((y) => ({ x, y }))),
    ...[lower - height / 2, shape.y - height / 2].flatMap((y) =>
      [right + GAP, shape.x - width - GAP].map((x) => ({ x, y })),
    ),
  ];
}
