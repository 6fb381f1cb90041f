// The parts that can be dropped into a drawing: a few elements with all that they need to run, so that
// the check has nothing to say of them. `draw` puts them where there is room, and returns what to look at.

import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { _ } from "../language.js";
import { isWait, propertiesOf } from "./extensions.js";
import { wordOf } from "./naming.js";

// What a part can be put on: a task that waits, or a way.
const TASK = {
  point: _("Click on a task that waits for a person."),
  refusal: _("That part goes on a task that waits for a person. Choose it again, and click on one."),
};
const WAY = {
  point: _("Click on a way between two elements."),
  refusal: _("That part goes on a way. Choose it again, and click on one."),
};
export const ASKED = {
  name: _("What the milestone is called"),
  status: _("Status of the cases there"),
  question: _("What the customer is asked"),
};

export const PARTS = {
  milestone: {
    name: _("Milestone on a task"),
    about: _("Owner and lead are warned before a target passes, and told when it was missed."),
    on: TASK,
    size: { width: 186, height: 190 },
    asks: { name: "answer" },
    draw(drawing, host, { name }) {
      const soon = drawing.timer(host, { after: "PT6H", name: "Due soon", flag: `${name} due soon` });
      const missed = drawing.timer(host, {
        after: "P1D",
        name: "Missed",
        milestone: wordOf(name) || "target",
        flag: `${name} missed`,
        unflag: `${name} due soon`,
        history: `The target “${name}” was missed: owner and lead were told`,
      });
      drawing.describe(soon, { history: `The target “${name}” is near: owner and lead were told` });
      const text = (said) => `The target “${name}” of case {number} “{subject}” ${said}.`;
      const to = "owner, lead";
      drawing.way(soon, drawing.tell(0, 0, { name: `Warn of ${name}`, to, text: text("comes near") }));
      drawing.way(missed, drawing.tell(0, 110, { name: `Tell that ${name} was missed`, to, text: text("has passed") }));
      return missed;
    },
  },
  ask: {
    name: _("Ask and wait"),
    about: _("The customer is asked, and the case waits for their answer, with a reminder."),
    on: WAY,
    size: { width: 506, height: 210 },
    asks: { status: "Waiting for the Customer", question: "Please tell us what is missing." },
    draw(drawing, way, { status, question }, { target }) {
      const ask = drawing.tellOnTheWay(0, 0, {
        name: "Ask the customer",
        to: "customer",
        text: `About case {number} “{subject}”: ${question}`,
      });
      const wait = drawing.wait(160, 0, {
        name: "Wait for the answer",
        status,
        move: "Customer",
        reads: question,
      });
      drawing.way(ask, wait);
      remind(drawing, wait, ["P3D"], { x: 320, y: 130 });
      drawing.hear(wait, target);
      drawing.way(wait, target, { name: "Go on without an answer", audience: "Support" });
      drawing.into(way, ask);
      return wait;
    },
  },
  chase: {
    name: _("Chase the customer"),
    about: _("The customer is reminded twice; after 10 working days the owner is told."),
    on: TASK,
    size: { width: 186, height: 190 },
    asks: {},
    draw(drawing, host) {
      remind(drawing, host, ["P3D", "P7D"], { x: 0, y: 0 });
      const late = drawing.timer(host, {
        after: "P10D",
        history: "Nothing was heard for 10 working days: the owner was told",
      });
      const text = "Case {number} “{subject}” has waited for the customer for 10 working days. Call, or decide on it.";
      drawing.way(late, drawing.tell(0, 110, { name: "Tell the owner of the silence", to: "owner", text }));
      return late;
    },
  },
  approval: {
    name: _("Approval by two"),
    about: _("Two different people approve before it goes on; one of them can send it back."),
    on: WAY,
    size: { width: 250, height: 100 },
    asks: { status: "Being Approved" },
    refuses: (_, { back }) => (back ? "" : NO_WAY_BACK),
    draw(drawing, way, { status }, { target, back }) {
      const task = drawing.wait(0, 0, {
        name: "Approve it",
        status,
        move: "Support",
        reads: "Two of us look at it before it goes on.",
        twice: true,
      });
      const question = drawing.question(200, 15, "Approved?");
      drawing.way(task, question);
      const said = { audience: "Support" };
      drawing.describe(drawing.way(question, target, { name: "Approve", ...said }), { history: "approved it" });
      const no = drawing.way(question, back, { name: "Send back", ...said, form: WHY });
      drawing.describe(no, { history: "sent it back" });
      drawing.byTwo(task, no);
      drawing.hear(task, back);
      drawing.into(way, task);
      return task;
    },
  },
  escalation: {
    name: _("Escalation"),
    about: _("After 5 working days a lead decides, and hands the case back."),
    on: TASK,
    size: { width: 300, height: 100 },
    asks: { status: "Escalated" },
    refuses: (host) => (hasMilestone(host) ? HAS_MILESTONE : ""),
    draw(drawing, host, { status }) {
      const late = drawing.timer(host, {
        after: "P5D",
        ends: true,
        history: "It took 5 working days: it was escalated to the lead",
      });
      const tell = drawing.tellOnTheWay(0, 0, {
        name: "Tell the lead",
        to: "lead",
        text: "Case {number} “{subject}” has waited for 5 working days. Decide how it goes on.",
      });
      const task = drawing.wait(160, 0, {
        name: "Decide on the escalation",
        status,
        move: "Support",
        reads: "A lead looks after your case.",
      });
      drawing.way(late, tell);
      drawing.way(tell, task);
      const handBack = drawing.way(task, host, { name: "Hand back", audience: "Lead", form: WHY });
      drawing.describe(handBack, { history: "decided on the escalation" });
      drawing.hear(task, host);
      return task;
    },
  },
};

