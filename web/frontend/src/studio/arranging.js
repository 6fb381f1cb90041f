// Puts elements where `layout.js` says. `press`: everything that is shown, as one step of undo, but not what a
// sub-process that is drawn on a page of its own holds. `settle`: what had no picture, before one draws.
// Names, colours and texts stay.
import { getExternalLabelMid } from "bpmn-js/lib/util/LabelUtil";
import { getBBox } from "diagram-js/lib/util/Elements";
import { _ } from "../language.js";
import { notLoaded } from "./not_loaded.js";
import { freeOn } from "./shapes.js";

const COMMAND = "caselane.arrange";
const APART = 48; // pixels

export class Arranging {
  // `layout` is the address of layout.js, `worker` that of what it asks.
  constructor(modeler, { layout, worker }) {
    const parts = ["commandStack", "elementRegistry", "canvas", "bpmnUpdater", "connectionDocking", "layouter"];
    for (const name of [...parts, "eventBus"]) this[name] = modeler.get(name);
    Object.assign(this, { address: layout, worker });
    this.commandStack.register(COMMAND, {
      execute: (context) => this.arrange(context),
      revert: (context) => this.restore(context),
    });
  }

  // What is to be said of it: why it was not done, or "". Pressed twice, it is done once.
  press() {
    this.pressed ??= this.layOut()
      .catch(({ message }) => message)
      .finally(() => (this.pressed = null));
    return this.pressed;
  }

  async layOut() {
    const { layout, unfit } = await import(this.address).catch(notLoaded);
    const elements = this.elementRegistry.getAll();
    const refused = unfit(elements);
    if (refused) return refused;
    let isOld = false; // one goes on drawing meanwhile
    const note = () => (isOld = true);
    this.eventBus.once(["commandStack.changed", "import.render.complete"], note);
    const places = await layout(elements, this.canvas.getRootElement(), this.worker).finally(() =>
      this.eventBus.off(["commandStack.changed", "import.render.complete"], note),
    );
    if (isOld) return _("The drawing changed meanwhile: press “Lay out” once more.");
    if (!Object.keys(places).length) return _("There is nothing to lay out.");
    this.place(places);
    return "";
  }

  // `added` are elements of the file (missing_picture.js), of which those are placed that are shown.
  async settle(added) {
    const fresh = new Set(this.elementRegistry.filter((one) => added.has(one.businessObject) && !one.labelTarget));
    if (!fresh.size) return;
    const { layout } = await import(this.address).catch(notLoaded);
    const shapes = [...fresh].filter((one) => !one.waypoints);
    const laid = new Set(shapes.filter((one) => !one.host || fresh.has(one.host)));
    const isBetween = ({ source, target }) => laid.has(source) && laid.has(target);
    const outer = [...laid].filter((one) => !one.host && !fresh.has(one.parent));
    for (const container of new Set(outer.map((one) => one.parent))) {
      const within = [...fresh].filter((one) => isUnder(one, container, fresh));
      const placed = within.filter((one) => (one.waypoints ? isBetween(one) : laid.has(one)));
      const places = await layout(placed, container, this.worker);
      this.place(moved(places, cornerIn(container, fresh)));
      this.grow(container, placed);
    }
    for (const event of shapes.filter((one) => !laid.has(one))) this.place({ [event.id]: onBorder(event) });
    const lines = this.elementRegistry.filter((one) => one.waypoints && !isBetween(one));
    for (const line of lines.filter((one) => touches(one, fresh))) this.connect(line);
    this.commandStack.clear(); // nobody drew it, so nobody takes it back
  }

  // A part has room for what is in it, and what it is in has room for the part.
  grow(part, within) {
    if (!part.parent) return;
    this.place({ [part.id]: around(part, within) });
    this.grow(part.parent, [part]);
  }

  connect(line) {
    this.place({ [line.id]: { waypoints: this.layouter.layoutConnection(line, { waypoints: [] }) } });
    if (!line.label) return;
    const { width, height } = line.label;
    const { x, y } = getExternalLabelMid(line);
    this.place({ [line.label.id]: { x: x - width / 2, y: y - height / 2, width, height } });
  }

  place(places) {
    this.commandStack.execute(COMMAND, { places });
  }

  arrange(context) {
    const elements = Object.keys(context.places).map((id) => this.elementRegistry.get(id));
    const changed = elements.filter(Boolean);
    context.before = changed.map((one) => [one, stateOf(one)]);
    const [lines, shapes] = [changed.filter((one) => one.waypoints), changed.filter((one) => !one.waypoints)];
    for (const shape of shapes) this.set(shape, context.places[shape.id]);
    for (const line of lines) this.set(line, { waypoints: inward(line, context.places[line.id].waypoints) });
    for (const line of lines) this.set(line, { waypoints: this.connectionDocking.getCroppedWaypoints(line) });
    return changed;
  }

  restore({ before }) {
    for (const [element, state] of before) this.set(element, state);
    return before.map(([element]) => element);
  }

  set(element, state) {
    Object.assign(element, state);
    if (element.waypoints) this.bpmnUpdater.updateConnectionWaypoints(element);
    else this.bpmnUpdater.updateBounds(element);
  }
}

// Whether a line, or what it begins or ends at or on whose border that is, is new.
const touches = (line, fresh) =>
  [line, line.source, line.target, line.source.host, line.target.host].some((one) => fresh.has(one));

const isUnder = ({ parent }, container, fresh) =>
  parent === container || (fresh.has(parent) && isUnder(parent, container, fresh));

// Where what is new begins: below all that was drawn, or where a part begins that was empty.
function cornerIn(container, fresh) {
  const known = container.children.filter((one) => !fresh.has(one.labelTarget ?? one));
  if (known.length) {
    const { x, y, height } = getBBox(known);
    return { x, y: y + height + APART };
  }
  return container.parent ? { x: container.x + APART, y: container.y + APART } : { x: 0, y: 0 };
}

function moved(places, { x, y }) {
  const by = (point) => ({ ...point, x: point.x + x, y: point.y + y });
  const entries = Object.entries(places);
  return Object.fromEntries(
    entries.map(([id, one]) => [id, one.waypoints ? { waypoints: one.waypoints.map(by) } : by(one)]),
  );
}

function around({ x, y, width, height }, within) {
  const inside = getBBox(within);
  const [right, lower] = [inside.x + inside.width + APART, inside.y + inside.height + APART];
  return { x, y, width: Math.max(width, right - x), height: Math.max(height, lower - y) };
}

function onBorder({ host, width, height }) {
  const { x, y } = freeOn(host);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

const stateOf = ({ x, y, width, height, waypoints }) => (waypoints ? { waypoints } : { x, y, width, height });

// To the middle of what a line begins and ends at, so that it meets a circle or a rhombus, too.
function inward(line, points) {
  const moved = points.map(({ x, y }) => ({ x, y }));
  toMiddle(line.source, moved[0], moved[1]);
  toMiddle(line.target, moved.at(-1), moved.at(-2));
  return moved;
}

function toMiddle({ x, y, width, height }, end, next) {
  if (Math.abs(end.y - next.y) < 1) end.x = x + width / 2;
  else end.y = y + height / 2;
}
