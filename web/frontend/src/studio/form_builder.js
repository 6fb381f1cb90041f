// What people fill in: the fields of a form, which the drawing keeps as JSON Schema. What a field says
// beyond what is shown here stays as it is.
import { button, make } from "./dom.js";

const KINDS = {
  "Short text": { type: "string", maxLength: 200 },
  "Long text": { type: "string" },
  Number: { type: "number" },
  "Yes or no": { type: "boolean" },
  Choice: { type: "string", enum: ["One", "Two"] },
  Date: { type: "string", format: "date" },
  "Mail address": { type: "string", format: "email" },
};
const OF_A_KIND = ["type", "maxLength", "enum", "format"];
const SAID = { "": "kept with the case", public: "a message to the other side", internal: "an internal note" };

function kindOf(spec) {
  if (spec.enum) return "Choice";
  if (spec.type === "boolean") return "Yes or no";
  if (spec.type === "number" || spec.type === "integer") return "Number";
  if (spec.format === "date") return "Date";
  if (spec.format === "email") return "Mail address";
  return spec.maxLength && spec.maxLength <= 300 ? "Short text" : "Long text";
}

let live = false; // whether a form is shown below its fields, also while they change

// `change` takes the new text of the form, "" for none. `preview` shows a text as people see it.
export function formBuilder(text, change, preview) {
  let schema;
  try {
    schema = JSON.parse(text || '{"type": "object", "properties": {}}');
  } catch {
    return make("p", { className: "error" }, "This form is no JSON. Mend it in the file.");
  }
  const save = (fields, required) => {
    const properties = Object.fromEntries(fields);
    const { required: _, ...rest } = schema;
    const made = { ...rest, properties, ...(required.length && { required }) };
    change(fields.length ? JSON.stringify(made) : "");
  };
  const fields = Object.entries(schema.properties ?? {});
  const required = schema.required ?? [];
  const shown = make("div", { className: "form-preview", "aria-live": "polite" });
  const show = () => (live ? preview(text, shown) : shown.replaceChildren());
  const toggle = ({ target }) => {
    live = !live;
    target.setAttribute("aria-pressed", live);
    show();
  };
  if (fields.length) show();
  return make(
    "div",
    { className: "form-builder" },
    fields.map((field, at) => row(field, at, fields, required, save)),
    make(
      "div",
      { className: "row" },
      button("Add a field", () =>
        save([...fields, [unused(fields), { type: "string", title: "New field" }]], required),
      ),
      fields.length ? button("Show the form", toggle, { className: "plain", "aria-pressed": live }) : null,
    ),
    shown,
  );
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
      `Sets ${name} to ${JSON.stringify(spec.const)}. `,
      button("Remove", drop, { className: "link" }),
    );
  }
  const needed = required.includes(name);
  const kind = kindOf(spec);
  const others = required.filter((one) => one !== name);
  const move = (by) => save(fields.toSpliced(at, 1).toSpliced(at + by, 0, field), required);
  return make(
    "fieldset",
    { className: "form-field" },
    make("legend", { className: "hidden" }, spec.title ?? name),
    labelled(
      "Label",
      make("input", {
        name: `label-${name}`,
        value: spec.title ?? name,
        onchange: ({ target }) => put([name, { ...spec, title: target.value }]),
      }),
    ),
    labelled(
      "Kind",
      select(`kind-${name}`, Object.keys(KINDS), kind, (chosen) => {
        const rest = Object.fromEntries(Object.entries(spec).filter(([key]) => !OF_A_KIND.includes(key)));
        put([name, { ...KINDS[chosen], ...rest }]);
      }),
    ),
    kind === "Choice" &&
      labelled(
        "Choices, one a line",
        make("textarea", {
          name: `choices-${name}`,
          rows: 3,
          value: (spec.enum ?? []).join("\n"),
          onchange: ({ target }) => put([name, { ...spec, enum: lines(target.value) }]),
        }),
      ),
    labelled(
      "Help below it",
      make("input", {
        name: `help-${name}`,
        value: spec.description ?? "",
        onchange: ({ target }) => put([name, without(spec, "description", target.value)]),
      }),
    ),
    kind.endsWith("text") &&
      labelled(
        "What is written is",
        select(
          `said-${name}`,
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
          name: `needed-${name}`,
          checked: needed,
          onchange: ({ target }) => save(fields, target.checked ? [...others, name] : others),
        }),
        "Needed",
      ),
      at > 0 && button("Up", () => move(-1), { className: "link", "aria-label": `Move ${spec.title ?? name} up` }),
      button("Remove", () => save(fields.toSpliced(at, 1), others), {
        className: "link",
        "aria-label": `Remove ${spec.title ?? name}`,
      }),
    ),
  );
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
  const { [key]: _, ...rest } = spec;
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
