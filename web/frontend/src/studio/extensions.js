// What the drawing says beyond BPMN: extension elements of the namespace of SpiffWorkflow.
//
// They are read and written as generic elements, without a descriptor: of what a descriptor does not
// know, bpmn-js loses the content (decision 0291). Each change puts new elements in the place of old
// ones, so that undo has the old ones.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core";

const isCalled = (value, name) => value.$descriptor.ns.uri === SPIFF && value.$descriptor.ns.localName === name;

function called(element, name) {
  const values = getBusinessObject(element).extensionElements?.values ?? [];
  return values.filter((value) => isCalled(value, name));
}

export function propertiesOf(element) {
  const lines = called(element, "properties").flatMap((value) => value.$children ?? []);
  return Object.fromEntries(lines.map((line) => [line.name, line.value ?? ""]));
}

export class Extensions {
  constructor(modeler) {
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
    this.factory = modeler.get("bpmnFactory");
  }

  all(element, name) {
    return called(element, name);
  }

  // ---------------------------------------------------------------- properties

  properties(element) {
    return propertiesOf(element);
  }

  property(element, name) {
    return this.properties(element)[name] ?? "";
  }

  setProperty(element, name, value) {
    const [kept] = this.all(element, "properties");
    const lines = (kept?.$children ?? []).filter((line) => line.name !== name);
    const at = (kept?.$children ?? []).findIndex((line) => line.name === name);
    if (value) lines.splice(at < 0 ? lines.length : at, 0, this.any("property", { name, value }));
    this.replace(element, "properties", lines.length ? [this.any("properties", { $children: lines })] : []);
  }

  // ---------------------------------------------------------------- texts: forms, decisions

  text(element, name) {
    return this.all(element, name)[0]?.$body ?? "";
  }

  setText(element, name, text) {
    this.replace(element, name, text ? [this.any(name, { $body: text })] : []);
  }

  forms(element) {
    return this.all(element, "formJsonSchema").map((value) => ({ audience: value.audience ?? "", text: value.$body }));
  }

  setForms(element, forms) {
    const values = forms.map(({ audience, text }) =>
      this.any("formJsonSchema", audience ? { audience, $body: text } : { $body: text }),
    );
    this.replace(element, "formJsonSchema", values);
  }

  // ---------------------------------------------------------------- who is told

  told(element) {
    const [operator] = this.all(element, "serviceTaskOperator");
    const parameters = (operator?.$children ?? []).flatMap((value) => value.$children ?? []);
    return (parameters.find((value) => value.id === "to")?.value ?? "").replace(/^"|"$/g, "");
  }

  setTold(element, who) {
    const to = this.any("parameter", { id: "to", type: "str", value: `"${who.replaceAll('"', "")}"` });
    const parameters = this.any("parameters", { $children: [to] });
    this.replace(element, "serviceTaskOperator", [
      this.any("serviceTaskOperator", { id: "notify", $children: [parameters] }),
    ]);
  }

  // ----------------------------------------------------------------

  any(name, properties) {
    return this.moddle.createAny(`spiffworkflow:${name}`, SPIFF, properties);
  }

  replace(element, name, values) {
    const bo = getBusinessObject(element);
    const kept = (bo.extensionElements?.values ?? []).filter((value) => !isCalled(value, name));
    const at = (bo.extensionElements?.values ?? []).findIndex((value) => isCalled(value, name));
    kept.splice(at < 0 ? kept.length : at, 0, ...values);
    if (bo.extensionElements) {
      for (const value of kept) value.$parent = bo.extensionElements;
      this.modeling.updateModdleProperties(element, bo.extensionElements, { values: kept });
      return;
    }
    const made = this.factory.create("bpmn:ExtensionElements", { values: kept });
    made.$parent = bo;
    for (const value of kept) value.$parent = made;
    this.modeling.updateProperties(element, { extensionElements: made });
  }
}

// bpmn-js leaves generic elements behind where an element is copied or becomes another kind.
export function keepExtensions(modeler) {
  modeler.get("eventBus").on("moddleCopy.canCopyProperty", 1500, ({ property }) => {
    if (property?.$descriptor?.isGeneric) return copyOf(modeler.get("moddle"), property);
  });
}

function copyOf(moddle, value) {
  const made = moddle.createAny(value.$type, value.$descriptor.ns.uri);
  for (const [key, content] of Object.entries(value)) {
    if (key === "$type") continue;
    made[key] = key === "$children" ? content.map((child) => copyOf(moddle, child)) : content;
  }
  return made;
}

export const isWait = (element) =>
  is(element, "bpmn:UserTask") || is(element, "bpmn:ManualTask") || getBusinessObject(element).$type === "bpmn:Task";

// The flows that lead to an element and out of it. Not every tool lists them with the element, as `incoming` and
// `outgoing`.
export const flowsInto = (bo) => flowsBeside(bo).filter((flow) => flow.targetRef === bo);
export const flowsOutOf = (bo) => flowsBeside(bo).filter((flow) => flow.sourceRef === bo);
const flowsBeside = (bo) => (bo.$parent?.flowElements ?? []).filter((one) => one.$type === "bpmn:SequenceFlow");

// Whether people choose a flow: it leaves what waits for them, or the question right behind it.
export function isOutcome(flow) {
  const source = flow.sourceRef;
  if (isWait(source)) return true;
  const before = flowsInto(source).map((one) => one.sourceRef);
  return is(source, "bpmn:ExclusiveGateway") && before.length > 0 && before.every((one) => isWait(one));
}
