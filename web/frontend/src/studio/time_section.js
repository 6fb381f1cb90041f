// When a timer fires, and what is said of it then.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { _, pgettext } from "../language.js";
import { make } from "./dom.js";
import { amountOf, isoOf, UNIT_WORDS, UNITS, wordsOf } from "./durations.js";
import { labelled, select } from "./form_builder.js";
import { DUE_DATES } from "./known.js";

const KINDS = { timeDuration: _("After a time"), timeDate: _("At a due date"), timeCycle: _("Again and again") };
const SAMPLES = { timeDuration: "P3D", timeDate: "first_response_due", timeCycle: "R3/P1D" };
const NONE = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };

export function timeSection(panel, element, event) {
  const { extensions } = panel;
  const kind = Object.keys(KINDS).find((name) => event[name]) ?? "timeDuration";
  const text = event[kind]?.body ?? "";
  const put = (name, body) => {
    const made = panel.made("bpmn:FormalExpression", event, { body });
    panel.modeling.updateModdleProperties(element, event, { ...NONE, [name]: made });
  };
  const property = (name, label) =>
    panel.line(name, label, extensions.property(element, name), (value) =>
      extensions.setProperty(element, name, value),
    );
  const counts = select(
    "time",
    ["", "business"],
    extensions.property(element, "time"),
    (value) => extensions.setProperty(element, "time", value),
    { "": _("The clock"), business: _("Business time") },
  );
  const isOnBorder = is(element, "bpmn:BoundaryEvent");
  return panel.section(
    pgettext("heading", "Time"),
    labelled(
      _("When"),
      select("when", Object.keys(KINDS), kind, (name) => put(name, SAMPLES[name]), KINDS),
    ),
    kind === "timeDuration"
      ? duration(panel, element, text, (body) => put(kind, body))
      : due(panel, kind, text, (body) => put(kind, body)),
    labelled(_("What counts"), counts),
    isOnBorder ? interrupts(panel, element) : null,
    isOnBorder ? property("milestone", _("Milestone that it is the target of")) : null,
    property("history", _("What the history says then")),
    property("customer", _("What the customer is told will happen")),
  );
}

function due(panel, kind, text, change) {
  if (kind !== "timeDate") return panel.line("due", _("As R3/P1D: three times, each day"), text, change);
  return panel.choice("due", _("Due date that a table sets, or a date such as 2027-01-31T09:00:00Z"), text, {
    values: DUE_DATES,
    change,
  });
}

function interrupts(panel, element) {
  const set = (said) => panel.put(element, { cancelActivity: said === "ends" });
  const words = { "": _("goes on: this is a reminder"), ends: _("ends: this is a deadline") };
  const said = getBusinessObject(element).cancelActivity ? "ends" : "";
  return labelled(_("The wait"), select("interrupts", Object.keys(words), said, set, words));
}

function duration(panel, element, text, change) {
  const read = amountOf(text || "P1D");
  if (!read) return panel.line("due", _("As ISO 8601"), text, change);
  const isCalledSo = (getBusinessObject(element).name ?? "") === wordsOf(text);
  const say = (iso) => {
    change(iso);
    if (isCalledSo) panel.modeling.updateLabel(element, wordsOf(iso));
  };
  const amount = make("input", {
    type: "number",
    min: 1,
    name: "amount",
    value: read.amount,
    onchange: ({ target }) => say(isoOf(Number(target.value), read.unit)),
  });
  const unit = select("unit", Object.keys(UNITS), read.unit, (chosen) => say(isoOf(read.amount, chosen)), UNIT_WORDS);
  return make("div", { className: "two" }, labelled(pgettext("duration", "After"), amount), labelled(_("Unit"), unit));
}
