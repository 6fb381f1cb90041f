// While somebody types into the drawing it must not move: bpmn-js would take that for the end of the text, and the
// next letters for keys of the editor.

// Calls `act` now, or when nobody types any more; of several calls meanwhile the last.
export function whenNobodyTypes(modeler, act) {
  const typing = modeler.get("directEditing");
  let held = null;
  modeler.on("directEditing.deactivate", () => {
    const last = held;
    held = null;
    if (last) act(...last);
  });
  return (...told) => {
    if (typing.isActive()) held = told;
    else act(...told);
  };
}
