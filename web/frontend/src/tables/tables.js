// A decision table to click in, above the text that is sent: each change is written into the text.

import DmnModeler from "dmn-js/lib/Modeler";
import { _ } from "../language.js";
import { words } from "./dmn_words.js";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";

const place = document.getElementById("table");
const text = document.getElementById("text");

// What stands before the table, such as what it is for, dmn-js does not know.
const before = /^[\s\S]*?(?=<(?:\w+:)?definitions)/;

async function open() {
  const modeler = new DmnModeler({ container: place, decisionTable: { additionalModules: [words] } });
  await modeler.importXML(text.value);
  const table = modeler.getViews().find(({ type }) => type === "decisionTable");
  if (!table) throw new Error(_("there is no decision table in it"));
  await modeler.open(table);
  place.querySelector("th.index-column")?.append(headOfNumbers());
  modeler.getActiveViewer().on("commandStack.element.updateProperties.preExecute", ({ context: { properties } }) => {
    if (typeof properties.text === "string") properties.text = durationOf(properties.text);
  });
  modeler.getActiveViewer().on("commandStack.changed", async () => {
    const { xml } = await modeler.saveXML({ format: true });
    text.value = xml.replace(before, () => before.exec(text.value)[0]);
  });
  place.classList.add("ready");
}

const UNITS = [
  [_("minutes"), "PT", "M"],
  [_("hours"), "PT", "H"],
  [_("days"), "P", "D"],
  [_("weeks"), "P", "W"],
];

// `8 hours` as tables write it, "PT8H"; anything else, also what stands in quotes, as it is. One of them is called so
// without the last letter, in English and in German. What is still being typed is no unit.
function durationOf(text) {
  const [, amount, word] = /^\s*(\d+)\s+(\p{L}+)\s*$/u.exec(text) ?? [];
  const isMeant = ([unit]) => (amount === "1" ? unit.slice(0, -1) : unit).toLowerCase() === word.toLowerCase();
  const [, before, letter] = (word && UNITS.find(isMeant)) || [];
  return letter ? `"${before}${amount}${letter}"` : text;
}

// Read aloud where dmn-js leaves the head of a column empty.
const headOfNumbers = () =>
  Object.assign(document.createElement("span"), { className: "hidden", textContent: _("Row") });

open().catch((error) => {
  const trouble = document.getElementById("table-trouble");
  trouble.hidden = false;
  trouble.textContent = _("This file cannot be shown as a table: %(why)s. Mend it below.", { why: error.message });
  place.hidden = true;
});
