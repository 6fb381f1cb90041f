// What people fill in at an element, and how it will look to each side.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";
import { audiencesOf, waitsBefore } from "./audiences.js";
import { button, make } from "./dom.js";
import { formBuilder } from "./form_builder.js";
import { audienceWords } from "./known.js";

let live = false; // whether forms are shown below their fields, also while they change

export function formsSection(panel, element) {
  const forms = panel.extensions.forms(element);
  const builders = (forms.length ? forms : [{ audience: "", text: "" }]).map((form, at, all) => {
    const change = (text) =>
      panel.extensions.setForms(
        element,
        all.with(at, { ...form, text }).filter((one) => one.text),
      );
    const who = audienceWords[form.audience] ?? form.audience;
    const whose = form.audience ? make("p", { className: "quiet" }, _("The form for %(who)s", { who })) : "";
    return make("div", {}, whose, formBuilder(form.text, change));
  });
  const tasks = is(element, "bpmn:SequenceFlow") ? waitsBefore(getBusinessObject(element)) : [];
  const isAsked = [forms, ...tasks.map((task) => panel.extensions.forms(task))].some((some) => some.length);
  const shown = isAsked ? preview(panel, askedAt(panel, element, forms, tasks)) : null;
  return panel.section(_("What they fill in"), ...builders, shown);
}

// Who presses a button fills in what its task asks, too. Behind a gateway that several tasks lead to that may be
// something else at each: `names` are those of the tasks that ask the same.
function askedAt(panel, element, forms, tasks) {
  if (!tasks.length) return [{ sides: sidesOf(panel, element, [forms]) }];
  const sides = (task) => sidesOf(panel, element, [panel.extensions.forms(task), forms], [task]);
  const alike = Map.groupBy(tasks, (task) => JSON.stringify(sides(task)));
  return [...alike.values()].map((some) => ({ names: some.map(({ name, id }) => name || id), sides: sides(some[0]) }));
}

// The forms of each of `asked`, what some tasks ask; where these differ, below their names.
function preview(panel, asked) {
  const shown = make("div", { className: "form-preview", "aria-live": "polite" });
  const show = () => shown.replaceChildren(...(live ? asked.flatMap(form) : []));
  const form = ({ names, sides }) => {
    const place = make("div");
    panel.preview(sides, place);
    const title = () => make("p", {}, make("b", {}, _("At “%(names)s”", { names: names.join(", ") })));
    return asked.length > 1 ? [title(), place] : [place];
  };
  const toggle = ({ target }) => {
    live = !live;
    target.setAttribute("aria-pressed", live);
    show();
  };
  show();
  const press = button(_("Show the form"), toggle, { className: "plain", "aria-pressed": live });
  return make("div", {}, make("div", { className: "row" }, press), shown);
}

// The forms that each side is asked, by the names that the server knows; a side that may not do it has none.
function sidesOf(panel, element, asked, tasks) {
  const who = audiencesOf(panel.extensions, element, tasks);
  const formOf = (forms, isFor) =>
    (forms.find(({ audience }) => audience && isFor(audience)) ?? forms.find((one) => !one.audience))?.text;
  const sides = { support: (one) => !isCustomer(one), customer: isCustomer };
  const offered = Object.entries(sides).filter(([, isFor]) => who.some(isFor));
  return Object.fromEntries(offered.map(([side, isFor]) => [side, asked.map((forms) => formOf(forms, isFor) ?? "")]));
}

const isCustomer = (audience) => audience.trim().toLowerCase() === "customer";
