// Where a group finds room: as near as it can be to a point, over no element, no label and no way.
import { getNewShapePosition } from "bpmn-js/lib/features/auto-place/BpmnAutoPlaceUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
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

function nearest(taken, parent, size, near) {
  const fits = (corner) => inside(parent, corner, size) && !taken.some((box) => meets(box, corner, size));
  return around(near).find(fits);
}

function obstacles(registry, parent) {
  const within = registry.filter((one) => one.parent === parent && !is(one, "bpmn:Group") && !is(one, "bpmn:Lane"));
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