const WHY = {
  type: "object",
  properties: {
    note: { type: "string", title: "Why", "x-conversation": "internal", minLength: 1, maxLength: 10000 },
  },
  required: ["note"],
};

function remind(drawing, host, times, { x, y }) {
  const tell = drawing.tell(x, y, {
    name: "Remind the customer",
    to: "customer",
    text: "We still wait for your answer about case {number} “{subject}”.",
  });
  for (const after of times) {
    const history = `Nothing was heard for ${after.slice(1, -1)} working days: the customer was reminded`;
    drawing.way(drawing.timer(host, { after, history }), tell);
  }
}

const hasMilestone = (host) => (host.attachers ?? []).some((event) => "milestone" in propertiesOf(event));

const NO_WAY_BACK = _("No task waits before this way, so nothing could be sent back. Choose a later one.");
const HAS_MILESTONE = _(
  "A milestone runs on this task, and would start again when the case is handed back. Choose a later task.",
);
const BESIDE = _("A reminder goes this way, not the case. Choose the way that the case goes.");

// Whether a part goes on such an element at all.
export const fits = (part, element) =>
  part.on === TASK ? isWait(element) : Boolean(element.waypoints) && element.type === "bpmn:SequenceFlow";

// Why a part cannot be put on an element, as a sentence; "" where it can.
export function refusal(part, element) {
  if (!fits(part, element)) return part.on.refusal;
  if (part.on === TASK) return part.refuses?.(element, {}) ?? "";
  if (isReminder(element.source)) return BESIDE;
  return part.refuses?.(element, { back: before(element) }) ?? "";
}

// The task that waits before a way, in the same part of the drawing.
export const before = (way) => sourcesOf(way).find(isWait) ?? null;

// Whether a way is that of a reminder alone, beside the case.
export const goesBeside = (way) => sourcesOf(way).some(isReminder);

const isReminder = (element) => Boolean(element.host) && getBusinessObject(element).cancelActivity === false;

// What lies before a way, the nearest first, back to where the case waits.
function sourcesOf(way) {
  const todo = [way.source];
  const seen = new Set(todo);
  for (const one of todo) {
    if (isWait(one)) continue;
    const next = one.host ? [one.host] : one.incoming.map(({ source }) => source);
    for (const other of next) if (!seen.has(other) && seen.add(other)) todo.push(other);
  }
  return todo;
}
