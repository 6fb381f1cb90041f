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
  const asked = [...formsBefore(panel, element), forms].filter((some) => some.length);
  return panel.section(_("What they fill in"), ...builders, asked.length ? preview(panel, element, asked) : null);
}

// Who presses a button fills in what its task asks, too.
function formsBefore(panel, element) {
  const tasks = is(element, "bpmn:SequenceFlow") ? waitsBefore(getBusinessObject(element)) : [];
  return tasks.slice(0, 1).map((task) => panel.extensions.forms(task));
}

// `asked` are the forms of each element that asks, by whom they are for.
function preview(panel, element, asked) {
  const shown = make("div", { className: "form-preview", "aria-live": "polite" });
  const show = () => (live ? panel.preview(sidesOf(panel, element, asked), shown) : shown.replaceChildren());
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
function sidesOf(panel, element, asked) {
  const who = audiencesOf(panel.extensions, element);
  const formOf = (forms, isFor) =>
    (forms.find(({ audience }) => audience && isFor(audience)) ?? forms.find((one) => !one.audience))?.text;
  const sides = { support: (one) => !isCustomer(one), customer: isCustomer };
  const offered = Object.entries(sides).filter(([, isFor]) => who.some(isFor));
  return Object.fromEntries(offered.map(([side, isFor]) => [side, asked.map((forms) => formOf(forms, isFor) ?? "")]));
}

const isCustomer = (audience) => audience.trim().toLowerCase() === "customer";
