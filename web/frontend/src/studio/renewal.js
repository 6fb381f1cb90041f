// Shows the parts of a place anew, and takes nothing out of anybody's hands: neither the focus, nor what is typed and
// not yet said, nor what is pressed. Decision 0340.

export class Renewal {
  // `parts` makes what is shown.
  constructor(place, parts) {
    Object.assign(this, { place, parts, typed: null, pressed: null, isDue: false });
    place.tabIndex = -1; // takes the focus of what is gone
    place.addEventListener("input", ({ target }) => (this.typed = target));
    place.addEventListener("pointerdown", ({ target }) => (this.pressed = target), true);
    place.addEventListener("focusout", ({ target }) => target === this.pressed && this.release(), true);
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, () => this.pressed && !isList(this.pressed) && this.release(), true);
    place.addEventListener("click", (event) => this.again(event), true);
    place.addEventListener("change", (event) => this.choose(event), true);
  }

  // After the focus has gone to where it goes: what is shown anew would take it away.
  later() {
    this.isDue = true;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.pressed || this.show());
  }

  // After the click in which a press ends.
  release() {
    setTimeout(() => {
      this.pressed = null;
      if (this.isDue) this.later();
    });
  }

  show() {
    this.isDue = false;
    const parts = this.parts();
    const { activeElement: was } = document;
    const at = this.place.contains(was) ? this.alike(was).indexOf(was) : -1;
    const value = this.typed === was ? was.value : null;
    this.typed = null;
    this.place.replaceChildren(...parts);
    if (at >= 0) this.carry(was, this.alike(was)[at] ?? this.place, value);
  }

  // A list in which something is chosen is closed, though the focus is still on it.
  choose(event) {
    if (isList(event.target)) this.release();
    if (!this.again(event)) this.typed = null;
  }

  // What is typed is said of what it was typed for.
  say() {
    if (this.typed) changed(this.typed);
  }

  // The focus, the selection, and what is typed but not yet said. What a script wrote makes no change
  // when the field is left, so it is said here.
  carry(was, field, value) {
    if (value !== null) {
      field.value = value;
      field.addEventListener("blur", () => this.typed === field && changed(field));
      this.typed = field;
    }
    field.focus();
    if (field.localName === was.localName && typeof was.selectionStart === "number")
      field.setSelectionRange(was.selectionStart, was.selectionEnd);
  }

  // What is pressed or chosen before what is due was shown is done on what is shown then: what stood there knows the
  // drawing as it was. A list that is open stays until something is chosen.
  again(event) {
    const { target, type } = event;
    if (!this.isDue || (type === "click" && isList(target))) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    const at = this.alike(target).indexOf(target);
    this.show();
    const shown = this.alike(target)[at];
    if (shown && type === "click") shown.click();
    if (shown && type === "change") {
      shown.value = target.value;
      changed(shown);
    }
    return true;
  }

  // What has the same name, or else says the same.
  alike({ localName, name, textContent }) {
    const all = [...this.place.querySelectorAll(localName)];
    return all.filter((one) => (name ? one.name === name : one.textContent === textContent));
  }
}

const isList = ({ localName }) => localName === "select";

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
