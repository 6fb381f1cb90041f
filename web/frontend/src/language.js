// Texts in the language of the page. English stands in the code, as in Python, and goes through the same
// catalogs; what a text is in another language the page hands over (web/shared/script_texts.py).
const known = JSON.parse(document.getElementById("texts")?.textContent || "{}");

// `_("%(who)s is here.", { who })` is the text with values in its places.
export function _(text, values = {}) {
  const said = Object.hasOwn(known, text) ? known[text] : text;
  return said.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
}

// A word that is several in other languages: `context` says which it is.
export const pgettext = (context, text) => known[`${context}\u0004${text}`] ?? text;

// A text of a table: found for the catalogs here, said by `_` where it is shown.
export const N_ = (text) => text;
