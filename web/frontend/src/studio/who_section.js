// Whose move a wait is, and who may press a button.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";
import { audiencesOf } from "./audiences.js";
import { isWait } from "./extensions.js";
import { labelled, select } from "./form_builder.js";
import { audiences, audienceWords } from "./known.js";

export function whoSection(panel, element) {
  const { extensions } = panel;
  const wait = isWait(element);
  const name = wait ? "move" : "audience";
  const said = extensions.property(element, name);
  const values = ["", ...(wait ? ["Support", "Customer"] : audiences)];
  const words = { ...audienceWords, "": said ? UNSAID : unsaid(extensions, element) };
  return panel.section(
    _("Who may do it"),
    labelled(
      wait ? _("Whose move it is") : _("Who may do it"),
      select(name, values, said, (value) => extensions.setProperty(element, name, value), words),
    ),
  );
}

const UNSAID = _("not said here");

function unsaid(extensions, element) {
  if (isWait(element)) return _("as its lane says");
  if (is(element, "bpmn:Event")) return _("nobody: it comes by itself");
  const who = audiencesOf(extensions, element).map((one) => audienceWords[one] ?? one);
  return who.length ? _("as its task says: %(who)s", { who: who.join(", ") }) : UNSAID;
}
