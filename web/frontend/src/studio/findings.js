// What the check says while one draws: on the element, and in a list that leads there, with what can
// be mended by a press and the way by which it comes to that.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { look } from "../zoom.js";
import { button, make } from "./dom.js";
import { isOutcome } from "./extensions.js";
import { hear, replyBeside } from "./hearing.js";
import { before, goesBeside } from "./ready_parts.js";
import { play } from "./token.js";

export class Findings {
  constructor(modeler, extensions, place, panel) {
    for (const name of ["overlays", "canvas", "elementRegistry", "selection", "modeling"])
      this[name] = modeler.get(name);
    Object.assign(this, { modeler, extensions, place, panel, marked: [] });
  }

  show({ findings }) {
    this.mark(findings);
    const errors = findings.filter((one) => one.severity === "error").length;
    const warnings = findings.length - errors;
    const said = findings.length
      ? `${count(errors, "error")}, ${count(warnings, "warning")}`
      : "Nothing is wrong with it.";
    this.place.querySelector("[role=status]").textContent = said;
    this.place.querySelector("ul").replaceChildren(...findings.map((one) => this.item(one)));
  }

  mark(findings) {
    this.overlays.remove({ type: "finding" });
    for (const id of this.marked) if (this.elementRegistry.get(id)) this.canvas.removeMarker(id, "at-fault");
    const byElement = Map.groupBy(
      findings.filter((one) => this.elementRegistry.get(one.element)),
      (one) => one.element,
    );
    this.marked = [...byElement.keys()];
    for (const [id, found] of byElement) {
      const worst = found.some((one) => one.severity === "error") ? "error" : "warning";
      this.canvas.addMarker(id, "at-fault");
      const html = make(
        "button",
        {
          type: "button",
          className: `finding-badge ${worst}`,
          title: found[0].message,
          onclick: () => this.place.querySelector(`[data-element="${CSS.escape(id)}"]`)?.scrollIntoView(),
        },
        `${worst === "error" ? "Error" : "Warning"}${found.length > 1 ? ` ${found.length}` : ""}`,
      );
      this.overlays.add(id, "finding", { position: { top: -14, right: 20 }, html });
    }
  }

  item(one) {
    const element = this.elementRegistry.get(one.element);
    const item = make(
      "li",
      { className: `finding ${one.severity === "error" ? "fault" : ""}` },
      make(
        "p",
        {},
        make("b", { className: "tag" }, one.severity === "error" ? "Error" : "Warning"),
        " ",
        make("b", {}, one.name || (element ? one.element : "")),
        ` ${one.message} ${one.suggestion}`,
      ),
      make(
        "div",
        { className: "row" },
        element && button("Show", () => this.centre(element), { className: "plain" }),
        one.path.length > 1 &&
          button("Play how it comes to that", () => play(this.modeler, one.path), { className: "plain" }),
        this.mends(one, element).map(([label, press]) => button(label, press)),
      ),
    );
    item.dataset.element = one.element;
    return item;
  }

  centre(element) {
    const middle = element.waypoints ? element.waypoints[Math.floor(element.waypoints.length / 2)] : element;
    look(this.canvas, { width: 0, height: 0, ...middle });
    this.selection.select(element);
  }

  askName(flow) {
    this.centre(this.elementRegistry.get(flow.id));
    this.panel.askName();
  }

  // ---------------------------------------------------------------- mends

  mends(one, element) {
    const found = element ? (MENDS[one.rule]?.(this, element) ?? []) : [];
    return [...found, ...this.renames(one)];
  }

  // A status that policies, scenarios or tables still call by its old name.
  renames(one) {
    const gone = /no (?:'status ([^']+)'|status '([^']+)')/.exec(one.message);
    const close = [...`${one.message} ${one.suggestion}`.matchAll(/Did you mean (.*?)\?/g)].flatMap(([, names]) =>
      [...names.matchAll(/'(?:status )?([^']+)'/g)].map(([, name]) => name),
    );
    const old = gone?.[1] ?? gone?.[2];
    if (!old) return [];
    const targets = close.length ? close.slice(0, 1) : [];
    return targets.map((name) => [`Call it “${name}” everywhere`, () => this.panel.rename(old, name)]);
  }
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

const MENDS = {
  status: ({ panel }, element) => {
    const name = getBusinessObject(element).name;
    return name ? [[`Give it the status “${name}”`, () => panel.setStatus(element, name)]] : [];
  },
  "missing-condition": (findings, element) => [...names(findings, element), ...defaults(findings.modeling, element)],
  "no-default": ({ modeling }, element) => defaults(modeling, element),
  "reply-heard": hears,
  "implicit-end": deadEnds,
  days: ({ extensions }, element) => [
    ["Count working time", () => extensions.setProperty(element, "time", "business")],
    ["Days by the clock are meant", () => extensions.setProperty(element, "time", "elapsed")],
  ],
  "default-condition": ({ modeling, elementRegistry }, element) => {
    const flow = getBusinessObject(element).default ?? getBusinessObject(element);
    const drawn = elementRegistry.get(flow.id);
    return [["Remove its condition", () => modeling.updateProperties(drawn, { conditionExpression: undefined })]];
  },
};

// As another task of this part hears the customer: by an event on its border that leads to the same place.
function hears({ modeler, extensions, elementRegistry }, element) {
  const reply = replyBeside(elementRegistry, element);
  if (!reply) return [];
  const mend = () => {
    const { name, eventDefinitions } = getBusinessObject(reply);
    const { messageRef } = eventDefinitions[0];
    const event = hear(modeler, element, { messageRef, name, to: reply.outgoing[0].target });
    for (const [name, value] of Object.entries(extensions.properties(reply)))
      extensions.setProperty(event, name, value);
  };
  return [[`Hear the customer here, as “${getBusinessObject(reply.host).name}” does`, mend]];
}

// What a reminder brings about ends there; the case itself goes back to where it came from.
function deadEnds({ modeler, modeling, panel, selection }, element) {
  const [way] = element.incoming ?? [];
  if (!way) return [];
  if (goesBeside(way)) {
    const end = () => modeler.get("elementFactory").createShape({ type: "bpmn:EndEvent" });
    return [["End it here", () => modeler.get("autoPlace").append(element, end())]];
  }
  const back = before(way);
  const lead = () => {
    const made = modeling.connect(element, back);
    selection.select(made);
    if (isOutcome(getBusinessObject(made))) panel.askName();
  };
  return back ? [[`Lead it back to “${getBusinessObject(back).name || back.id}”`, lead]] : [];
}

// What people choose is a button: it needs a name, and no condition.
function names(findings, element) {
  const silent = (getBusinessObject(element).outgoing ?? []).filter((flow) => !flow.name && isOutcome(flow));
  return silent.map((flow) => [
    `Name the button that leads to “${flow.targetRef.name || flow.targetRef.id}”`,
    () => findings.askName(flow),
  ]);
}

function defaults(modeling, element) {
  const bo = getBusinessObject(element);
  const gateway = bo.$type === "bpmn:SequenceFlow" ? bo.sourceRef : bo;
  const free = (gateway.outgoing ?? []).filter((flow) => !flow.conditionExpression);
  if (gateway.default || !free.length || free.some(isOutcome)) return [];
  const drawn = element.source ?? element;
  return free.map((flow) => [
    `Take “${flow.name || flow.targetRef.name || flow.id}” otherwise`,
    () => modeling.updateProperties(drawn, { default: flow }),
  ]);
}
