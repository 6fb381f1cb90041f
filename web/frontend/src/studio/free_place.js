// Where a group finds room: as near as it can be to a point, over no element, no label and no way.
import { getNewShapePosition } from "bpmn-js/lib/features/auto-place/BpmnAutoPlaceUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { getBBox } from "diagram-js/lib/util/Elements";
import { grown, meet, stretches } from "./free_way.js";

const STEP = 20; // pixels
const APART = 24;
const FAR = 700; // farther away nobody would look for it
const BEFORE_THE_GRID = 3000; // the place that bpmn-js takes on its grid would be the first answer

// The left upper corner for a group of that size. Where there is no room, it is below all else in the
// drawing, which has no end; a part is made larger at its lower end.
export function freePlace(modeler, parent, size, near) {
  const taken = obstacles(modeler.get("elementRegistry"), parent);
  const found = nearest(taken, parent, size, near);
  if (found) return found;
  if (parent.parent) return makeRoom(modeler, parent, size, near);
  return { x: near.x, y: Math.max(...taken.map((box) => box.y + box.height)) + 2 * APART };
}

// What is put behind an element covers nothing: bpmn-js looks only at what is connected with that.
export function placeBeside(modeler) {
  const registry = modeler.get("elementRegistry");
  modeler.on("autoPlace", BEFORE_THE_GRID, ({ source, shape }) => {
    const wanted = getNewShapePosition(source, shape, registry);
    const [left, up] = [shape.width / 2, shape.height / 2];
    const near = wanted && { x: wanted.x - left, y: wanted.y - up };
    const taken = obstacles(registry, source.parent);
    if (!near || !taken.some((box) => meets(box, near, shape, 0))) return;
    const { parent } = source;
    const found = nearest(taken, parent, shape, near) ?? nearest(taken, lowered(parent, shape), shape, near);
    return found && { x: found.x + left, y: found.y + up };
  });
}

// A part that is full grows downwards when something is put there.
const lowered = ({ parent, x, y, width, height }, shape) => ({
  ...{ parent, x, y, width },
  height: height + shape.height + 3 * APART,
});

// A part that something is put into at its border grows, but over nothing that stands beside it: then what was put
// there moves to the nearest free place inside, or in a part that is full just over its border.
export function growOverNothing(modeler) {
  const [growing, registry, modeling] = ["bpmnAutoResize", "elementRegistry", "modeling"].map((name) =>
    modeler.get(name),
  );
  const usual = growing._expand.bind(growing);
  growing._expand = (elements, target) => {
    const part = registry.get(target.id ?? target);
    const put = elements.filter((one) => !one.host && !one.labelTarget && !one.waypoints);
    if (
      is(part, "bpmn:SubProcess") &&
      put.length &&
      coversNeighbour(registry, part, growing._getOptimalBounds(put, part))
    ) {
      const box = getBBox(put);
      const belongs = (one) =>
        [one, one.host, one.labelTarget, one.source, one.target].some((each) => put.includes(each));
      const { x, y } = nearest(obstacles(registry, part, belongs), part, box, box) ?? inwards(box, part);
      modeling.moveElements(put, { x: x - box.x, y: y - box.y }, null, { autoResize: false }); // into no flow
    }
    usual(elements, target);
  };
}

function inwards(box, part) {
  const along = (at, size) => Math.max(part[at] + APART, Math.min(box[at], part[at] + part[size] - APART - box[size]));
  return { x: along("x", "width"), y: along("y", "height") };
}

function coversNeighbour(registry, part, larger) {
  const beside = registry.filter(
    (one) => one.parent === part.parent && one !== part && one.host !== part && !one.waypoints && !one.labelTarget,
  );
  return beside.some((one) => !is(one, "bpmn:Group") && meet(larger, one) && !meet(part, one));
}

function nearest(taken, parent, size, near) {
  const fits = (corner) => inside(parent, corner, size) && !taken.some((box) => meets(box, corner, size));
  return around(near).find(fits);
}

function obstacles(registry, parent, isNone = () => false) {
  const within = registry.filter(
    (one) => one.parent === parent && !is(one, "bpmn:Group") && !is(one, "bpmn:Lane") && !isNone(one),
  );
  return within.flatMap((one) => (one.waypoints ? stretches(one.waypoints) : [one]));
}

function around(near) {
  const found = [];
  for (let x = -FAR; x <= FAR; x += STEP)
    for (let y = -FAR; y <= FAR; y += STEP) found.push({ x: near.x + x, y: near.y + y, far: Math.hypot(x, y) });
  return found.sort((one, other) => one.far - other.far);
}

const meets = (box, { x, y }, { width, height }, apart = APART) => meet(grown(box, apart), { x, y, width, height });

// The drawing itself has no end.
const inside = (parent, { x, y }, { width, height }) =>
  !parent.parent ||
  (x >= parent.x + APART &&
    y >= parent.y + APART &&
    x + width <= parent.x + parent.width - APART &&
    y + height <= parent.y + parent.height - APART);

function makeRoom(modeler, parent, size, near) {
  const end = parent.y + parent.height;
  const delta = size.height + 2 * APART;
  const [tool, registry] = [modeler.get("spaceTool"), modeler.get("elementRegistry")];
  const root = modeler.get("canvas").getRootElement();
  const all = registry.filter((one) => one !== root);
  const { movingShapes, resizingShapes } = tool.calculateAdjustments(all, "y", delta, end - 1);
  tool.makeSpace(movingShapes, resizingShapes, { x: 0, y: delta }, "s", end - 1);
  const right = parent.x + parent.width - size.width - APART;
  return { x: Math.max(parent.x + APART, Math.min(near.x, right)), y: end + APART / 2 };
}
