// What can be drawn: the palette, the pad beside an element and the menu of kinds offer what the
// engine runs, in the words of an owner. Whatever else a file holds is kept and shown.

import { is } from "bpmn-js/lib/util/ModelUtil";
import { _, pgettext } from "../language.js";
import { wordsOf } from "./durations.js";
import { isWait } from "./extensions.js";
import { free, isId, wordOf } from "./naming.js";

const TIMER = "bpmn:TimerEventDefinition";
export const MESSAGE = "bpmn:MessageEventDefinition";
const FIRST = 500; // of providers: after those of bpmn-js, whose entries it takes away

const KINDS = {
  wait: [_("Waits for a person"), "user-task", { type: "bpmn:UserTask" }],
  tell: [_("Tells somebody"), "service-task", { type: "bpmn:ServiceTask" }],
  question: [_("Question"), "gateway-xor", { type: "bpmn:ExclusiveGateway" }],
  timer: [
    _("Timer"),
    "intermediate-event-catch-timer",
    { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: TIMER },
  ],
  message: [
    _("Message"),
    "intermediate-event-catch-message",
    { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: MESSAGE },
  ],
  end: [pgettext("event", "End"), "end-event-none", { type: "bpmn:EndEvent" }],
  part: [_("Part with its own waits"), "subprocess-expanded", { type: "bpmn:SubProcess", isExpanded: true }],
};
const BEHIND = ["wait", "question", "tell", "timer", "end"];
const ON = {
  timer: [_("On it: a reminder or a deadline"), "intermediate-event-catch-non-interrupting-timer", TIMER],
  message: [_("On it: a message that it hears"), "intermediate-event-catch-message", MESSAGE],
};
const NOT_RUN = /script|send|compensat|cancel|transaction|ad-hoc|complex|multiple|instantiate|collapsed|data|pool|link/;

export function offerWhatRuns(modeler, openParts) {
  const [palette, pad, menu] = ["palette", "contextPad", "popupMenu"].map((name) => modeler.get(name));
  palette.registerProvider(FIRST, { getPaletteEntries: () => () => paletteEntries(modeler, openParts) });
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

function paletteEntries(modeler, openParts) {
  const [create, factory] = [modeler.get("create"), modeler.get("elementFactory")];
  const entries = {};
  for (const [id, [title, icon, shape]] of Object.entries(KINDS)) {
    const start = (event) => create.start(event, factory.createShape({ ...shape }));
    entries[`create.${id}`] = entry("draw", title, icon, { dragstart: start, click: start });
  }
  entries.ready = entry("draw", _("Ready-made parts"), "subprocess-collapsed", { click: openParts });
  entries.separator = { group: "draw", separator: true };
  entries.way = entry("tools", _("Way"), "connection-multi", {
    click: (event) => modeler.get("globalConnect").start(event),
  });
  entries.many = entry("tools", _("Choose several"), "lasso-tool", {
    click: (event) => modeler.get("lassoTool").activateSelection(event),
  });
  entries.room = entry("tools", _("Make room"), "space-tool", {
    click: (event) => modeler.get("spaceTool").activateSelection(event),
  });
  return entries;
}

const entry = (group, title, icon, action) => ({
  group,
  title,
  html: `<div class="entry bpmn-icon-${icon}" draggable="true"><span>${title}</span></div>`,
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
      title: _("Behind it: %(what)s", { what: title }),
      action: {
        click: (_event, source) => place.append(source, factory.createShape({ ...shape })),
        dragstart: (event, source) => create.start(event, factory.createShape({ ...shape }), { source }),
      },
    };
  }
  if (isWait(element) || is(element, "bpmn:SubProcess")) Object.assign(kept, entriesOn(modeler, element));
  return kept;
}

// What stands on the icons of the pad is read out, too.
export function namePad(modeler) {
  modeler.on("contextPad.open", ({ current }) => {
    for (const entry of current.html.querySelectorAll(".entry[title]")) {
      entry.setAttribute("role", "button");
      entry.setAttribute("aria-label", entry.title);
    }
  });
}

// A group is a frame alone: what is dropped on its line, or led there, stands in what the group stands in.
export function dropThroughGroups(modeler) {
  const moments = ["create.hover", "create.move", "shape.move.hover", "shape.move.move"];
  modeler.on(moments, 2000, (event) => {
    while (event.hover && is(event.hover, "bpmn:Group")) event.hover = event.hover.parent;
  });
}

// An event on the border of what waits: the lower one, and the upper one when that is full. A timer lets
// the wait go on until the panel says otherwise.
export function attach(modeler, host, eventDefinitionType) {
  const [factory, modeling] = [modeler.get("elementFactory"), modeler.get("modeling")];
  const cancelActivity = eventDefinitionType !== TIMER;
  const shape = factory.createShape({ type: "bpmn:BoundaryEvent", eventDefinitionType, cancelActivity });
  return modeling.createShape(shape, freeOn(host), host, { attach: true });
}

