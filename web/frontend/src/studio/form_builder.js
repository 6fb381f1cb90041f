// What people fill in: the fields of a form, which the drawing keeps as JSON Schema. What a field says
// beyond what is shown here stays as it is.
import { _ } from "../language.js";
import { button, make } from "./dom.js";
import { readForm } from "./form_text.js";
import { CASE_FACTS } from "./known.js";
import { free, wordOf } from "./naming.js";

// What is written into the drawing is English (decision 0326); `words` are not.
const KINDS = {
  short: { words: _("Short text"), type: "string", maxLength: 200 },
  long: { words: _("Long text"), type: "string" },
  number: { words: _("Number"), type: "number" },
  truth: { words: _("Yes or no"), type: "boolean" },
  choice: { words: _("Choice"), type: "string", enum: ["One", "Two"] },
  date: { words: _("Date"), type: "string", format: "date" },
  mail: { words: _("Mail address"), type: "string", format: "email" },
};
const KIND_WORDS = Object.fromEntries(Object.entries(KINDS).map(([kind, { words }]) => [kind, words]));
const OF_A_KIND = ["type", "maxLength", "enum", "format"];
const SAID = {
  "": _("kept with the case"),
  public: _("a message to the other side"),
  internal: _("an internal note"),
};

function kindOf(spec) {
  if (spec.enum) return "choice";
  if (spec.type === "boolean") return "truth";
  if (spec.type === "number" || spec.type === "integer") return "number";
  if (spec.format === "date") return "date";
  if (spec.format === "email") return "mail";
  return spec.maxLength && spec.maxLength <= 300 ? "short" : "long";
}

// `change` takes the new text of the form, "" for none.
export function formBuilder(text, change) {
  const read = readForm(text);
  if (!read) return asWritten(text, change);
  const { schema, fields } = read;
  const save = (changed, required) => {
    const properties = Object.fromEntries(changed);
    const { required: _before, ...rest } = schema;
    const made = { ...rest, properties, ...(required.length && { required }) };
    change(changed.length ? JSON.stringify(made) : "");
  };
  const required = schema.required ?? [];
  return make(
    "div",
    { className: "form-builder" },
    fields.map((field, at) => row(field, at, fields, required, save)),
    make(
      "div",
      { className: "row" },
      button(_("Add a field"), ({ target }) => {
        const builder = builders().indexOf(target.closest(".form-builder"));
        save([...fields, [unused(fields), { type: "string", title: "New field" }]], required);
        requestAnimationFrame(() => askLabel(builder, fields.length)); // the panel is shown anew before that
      }),
    ),
  );
}

function asWritten(text, change) {
  const field = make("textarea", {
    name: "form",
    rows: 8,
    value: text,
    onchange: ({ target }) => change(target.value),
  });
  return make(
    "div",
    {},
    make("p", { className: "error" }, _("It is no form whose fields can be shown. Change it as it is written.")),
    labelled(_("As it is written"), field),
  );
}

// One for each audience that fills in a form.
const builders = () => [...document.querySelectorAll(".editor-panel .form-builder")];

function askLabel(builder, at) {
  const label = builders()[builder]?.querySelector(`[name="label-${at}"]`);
  label?.focus();
  label?.select();
}

function unused(fields) {
  const taken = new Set(fields.map(([name]) => name));
  let number = fields.length + 1;
  while (taken.has(`field_${number}`)) number++;
  return `field_${number}`;
}

function row(field, at, fields, required, save) {
  const [name, spec] = field;
  const put = (changed) => save(fields.with(at, changed), required);
  if ("const" in spec) {
    const drop = () => save(fields.toSpliced(at, 1), required);
    return make(
      "p",
      { className: "quiet" },
      _("Sets %(name)s to %(value)s.", { name, value: JSON.stringify(spec.const) }),
      " ",
      button(_("Remove"), drop, { className: "link" }),
    );
  }
  const needed = required.includes(name);
  const kind = kindOf(spec);
  const call = (title) => {
    const called = MADE_UP.test(name) ? nameFrom(title, fields) || name : name;
    const still = required.map((one) => (one === name ? called : one));
    save(fields.with(at, [called, { ...spec, title }]), still);
  };
  const others = required.filter((one) => one !== name);
  const change = (chosen) => {
    const { words: _words, ...made } = KINDS[chosen];
    const rest = Object.fromEntries(Object.entries(spec).filter(([key]) => !OF_A_KIND.includes(key)));
    put([name, { ...made, ...rest }]);
  };
  const move = (by) => save(fields.toSpliced(at, 1).toSpliced(at + by, 0, field), required);
  return make(
    "fieldset",
    { className: "form-field" },
    make("legend", { className: "hidden" }, spec.title ?? name),
    labelled(
      _("Label"),
      make("input", {
        name: `label-${at}`,
        value: spec.title ?? name,
        onchange: ({ target }) => call(target.value),
      }),
    ),
    labelled(_("Kind"), select(`kind-${at}`, Object.keys(KINDS), kind, change, KIND_WORDS)),
    kind === "choice" &&
      labelled(
        _("Choices, one a line"),
        make("textarea", {
          name: `choices-${at}`,
          rows: 3,
          value: (spec.enum ?? []).join("\n"),
          onfocus: ({ target }) => String(spec.enum) === String(KINDS.choice.enum) && target.select(), // no one's yet
          onchange: ({ target }) => put([name, { ...spec, enum: lines(target.value) }]),
        }),
      ),
    labelled(
      _("Help below it"),
      make("input", {
        name: `help-${at}`,
        value: spec.description ?? "",
        onchange: ({ target }) => put([name, without(spec, "description", target.value)]),
      }),
    ),
    ["short", "long"].includes(kind) &&
      labelled(
        _("What is written is"),
        select(
          `said-${at}`,
          Object.keys(SAID),
          spec["x-conversation"] ?? "",
          (said) => put([name, without(spec, "x-conversation", said)]),
          SAID,
        ),
      ),
    make(
      "div",
      { className: "row" },
      make(
        "label",
        { className: "choice" },
        make("input", {
          type: "checkbox",
          name: `needed-${at}`,
          checked: needed,
          onchange: ({ target }) => save(fields, target.checked ? [...others, name] : others),
        }),
        _("Needed"),
      ),
      at > 0 &&
        button(_("Up"), () => move(-1), {
          className: "link",
          "aria-label": _("Move %(name)s up", { name: spec.title ?? name }),
        }),
      button(_("Remove"), () => save(fields.toSpliced(at, 1), others), {
        className: "link",
        "aria-label": _("Remove %(name)s", { name: spec.title ?? name }),
      }),
    ),
  );
}

const MADE_UP = /^field_\d+$/;

// What texts and conditions call a field is made from its label, once.
function nameFrom(title, fields) {
  const wished = wordOf(title);
  const isTaken = (name) => CASE_FACTS.includes(name) || fields.some(([one]) => one === name);
  return wished && free(wished, isTaken);
}

const lines = (text) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

function without(spec, key, value) {
  const { [key]: _before, ...rest } = spec;
  return value ? { ...rest, [key]: value } : rest;
}

export const labelled = (text, input) => make("label", { className: "put" }, make("span", {}, text), input);

export function select(name, values, chosen, change, words = {}) {
  const known = values.includes(chosen) ? values : [...values, chosen];
  return make(
    "select",
    { name, onchange: ({ target }) => change(target.value) },
    known.map((value) => make("option", { value, selected: value === chosen }, words[value] ?? value)),
  );
}
