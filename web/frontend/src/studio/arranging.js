// Puts everything that is shown where `layout.js` says, as one step of undo: not what a sub-process that
// is drawn on a page of its own holds. Names, colours and texts stay.
import { _ } from "../language.js";

const COMMAND = "caselane.arrange";

export class Arranging {
  constructor(modeler, address) {
    for (const name of ["commandStack", "elementRegistry", "canvas", "bpmnUpdater", "connectionDocking"])
      this[name] = modeler.get(name);
    this.address = address;
    this.commandStack.register(COMMAND, {
      execute: (context) => this.arrange(context),
      revert: (context) => this.restore(context),
    });
  }

  // What is to be said of it: why it was not done, or "".
  async press() {
    const { layout, unfit } = await import(this.address);
    const elements = this.elementRegistry.getAll();
    const refused = unfit(elements);
    if (refused) return refused;
    const places = await layout(elements, this.canvas.getRootElement());
    if (!Object.keys(places).length) return _("There is nothing to lay out.");
    this.commandStack.execute(COMMAND, { places });
    return "";
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
