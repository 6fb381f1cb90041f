// When a way is taken: comparisons of what is known, joined by *and* or by *or*. What a condition says beyond
// that is not shown as fields: it is changed as it is written.
import { _, pgettext } from "../language.js";
import { button, make } from "./dom.js";
import { isOutcome } from "./extensions.js";
import { labelled, select } from "./form_builder.js";

const SIGNS = {
  "==": pgettext("comparison", "is"),
  "!=": _("is not"),
  ">": _("is more than"),
  ">=": _("is at least"),
  "<": _("is less than"),
  "<=": _("is at most"),
};
const JOINS = { and: _("all of them are so"), or: _("one of them is so") };
const COMPARISON = /^(\w+)\s*(==|!=|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|true|false)$/i;
const TEXT_OR_JOIN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+(and|or)\s+/g;

// `{ join, parts }`, each part a name, a sign and a literal; null for a condition that is more than that.
export function readCondition(text) {
  if (!text.trim()) return { join: "and", parts: [] };
  const joins = [...text.matchAll(TEXT_OR_JOIN)].filter(([, join]) => join);
  const begins = [0, ...joins.map((one) => one.index + one[0].length)];
  const ends = [...joins.map((one) => one.index), text.length];
  const parts = begins.map((begin, at) => COMPARISON.exec(text.slice(begin, ends[at]).trim())?.slice(1));
  const [join = "and", ...others] = new Set(joins.map(([, join]) => join));
  if (others.length || parts.includes(undefined)) return null;
  const read = parts.map(([name, sign, value]) => ({ name, sign, value: asJson(value) }));
  return read.every(({ value }) => isJson(value)) ? { join, parts: read } : null;
}

const QUOTED = /^["']/;
const QUOTES = { "\\'": "'", '"': '\\"' };
const asJson = (value) =>
  QUOTED.test(value) ? `"${value.slice(1, -1).replace(/\\.|"/g, (one) => QUOTES[one] ?? one)}"` : value.toLowerCase();

// Conditions know more escapes than JSON.
function isJson(value) {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

export const writeCondition = ({ join, parts }) =>
  parts.map(({ name, sign, value }) => `${name} ${sign} ${value || '""'}`).join(` ${join} `);

const literal = (said) => (/^-?\d+(\.\d+)?$/.test(said) ? said : JSON.stringify(said));
const said = (value) => (value.startsWith('"') ? JSON.parse(value) : value);
const WORDS = { true: _("yes"), false: _("no") };

export function conditionSection(panel, element, bo) {
  const gateway = panel.elementRegistry.get(bo.sourceRef.id);
  const isDefault = bo.sourceRef.default === bo;
  const otherwise = make(
    "label",
    { className: "choice" },
    make("input", {
      type: "checkbox",
      name: "default",
      checked: isDefault,
      onchange: ({ target }) => panel.put(gateway, { default: target.checked ? bo : undefined }),
    }),
    _("Otherwise: taken when no other is"),
  );
  const put = (body) => {
    const made = body && panel.made("bpmn:FormalExpression", bo, { body });
    panel.put(element, { conditionExpression: made || undefined });
  };
  const text = bo.conditionExpression?.body ?? "";
  return panel.section(
    _("Condition"),
    isOutcome(bo) ? null : otherwise,
    isDefault ? null : comparisons(panel, text, put),
    isDefault ? null : panel.line("condition", _("As it is written"), text, put),
  );
}

function comparisons(panel, text, put) {
  const condition = readCondition(text);
  if (!condition)
    return make("p", { className: "quiet" }, _("It says more than fields can show: change it as it is written."));
  const { join, parts } = condition;
  const known = panel.variables();
  const write = (changed, by = join) => put(writeCondition({ join: by, parts: changed }));
  const line = (part, at) =>
    comparison(known, part, (changed) => write(changed ? parts.with(at, changed) : parts.toSpliced(at, 1)));
  const add = (changed) => {
    panel.begun.comparison = false;
    if (changed) write([...parts, changed]);
  };
  const more = () => {
    panel.begun.comparison = true;
    panel.ask("variable");
  };
  const isAsked = panel.begun.comparison || !parts.length;
  return make(
    "div",
    {},
    parts.length > 1 &&
      labelled(
        _("It is taken when"),
        select("join", Object.keys(JOINS), join, (by) => write(parts, by), JOINS),
      ),
    parts.map(line),
    isAsked && comparison(known, EMPTY, add),
    parts.length > 0 &&
      make("div", { className: "row" }, button(_("One more comparison"), more, { className: "plain" })),
  );
}

const EMPTY = { name: "", sign: "==", value: "" };

// The fields of one comparison; `change` takes it as it is then, null for none.
function comparison(known, { name, sign, value }, change) {
  const say = (changed) => change({ name, sign, value, ...changed });
  const values = [...(known.get(name) ?? [])].map((one) => JSON.stringify(one));
  const words = Object.fromEntries([...values, value].map((one) => [one, WORDS[one] ?? said(one)]));
  return make(
    "fieldset",
    { className: "form-field" },
    make("legend", { className: "hidden" }, _("Comparison")),
    labelled(
      _("What is known"),
      select(
        "variable",
        ["", ...known.keys()],
        name,
        (other) => (other ? say({ name: other, value: "" }) : change(null)),
        {
          "": _("Choose"),
        },
      ),
    ),
    labelled(
      _("How"),
      select("sign", Object.keys(SIGNS), sign, (other) => name && say({ sign: other }), SIGNS),
    ),
    values.length > 0 &&
      labelled(
        _("Value"),
        select("value", ["", ...values], value, (other) => say({ value: other }), words),
      ),
    name &&
      !values.length &&
      labelled(
        _("Value"),
        make("input", {
          name: "value",
          value: said(value),
          onchange: ({ target }) => say({ value: literal(target.value.trim()) }),
        }),
      ),
    name && button(_("Remove"), () => change(null), { className: "link" }),
  );
}
