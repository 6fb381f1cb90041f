// The panel beside the drawing: what the chosen element means, in plain words and in the order in which
// an owner thinks of it. Each line writes into the drawing at once, as one step of undo.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";
import { conditionSection } from "./condition_section.js";
import { make } from "./dom.js";
import { isOutcome, isWait } from "./extensions.js";
import { labelled, select } from "./form_builder.js";
import { readForm, valuesOf } from "./form_text.js";
import { formsSection } from "./forms_section.js";
import { REPLY } from "./hearing.js";
import { recipients, tables } from "./known.js";
import { kindOf } from "./names_of_kinds.js";
import { free, isId, wordOf } from "./naming.js";
import { Renewal } from "./renewal.js";
import { timeSection } from "./time_section.js";
import { whoSection } from "./who_section.js";

const COLOURS = [
  ["#E3EEFB", "#0B57B0"],
  ["#E9E4FB", "#3B1CA8"],
  ["#FFF1D6", "#8B6506"],
  ["#FBE3EE", "#6B0B4A"],
  ["#DFF3E8", "#167A51"],
  ["#FBE4DE", "#7A1705"],
  ["#DDF3F5", "#0B6470"],
  ["#F3EBDD", "#5C4326"],
  ["#ECEEF0", "#596B84"],
];
export class Panel {
  constructor(modeler, extensions, place, { preview, letter, rename }) {
    for (const name of ["modeling", "bpmnFactory", "elementRegistry", "selection", "canvas"]) {
      this[name] = modeler.get(name);
    }
    Object.assign(this, { modeler, extensions, place, preview, letter, rename });
    modeler.on(["selection.changed", "commandStack.changed", "import.render.complete"], () => this.later());
    this.renewal = new Renewal(place, () => this.parts().filter(Boolean));
    this.begun = {}; // what is begun for the shown element, and not drawn yet
    this.open = new Set(); // what is folded open
  }

  later() {
    this.renewal.later();
  }

  get element() {
    const [chosen] = this.selection.get();
    const element = chosen?.labelTarget ?? chosen ?? this.canvas.getRootElement();
    return is(element, "bpmn:Participant") ? this.canvas.getRootElement() : element;
  }

  parts() {
    const { element } = this;
    if (element !== this.shown) {
      this.renewal.say();
      this.begun = {};
    }
    this.shown = element;
    const bo = getBusinessObject(element);
    const about = element === this.canvas.getRootElement() ? "" : bo.id;
    return [
      this.head(element, bo),
      ...this.sections(element, bo),
      this.readyParts?.section(element),
      this.comments?.section(about, () => this.later()),
      this.technical(element, bo),
    ];
  }

  askName() {
    this.ask("name");
  }

  // The last field of that name, as it is shown now.
  ask(name) {
    this.renewal.show();
    this.named(name).at(-1).focus();
  }

  named(name) {
    return name ? [...this.place.querySelectorAll(`[name="${CSS.escape(name)}"]`)] : [];
  }

  sections(element, bo) {
    const event = bo.eventDefinitions?.[0];
    const flow = is(element, "bpmn:SequenceFlow");
    const outcome = flow && isOutcome(bo);
    const last = is(element, "bpmn:EndEvent") && !event;
    return [
      (isWait(element) || is(element, "bpmn:SubProcess") || last) && this.status(element),
      (isWait(element) || outcome || event?.$type === "bpmn:MessageEventDefinition") && whoSection(this, element),
      is(element, "bpmn:ServiceTask") && this.told(element),
      (isWait(element) || flow || is(element, "bpmn:Event")) && !last && formsSection(this, element),
      (isWait(element) || outcome || is(element, "bpmn:ServiceTask")) && this.reads(element, bo, outcome),
      event?.$type === "bpmn:TimerEventDefinition" && timeSection(this, element, event),
      event?.messageRef !== undefined || event?.$type === "bpmn:MessageEventDefinition"
        ? this.message(element, event)
        : null,
      is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent") && this.ways(element),
      flow && (outcome || is(bo.sourceRef, "bpmn:ExclusiveGateway")) && conditionSection(this, element, bo),
      is(element, "bpmn:BusinessRuleTask") && this.decision(element),
    ];
  }

  head(element, bo) {
    const label = is(element, "bpmn:SequenceFlow") && isOutcome(bo) ? _("Name, on its button") : _("Name");
    const rename = (name) => this.modeling.updateLabel(element, name);
    const change = is(element, "bpmn:Process") ? (name) => this.put(element, { name }) : rename;
    return make(
      "div",
      { className: "about-element" },
      make("p", { className: "quiet" }, kindOf(element)),
      this.line("name", label, bo.name ?? "", change),
    );
  }

  // ---------------------------------------------------------------- sections

