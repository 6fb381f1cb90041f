// What lists of the panel offer beside what is drawn: people, due dates and tables. The page hands it over.
import { _ } from "../language.js";
import { make } from "./dom.js";

const editor = document.getElementById("editor");
const { teams, tables: pages, dues, files, facts } = JSON.parse(editor.dataset.known);
const ofTeams = teams.map((name) => `Team: ${name}`);

export const DUE_DATES = dues;

// What a case has anyway, by the names that texts and conditions know.
export const CASE_FACTS = facts;

// The page of a file of the draft, by its name.
export const filePages = files;

// Who may press a button, as the drawing writes it, and how it is said.
export const audiences = ["Support", "Customer", "Customer, Support", "Lead", ...ofTeams];
export const audienceWords = {
  Support: _("Support"),
  Customer: _("Customer"),
  Lead: _("Lead"),
  "Customer, Support": _("Customer and support"),
  ...Object.fromEntries(teams.map((name) => [`Team: ${name}`, _("The team %(name)s", { name })])),
};

export const tables = {
  ids: Object.keys(pages),
  page: (id) => pages[id] ?? editor.dataset.files,
};

const WORDS = {
  ...audienceWords,
  customer: _("The customer"),
  owner: _("The owner of the case"),
  lead: _("The leads"),
};

// Boxes for whom a text is told; `change` takes them with commas between. Who is told and has no box keeps
// being told.
export function recipients(told, change) {
  const given = told.split(",").flatMap((one) => one.trim() || []);
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const offered = ["customer", "owner", "lead", ...ofTeams];
  const others = given.filter((one) => !offered.some((known) => same(known, one)));
  return [...offered, ...others].map((who) => {
    const press = ({ target }) => {
      const rest = given.filter((one) => !same(one, who));
      change((target.checked ? [...rest, who] : rest).join(", "));
    };
    const box = {
      type: "checkbox",
      name: `told-${who}`,
      checked: given.some((one) => same(one, who)),
      onchange: press,
    };
    return make("label", { className: "choice" }, make("input", box), WORDS[who] ?? who);
  });
}
