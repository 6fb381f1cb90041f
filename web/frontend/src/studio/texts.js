// What the editor says, in the language of the page, which hands it over.
const known = JSON.parse(document.getElementById("editor").dataset.texts);

export const text = (key) => known[key];
