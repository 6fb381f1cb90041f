// The editor of a draft: bpmn-js beside a panel in plain words and the findings of the gate.

import Modeler from "bpmn-js/lib/Modeler";
import { _ } from "../language.js";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import minimap from "diagram-js-minimap";
import { textOf } from "../text_of_file.js";
import { wholeWords } from "../whole_words.js";
import { whole } from "../zoom.js";
import { Arranging } from "./arranging.js";
import { words } from "./bpmn_words.js";
import { Colouring } from "./colouring.js";
import { Comments } from "./comments.js";
import { make, tell } from "./dom.js";
import { Drawings, drawingsOf } from "./drawings.js";
import { Extensions, keepExtensions } from "./extensions.js";
import { Findings } from "./findings.js";
import { growOverNothing, placeBeside } from "./free_place.js";
import { whenHandsAreFree } from "./hands.js";
import { importSaid } from "./import_warnings.js";
import { addPicture } from "./missing_picture.js";
import { Panel } from "./panel.js";
import { PartPlacing } from "./part_placing.js";
import { Saving } from "./saving.js";
import {
  dropThroughGroups,
  fillNew,
  followNew,
  nameIds,
  namePad,
  offerWhatRuns,
  onlyRead,
  padBesideEnd,
  roomForNames,
} from "./shapes.js";
import { Tidying } from "./tidying.js";

const NARROW = matchMedia("(max-width: 760px)");
const editor = document.getElementById("editor");
const part = (name) => editor.querySelector(`.editor-${name}`);

async function open() {
  const modeler = new Modeler({ container: part("canvas"), additionalModules: [minimap, words] });
  const extensions = new Extensions(modeler);
  keepExtensions(modeler);
  offerWhatRuns(modeler, (event) => panel.readyParts.open(event));
  nameIds(modeler);
  followNew(modeler);
  fillNew(modeler, extensions);
  namePad(modeler);
  padBesideEnd(modeler);
  roomForNames(modeler);
  wholeWords(modeler.get("textRenderer"));
  placeBeside(modeler);
  growOverNothing(modeler);
  dropThroughGroups(modeler);
  const tidying = new Tidying(modeler);
  if (NARROW.matches) onlyRead(modeler);
  const arranging = new Arranging(modeler, editor.dataset);
  const { warnings, isNew } = await load(modeler, arranging);
  warn(warnings);
  const panel = new Panel(modeler, extensions, part("panel"), { preview, letter, rename });
  if (!NARROW.matches) panel.readyParts = new PartPlacing(modeler, { extensions, panel, tidying });
  const drawings = new Drawings(modeler, editor.querySelector("#drawing"), begin);
  const findings = new Findings(modeler, { extensions, panel, drawings }, part("findings"));
  const later = whenHandsAreFree(modeler, (tell) => tell()); // the list of findings takes room from the drawing
  const saving = new Saving(modeler, editor, {
    checking: () => findings.tell(_("checking…")),
    checked: (said) => later(() => findings.show(said)),
    unchecked: (error) => later(() => findings.miss(error)),
  });
  const comments = new Comments(modeler, editor, saving);
  tools(modeler, saving);
  orders(modeler, panel, arranging);
  begin(modeler.get("canvas"));
  new ResizeObserver(whenHandsAreFree(modeler, () => modeler.get("canvas").resized())).observe(part("canvas"));
  editor.classList.add("ready");
  if (isNew && !warnings.length && !NARROW.matches) saving.later(); // nothing is lost unasked; there one only reads
  await Promise.all([saving.check(), comments.load()]);
  panel.comments = comments;
  panel.later();

  async function rename(old, name) {
    await saving.save();
    const answer = await saving.post(editor.dataset.rename, { old, new: name, revision: saving.revision });
    if (answer.ok) location.reload();
    else tell((await answer.json()).detail);
  }

  async function preview(forms, place) {
    await shown(editor.dataset.form, forms, place);
  }

  async function letter(text, number, place) {
    await shown(editor.dataset.letter, { text, case: number }, place);
  }

  async function shown(address, fields, place) {
    const answer = await saving.post(address, fields);
    place.innerHTML = await answer.text();
  }
}

