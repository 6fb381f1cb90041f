// Making elements: a tag, its properties, what is in it.

export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const button = (label, press, more = {}) => make("button", { type: "button", onclick: press, ...more }, label);

// What became of what was pressed; "" takes back what was said before.
export function tell(text) {
  document.getElementById("told").textContent = text;
}
