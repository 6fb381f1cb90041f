// How a customer who writes is heard while a case waits: by an event on the border of the task.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

export const REPLY = "customer_reply";

const hears = (event) => getBusinessObject(event).eventDefinitions?.[0]?.messageRef?.name === REPLY;

// The event of another task of the same part that hears, and leads to one place where the case goes on.
export function replyBeside(registry, element) {
  const goesOn = ({ outgoing }) => outgoing.length === 1 && outgoing[0].target.type !== "bpmn:EndEvent";
  return registry.find((one) => one.parent === element.parent && one.host && hears(one) && goesOn(one));
}

// Whether a sub-process around a task hears, whatever waits in it.
export function isHeardAround({ parent }) {
  if (!parent) return false;
  return (parent.attachers ?? []).some(hears) || isHeardAround(parent);
}