// Shows the file. What has no picture in it is laid out, also where the editor does not show it.
async function load(modeler, arranging) {
  const xml = textOf(await (await fetch(editor.dataset.diagram)).arrayBuffer());
  await sayIfLarge(xml);
  let added = new Set();
  let refused;
  modeler.on("import.parse.complete", 500, ({ definitions }) => {
    try {
      if (definitions) added = addPicture(modeler, definitions);
    } catch (error) {
      refused = error; // bpmn-js would log it, and go on
    }
  });
  const { warnings } = await modeler.importXML(xml).catch((error) => Promise.reject(refused ?? error));
  if (refused) throw refused;
  tell("");
  const lost = warnings.filter(({ message }) => !/document encoding/.test(message)); // it was read in that one
  if (!added.size) return { warnings: lost, isNew: false };
  tell(_("Laying it out…"));
  const { diagrams } = modeler.getDefinitions();
  const isShown = ({ plane }) => modeler.get("canvas").findRoot(plane.bpmnElement.id);
  const others = drawingsOf(modeler.getDefinitions()).filter((one) => !isShown(one));
  for (const diagram of others) {
    await modeler.open(diagram);
    await arranging.settle(added);
  }
  if (others.length) await modeler.open(diagrams[0]);
  await arranging.settle(added);
  editor.querySelector(".editor-drawn").hidden = NARROW.matches;
  tell("");
  return { warnings: lost, isNew: true };
}

// With so many, drawing takes a second or more in which the page does not answer.
const MANY = 400;
const ELEMENT = /<(?:[\w.-]+:)?(?:\w*[tT]ask|\w+Event|\w+Gateway|sequenceFlow)\b/g;

async function sayIfLarge(xml) {
  const count = xml.match(ELEMENT)?.length ?? 0;
  if (count < MANY) return;
  tell(_("Opening %(count)s elements. Until they are drawn, the page does not answer.", { count }));
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go))); // it is on the screen then
}

// Everything, beside the palette; on a narrow screen from its left end on.
const PALETTE = 0.14; // of the width

function begin(canvas) {
  whole(canvas, NARROW.matches ? 0.5 : 0);
  const { x, y, width, height } = canvas.viewbox();
  if (!NARROW.matches) canvas.viewbox({ x: x - width * PALETTE, y, width: width * (1 + PALETTE), height });
}

function tools(modeler, saving) {
  const actions = modeler.get("editorActions");
  for (const pressed of editor.querySelectorAll(".editor-head [data-action]")) {
    pressed.addEventListener("click", () => actions.trigger(pressed.dataset.action));
  }
  const stack = modeler.get("commandStack");
  const update = () => {
    editor.querySelector("[data-action=undo]").disabled = !stack.canUndo();
    editor.querySelector("[data-action=redo]").disabled = !stack.canRedo();
  };
  modeler.on(["commandStack.changed", "import.render.complete"], update); // another drawing has nothing to undo
  update();
  editor.addEventListener("click", (event) => leave(event, saving));
}

// What was drawn a moment ago is saved before another page is shown.
async function leave(event, saving) {
  const link = event.target.closest("a[href]:not([target])");
  if (!link || !saving.unsaved || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await saving.save();
  if (!saving.unsaved) location.assign(link.href);
}

// What puts the whole drawing in order.
function orders(modeler, panel, arranging) {
  const colouring = new Colouring(modeler, panel);
  const press = {
    colours: () => colouring.press(),
    overview: () => modeler.get("minimap").toggle(),
    layout: async () => {
      tell(_("Laying it out…"));
      const refused = await arranging.press();
      tell(refused);
      if (!refused) begin(modeler.get("canvas"));
    },
  };
  for (const pressed of editor.querySelectorAll("[data-order]")) {
    pressed.addEventListener("click", () => press[pressed.dataset.order]());
  }
  modeler.on("minimap.toggle", ({ open }) => {
    editor.querySelector("[data-order=overview]").setAttribute("aria-pressed", open);
  });
}

// What the file says and bpmn-js does not understand would be lost on saving: it is said.
function warn(warnings) {
  if (!warnings.length) return;
  const place = editor.querySelector(".editor-warnings");
  place.hidden = false;
  const parts = warnings.map((warning) => make("li", {}, importSaid(warning.message)));
  place.append(make("ul", {}, parts));
}

open().catch((error) => {
  const place = editor.querySelector(".editor-trouble");
  place.hidden = false;
  const why = make("b", {}, _("The editor could not be opened: %(why)s", { why: importSaid(error.message) }));
  place.prepend(make("p", {}, why));
  editor.querySelector("#saved").textContent = "";
});
