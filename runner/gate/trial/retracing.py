"""One past case once more, in another drawing: what people did then, at the instants at which they
did it. The engine alone, without a database: nobody is told anything and nothing is kept.

What people would have done otherwise, seeing other buttons, cannot be known. So a case is followed
only as far as each of its steps is possible, and what a new form asks for is made up and named.
Decision 0296.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from runner.bpmn import Action, forms
from runner.engine import Process
from runner.errors import CaselaneError, InvalidInput, NotPossible
from runner.gate.milestone_states import MilestoneStates
from runner.model import CUSTOMER_REPLY, PastEvent, PastLife, Step

PastWay = Literal["same", "other", "impossible", "unknown"]
"""The case goes the same way; another one; it comes to a step that is not possible; or its history
does not tell enough to follow it."""

DifferenceKind = Literal["", "status", "new", "gone", "impossible"]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first step that differs: `element` in `status`, the one that the case had before it.

    - status: the case `was` in another one behind it than it now `becomes`;
    - new: it happens, and did not;
    - gone: it does not happen any more;
    - impossible: somebody did it and cannot: `reason` says why.
    """

    kind: DifferenceKind = ""
    element: str = ""
    status: str = ""
    was: str = ""
    becomes: str = ""
    reason: str = ""


NONE = Difference()


@dataclass(frozen=True, slots=True)
class Retraced:
    """What became of a case. `stopped` is the step that was not possible; `milestones` are names
    with the state before and after, `told` how often an element told somebody, before and after,
    for cases that were followed to their end. `assumed` are values that nobody had filled in: the
    action and the field."""

    number: str
    closed: bool
    way: PastWay
    difference: Difference = NONE
    stopped: Difference = NONE
    milestones: tuple[tuple[str, str, str], ...] = ()
    told: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    assumed: frozenset[tuple[str, str]] = frozenset()


class _Impossible(Exception):
    """What somebody did cannot be done; the text says why."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something that happened, and the statuses around it."""

    element: str
    before: str
    after: str


def retrace(process: Process, life: PastLife, until: datetime) -> Retraced:
    """Lets a case go its way once more in a drawing. A case that was open waits `until` then."""
    if not life.events or life.events[0].event != "submitted":
        return Retraced(life.number, life.closed, "unknown")
    try:
        retracing = _Retracing(process, life)
    except CaselaneError as error:
        reason = Difference("impossible", life.events[0].element, reason=str(error))
        return Retraced(life.number, life.closed, "impossible", reason, reason)
    return retracing.run(until)


