// Ready-made parts: chosen in the panel for the element that is chosen there, or in the palette and put
// on what is pointed at. One part is one step of undo.
import { _ } from "../language.js";
import { button, make, tell } from "./dom.js";
import { labelled } from "./form_builder.js";
import { freePlace } from "./free_place.js";
import { PartDrawing } from "./part_drawing.js";
import { ASKED, before, fits, PARTS, refusal } from "./ready_parts.js";

const PART = "caselane.part"; // the command, the menu and the dragging

export class PartPlacing {
  constructor(modeler, { extensions, panel, tidying }) {
    for (const name of ["commandStack", "selection", "canvas", "dragging", "popupMenu"]) this[name] = modeler.get(name);
    Object.assign(this, { modeler, tidying });
    this.drawing = new PartDrawing(modeler, extensions, panel);
    this.commandStack.register(PART, { preExecute: (context) => this.draw(context) });
    this.popupMenu.registerProvider(PART, { getPopupMenuEntries: () => this.entries() });
    this.follow(modeler.get("eventBus"));
  }

  put(part, element, names, near = beside(part, element)) {
    const context = { part, element, names: { ...part.asks, ...names }, near };
    this.commandStack.execute(PART, context);
    this.offered = null;
    this.canvas.scrollToElement(context.made, 120);
    this.selection.select(context.made);
  }

  draw(context) {
    const { part, element, names, near } = context;
    const parent = element.waypoints ? element.source.parent : element.parent;
    const around = { target: element.target, back: element.waypoints && before(element) };
    this.drawing.at(parent, freePlace(this.modeler, parent, part.size, near));
    const flows = new Set();
    const note = ({ context: { connection } }) => flows.add(connection);
    const drawn = ["commandStack.connection.create.postExecuted", "commandStack.connection.reconnect.postExecuted"];
    this.modeler.on(drawn, note);
    try {
      context.made = part.draw(this.drawing, element, names, around);
    } finally {
      this.modeler.off(drawn, note);
    }
    this.tidying.leadAll(flows);
  }

  // ---------------------------------------------------------------- in the panel

  // What is open and typed stays while the panel is shown anew.
  section(element) {
    if (this.offered?.element !== element) this.offered = { element, shown: this.fresh(element) };
    return this.offered.shown;
  }

  fresh(element) {
    const fitting = Object.entries(PARTS).filter(([, part]) => fits(part, element));
    if (!fitting.length) return null;
    const parts = fitting.map(([key, part]) => this.offer(key, part, element));
    return make("section", { className: "ready-parts" }, make("h2", {}, _("Ready-made parts")), parts);
  }

  offer(key, part, element) {
    const refused = refusal(part, element);
    const fields = Object.entries(part.asks).map(([name, value]) => [
      name,
      make("input", { value, name: `${key}-${name}` }),
    ]);
    const named = () =>
      Object.fromEntries(fields.map(([name, field]) => [name, field.value.trim() || part.asks[name]]));
    return make(
      "details",
      { className: "technical" },
      make("summary", {}, part.name),
      make("p", { className: "quiet" }, part.about),
      refused
        ? make("p", {}, refused)
        : [
            ...fields.map(([name, field]) => labelled(ASKED[name], field)),
            button(_("Put it here"), () => this.put(part, element, named())),
          ],
    );
  }

  // ---------------------------------------------------------------- by pointing

  open({ clientX, clientY }) {
    const { left, top } = this.canvas.getContainer().getBoundingClientRect();
    const position = { x: clientX - left, y: clientY - top, cursor: { x: clientX, y: clientY } };
    this.popupMenu.open(this.canvas.getRootElement(), PART, position, { title: _("Ready-made parts"), width: 300 });
  }

  entries() {
    const begin = (part) => (event) => {
      this.popupMenu.close();
      const data = { context: { part } };
      this.dragging.init(event, PART, { cursor: "crosshair", autoActivate: true, trapClick: false, data });
      tell(part.on.point);
    };
    return Object.fromEntries(
      Object.entries(PARTS).map(([key, part]) => [
        key,
        { label: part.name, description: part.on.point, action: begin(part) },
      ]),
    );
  }

  follow(events) {
    events.on([`${PART}.hover`, `${PART}.move`], ({ hover, context }) => {
      const over = hover?.labelTarget ?? hover; // who points at a name means what is called so
      if (!over || context.over === over) return;
      this.mark(context, false);
      Object.assign(context, { over, refused: refusal(context.part, over) });
      this.mark(context, true);
    });
    events.on([`${PART}.out`, `${PART}.cleanup`], ({ context }) => this.mark(context, false));
    events.on(`${PART}.cancel`, () => tell(""));
    events.on(`${PART}.ended`, ({ context, x, y }) => {
      if (context.pointed && !context.refused) this.put(context.part, context.pointed, {}, { x, y });
    });
    events.on(`${PART}.end`, ({ context }) => {
      context.pointed = context.over;
      tell(context.over && context.refused ? context.refused : "");
    });
  }

  mark(context, on) {
    if (!context.over) return;
    const marker = context.refused ? "connect-not-ok" : "connect-ok";
    if (on) return this.canvas.addMarker(context.over, marker);
    this.canvas.removeMarker(context.over, marker);
    context.over = null;
  }
}

// To the right below a task, so that ways from events on its border cross nothing; around the middle of a way.
function beside({ size }, element) {
  if (!element.waypoints) return { x: element.x + element.width + 24, y: element.y + element.height + 24 };
  const points = element.waypoints;
  const middle = points[Math.floor(points.length / 2)];
  const other = points[Math.floor(points.length / 2) - 1];
  return { x: (middle.x + other.x - size.width) / 2, y: (middle.y + other.y - size.height) / 2 };
}