  status(element) {
    const { extensions } = this;
    const known = this.statuses();
    const name = extensions.property(element, "status");
    const set = (status) => this.setStatus(element, status);
    return this.section(
      _("Status"),
      this.choice("status", _("Cases here have the status"), name, { values: [...known.keys()], change: set }),
      name && isWait(element) ? this.colours(name) : null,
      name
        ? this.line("order", _("Place in lists, 1 to 999"), extensions.property(element, "order"), (order) =>
            extensions.setProperty(element, "order", order),
          )
        : null,
      name
        ? this.line(
            "rename",
            _("Call this status otherwise everywhere"),
            "",
            (other) => other && this.rename(name, other),
          )
        : null,
    );
  }

  // A status has the order and the colour that it has elsewhere; a new one, a colour that is free.
  setStatus(element, status) {
    const statuses = this.statuses();
    const known = statuses.get(status);
    this.extensions.setProperty(element, "status", status);
    if (known?.order) this.extensions.setProperty(element, "order", known.order);
    const { fill, stroke } = known?.fill ? known : freeColour([...statuses.values()]);
    if (status && isWait(element)) this.modeling.setColor([element], { fill, stroke });
  }

  colours(name) {
    const paint = (fill, stroke) => {
      const same = this.waits().filter((one) => this.extensions.property(one, "status") === name);
      this.modeling.setColor(same, { fill, stroke });
    };
    const swatch = ([fill, stroke], at) => {
      const made = make("button", { type: "button", className: "swatch-button", onclick: () => paint(fill, stroke) });
      made.setAttribute("aria-label", _("Colour %(n)s", { n: at + 1 }));
      made.style.background = fill;
      made.style.borderColor = stroke;
      return made;
    };
    return make(
      "div",
      { className: "swatches", role: "group", "aria-label": _("Colour of %(name)s", { name }) },
      COLOURS.map(swatch),
    );
  }

  told(element) {
    const set = (who) => this.extensions.setTold(element, who || "owner");
    return this.section(_("Who is told"), ...recipients(this.extensions.told(element), set));
  }

  reads(element, bo, outcome) {
    const isTheirs = outcome || is(element, "bpmn:ServiceTask"); // of who presses the button, or is told
    const title = isTheirs ? _("What they read") : _("What the customer reads");
    const label = outcome
      ? _("What is said beside the button")
      : _("{number}, {subject} and other facts are filled in");
    const text = bo.documentation?.[0]?.text ?? "";
    return this.section(
      title,
      this.line("documentation", label, text, (said) => this.setText(element, bo, said), true),
      outcome || !text ? null : this.asLetter(text),
    );
  }

  // A text as it would stand in a mail about a real case.
  asLetter(text) {
    const keep = ({ target }) => (this.letterAbout = target.value);
    const number = make("input", { name: "letter-case", maxLength: 20, value: this.letterAbout ?? "", oninput: keep });
    const shown = make("div", { className: "form-preview", "aria-live": "polite" });
    const show = () => this.letter(text, number.value, shown);
    return this.fold(
      "letter",
      _("With a real case"),
      labelled(_("Number of the case; empty: the newest one"), number),
      make("div", { className: "row" }, make("button", { type: "button", onclick: show }, _("Show it"))),
      shown,
    );
  }

  setText(element, bo, text) {
    const [first, ...rest] = bo.documentation ?? [];
    if (first && text) return this.modeling.updateModdleProperties(element, first, { text });
    const made = text ? [this.made("bpmn:Documentation", bo, { text })] : [];
    this.put(element, { documentation: [...made, ...rest] });
  }

  message(element, event) {
    const names = ["", ...new Set([REPLY, ...this.messages().map((one) => one.name)])];
    const set = (name) => {
      const messageRef = name ? this.messageCalled(element, name) : undefined;
      this.modeling.updateModdleProperties(element, event, { messageRef });
    };
    const words = { "": _("Choose"), [REPLY]: _("%(name)s: the customer writes", { name: REPLY }) };
    return this.section(
      _("Message"),
      labelled(_("It waits for"), select("message", names, event.messageRef?.name ?? "", set, words)),
      this.line("new-message", _("Or a new one, by its name"), "", (name) => wordOf(name) && set(wordOf(name))),
    );
  }

  messages() {
    return this.modeler.getDefinitions().rootElements.filter((one) => one.$type === "bpmn:Message");
  }

  // The message of that name, which is declared if it is not.
  messageCalled(element, name) {
    const known = this.messages().find((one) => one.name === name);
    if (known) return known;
    const root = this.modeler.getDefinitions();
    const made = this.made("bpmn:Message", root, { id: free(`message_${name}`, isId(this.modeler)), name });
    this.modeler.get("moddle").ids.claim(made.id, made);
    this.modeling.updateModdleProperties(element, root, { rootElements: [made, ...root.rootElements] });
    return made;
  }

