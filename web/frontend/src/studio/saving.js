// A draft saves itself. Each save says which revision it was drawn on; who is second is told, and
// keeps what they drew as a draft of their own, or loads the other one. Decision 0290.
import { _ } from "../language.js";
import { button, make } from "./dom.js";

const PAUSE = 400; // milliseconds without a change
const SOON = 1000; // until then nothing is said of a check that goes on
const SEEN = 30000; // how often others are told that one is here

export class Saving {
  // `checking` is told that the check takes its time, `checked` what it says, `unchecked` why that is not known.
  constructor(modeler, editor, { checking, checked, unchecked }) {
    Object.assign(this, { modeler, editor, checking, checked, unchecked, state: editor.querySelector("#saved") });
    this.revision = Number(editor.dataset.revision);
    this.token = editor.querySelector("[name=csrf_token]").value;
    modeler.on("commandStack.changed", () => this.later());
    addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
    setInterval(() => this.see(), SEEN);
    for (const back of ["focus", "online"]) addEventListener(back, () => this.unsaved && this.later());
    this.see();
  }

  later() {
    this.unsaved = true;
    if (this.lost) return;
    this.say(_("Not saved yet"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  save() {
    return this.next(() => this.unsaved && this.send());
  }

  // One step at a time: each is taken on the revision that the last one made.
  next(step) {
    this.saving = (this.saving ?? Promise.resolve()).then(step).catch((error) => this.fail(error));
    return this.saving;
  }

  async send() {
    if (this.lost) return;
    this.unsaved = false;
    const answer = await this.post(this.editor.dataset.save, { bpmn: await this.drawn(), revision: this.revision });
    const said = await saidBy(answer);
    if (answer.status === 409 || answer.status === 404) {
      this.unsaved = true;
      return this.conflict(said.detail, answer.status === 404);
    }
    if (!answer.ok) throw new Error(said.detail);
    this.revision = said.revision;
    if (!this.unsaved) this.say(_("Saved"));
    this.check();
  }

  async drawn() {
    const { xml } = await this.modeler.saveXML({ format: true });
    return new Blob([xml]);
  }

  // One at a time, of what is saved by then: the check of a large draft takes its time, and saves do not wait for it.
  // Decision 0344.
  async check() {
    this.isDue = true;
    if (this.isChecking) return;
    this.isChecking = true;
    while (this.isDue) {
      this.isDue = false;
      await this.ask();
    }
    this.isChecking = false;
  }

  // What goes wrong here takes nothing back of what was saved, and the next change asks again.
  async ask() {
    const asked = this.revision;
    const isLate = () => this.unsaved || this.revision !== asked; // a later answer may be there already
    const long = setTimeout(() => this.checking(), SOON);
    try {
      const answer = await reach(this.editor.dataset.findings);
      const said = await saidBy(answer);
      if (!answer.ok) throw new Error(said.detail);
      if (!isLate()) this.checked(said);
    } catch (error) {
      if (!isLate()) this.unchecked(error);
    } finally {
      clearTimeout(long);
    }
  }

  async see() {
    const answer = await this.post(this.editor.dataset.seen, {}).catch(() => null);
    if (answer?.status === 404) return await this.next(() => this.lose(answer));
    if (!answer?.ok) return;
    const { others, revision, by } = await answer.json();
    this.editor.querySelector("#others").textContent = others.length
      ? _("Also editing it: %(names)s.", { names: others.join(", ") })
      : "";
    await this.next(() => this.compare(revision, by));
  }

  // Another owner published the draft, or put it away.
  async lose(answer) {
    const { detail } = await saidBy(answer);
    if (!this.lost) this.conflict(detail, true);
  }

  // What is not saved yet learns of another one's revision by its own save.
  compare(revision, by) {
    if (revision > this.revision && !this.unsaved && !this.lost)
      this.conflict(
        _("%(who)s saved this draft after you loaded it. Load what they drew, or keep yours.", { who: by }),
      );
  }

  // A field with several values is a list. Who has signed in again meanwhile sends with the new session.
  async post(address, fields) {
    const answer = await this.sent(address, fields);
    if (!isOfSigningIn(answer) && answer.status !== 400) return answer;
    await this.renew();
    return await this.sent(address, fields);
  }

  async renew() {
    const answer = await reach(location.href);
    if (isOfSigningIn(answer))
      throw new Error(_("You are signed out. Sign in in another tab, and come back: what you drew is still here."));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.token = page.querySelector("[name=csrf_token]")?.value ?? this.token;
  }

  async sent(address, fields) {
    const form = new FormData();
    for (const [name, values] of Object.entries({ csrf_token: this.token, ...fields }))
      for (const value of [values].flat()) form.append(name, value);
    return await reach(address, { method: "POST", body: form });
  }

  say(text) {
    this.state.textContent = text;
  }

  fail(error) {
    this.unsaved = true;
    this.say(_("Not saved: %(why)s", { why: error.message }));
  }

  // Nothing is saved from here on, and what is drawn meanwhile is kept with the rest.
  conflict(detail, isGone = false) {
    this.lost = true;
    const load = () => {
      this.unsaved = false;
      location.reload();
    };
    const choices = [
      isGone ? "" : button(_("Load what they drew"), load),
      button(_("Keep mine as a draft of its own"), () => this.next(() => this.keep())),
    ];
    const box = make("div", { className: "notice", role: "alert" }, make("p", {}, detail), choices);
    this.editor.prepend(box);
    this.say(_("Not saved"));
  }

  async keep() {
    const { keep, name, base } = this.editor.dataset;
    const answer = await this.post(keep, { bpmn: await this.drawn(), name, base });
    const said = await saidBy(answer);
    if (!answer.ok) throw new Error(said.detail);
    this.unsaved = false;
    location.assign(said.page);
  }
}

// What was posted to a page leads on to another one, too.
const isOfSigningIn = ({ redirected, url, status }) =>
  status === 401 || (redirected && new URL(url).pathname.endsWith("/sign-in"));

// A browser says in its own words that nobody answered.
async function reach(address, request) {
  try {
    return await fetch(address, request);
  } catch {
    throw new Error(_("There is no connection."));
  }
}

// What the server says; a page of something between here and there is no JSON.
async function saidBy(answer) {
  if (answer.status === 413) throw new Error(_("It is too large to be sent. Split it into several processes."));
  try {
    return await answer.json();
  } catch {
    throw new Error(_("The answer was not understood. Try again in a moment."));
  }
}
