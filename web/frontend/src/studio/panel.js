// The panel beside the drawing: what the chosen element means, in plain words and in the order in which
// an owner thinks of it. Each line writes into the drawing at once, as one step of undo.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { make } from "./dom.js";
import { amountOf, isoOf, UNITS, wordsOf } from "./durations.js";
import { isOutcome, isWait } from "./extensions.js";
import { formBuilder, labelled, select } from "./form_builder.js";
import { REPLY } from "./hearing.js";
import { audiences, audienceWords, DUE_DATES, recipients, tables } from "./known.js";

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
const KINDS = {
  "bpmn:UserTask": "Waits for a person",
  "bpmn:ManualTask": "Waits for a person",
  "bpmn:Task": "Waits for a person",
  "bpmn:ServiceTask": "Tells somebody",
  "bpmn:BusinessRuleTask": "Reads a decision table",
  "bpmn:ExclusiveGateway": "Question",
  "bpmn:ParallelGateway": "All ways at once",
  "bpmn:SequenceFlow": "Way",
  "bpmn:SubProcess": "Part with its own waits",
  "bpmn:StartEvent": "Start",
  "bpmn:EndEvent": "End",
  "bpmn:Process": "The lifecycle",
};

export class Panel {
  constructor(modeler, extensions, place, { preview, letter, rename }) {
    for (const name of ["modeling", "bpmnFactory", "elementRegistry", "selection", "canvas"]) {
      this[name] = modeler.get(name);
    }
    Object.assign(this, { modeler, extensions, place, preview, letter, rename });
    modeler.on(["selection.changed", "commandStack.changed", "import.done"], () => this.later());
    place.addEventListener("input", ({ target }) => (this.typed = target));
    place.addEventListener("change", () => (this.typed = null), true);
  }

  // After the focus has gone to where it goes: what is shown anew would take it away.
  later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  get element() {
    const [chosen] = this.selection.get();
    const element = chosen?.labelTarget ?? chosen ?? this.canvas.getRootElement();
    return is(element, "bpmn:Participant") ? this.canvas.getRootElement() : element;
  }

  show() {
    const { element } = this;
    if (this.typed && element !== this.shown) changed(this.typed); // it is said of what was shown
    this.shown = element;
    const { activeElement: was } = document;
    const focused = this.place.contains(was) && was.name;
    const at = this.named(focused).indexOf(was);
    const value = this.typed === was ? was.value : null;
    const open = this.place.querySelector("details.technical")?.open ?? false;
    const bo = getBusinessObject(element);
    const about = element === this.canvas.getRootElement() ? "" : bo.id;
    const sections = [
      this.head(element, bo),
      ...this.sections(element, bo),
      this.parts?.section(element),
      this.comments?.section(about, () => this.later()),
      this.technical(element, bo, open),
    ];
    this.typed = null;
    this.place.replaceChildren(...sections.filter(Boolean));
    const field = this.named(focused)[at];
    if (field) this.carry(was, field, value);
  }

  // The focus, the selection, and what is typed but not yet said. What a script wrote makes no change
  // when the field is left, so it is said here.
  carry(was, field, value) {
    if (value !== null) {
      field.value = value;
      field.addEventListener("blur", () => this.typed === field && changed(field));
      this.typed = field;
    }
    field.focus();
    if (typeof was.selectionStart === "number") field.setSelectionRange(was.selectionStart, was.selectionEnd);
  }

