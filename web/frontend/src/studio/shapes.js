// What can be drawn: the palette, the pad beside an element and the menu of kinds offer what the
// engine runs, in the words of an owner. Whatever else a file holds is kept and shown.
import { is } from "bpmn-js/lib/util/ModelUtil";

const TIMER = "bpmn:TimerEventDefinition";
const MESSAGE = "bpmn:MessageEventDefinition";
const FIRST = 500; // of providers: after those of bpmn-js, whose entries it takes away

const KINDS = {
  wait: ["Waits for a person", "user-task", { type: "bpmn:UserTask" }],
  tell: ["Tells somebody", "service-task", { type: "bpmn:ServiceTask" }],
  question: ["Question", "gateway-xor", { type: "bpmn:ExclusiveGateway" }],
  timer: [
    "Timer",
    "intermediate-event-catch-timer",
    { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: TIMER },
  ],
  message: [
    "Message",
    "intermediate-event-catch-message",
    { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: MESSAGE },
  ],
  end: ["End", "end-event-none", { type: "bpmn:EndEvent" }],
  part: ["Part with its own waits", "subprocess-expanded", { type: "bpmn:SubProcess", isExpanded: true }],
};
const BEHIND = ["wait", "question", "tell", "timer", "end"];
const NOT_RUN = /script|send|compensat|cancel|transaction|ad-hoc|complex|multiple|instantiate|collapsed|data|pool|link/;

export function offerWhatRuns(modeler) {
  const [palette, pad, menu] = ["palette", "contextPad", "popupMenu"].map((name) => modeler.get(name));
  palette.registerProvider(FIRST, { getPaletteEntries: () => () => paletteEntries(modeler) });
  pad.registerProvider(FIRST, {
    getContextPadEntries: (element) => (entries) => padEntries(modeler, element, entries),
  });
  menu.registerProvider("bpmn-replace", FIRST, {
    getPopupMenuEntries: () => runnable,
    getPopupMenuHeaderEntries: () => runnable,
  });
}

function runnable(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !NOT_RUN.test(id)));
}

function paletteEntries(modeler) {
  const [create, factory] = [modeler.get("create"), modeler.get("elementFactory")];
  const entries = {};
  for (const [id, [title, icon, shape]] of Object.entries(KINDS)) {
    const start = (event) => create.start(event, factory.createShape({ ...shape }));
    entries[`create.${id}`] = entry("draw", title, icon, { dragstart: start, click: start });
  }
  entries.separator = { group: "draw", separator: true };
  entries.way = entry("tools", "Way", "connection-multi", {
    click: (event) => modeler.get("globalConnect").start(event),
  });
  entries.many = entry("tools", "Choose several", "lasso-tool", {
    click: (event) => modeler.get("lassoTool").activateSelection(event),
  });
  entries.room = entry("tools", "Make room", "space-tool", {
    click: (event) => modeler.get("spaceTool").activateSelection(event),
  });
  return entries;
}

const entry = (group, title, icon, action) => ({
  group,
  title,
  html: `<div class="entry bpmn-icon-${icon}"><span>${title}</span></div>`,
  action,
});

function padEntries(modeler, element, entries) {
  const kept = {};
  for (const [id, one] of Object.entries(entries)) if (!/^append|lane/.test(id)) kept[id] = one;
  const goesOn = is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent") && element.type !== "label";
  if (!goesOn) return kept;
  const [create, factory, place] = ["create", "elementFactory", "autoPlace"].map((name) => modeler.get(name));
  for (const id of BEHIND) {
    const [title, icon, shape] = KINDS[id];
    kept[`append.${id}`] = {
      group: "model",
      className: `bpmn-icon-${icon}`,
      title: `Behind it: ${title}`,
      action: {
        click: (_, source) => place.append(source, factory.createShape({ ...shape })),
        dragstart: (event, source) => create.start(event, factory.createShape({ ...shape }), { source }),
      },
    };
  }
  return kept;
}

// On a narrow screen one reads, and changes what stands in the panel.
const CHANGES = [
  "elements.move",
  "elements.delete",
  "elements.create",
  "shape.create",
  "shape.append",
  "shape.resize",
  "connection.create",
  "connection.reconnect",
  "connection.updateWaypoints",
  "connection.start",
];
export function onlyRead(modeler) {
  for (const change of CHANGES) {
    modeler.get("eventBus").on(`commandStack.${change}.canExecute`, 10000, () => false);
  }
}

const MADE_UP = /^(Activity|Gateway|Event|Flow)_[0-9a-z]{7}$/;

// The id of a flow is that of its action, in the API and in policies: it is made from the name, once.
export function nameIds(modeler) {
  const [modeling, registry] = [modeler.get("modeling"), modeler.get("elementRegistry")];
  const onName = ({ context: { element } }) => {
    const drawn = element.labelTarget ?? element;
    const { id, name } = drawn.businessObject;
    const wished = (name ?? "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^(_|\d)+|_+$/g, "")
      .slice(0, 40);
    if (MADE_UP.test(id) && wished) modeling.updateProperties(drawn, { id: free(registry, wished) });
  };
  modeler.on(
    ["commandStack.element.updateLabel.postExecuted", "commandStack.element.updateProperties.postExecuted"],
    onName,
  );
}

function free(registry, wished) {
  let id = wished;
  for (let number = 2; registry.get(id); number++) id = `${wished}_${number}`;
  return id;
}
