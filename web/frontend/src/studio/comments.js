// Comments pinned to what is drawn: on the canvas, and in the panel of the chosen element.
import { _ } from "../language.js";
import { button, make } from "./dom.js";

export class Comments {
  constructor(modeler, editor, saving) {
    for (const name of ["overlays", "elementRegistry", "selection"]) this[name] = modeler.get(name);
    Object.assign(this, { editor, saving, threads: [], unsent: {}, pages: editor.dataset.comments });
    modeler.on("import.render.complete", () => this.mark());
  }

  async load() {
    const answer = await fetch(`${this.pages}.json`).catch(() => null); // one draws without them, too
    if (!answer?.ok) return;
    this.threads = (await answer.json()).threads;
    this.mark();
  }

  of(id) {
    return this.threads.filter((one) => one.open && one.element === id);
  }

  mark() {
    this.overlays.remove({ type: "comment" });
    const open = this.threads.filter((one) => one.open && this.elementRegistry.get(one.element));
    for (const [id, found] of Map.groupBy(open, (one) => one.element)) {
      const html = make(
        "button",
        {
          type: "button",
          className: "comment-badge",
          title: found[0].comments[0].text,
          "aria-label": _("%(n)s open: %(text)s", { n: found.length, text: found[0].comments[0].text }),
          onclick: () => this.selection.select(this.elementRegistry.get(id)),
        },
        `✎ ${found.length}`,
      );
      this.overlays.add(id, "comment", { position: { bottom: 12, left: -8 }, html });
    }
  }

  // What the panel shows of the element with this id; of the whole drawing, where it is empty.
  section(id, again) {
    const send = async (address, fields) => {
      if (this.sending) return; // pressed twice
      this.sending = true;
      const answer = await this.saving.post(address, fields).finally(() => (this.sending = false));
      if (!answer.ok) return this.saving.say(_("The comment was not kept: write it on the page of comments."));
      if (fields.comment === this.unsent[id]) this.unsent[id] = ""; // else one has gone on typing
      await this.load();
      again();
      await this.saving.check(); // what is open is a finding
    };
    const { unsent } = this;
    const value = unsent[id] ?? ""; // kept until it is sent, whatever is shown meanwhile
    const oninput = ({ target }) => (unsent[id] = target.value);
    const field = make("textarea", { name: "comment", rows: 2, maxLength: 2000, value, oninput });
    const write = () => unsent[id]?.trim() && send(this.pages, { element: id, comment: unsent[id] });
    const said = ({ by, text }) => make("p", {}, make("b", {}, by), ` ${text}`);
    const threads = this.of(id).map((one) =>
      make(
        "li",
        {},
        one.comments.map(said),
        button(_("Resolve"), () => send(one.address, { resolved: "yes" }), { className: "plain" }),
      ),
    );
    return make(
      "section",
      { className: "comments" },
      make("h2", {}, _("Comments")),
      threads.length ? make("ul", { className: "plain-list" }, threads) : null,
      make("label", { className: "put" }, id ? _("On this element") : _("On the whole drawing"), field),
      make(
        "div",
        { className: "row" },
        button(_("Comment"), write),
        make("a", { href: this.pages }, _("All comments")),
      ),
    );
  }
}
