// Where a group finds room: as near as it can be to a point, over no element, no label and no way.
import { is } from "bpmn-js/lib/util/ModelUtil";

const STEP = 20; // pixels
const APART = 24;
const FAR = 700; // farther away nobody would look for it

// The left upper corner for a group of that size. Where there is no room, it is below all else in the
// drawing, which has no end; a part is made larger at its lower end.
export function freePlace(modeler, parent, size, near) {
  const taken = obstacles(modeler.get("elementRegistry"), parent);
  const fits = (corner) => inside(parent, corner, size) && !taken.some((box) => meets(box, corner, size));
  const found = around(near).find(fits);
  if (found) return found;
  if (parent.parent) return makeRoom(modeler, parent, size, near);
  return { x: near.x, y: Math.max(...taken.map((box) => box.y + box.height)) + 2 * APART };
}

function obstacles(registry, parent) {
  const within = registry.filter((one) => one.parent === parent && !is(one, "bpmn:Group") && !is(one, "bpmn:Lane"));
  return within.flatMap((one) => (one.waypoints ? stretches(one.waypoints) : [one]));
}

const stretches = (points) =>
  points.slice(1).map((to, at) => ({
    x: Math.min(to.x, points[at].x),
    y: Math.min(to.y, points[at].y),
    width: Math.abs(to.x - points[at].x),
    height: Math.abs(to.y - points[at].y),
  }));

function around(near) {
  const found = [];
  for (let x = -FAR; x <= FAR; x += STEP)
    for (let y = -FAR; y <= FAR; y += STEP) found.push({ x: near.x + x, y: near.y + y, far: Math.hypot(x, y) });
  return found.sort((one, other) => one.far - other.far);
}

const meets = (box, { x, y }, { width, height }) =>
  box.x < x + width + APART &&
  x < box.x + box.width + APART &&
  box.y < y + height + APART &&
  y < box.y + box.height + APART;

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
