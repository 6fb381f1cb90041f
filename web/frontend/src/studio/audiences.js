// Who is offered what is drawn, as the engine reads it (`Diagram.actions` of runner/bpmn/elements.py, `may_take` of
// runner/people/permissions.py).
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { flowsInto, flowsOutOf, isWait } from "./extensions.js";

const SUPPORT = "Support";

// Names: that of support where nobody is named; none where nobody is offered it. `tasks` are those at which a flow is
// offered, if not all of them are meant.
export function audiencesOf(extensions, element, tasks) {
  const bo = getBusinessObject(element);
  const said = (one) => extensions.property(one, "audience");
  if (is(bo, "bpmn:Event")) return hears(bo) ? namesIn(said(bo)) : [];
  const offers = isWait(bo)
    ? outcomesOf(bo).map((flow) => [flow, bo])
    : (tasks ?? waitsBefore(bo)).map((task) => [bo, task]);
  return offers.flatMap(([flow, task]) => {
    const names = namesIn(said(flow) || saidAt(task, said));
    return names.length ? names : [SUPPORT];
  });
}

const namesIn = (text) => text.split(",").flatMap((one) => one.trim() || []);

// On a border, or what begins an event sub-process.
const hears = (event) =>
  (event.eventDefinitions ?? []).some((one) => is(one, "bpmn:MessageEventDefinition")) &&
  (is(event, "bpmn:BoundaryEvent") || (is(event, "bpmn:StartEvent") && event.$parent.triggeredByEvent));

// The named flows of the question behind a task, else its single flow. Where several leave it all are taken:
// there the task speaks for itself.
function outcomesOf(task) {
  const flows = flowsOutOf(task);
  if (flows.length !== 1) return flows.length ? [task] : [];
  const named = decides(flows[0].targetRef) ? flowsOutOf(flows[0].targetRef).filter((flow) => flow.name) : [];
  return named.length ? named : flows;
}

function decides(gateway) {
  const [into, out] = [flowsInto(gateway).length, flowsOutOf(gateway).length];
  return is(gateway, "bpmn:ExclusiveGateway") && (out > 1 || (into === 1 && out === 1));
}

// The tasks that have a flow among their outcomes.
export function waitsBefore(flow) {
  const { sourceRef } = flow;
  const tasks = isWait(sourceRef) ? [sourceRef] : flowsInto(sourceRef).map((one) => one.sourceRef);
  return tasks.filter((task) => isWait(task) && outcomesOf(task).includes(flow));
}

// What it says, or its own lane, or what is said of what it is in (decision 0360).
function saidAt(bo, said) {
  if (!is(bo, "bpmn:FlowNode")) return "";
  return said(bo) || bo.lanes?.at(-1)?.name || saidAt(bo.$parent, said);
}
