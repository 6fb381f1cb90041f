// What the check says while one draws: on the element, and in a list that leads there, with what can
// be mended by a press and the way by which it comes to that.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";
import { look } from "../zoom.js";
import { button, make } from "./dom.js";
import { flowsOutOf, isOutcome } from "./extensions.js";
import { hear, replyBeside } from "./hearing.js";
import { filePages } from "./known.js";
import { before, goesBeside } from "./ready_parts.js";
import { play } from "./token.js";

export class Findings {
  constructor(modeler, { extensions, panel, drawings }, place) {
    for (const name of ["overlays", "canvas", "elementRegistry", "selection", "modeling"])
      this[name] = modeler.get(name);
    Object.assign(this, { modeler, extensions, panel, drawings, place, marked: [], shown: [] });
    modeler.on("import.render.complete", () => this.mark(this.shown)); // another drawing of the file
  }

  // What is drawn is saved all the same.
  miss(error) {
    this.mark([]);
    this.place.querySelector("ul").replaceChildren();
    this.tell(_("It could not be asked: %(why)s", { why: error.message }));
  }

  tell(text) {
    this.place.querySelector("[role=status]").textContent = text;
  }

  show({ findings }) {
    this.mark(findings);
    const errors = findings.filter((one) => one.severity === "error").length;
    const warnings = findings.length - errors;
    const said = findings.length
      ? _("Errors: %(errors)s. Warnings: %(warnings)s.", { errors, warnings })
      : _("Nothing is wrong with it.");
    this.tell(said);
    this.place.querySelector("ul").replaceChildren(...findings.map((one) => this.item(one)));
  }

  mark(findings) {
    this.shown = findings;
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
          title: found[0].told,
          onclick: () => this.place.querySelector(`[data-element="${CSS.escape(id)}"]`)?.scrollIntoView(),
        },
        `${WORDS[worst]}${found.length > 1 ? ` ${found.length}` : ""}`,
      );
      this.overlays.add(id, "finding", { position: { top: -14, left: -24 }, html });
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
        make("b", { className: "tag" }, WORDS[one.severity]),
        " ",
        make("b", {}, one.name || (element ? one.element : "")),
        ` ${one.told}`,
      ),
      make(
        "div",
        { className: "row" },
        this.drawings.has(one.element) && button(_("Show"), () => this.lead(one.element), { className: "plain" }),
        one.path.length > 1 &&
          button(_("Play how it comes to that"), () => play(this.modeler, one.path), { className: "plain" }),
        filePages[one.file] && make("a", { href: filePages[one.file] }, _("Open %(file)s", { file: one.file })),
        this.mends(one, element).map(([label, press]) => button(label, press)),
      ),
    );
    item.dataset.element = one.element;
    return item;
  }

  async lead(id) {
    const element = await this.drawings.show(id);
    if (!element) return;
    if (!element.parent) return this.leadToAll();
    const middle = element.waypoints ? element.waypoints[Math.floor(element.waypoints.length / 2)] : element;
    look(this.canvas, { width: 0, height: 0, ...middle });
    this.selection.select(element);
  }

  // What is said of the process is said of the whole drawing, and mended in its panel.
  leadToAll() {
    this.selection.select([]);
    this.drawings.begin(this.canvas);
  }

  // Where one looks already: what asks is what was drawn just now, as a rule.
  async askName(flow) {
    const element = await this.drawings.show(flow.id);
    if (!element) return;
    this.canvas.scrollToElement(element.target, 120);
    this.selection.select(element);
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
    return targets.map((name) => [_("Call it “%(name)s” everywhere", { name }), () => this.panel.rename(old, name)]);
  }
}

const WORDS = { error: _("Error"), warning: _("Warning") };

const MENDS = {
  status: ({ panel }, element) => {
    const name = getBusinessObject(element).name;
    return name ? [[_("Give it the status “%(name)s”", { name }), () => panel.setStatus(element, name)]] : [];
  },
  "missing-condition": (findings, element) => [...names(findings, element), ...defaults(findings.modeling, element)],
  "no-default": ({ modeling }, element) => defaults(modeling, element),
  "reply-heard": hears,
  "implicit-end": deadEnds,
  days: ({ extensions }, element) => [
    [_("Count working time"), () => extensions.setProperty(element, "time", "business")],
    [_("Days by the clock are meant"), () => extensions.setProperty(element, "time", "elapsed")],
  ],
  "default-condition": ({ modeling, elementRegistry }, element) => {
    const flow = getBusinessObject(element).default ?? getBusinessObject(element);
    const drawn = elementRegistry.get(flow.id);
    return [[_("Remove its condition"), () => modeling.updateProperties(drawn, { conditionExpression: undefined })]];
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
  return [[_("Hear the customer here, as “%(name)s” does", { name: getBusinessObject(reply.host).name }), mend]];
}

// What a reminder brings about ends there; the case itself goes back to where it came from.
function deadEnds({ modeler, modeling, panel, selection }, element) {
  const [way] = element.incoming ?? [];
  if (!way) return [];
  if (goesBeside(way)) {
    const end = () => {
      modeler.get("autoPlace").append(element, modeler.get("elementFactory").createShape({ type: "bpmn:EndEvent" }));
      modeler.get("directEditing").cancel(); // an end needs no name
    };
    return [[_("End it here"), end]];
  }
  const back = before(way);
  const lead = () => {
    const made = modeling.connect(element, back);
    selection.select(made);
    if (isOutcome(getBusinessObject(made))) panel.askName();
  };
  return back ? [[_("Lead it back to “%(name)s”", { name: getBusinessObject(back).name || back.id }), lead]] : [];
}

// What people choose is a button: it needs a name, and no condition.
function names(findings, element) {
  const silent = flowsOutOf(getBusinessObject(element)).filter((flow) => !flow.name && isOutcome(flow));
  return silent.map((flow) => [
    _("Name the button that leads to “%(name)s”", { name: flow.targetRef.name || flow.targetRef.id }),
    () => findings.askName(flow),
  ]);
}

function defaults(modeling, element) {
  const bo = getBusinessObject(element);
  const gateway = bo.$type === "bpmn:SequenceFlow" ? bo.sourceRef : bo;
  const free = flowsOutOf(gateway).filter((flow) => !flow.conditionExpression);
  if (gateway.default || !free.length || free.some(isOutcome)) return [];
  const drawn = element.source ?? element;
  return free.map((flow) => [
    _("Take “%(name)s” otherwise", { name: flow.name || flow.targetRef.name || flow.id }),
    () => modeling.updateProperties(drawn, { default: flow }),
  ]);
}