function entriesOn(modeler, host) {
  const selection = modeler.get("selection");
  const entries = Object.entries(ON).map(([id, [title, icon, event]]) => {
    const click = () => selection.select(attach(modeler, host, event));
    return [`attach.${id}`, { group: "model", className: `bpmn-icon-${icon}`, title, action: { click } }];
  });
  return Object.fromEntries(entries);
}

const APART = 44; // pixels from the middle of one event to that of the next

// The middle of the next free place on the border of what waits.
export function freeOn(host) {
  const middles = (host.attachers ?? []).map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }));
  const right = host.x + host.width - APART / 2;
  const count = Math.max(1, Math.floor(host.width / APART));
  const places = [host.y + host.height, host.y].flatMap((y) =>
    Array.from({ length: count }, (_each, at) => ({ x: right - at * APART, y })),
  );
  const isFree = ({ x, y }) => middles.every((one) => Math.hypot(one.x - x, one.y - y) >= APART / 2);
  return places.find(isFree) ?? { x: host.x + host.width / 2, y: host.y + host.height };
}

// What is new says something: a timer when, a task whose move it is, a message to whom.
export function fillNew(modeler, extensions) {
  const [modeling, factory, registry] = ["modeling", "bpmnFactory", "elementRegistry"].map((name) => modeler.get(name));
  modeler.on("commandStack.shape.create.postExecuted", ({ context: { shape } }) => {
    if (shape.type === "label") return;
    const [event] = shape.businessObject.eventDefinitions ?? [];
    if (event?.$type === TIMER && !["timeDuration", "timeDate", "timeCycle"].some((name) => event[name])) {
      const timeDuration = factory.create("bpmn:FormalExpression", { body: "P1D" });
      timeDuration.$parent = event;
      modeling.updateModdleProperties(shape, event, { timeDuration });
      extensions.setProperty(shape, "time", "business");
      if (shape.host)
        modeling.updateProperties(shape, {
          id: free(`${shape.host.id}_timer`, isId(modeler)),
        });
      modeling.updateLabel(shape, wordsOf("P1D"));
    }
    if (isWait(shape) && !extensions.property(shape, "move") && !registry.find((one) => is(one, "bpmn:Lane")))
      extensions.setProperty(shape, "move", "Support");
    if (is(shape, "bpmn:ServiceTask") && !extensions.all(shape, "serviceTaskOperator").length)
      extensions.setTold(shape, "owner");
  });
}

// What is put behind an element may land where nobody looks.
export function followNew(modeler) {
  const canvas = modeler.get("canvas");
  modeler.on("commandStack.shape.append.postExecuted", ({ context: { shape } }) => canvas.scrollToElement(shape, 80));
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
  const modeling = modeler.get("modeling");
  const onName = ({ context: { element } }) => {
    const drawn = element.labelTarget ?? element;
    const { id, name } = drawn.businessObject;
    const wished = wordOf(name ?? "");
    if (MADE_UP.test(id) && wished) modeling.updateProperties(drawn, { id: free(wished, isId(modeler)) });
  };
  modeler.on(
    ["commandStack.element.updateLabel.postExecuted", "commandStack.element.updateProperties.postExecuted"],
    onName,
  );
}

// A name as wide as its longest word is broken within it where a text is drawn a little wider than measured.
export function roomForNames(modeler) {
  const renderer = modeler.get("textRenderer");
  const usual = renderer.getExternalLabelBounds;
  renderer.getExternalLabelBounds = (bounds, text) => {
    const { x, width, ...rest } = usual(bounds, text);
    return { ...rest, x: x - 2, width: width + 4 };
  };
}

const PAD = 56; // pixels: what the pad beside a flow takes

// The pad of a flow stands beside its end, not on what it leads to.
export function padBesideEnd(modeler) {
  const [pad, canvas] = [modeler.get("contextPad"), modeler.get("canvas")];
  const usual = pad._getPosition.bind(pad);
  pad._getPosition = (target) => {
    const place = usual(target);
    if (!target.waypoints) return place;
    const [before, last] = target.waypoints.slice(-2);
    const across = (last.x - before.x) * canvas.zoom();
    const down = (last.y - before.y) * canvas.zoom();
    if (Math.abs(across) > Math.abs(down))
      return { left: place.left - (across > 0 ? PAD + 16 : 0), top: place.top + 6 };
    return { left: place.left, top: place.top - (down > 0 ? PAD : 0) };
  };
}
