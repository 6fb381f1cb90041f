// Every task has the colour of its status, as the status has it in lists: the one that the drawing gives it
// somewhere, else one that is free. It is written into the drawing, as one step of undo.
import { freeColour } from "./panel.js";

const COMMAND = "caselane.colour";

export class Colouring {
  constructor(modeler, panel) {
    for (const name of ["commandStack", "modeling"]) this[name] = modeler.get(name);
    this.panel = panel;
    this.commandStack.register(COMMAND, { preExecute: () => this.paint() });
  }

  press() {
    this.commandStack.execute(COMMAND, {});
  }

  paint() {
    const statuses = this.panel.statuses();
    for (const [name, one] of statuses)
      if (!one.fill) statuses.set(name, { ...one, ...freeColour([...statuses.values()]) });
    for (const element of this.panel.waits()) {
      const known = statuses.get(this.panel.extensions.property(element, "status"));
      if (!known || element.di.get("background-color") === known.fill) continue;
      this.modeling.setColor([element], { fill: known.fill, stroke: known.stroke });
    }
  }
}