  // What the mouse does by dragging, for the keyboard and for what lies far apart.
  ways(element) {
    const { modeler, elementRegistry, selection } = this;
    const rules = modeler.get("bpmnRules");
    const ends = elementRegistry.filter(
      (one) => one.parent === element.parent && getBusinessObject(one).name && rules.canConnect(element, one),
    );
    const names = Object.fromEntries(ends.map((one) => [one.id, getBusinessObject(one).name]));
    const known = element.outgoing.map((way) =>
      make(
        "li",
        {},
        make("button", { type: "button", className: "link", onclick: () => selection.select(way) }, calledWay(way)),
      ),
    );
    const connect = (id) => {
      if (!id) return;
      selection.select(this.modeling.connect(element, elementRegistry.get(id)));
      this.askName();
    };
    return this.section(
      _("Where it leads"),
      known.length ? make("ul", { className: "plain-list ways" }, known) : null,
      labelled(
        _("One more way, to"),
        select("way", ["", ...Object.keys(names)], "", connect, { "": _("Choose"), ...names }),
      ),
    );
  }

  decision(element) {
    const { extensions } = this;
    const id = extensions.text(element, "calledDecisionId");
    const change = (chosen) => extensions.setText(element, "calledDecisionId", chosen);
    return this.section(
      _("Decision table"),
      this.choice("decision", _("Id of the decision"), id, { values: tables.ids, change }),
      make(
        "p",
        {},
        make("a", { href: tables.page(id) }, tables.ids.includes(id) ? _("Open the table") : _("Add a table")),
      ),
    );
  }

  technical(element, bo) {
    const others = Object.entries(this.extensions.properties(element));
    const id = (wanted) =>
      /^[A-Za-z_][\w.-]*$/.test(wanted) && !isId(this.modeler)(wanted) && this.put(element, { id: wanted });
    return this.fold(
      "technical",
      _("Technical"),
      this.line("id", _("Id, also that of its action"), bo.id, id),
      others.map(([name, value]) =>
        this.line(`property-${name}`, name, value, (said) => this.extensions.setProperty(element, name, said)),
      ),
      this.line("property", _("One more property, as name=value"), "", (text) => {
        const [name, ...value] = text.split("=");
        if (value.length) this.extensions.setProperty(element, name.trim(), value.join("=").trim());
      }),
    );
  }

  // ---------------------------------------------------------------- what is known of the drawing

  waits() {
    return this.elementRegistry.filter((one) => one.type !== "label" && isWait(one));
  }

  statuses() {
    const found = new Map();
    for (const element of this.waits()) {
      const name = this.extensions.property(element, "status");
      const fill = element.di.get("background-color");
      if (!name || found.get(name)?.fill) continue;
      found.set(name, {
        fill,
        stroke: element.di.get("border-color"),
        order: this.extensions.property(element, "order"),
      });
    }
    return found;
  }

  variables() {
    const found = new Map([
      ["priority", new Set(["P1", "P2", "P3", "P4"])],
      ["product", new Set()],
      ["channel", new Set()],
    ]);
    const forms = this.elementRegistry
      .filter((one) => one.type !== "label")
      .flatMap((one) => this.extensions.forms(one));
    for (const { text } of forms)
      for (const [name, spec] of readForm(text)?.fields ?? []) {
        const values = found.get(name) ?? new Set();
        for (const value of valuesOf(spec)) values.add(value);
        found.set(name, values);
      }
    return found;
  }

  // ---------------------------------------------------------------- parts

  put(element, properties) {
    this.modeling.updateProperties(element, properties);
  }

  made(type, parent, properties) {
    const made = this.bpmnFactory.create(type, properties);
    made.$parent = parent;
    return made;
  }

  section(title, ...parts) {
    return make("section", {}, make("h2", {}, title), ...parts);
  }

  // What is folded stays open, also of the next element.
  fold(name, title, ...parts) {
    const ontoggle = ({ target }) => (target.open ? this.open.add(name) : this.open.delete(name));
    const open = this.open.has(name);
    return make("details", { className: "technical", open, ontoggle }, make("summary", {}, title), ...parts);
  }

  // A line with what is known to choose from.
  choice(name, label, value, { values, change }) {
    const line = this.line(name, label, value, change);
    line.querySelector("input").setAttribute("list", `known-${name}`);
    const list = make(
      "datalist",
      { id: `known-${name}` },
      values.map((one) => make("option", { value: one })),
    );
    return make("div", {}, line, list);
  }

  line(name, label, value, change, long = false) {
    const onchange = ({ target }) => change(target.value.trim());
    return labelled(label, make(long ? "textarea" : "input", { name, value, onchange, ...(long && { rows: 3 }) }));
  }
}

export function freeColour(taken) {
  const strokes = new Set(taken.map((one) => one.stroke?.toUpperCase()));
  const [fill, stroke] = COLOURS.find(([, one]) => !strokes.has(one)) ?? COLOURS.at(-1);
  return { fill, stroke };
}

function calledWay({ businessObject: { name, targetRef } }) {
  const end = targetRef.name || (is(targetRef, "bpmn:EndEvent") ? _("an end") : targetRef.id);
  return name ? _("“%(name)s”, to %(end)s", { name, end }) : _("To %(end)s", { end });
}
