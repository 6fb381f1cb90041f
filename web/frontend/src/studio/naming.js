// Names for programs, made from those for people: of actions, of fields.

const ACCENTS = /[\u0300-\u036f]/g;

// Without accents, lower case, digits and lines; "" for a text that has none of them.
export const wordOf = (text) =>
  text
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^(_|\d)+|_+$/g, "")
    .slice(0, 40);

// Whether anything of the file has an id, drawn or not: a message or a category, too.
export const isId = (modeler) => (id) => Boolean(modeler.get("moddle").ids.assigned(id));

export function free(wished, isTaken) {
  let name = wished;
  for (let number = 2; isTaken(name); number++) name = `${wished}_${number}`;
  return name;
}
