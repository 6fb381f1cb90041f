// What bpmn-js and its parser say of a file, in the words of an owner and the language of the page. What they may
// say is named here alone (decision 0362); anything else is shown as they say it.
import { _, N_ } from "../language.js";

const SAYINGS = [
  [/unrecognized element <(?<name>[^>]+)>/, N_("The element “%(name)s” is not known there.")],
  [/unparsable content <(?<name>[\w:.-]+).*unknown type/s, N_("The element “%(name)s” is not known there.")],
  [/unexpected element <(?<name>[^>]+)>/, N_("The element “%(name)s” stands where it cannot be.")],
  [/unexpected body text <(?<name>.+)>/s, N_("The text “%(name)s” stands where none can be.")],
  [/expected no sub nodes/, N_("An element stands where only an id can be.")],
  [/duplicate ID <(?<name>[^>]+)>/, N_("Two elements have the id “%(name)s”.")],
  [/illegal ID <(?<name>[^>]+)>/, N_("“%(name)s” cannot be an id.")],
  [/unresolved reference <(?<name>[^>]+)>/, N_("Nothing has the id “%(name)s”, which the file refers to.")],
  [/unknown attribute <(?<name>[^>]+)>/, N_("The attribute “%(name)s” is not known there.")],
  [
    /multiple DI elements defined for .*id=\W(?<name>[\w.-]+)/,
    N_("“%(name)s” is drawn twice: the first one is shown."),
  ],
  [/no bpmnElement referenced in .*id=\W(?<name>[\w.-]+)/, N_("The picture “%(name)s” does not say what it shows.")],
  [/correcting missing bpmnElement/, N_("The drawing does not say of which process it is: the first one is shown.")],
  [
    /id=\W(?<end>[\w.-]+).* referenced by .*id=\W(?<name>[\w.-]+).* not yet drawn/,
    N_("“%(name)s” is not shown, since “%(end)s” has no picture."),
  ],
  [/id=\W(?<name>[\w.-]+).*(?:Ref not specified)/, N_("“%(name)s” does not say where it begins or ends.")],
  [/missing .*id=\W(?<name>[\w.-]+).*#attachedToRef/, N_("“%(name)s” does not say on whose border it is.")],
  [/failed to parse document/, N_("It is no BPMN diagram.")],
  [/no (?:process or collaboration|diagram) to display/, N_("There is no process in it.")],
  [/non-finite/, N_("A place in its picture is no number: the check says which.")],
  [/unparsable content/, N_("What stands there cannot be read.")],
];
const LINE = /line: (\d+)/; // the first one is 0

export function importSaid(message) {
  const [pattern, text] = SAYINGS.find(([one]) => one.test(message)) ?? [];
  if (!text) return message;
  const said = _(text, pattern.exec(message).groups);
  const line = LINE.exec(message);
  return line ? _("Line %(line)s: %(said)s", { line: Number(line[1]) + 1, said }) : said;
}
