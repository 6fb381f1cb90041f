// How a customer who writes is heard while a case waits: by an event on the border of the task.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { attach, MESSAGE } from "./shapes.js";

export const REPLY = "customer_reply";

const hears = (event) => getBusinessObject(event).eventDefinitions?.[0]?.messageRef?.name === REPLY;

// The event of another task of the same part that hears, and leads to one place where the case goes on.
export function replyBeside(registry, element) {
  const goesOn = ({ outgoing }) => outgoing.length === 1 && outgoing[0].target.type !== "bpmn:EndEvent";
  return registry.find((one) => one.parent === element.parent && one.host && hears(one) && goesOn(one));
}

// Draws an event on the border of a task that waits for a message and leads to where the case goes on then.
export function hear(modeler, host, { messageRef, name, to }) {
  const modeling = modeler.get("modeling");
  const event = attach(modeler, host, MESSAGE);
  const [definition] = getBusinessObject(event).eventDefinitions;
  modeling.updateModdleProperties(event, definition, { messageRef });
  modeling.updateLabel(event, name);
  modeling.connect(event, to);
  return event;
}

// Whether a sub-process around a task hears, whatever waits in it.
export function isHeardAround({ parent }) {
  if (!parent) return false;
  return (parent.attachers ?? []).some(hears) || isHeardAround(parent);
}
