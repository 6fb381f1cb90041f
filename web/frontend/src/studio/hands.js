// While somebody types into the drawing it must not move: bpmn-js would take that for the end of the text, and the
// next letters for keys of the editor. While somebody presses, nothing changes under the pointer: a press that ends on
// another element than it began on is none. Decision 0343.

// `act`, but when hands are free: at once, or later; of several calls meanwhile the last.
export function whenHandsAreFree(modeler, act) {
  const typing = modeler.get("directEditing");
  let held = null;
  let pressed = false;
  const release = () => {
    if (!held || pressed || typing.isActive()) return;
    const last = held;
    held = null;
    act(...last);
  };
  const press = (down) => () => {
    pressed = down;
    setTimeout(release); // after the click in which a press ends
  };
  addEventListener("pointerdown", press(true), true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, press(false), true);
  modeler.on("directEditing.deactivate", () => setTimeout(release));
  return (...told) => {
    held = told;
    release();
  };
}
