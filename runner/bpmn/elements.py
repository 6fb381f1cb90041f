"""The elements of a drawing and what they mean for a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Any, Literal, TypeVar

from runner.bpmn.forms import Schema, merged
from runner.bpmn.geometry import Edge, Shape
from runner.bpmn.timers import Kind, Timer, read_timer
from runner.errors import DiagramError
from runner.model import Finding

EVERYBODY = ""
"""The key of a form that is the same for every audience."""

WAITING_TASKS = frozenset({"userTask", "manualTask", "task"})
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
)
CAUGHT_AROUND = frozenset({"error", "cancel", "escalation"})
"""The kinds of events that are thrown, and caught on the border of a sub-process around them."""
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = (
    WAITING_TASKS
    | SUB_PROCESSES
    | {"serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity"}
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
LISTED: Mapping[str, frozenset[str]] = {
    "flowNodeRef": FLOW_NODES,
    "dataInputRefs": frozenset({"dataInput"}),
    "dataOutputRefs": frozenset({"dataOutput"}),
}
"""The kinds of elements that a lane and sets of data can list, by the name of the reference."""
OPERATIONS = frozenset({"notify"})
"""What service tasks of a diagram may ask for."""
MOST_ROUNDS = 1000
"""How often an activity may be done over."""


_SMALL_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: str
    target: str
    container: str
    condition: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Schema] = field(default_factory=dict)
    documentation: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition: what an event waits for or brings about.

    `kind` is `timer`, `message`, `link` ...; `refers_to` the id that it gives for its message,
    signal or error, and `target` the name of what stands under that id: None when nothing does.
    `code` is what errors and escalations are told apart by: the id where the file gives no code.
    `elsewhere` says that the definition itself is only referred to, not drawn in the event.
    """

    kind: str
    refers_to: str = ""
    target: str | None = None
    name: str = ""
    condition: str | None = None
    elsewhere: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity is done. `parallel` and `sequential` are for each item or so many
    times, `standard` is again and again. Texts are as written, '' where nothing is."""

    kind: Literal["standard", "parallel", "sequential"]
    times: str = ""
    collection: str = ""
    item: str = ""
    output: str = ""
    until: str = ""
    most: str = ""
    behavior: str = "All"


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in a process that is no part of BPMN, or that nothing is known to do with."""

    id: str
    kind: str
    container: str
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node. `container` is the process or sub-process that it is drawn in.

    `events` are the kinds of its event definitions (`timer`, `message` ...); `message` is the name
    of the message it waits for; `timer_text` and `timer_kind` are what its timer says, unread, and
    `other_times` what it says beside that, which counts for nothing.
    `called` is the process that a call activity calls, `tells` names a service task's recipients,
    `parameters` what it hands over; `by_event` says that a sub-process is started by an event.
    `starts_handler` is of lowered diagrams: what was the start event of an event sub-process.
    """

    id: str
    kind: str
    name: str
    container: str
    lane: str | None = None
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, Schema] = field(default_factory=dict)
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True
    events: tuple[str, ...] = ()
    message: str | None = None
    timer_kind: Kind | None = None
    timer_text: str = ""
    other_times: tuple[str, ...] = ()
    default: str | None = None
    decision: str | None = None
    called: str | None = None
    tells: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    loop: Loop | None = None
    script: str | None = None
    script_format: str = ""
    operation: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    by_event: bool = False
    starts_handler: bool = False
    start_quantity: str = "1"
    completion_quantity: str = "1"
    line: int = 0

    @property
    def label(self) -> str:
        """What to call it: its name, or its id where the drawing gives none."""
        return self.name or self.id

    @property
    def thrown(self) -> tuple[Trigger, ...]:
        """What it throws for an event around it to catch."""
        throws = self.kind in ("endEvent", "intermediateThrowEvent")
        return tuple(item for item in self.triggers if throws and item.kind in CAUGHT_AROUND)

    def catches(self, thrown: Trigger) -> bool:
        """Does it wait for what is thrown: this very error or escalation, or any of the kind?"""
        return any(
            trigger.kind == thrown.kind and (not trigger.refers_to or trigger.code == thrown.code)
            for trigger in self.triggers
        )

    @property
    def from_outside(self) -> frozenset[str]:
        """What may be sent to it from outside the case: its message, and its signals that are
        marked as external, by name."""
        signals = [item.target for item in self.triggers if item.kind == "signal"]
        external = signals if self.properties.get("external") == "true" else []
        return frozenset(filter(None, (self.message, *external)))

    @property
    def asks_different_people(self) -> bool:
        """Of what is done several times: is each time another person's? Decision 0250."""
        return self.properties.get("different_people") == "true"

    @property
    def order(self) -> int | None:
        """The place of its status in lists, 1 to 999; None where the drawing gives none. Decision
        0166."""
        text = self.properties.get("order", "")
        return int(text) or None if _SMALL_NUMBER.fullmatch(text) else None

    def timer(self) -> Timer:
        """Its timer, read. Raises DiagramError, naming the element."""
        try:
            business = self.properties.get("time") == "business"
            return read_timer(self.timer_kind or "duration", self.timer_text, business)
        except DiagramError as error:
            raise DiagramError(f"Timer of '{self.label}': {error}") from error


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person may do while the token waits at `element`.

    Either an outcome of a waiting task (`message` is None) or a message event: on the border of an
    activity, or the start of an event sub-process, which is the `element` then. The same id may be
    offered to several audiences, each with its form.
    """

    id: str
    label: str
    element: str
    audience: str
    form: Schema | None = None
    guard: str | None = None
    message: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """A status of cases: a column, a colour, a word. `final` is that of a case that has ended."""

    name: str
    final: bool = False
    fill: str = ""
    stroke: str = ""


@dataclass(frozen=True)
class Diagram:
    """One executable process of a BPMN file, with everything that the drawing says."""

    data: bytes
    process: str
    name: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
    documentation: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()
    notes: tuple[Finding, ...] = ()
    """Remarks on what was read otherwise than it may have been meant."""
    line: int = 0
    lower: Diagram | None = None

    @cached_property
    def spoken_in(self) -> dict[str, Any]:
        """It in other languages, as `drawn_texts` makes it when one is first asked for."""
        return {}

    @property
    def lowered(self) -> Diagram:
        """The same process without event sub-processes and links, as the engine runs it and the
        token game plays it; itself where none is drawn. See `lowering`."""
        return self.lower or self

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Everything that people can ever do, in the order of the drawing."""
        return tuple(
            action
            for element in _by_position(self)
            for action in (*_outcomes(self, element), *_message_actions(self, element))
        )

    @cached_property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses by their property `order`, those without one behind them from left to right;
        the final ones last."""
        found: dict[str, Status] = {}
        orders: dict[str, float] = {}
        for element in _by_position(self):
            name = element.properties.get("status")
            if not name:
                continue
            if name not in found:
                shape = self.shapes.get(element.id)
                final = element.kind == "endEvent"
                fill, stroke = (shape.fill, shape.stroke) if shape else ("", "")
                found[name] = Status(name, final, fill, stroke)
            orders[name] = min(orders.get(name, inf), element.order or inf)
        return tuple(sorted(found.values(), key=lambda s: (s.final, orders[s.name])))

    @property
    def in_order(self) -> tuple[Element, ...]:
        """The elements from left to right, those above one another from top to bottom."""
        return tuple(_by_position(self))

    @property
    def start(self) -> Element:
        """The start event of the process."""
        return next(self._starts())

    def _starts(self) -> Iterator[Element]:
        return (
            element
            for element in self.elements.values()
            if element.kind == "startEvent" and element.container == self.process
        )

    @cached_property
    def start_form(self) -> Schema | None:
        """What is asked when a case is opened. Nothing has to be filled in: a mail cannot be asked,
        and what does not come is None. Decision 0361."""
        begin = next(self._starts(), None)
        form = begin.forms.get(EVERYBODY) if begin else None
        return None if form is None else {**form, "required": []}

    def around(self, item: Element | Flow) -> Iterator[Element]:
        """The sub-processes and calls that an element or a flow lies in, innermost first."""
        seen: set[str] = set()
        outer = self.outer(item)
        while outer is not None and outer.id not in seen:
            seen.add(outer.id)
            yield outer
            outer = self.outer(outer)

    def outer(self, element: Element | Flow) -> Element | None:
        """The sub-process that an element lies in, or the first call activity that calls its
        process; None in the process itself."""
        outer = self.elements.get(element.container)
        return outer or self._callers.get(element.container)

    @cached_property
    def _callers(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.elements.values():
            if element.called:
                found.setdefault(element.called, element)
        return found

    def status_of(self, element: Element | None) -> str:
        """The status of a case at an element: its own, or the nearest around it; '' for none."""
        seen: set[str] = set()
        while element is not None and element.id not in seen:
            if element.properties.get("status"):
                return element.properties["status"]
            seen.add(element.id)
            element = self.outer(element)
        return ""

    def audience_of(self, task: Element) -> str:
        """Who may do a task, as written: what it says, or the sub-process or call around it that is
        nearest, else its lane; '' for none. A lane drawn in there is nearer. Decision 0360."""
        for place in (task, *self.around(task)):
            if place.lane != task.lane:
                break
            if said := place.properties.get("audience"):
                return said
        return task.lane or ""

    def boundary_events(self, activity: str) -> tuple[Element, ...]:
        return tuple(e for e in self.elements.values() if e.attached_to == activity)

    def caught_by(self, event: Element) -> Element | None:
        """The event around it that catches what an event throws, the nearest one: on the border of
        an activity, or the start of an event sub-process in its scope. One that it lies in itself
        does not catch what is thrown there. Of lowered diagrams."""
        around = tuple(self.around(event)) if event.thrown else ()
        inside = {activity.id for activity in around}
        for activity in around:
            starts = self._handler_starts.get(activity.container, ())
            beside = [start for start in starts if self.handler_of(start) not in inside]
            caught = catching([*self.boundary_events(activity.id), *beside], event)
            if caught is not None:
                return caught
            if "cancel" in event.events and activity.kind == "transaction":
                return None  # it cancels this one, and none around it
        return None

    def handler_of(self, start: Element) -> str:
        """The event sub-process that an event starts. Of lowered diagrams."""
        return next((self.flows[key].target for key in start.outgoing), "")

    @cached_property
    def _handler_starts(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.starts_handler:
                found.setdefault(element.container, []).append(element)
        return found

    def outcome_flows(self, task: Element) -> tuple[Flow, ...]:
        """The flows among which a person chooses when completing a waiting task.

        They are the named flows of the exclusive gateway that follows it, or its single flow. Where
        none of the gateway's flows has a name it decides on data, and is no choice. A flow that is
        left alone at its gateway stays what it was: a choice with its own id and name. Where
        several flows leave the task itself all are taken: it has the outcome of its lowered form.
        """
        if task.kind in WAITING_TASKS and len(task.outgoing) > 1 and self.lower is not None:
            return self.lower.outcome_flows(self.lower.elements[task.id])
        if task.kind not in WAITING_TASKS or len(task.outgoing) != 1:
            return ()
        single = self.flows[task.outgoing[0]]
        gateway = self.elements.get(single.target)
        if gateway and gateway.kind == "exclusiveGateway" and _decides(gateway):
            named = tuple(self.flows[key] for key in gateway.outgoing if self.flows[key].name)
            return named or (single,)
        return (single,)


def catching(border: Iterable[Element], thrower: Element) -> Element | None:
    """Of the events on one border the one that catches what an event throws: one that names it
    goes before one that takes any (BPMN 2.0.2, 10.5.6)."""
    caught = [e for e in border if any(e.catches(item) for item in thrower.thrown)]
    named = [e for e in caught if any(trigger.refers_to for trigger in e.triggers)]
    return next(iter(named or caught), None)


def _decides(gateway: Element) -> bool:
    """Does a gateway split, or is it left of one that did?"""
    return len(gateway.outgoing) > 1 or len(gateway.incoming) == len(gateway.outgoing) == 1


Lookup = Mapping[str, Element]
_T = TypeVar("_T")


def _by_position(diagram: Diagram) -> list[Element]:
    def place(element: Element) -> tuple[float, float]:
        shape = diagram.shapes.get(element.id)
        return (shape.bounds.x, shape.bounds.y) if shape else (0.0, 0.0)

    return sorted(diagram.elements.values(), key=place)


def _outcomes(diagram: Diagram, task: Element) -> list[Action]:
    flows = diagram.outcome_flows(task)
    chosen = len(flows) > 1 or (flows and flows[0].source != task.id)
    actions = []
    for flow in flows:
        audiences = _audiences(flow.properties.get("audience") or diagram.audience_of(task))
        for audience in audiences or [EVERYBODY]:
            form = merged(_form(task.forms, audience), _form(flow.forms, audience))
            guard = flow.condition if chosen else None
            label = flow.name or task.label
            actions.append(
                Action(flow.id, label, task.id, audience, form, guard, None, flow.properties)
            )
    return actions


def _message_actions(diagram: Diagram, event: Element) -> list[Action]:
    outer = diagram.elements.get(event.container)
    started = outer.id if outer is not None and outer.by_event else None
    place = event.attached_to if event.kind == "boundaryEvent" else started
    if event.kind not in ("boundaryEvent", "startEvent") or event.message is None or not place:
        return []
    return [
        Action(
            event.id,
            event.label,
            place,
            audience,
            _form(event.forms, audience),
            None,
            event.message,
            event.properties,
        )
        for audience in _audiences(event.properties.get("audience", ""))
    ]


def _audiences(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _form(forms: Mapping[str, Schema], audience: str) -> Schema | None:
    return forms.get(audience) or forms.get(EVERYBODY)
