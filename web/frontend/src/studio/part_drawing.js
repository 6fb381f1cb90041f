// Draws the elements of a ready-made part: each function makes one, in the words of the lifecycle.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { wordsOf } from "./durations.js";
import { hear, isHeardAround, REPLY, replyBeside } from "./hearing.js";
import { attach } from "./shapes.js";

const WIDE = 140; // pixels: room for three events on the border
const TIMER = "bpmn:TimerEventDefinition";

export class PartDrawing {
  constructor(modeler, extensions, panel) {
    for (const name of ["modeling", "elementFactory", "elementRegistry"]) this[name] = modeler.get(name);
    Object.assign(this, { modeler, extensions, panel });
  }

  // At a corner, relative to that of the part.
  at(parent, corner) {
    Object.assign(this, { parent, corner });
  }

  // What people wait at: its name, its status, whose move it is and what the customer reads.
  wait(x, y, { name, status, move, reads, twice }) {
    const task = this.shape(x, y, { type: "bpmn:UserTask", width: WIDE, height: 80 }, name);
    this.panel.setStatus(task, status);
    this.extensions.setProperty(task, "move", move);
    this.panel.setText(task, getBusinessObject(task), reads);
    if (twice) this.extensions.setProperty(task, "different_people", "true");
    return task;
  }

  tell(x, y, told) {
    const task = this.tellOnTheWay(x, y, told);
    const end = this.shape(x + 150, y + 22, { type: "bpmn:EndEvent" }, "");
    this.way(task, end);
    return task;
  }

  // One that the case goes on from.
  tellOnTheWay(x, y, { name, to, text }) {
    const task = this.shape(x, y, { type: "bpmn:ServiceTask" }, name);
    this.extensions.setTold(task, to);
    this.panel.setText(task, getBusinessObject(task), text);
    return task;
  }

  question(x, y, name) {
    return this.shape(x, y, { type: "bpmn:ExclusiveGateway" }, name);
  }

  // Working time; the wait goes on but for a deadline.
  timer(host, { after, name, ends = false, ...properties }) {
    const event = attach(this.modeler, host, TIMER);
    const [definition] = getBusinessObject(event).eventDefinitions;
    const timeDuration = this.expression(definition, after);
    this.modeling.updateModdleProperties(event, definition, { timeDuration });
    if (ends) this.modeling.updateProperties(event, { cancelActivity: true });
    this.modeling.updateLabel(event, name ?? wordsOf(after));
    this.describe(event, properties);
    return event;
  }

  // As other tasks of this part of the drawing hear the customer, or else by a way to `otherwise`.
  hear(host, otherwise) {
    if (isHeardAround(host)) return;
    const reply = replyBeside(this.elementRegistry, host);
    const messageRef = this.panel.messageCalled(host, REPLY);
    hear(this.modeler, host, { messageRef, name: "Customer replied", to: reply?.outgoing[0].target ?? otherwise });
  }

  // What led to `way.target` leads to `entry` from now on.
  into(way, entry) {
    this.modeling.reconnectEnd(way, entry, { x: entry.x + entry.width / 2, y: entry.y + entry.height / 2 });
  }

  // What people choose is a button: it has a name, an id that is that of its action, and who may press it.
  way(from, to, { name, audience, form } = {}) {
    const way = this.modeling.connect(from, to);
    if (name) this.modeling.updateLabel(way, name);
    if (audience) this.extensions.setProperty(way, "audience", audience);
    if (form) this.extensions.setForms(way, [{ audience: "", text: JSON.stringify(form) }]);
    return way;
  }

  describe(element, properties) {
    for (const [name, value] of Object.entries(properties)) this.extensions.setProperty(element, name, value);
  }

  // Two different people; whoever takes the way `no` ends it.
  byTwo(task, no) {
    const bo = getBusinessObject(task);
    const marker = this.panel.made("bpmn:MultiInstanceLoopCharacteristics", bo, { isSequential: false });
    marker.loopCardinality = this.expression(marker, "2");
    const { id } = getBusinessObject(no);
    marker.completionCondition = this.expression(marker, `outcome == "${id}"`);
    this.modeling.updateProperties(task, { loopCharacteristics: marker });
  }

  // ----------------------------------------------------------------

  shape(x, y, attributes, name) {
    const shape = this.elementFactory.createShape(attributes);
    const middle = { x: this.corner.x + x + shape.width / 2, y: this.corner.y + y + shape.height / 2 };
    const made = this.modeling.createShape(shape, middle, this.parent);
    if (name) this.modeling.updateLabel(made, name);
    return made;
  }

  expression(parent, body) {
    return this.panel.made("bpmn:FormalExpression", parent, { body });
  }
}
