// The words of a library in the language of the page: they go through the catalogs as ours do.
import { _ } from "./language.js";

const filled = (text, values) => text.replace(/{ ?([^} ]+) ?}/g, (place, name) => values[name] ?? place);

// A module of diagram-js that says these texts, a Set, in the language of the page, and others as they are.
// `others` are texts that are said otherwise elsewhere, by what they are here.
export function translating(words, others = {}) {
  const said = (text) => others[text] ?? (words.has(text) ? _(text) : text);
  const translate = (text, values = {}) => filled(said(text), values);
  return { translate: ["value", translate] };
}