  askName() {
    this.show();
    this.named("name")[0].focus();
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
      (isWait(element) || outcome || event?.$type === "bpmn:MessageEventDefinition") && this.who(element, flow),
      is(element, "bpmn:ServiceTask") && this.told(element),
      (isWait(element) || flow || is(element, "bpmn:Event")) && !last && this.forms(element),
      (isWait(element) || outcome || is(element, "bpmn:ServiceTask")) && this.reads(element, bo, outcome),
      event?.$type === "bpmn:TimerEventDefinition" && this.time(element, event),
      event?.messageRef !== undefined || event?.$type === "bpmn:MessageEventDefinition"
        ? this.message(element, event)
        : null,
      is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent") && this.ways(element),
      flow && !outcome && is(bo.sourceRef, "bpmn:ExclusiveGateway") && this.condition(element, bo),
      flow && outcome && this.condition(element, bo),
      is(element, "bpmn:BusinessRuleTask") && this.decision(element),
    ];
  }

  head(element, bo) {
    const event = bo.eventDefinitions?.[0]?.$type.replace(/^bpmn:|EventDefinition$/g, "");
    const kind = event && !is(element, "bpmn:EndEvent") ? event : (KINDS[bo.$type] ?? bo.$type.replace("bpmn:", ""));
    const label = is(element, "bpmn:SequenceFlow") && isOutcome(bo) ? "Name, on its button" : "Name";
    const rename = (name) => this.modeling.updateLabel(element, name);
    const change = is(element, "bpmn:Process") ? (name) => this.put(element, { name }) : rename;
    return make(
      "div",
      { className: "about-element" },
      make("p", { className: "quiet" }, kind),
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
      "Status",
      this.choice("status", "Cases here have the status", name, { values: [...known.keys()], change: set }),
      name && isWait(element) ? this.colours(name) : null,
      name
        ? this.line("order", "Place in lists, 1 to 999", extensions.property(element, "order"), (order) =>
            extensions.setProperty(element, "order", order),
          )
        : null,
      name
        ? this.line("rename", "Call this status otherwise everywhere", "", (other) => other && this.rename(name, other))
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
      made.setAttribute("aria-label", `Colour ${at + 1}`);
      made.style.background = fill;
      made.style.borderColor = stroke;
      return made;
    };
    return make(
      "div",
      { className: "swatches", role: "group", "aria-label": `Colour of ${name}` },
      COLOURS.map(swatch),
    );
  }

  who(element, flow) {
    const { extensions } = this;
    const name = flow ? "audience" : isWait(element) ? "move" : "audience";
    const label = name === "move" ? "Whose move it is" : "Who may do it";
    const words = { ...audienceWords, "": name === "move" ? "as its lane says" : "as its task says" };
    const said = extensions.property(element, name);
    const values = ["", ...(name === "move" ? ["Support", "Customer"] : audiences)];
    return this.section(
      "Who may do it",
      labelled(
        label,
        select(name, values, said, (value) => extensions.setProperty(element, name, value), words),
      ),
    );
  }

  told(element) {
    const set = (who) => this.extensions.setTold(element, who || "owner");
    return this.section("Who is told", ...recipients(this.extensions.told(element), set));
  }

  forms(element) {
    const forms = this.extensions.forms(element);
    const shown = forms.length ? forms : [{ audience: "", text: "" }];
    return this.section(
      "What they fill in",
      ...shown.map((form, at) => {
        const change = (text) => {
          const changed = shown.with(at, { ...form, text }).filter((one) => one.text);
          this.extensions.setForms(element, changed);
        };
        const whose = form.audience ? make("p", { className: "quiet" }, `The form for ${form.audience}`) : "";
        return make("div", {}, whose, formBuilder(form.text, change, this.preview));
      }),
    );
  }

  reads(element, bo, outcome) {
    const title = is(element, "bpmn:ServiceTask") ? "What they read" : "What the customer reads";
    const label = outcome ? "What is said beside the button" : "{number}, {subject} and other facts are filled in";
    const text = bo.documentation?.[0]?.text ?? "";
    return this.section(
      title,
      this.line("documentation", label, text, (said) => this.setText(element, bo, said), true),
      outcome || !text ? null : this.asLetter(text),
    );
  }

  // A text as it would stand in a mail about a real case.
  asLetter(text) {
    const number = make("input", { name: "letter-case", maxLength: 20 });
    const shown = make("div", { className: "form-preview", "aria-live": "polite" });
    const show = () => this.letter(text, number.value, shown);
    return make(
      "details",
      { className: "technical" },
      make("summary", {}, "With a real case"),
      labelled("Number of the case; empty: the newest one", number),
      make("div", { className: "row" }, make("button", { type: "button", onclick: show }, "Show it")),
      shown,
    );
  }

  setText(element, bo, text) {
    const [first, ...rest] = bo.documentation ?? [];
    if (first && text) return this.modeling.updateModdleProperties(element, first, { text });
    const made = text ? [this.made("bpmn:Documentation", bo, { text })] : [];
    this.put(element, { documentation: [...made, ...rest] });
  }

  time(element, event) {
    const { extensions } = this;
    const kinds = { timeDuration: "After a time", timeDate: "At a due date", timeCycle: "Again and again" };
    const kind = Object.keys(kinds).find((name) => event[name]) ?? "timeDuration";
    const text = event[kind]?.body ?? "";
    const put = (name, body) => {
      const none = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
      const made = this.made("bpmn:FormalExpression", event, { body });
      this.modeling.updateModdleProperties(element, event, { ...none, [name]: made });
    };
    const samples = { timeDuration: "P3D", timeDate: "first_response_due", timeCycle: "R3/P1D" };
    const property = (name, label) =>
      this.line(name, label, extensions.property(element, name), (value) =>
        extensions.setProperty(element, name, value),
      );
    const business = select(
      "time",
      ["", "business"],
      extensions.property(element, "time"),
      (value) => extensions.setProperty(element, "time", value),
      { "": "The clock", business: "Business time" },
    );
    return this.section(
      "Time",
      labelled(
        "When",
        select("when", Object.keys(kinds), kind, (name) => put(name, samples[name]), kinds),
      ),
      kind === "timeDuration"
        ? this.duration(text, (body) => put(kind, body))
        : this.due(kind, text, (body) => put(kind, body)),
      labelled("What counts", business),
      is(element, "bpmn:BoundaryEvent") ? this.interrupts(element) : null,
      is(element, "bpmn:BoundaryEvent") ? property("milestone", "Milestone that it is the target of") : null,
      property("history", "What the history says then"),
      property("customer", "What the customer is told will happen"),
    );
  }

  due(kind, text, change) {
    if (kind !== "timeDate") return this.line("due", "As R3/P1D: three times, each day", text, change);
    return this.choice("due", "Due date that a table sets, or a date such as 2027-01-31T09:00:00Z", text, {
      values: DUE_DATES,
      change,
    });
  }

  interrupts(element) {
    const set = (said) => this.put(element, { cancelActivity: said === "ends" });
    const words = { "": "goes on: this is a reminder", ends: "ends: this is a deadline" };
    const said = getBusinessObject(element).cancelActivity ? "ends" : "";
    return labelled("The wait", select("interrupts", Object.keys(words), said, set, words));
  }

  duration(text, change) {
    const read = amountOf(text || "P1D");
    if (!read) return this.line("due", "As ISO 8601", text, change);
    const { element } = this;
    const isCalledSo = (getBusinessObject(element).name ?? "") === wordsOf(text);
    const say = (iso) => {
      change(iso);
      if (isCalledSo) this.modeling.updateLabel(element, wordsOf(iso));
    };
    const amount = make("input", {
      type: "number",
      min: 1,
      name: "amount",
      value: read.amount,
      onchange: ({ target }) => say(isoOf(Number(target.value), read.unit)),
    });
    const unit = select("unit", Object.keys(UNITS), read.unit, (chosen) => say(isoOf(read.amount, chosen)));
    return make("div", { className: "two" }, labelled("After", amount), labelled("Unit", unit));
  }

  message(element, event) {
    const names = ["", ...new Set([REPLY, ...this.messages().map((one) => one.name)])];
    const set = (name) => {
      const messageRef = name ? this.messageCalled(element, name) : undefined;
      this.modeling.updateModdleProperties(element, event, { messageRef });
    };
    const words = { "": "Choose", [REPLY]: `${REPLY}: the customer writes` };
    return this.section(
      "Message",
      labelled("It waits for", select("message", names, event.messageRef?.name ?? "", set, words)),
      this.line("new-message", "Or a new one, by its name", "", (name) => name && set(name.replace(/\W+/g, "_"))),
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
    const made = this.made("bpmn:Message", root, { id: `message_${name}`, name });
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
    const connect = (id) => id && selection.select(this.modeling.connect(element, elementRegistry.get(id)));
    return this.section(
      "Where it leads",
      known.length ? make("ul", { className: "plain-list ways" }, known) : null,
      labelled("One more way, to", select("way", ["", ...Object.keys(names)], "", connect, { "": "Choose", ...names })),
    );
  }

  condition(element, bo) {
    const text = bo.conditionExpression?.body ?? "";
    const gateway = this.elementRegistry.get(bo.sourceRef.id);
    const isDefault = bo.sourceRef.default === bo;
    const otherwise = make(
      "label",
      { className: "choice" },
      make("input", {
        type: "checkbox",
        name: "default",
        checked: isDefault,
        onchange: ({ target }) => this.modeling.updateProperties(gateway, { default: target.checked ? bo : undefined }),
      }),
      "Otherwise: taken when no other is",
    );
    const put = (body) => {
      const made = body && this.made("bpmn:FormalExpression", bo, { body });
      this.modeling.updateProperties(element, { conditionExpression: made || undefined });
    };
    return this.section(
      "Condition",
      isOutcome(bo) ? null : otherwise,
      ...(isDefault ? [] : this.comparison(text, put)),
      isDefault ? null : this.line("condition", "As it is written", text, put),
    );
  }

  comparison(text, put) {
    const read = /^(\w+) (==|!=|>|<|>=|<=) (.+)$/.exec(text);
    if (text && !read) return [];
    const [name, sign, value] = read?.slice(1) ?? ["", "==", ""];
    const known = this.variables();
    const say = (n, s, v) => n && put(`${n} ${s} ${v || '""'}`);
    const signs = {
      "==": "is",
      "!=": "is not",
      ">": "is more than",
      ">=": "is at least",
      "<": "is less than",
      "<=": "is at most",
    };
    const values = [...(known.get(name) ?? [])].map((one) => JSON.stringify(one));
    return [
      labelled(
        "What is known",
        select("variable", ["", ...known.keys()], name, (n) => say(n, sign, value)),
      ),
      labelled(
        "How",
        select("sign", Object.keys(signs), sign, (s) => say(name, s, value), signs),
      ),
      values.length
        ? labelled(
            "Value",
            select("value", ["", ...values], value, (v) => say(name, sign, v)),
          )
        : name && this.line("value", "Value", value.replace(/^"(.*)"$/, "$1"), (v) => say(name, sign, literal(v))),
    ];
  }

  decision(element) {
    const { extensions } = this;
    const id = extensions.text(element, "calledDecisionId");
    const change = (chosen) => extensions.setText(element, "calledDecisionId", chosen);
    return this.section(
      "Decision table",
      this.choice("decision", "Id of the decision", id, { values: tables.ids, change }),
      make("p", {}, make("a", { href: tables.page(id) }, tables.ids.includes(id) ? "Open the table" : "Add a table")),
    );
  }

  technical(element, bo, open) {
    const others = Object.entries(this.extensions.properties(element));
    const id = (wanted) =>
      /^[A-Za-z_][\w.-]*$/.test(wanted) && !this.elementRegistry.get(wanted) && this.put(element, { id: wanted });
    return make(
      "details",
      { className: "technical", open },
      make("summary", {}, "Technical"),
      this.line("id", "Id, also that of its action", bo.id, id),
      others.map(([name, value]) =>
        this.line(`property-${name}`, name, value, (said) => this.extensions.setProperty(element, name, said)),
      ),
      this.line("property", "One more property, as name=value", "", (text) => {
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
      for (const [name, spec] of fieldsOf(text)) {
        const values = found.get(name) ?? new Set();
        for (const value of spec.enum ?? ("const" in spec ? [spec.const] : [])) values.add(value);
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
  const end = targetRef.name || (is(targetRef, "bpmn:EndEvent") ? "an end" : targetRef.id);
  return name ? `“${name}”, to ${end}` : `To ${end}`;
}

const literal = (said) => (/^-?\d+(\.\d+)?$/.test(said) ? said : JSON.stringify(said));

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

function fieldsOf(text) {
  try {
    return Object.entries(JSON.parse(text).properties ?? {});
  } catch {
    return [];
  }
}
