// Names for programs, made from those for people: of actions, of fields.

// Lower case, digits and lines; "" for a text that has none of them.
export const wordOf = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^(_|\d)+|_+$/g, "")
    .slice(0, 40);

export function free(wished, isTaken) {
  let name = wished;
  for (let number = 2; isTaken(name); number++) name = `${wished}_${number}`;
  return name;
}