class _Retracing:
    def __init__(self, process: Process, life: PastLife):
        self._process = process
        self._life = life
        self._calendar = process.calendars.named(life.calendar)
        self._facts = dict(life.facts)
        self._milestones = MilestoneStates(process.diagram)
        self._after: list[_Moment] = []
        self._told: Counter[str] = Counter()
        self._assumed: set[tuple[str, str]] = set()
        first = life.events[0]
        asked = forms.fields(process.diagram.start_form or {})
        given = {name: value for name, value in first.values.items() if name in asked}
        self._step: Step = process.start({**given, **self._facts}, first.at, self._calendar)
        self._note()

    def run(self, until: datetime) -> Retraced:
        for event in self._life.events[1:]:
            try:
                self._repeat(event)
            except (_Impossible, CaselaneError) as error:
                return self._ended(self._impossible(event, error))
        try:
            if not self._life.closed:
                self._take(self._process.wake(self._step.state, until, self._calendar))
        except CaselaneError as error:
            due = min(self._step.timers, key=lambda timer: timer.fires_at, default=None)
            element, status = due.element if due else "", self._step.status
            return self._ended(Difference("impossible", element, status, reason=str(error)))
        return self._ended(NONE)

    # -------------------------------------------------------------- what people did, once more

    def _repeat(self, event: PastEvent) -> None:
        if repeat := _REPEATED.get(event.event):
            repeat(self, event)

    def _act(self, event: PastEvent) -> None:
        action = self._offered(event)
        values = self._filled_in(action, event)
        self._take(
            self._process.act(
                self._step.state, action.id, values, event.at, self._calendar, by=event.actor
            )
        )

    def _offered(self, event: PastEvent) -> Action:
        """The action as the side that took it may take it. Timers that fall due before fire first:
        they may take it away."""
        self._take(self._process.wake(self._step.state, event.at, self._calendar))
        compiled = self._process.compiled
        offered = [one for one in compiled.offered(self._step.offers) if one.id == event.action]
        mine = [one for one in offered if _is_for(one.audience, event.side)]
        if not any(one.id == event.action for one in compiled.actions):
            raise _Impossible("It is not drawn.")
        if offered and not mine:
            raise _Impossible(f"It is for {offered[0].audience}.")
        if not mine:
            raise _Impossible("It is not offered there.")
        return mine[0]

    def _filled_in(self, action: Action, event: PastEvent) -> dict[str, Any]:
        """What was filled in then. Texts are in the conversation, and were there; any other field
        that nobody filled in is made up, and named."""
        form = action.form or {}
        fields, texts = forms.fields(form), forms.conversation(form)
        kept = {k: v for k, v in event.values.items() if k in fields and v is not None}
        filled = forms.sample(form, kept)
        self._assumed |= {(action.id, name) for name in filled if name not in {*kept, *texts}}
        try:
            return forms.submit(action.form, filled)
        except InvalidInput as error:
            raise _Impossible(f"Its form takes other values: {error}") from error

    def _hear(self, event: PastEvent) -> None:
        """A message moves the case where the drawing waits for it, and did not where it did not."""
        if not event.public:
            return
        self._take(self._process.wake(self._step.state, event.at, self._calendar))
        customers = event.side == "customer" or event.values.get("on_behalf_of_customer")
        if customers and CUSTOMER_REPLY in self._step.messages:
            self._deliver_message(CUSTOMER_REPLY, {}, event)
        elif event.moved:
            raise _Impossible("Nothing there waits for it.")

    def _deliver(self, event: PastEvent) -> None:
        """What a machine said, by the message of the event in the drawing."""
        element = self._process.diagram.elements.get(event.element)
        if element is None or not element.message:
            raise _Impossible("It is not drawn.")
        fields = forms.fields(element.forms.get("") or {})
        values = {name: value for name, value in event.values.items() if name in fields}
        self._deliver_message(element.message, values, event)

    def _deliver_message(self, name: str, values: Mapping[str, Any], event: PastEvent) -> None:
        deliver = self._process.deliver
        self._take(deliver(self._step.state, name, values, event.at, self._calendar))

    def _change(self, event: PastEvent) -> None:
        """Only facts that a drawing may route on count; a new owner is none."""
        changed = {name: value[1] for name, value in event.values.items() if _is_change(value)}
        new = {name: value for name, value in changed.items() if name in self._facts}
        self._facts |= new
        facts = self._facts if new else {}
        self._take(self._process.revise(self._step.state, facts, event.at, self._calendar))

    # -------------------------------------------------------------- what came of it

    def _take(self, step: Step) -> None:
        self._step = step
        self._note()

    def _note(self) -> None:
        self._milestones.note(self._step)
        for one in self._step.happened:
            moment = _Moment(one.element, one.from_status or "", one.to_status or "")
            self._after.append(moment)
            self._told.update(e.element for e in one.effects if e.kind == "notify")

    def _impossible(self, event: PastEvent, error: Exception) -> Difference:
        status, what = self._step.status, event.action or event.element
        reason = str(error)
        if isinstance(error, NotPossible):
            reason = "Nothing there waits for it."
        return Difference("impossible", what, status, reason=reason)

    def _ended(self, stopped: Difference) -> Retraced:
        life = self._life
        before = [
            _Moment(event.element, event.before or "", event.after or "")
            for event in life.events
            if event.moved
        ]
        difference = _first_difference(before, self._after, bool(stopped.kind)) or stopped
        way: PastWay = "impossible" if stopped.kind else "other" if difference.kind else "same"
        retraced = Retraced(life.number, life.closed, way, difference, stopped)
        if stopped.kind:
            return retraced
        return Retraced(
            life.number, life.closed, way, difference, stopped,
            tuple(self._compared_milestones()),
            (Counter(name for event in life.events for name in event.told), self._told),
            frozenset(self._assumed),
        )  # fmt: skip

    def _compared_milestones(self) -> Iterator[tuple[str, str, str]]:
        before, after = self._life.milestones, self._milestones.states
        for name in sorted({**before, **after}):
            yield name, before.get(name, ""), after.get(name, "")


_REPEATED: Mapping[str, Callable[[_Retracing, PastEvent], None]] = {
    "action": _Retracing._act,
    "message": _Retracing._hear,
    "event": _Retracing._deliver,
    "changed": _Retracing._change,
}
"""What people and machines do. Timers fire by themselves; nothing else moves a token."""


def _first_difference(
    before: Sequence[_Moment], after: Sequence[_Moment], stopped: bool
) -> Difference | None:
    """The first moment at which the two differ. Of a case that `stopped` only what it came to."""
    for n, (was, now) in enumerate(zip(before, after, strict=False)):
        if was.element != now.element:
            return _came_or_went(was, now, before[n:])
        if was.after != now.after:
            return Difference("status", now.element, now.before, was.after, now.after)
    if len(after) > len(before):
        extra = after[len(before)]
        return Difference("new", extra.element, extra.before)
    if len(after) < len(before) and not stopped:
        missing = before[len(after)]
        return Difference("gone", missing.element, missing.before)
    return None


def _came_or_went(was: _Moment, now: _Moment, later: Sequence[_Moment]) -> Difference:
    """What happens now is new, unless it did come `later`: then what came before it is gone."""
    if any(moment.element == now.element for moment in later):
        return Difference("gone", was.element, was.before)
    return Difference("new", now.element, now.before)


def _is_for(audience: str, side: str | None) -> bool:
    return (audience.lower() == "customer") == (side == "customer")


def _is_change(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2
