// What an element is, in the words of an owner.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { _, pgettext } from "../language.js";

const KINDS = {
  UserTask: _("Waits for a person"),
  ManualTask: _("Waits for a person"),
  Task: _("Waits for a person"),
  ServiceTask: _("Tells somebody"),
  BusinessRuleTask: _("Reads a decision table"),
  ScriptTask: _("Sets what is known"),
  SendTask: _("Sends a message"),
  ReceiveTask: _("Waits for a message"),
  CallActivity: _("Part that is drawn elsewhere"),
  ExclusiveGateway: _("Question"),
  ParallelGateway: _("All ways at once"),
  InclusiveGateway: _("Each way that fits"),
  EventBasedGateway: _("Whatever happens first"),
  ComplexGateway: _("Gateway of its own rules"),
  SequenceFlow: _("Way"),
  SubProcess: _("Part with its own waits"),
  AdHocSubProcess: _("Part with its own waits"),
  Transaction: _("Part with its own waits"),
  StartEvent: _("Start"),
  IntermediateThrowEvent: _("Event"),
  IntermediateCatchEvent: _("Event"),
  BoundaryEvent: _("Event"),
  EndEvent: pgettext("event", "End"),
  Process: _("The lifecycle"),
  Collaboration: _("The lifecycle"),
  Participant: _("Pool"),
  Lane: _("Lane"),
  MessageFlow: _("Message between pools"),
  Group: _("Group: a frame around elements"),
  TextAnnotation: _("Note on the drawing"),
  Association: _("Line to a note"),
  DataObjectReference: _("Data"),
  DataStoreReference: _("Data store"),
};
const EVENTS = {
  Timer: _("Timer"),
  Message: _("Message"),
  Signal: _("Signal"),
  Error: _("Error"),
  Escalation: _("Escalation"),
  Conditional: _("Waits until something is so"),
  Link: _("Goes on elsewhere in the drawing"),
  Compensate: _("Takes something back"),
  Cancel: _("Gives a part up"),
  Terminate: _("Ends all at once"),
};

export function kindOf(element) {
  const bo = getBusinessObject(element);
  const event = EVENTS[bo.eventDefinitions?.[0]?.$type.replace(/^bpmn:|EventDefinition$/g, "")];
  const type = bo.$type.replace("bpmn:", "");
  return event && !is(element, "bpmn:EndEvent") ? event : (KINDS[type] ?? type);
}
