"""From the history of a case to its facts: pure, so that reading it again gives the same.

Decision 0227.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from runner.bpmn import Diagram, Element
from runner.bpmn.calendar import Calendar
from runner.bpmn.elements import WAITING_TASKS
from runner.errors import CalendarError
from runner.gate.policies import LiveCase, PolicyWatch
from runner.model import (
    CaseFacts,
    CaseMove,
    Event,
    Interval,
    IntervalKind,
    PolicyVerdict,
    Route,
)

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What is known of a case: its history, and the elements at which it waits with since when."""

    case_id: int
    closed: bool
    calendar: Calendar
    history: Sequence[Event]
    waits_at: Mapping[str, datetime] = field(default_factory=dict)


DiagramOf = Callable[[int], Diagram | None]
"""The diagram of a version; None for one that cannot be read any more."""

PoliciesOf = Callable[[int], PolicyWatch | None]
"""The policies of a version; None where they cannot be read."""


def facts_of(
    case: CaseRecord, diagram_of: DiagramOf, policies_of: PoliciesOf = lambda _: None
) -> CaseFacts:
    """The facts of a case that has a history. Events keep the order of the history, whatever their
    times say; an interval that would end before it began lasts no time."""
    statuses = list(_of_statuses(case))
    intervals = (*statuses, *_of_elements(case, diagram_of), *_of_owners(case))
    last, first = case.history[-1], case.history[0]
    moves = tuple(_moves(case.history))
    ended = statuses[-1].started_at if case.closed and statuses else None
    end = None if ended is None else max(ended, first.at)
    return CaseFacts(
        case.case_id, last.sequence, tuple(interval.name for interval in statuses), ended,
        sum(event.event == "migrated" for event in case.history),
        intervals, moves, *_work(case),
        rejections=sum(move.is_rejection for move in moves),
        clock=None if end is None else (end - first.at) // MINUTE,
        business=None if end is None else _business(case.calendar, first.at, end),
        versions=_versions(case.history), verdicts=tuple(_verdicts(case, policies_of)),
        set_back=sum(after.at < before.at for before, after in pairwise(case.history)),
        missing=last.sequence - len(case.history),
    )  # fmt: skip


def _versions(history: Iterable[Event]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(event.version_id for event in history))


def _verdicts(case: CaseRecord, policies_of: PoliciesOf) -> Iterator[PolicyVerdict]:
    now = case.history[-1].version_id
    waits_at = frozenset(() if case.closed else case.waits_at)
    for version_id in _versions(case.history):
        watch = policies_of(version_id)
        if watch is not None:
            here = waits_at if version_id == now else None
            yield from watch.verdicts(LiveCase(case.history, case.calendar, here))


def _work(case: CaseRecord) -> tuple[int, int]:
    """Touches of support, and answers of the customer before the line that ended the case."""
    final = _closing_line(case)
    worked = [event for event in case.history if event.event in ("action", "message")]
    touches = sum(event.audience == "support" for event in worked)
    before = [event for event in worked if final is None or event.sequence < final]
    return touches, sum(event.audience == "customer" for event in before)


def _closing_line(case: CaseRecord) -> int | None:
    moved = (event.sequence for event in reversed(case.history) if _changes_status(event))
    return next(moved, None) if case.closed else None


def _moves(history: Iterable[Event]) -> Iterator[CaseMove]:
    seen: set[str] = set()
    for event in history:
        if _changes_status(event) or event.element:
            again = _changes_status(event) and event.to_status in seen
            yield CaseMove(event.sequence, event.at, _route(event), again)
        if event.to_status:
            seen.add(event.to_status)


def _changes_status(event: Event) -> bool:
    return event.to_status is not None and event.to_status != event.from_status


def _route(event: Event) -> Route:
    return Route(
        event.version_id, event.event, event.audience, event.action, event.element,
        event.from_status, event.to_status, event.path,
    )  # fmt: skip


# ------------------------------------------------------------------ intervals


class _Stays:
    """Intervals of one kind that begin and end. Those that end in the end are finished."""

    def __init__(self, kind: IntervalKind, calendar: Calendar):
        self._kind: IntervalKind = kind
        self._calendar = calendar
        self._open: dict[str, Interval] = {}
        self._found: list[str | Interval] = []
        self._seen: set[str] = set()
        self._ended: dict[int, Interval] = {}
        self._places: dict[str, int] = {}

    def begin(self, name: str, at: datetime, version_id: int) -> None:
        """Nothing, if it is there already."""
        if name not in self._open:
            self._open[name] = Interval(self._kind, name, version_id, name in self._seen, at)
            self._places[name] = len(self._found)
            self._found.append(name)
            self._seen.add(name)

    def end(self, name: str, at: datetime) -> None:
        """Nothing, if it is not there."""
        stay = self._open.pop(name, None)
        if stay is not None:
            self._found[self._places[name]] = _finished(stay, at, self._calendar)

    def end_all(self, at: datetime, but: Iterable[str] = ()) -> None:
        for name in [name for name in self._open if name not in set(but)]:
            self.end(name, at)

    @property
    def there(self) -> tuple[str, ...]:
        return tuple(self._open)

    def all(self) -> Iterator[Interval]:
        """In the order of their beginnings."""
        return (self._open[one] if isinstance(one, str) else one for one in self._found)


def _finished(stay: Interval, at: datetime, calendar: Calendar) -> Interval:
    end = max(at, stay.started_at)
    return Interval(
        stay.kind, stay.name, stay.version_id, stay.again, stay.started_at, end,
        (end - stay.started_at) // MINUTE, _business(calendar, stay.started_at, end),
    )  # fmt: skip


def _business(calendar: Calendar, start: datetime, end: datetime) -> int | None:
    """None where the calendar cannot tell."""
    try:
        return calendar.between(start, end) // MINUTE
    except CalendarError:
        return None


def _of_statuses(case: CaseRecord) -> Iterator[Interval]:
    """The last status of a closed case has no end: the case stays there."""
    stays = _Stays("status", case.calendar)
    for event in case.history:
        if event.to_status is not None:
            stays.end_all(event.at, but=[event.to_status])
            stays.begin(event.to_status, event.at, event.version_id)
    return stays.all()


def _of_owners(case: CaseRecord) -> Iterator[Interval]:
    """By address, as the history has it. Ownership ends when the case is closed."""
    stays = _Stays("owner", case.calendar)
    for event in case.history:
        owner = _given_to(event)
        if owner is not None:
            stays.end_all(event.at)
        if owner:
            stays.begin(owner, event.at, event.version_id)
    if case.closed:
        stays.end_all(_last_move(case.history))
    return stays.all()


def _given_to(event: Event) -> str | None:
    """The owner whom an event gave the case, empty for nobody; None for one that is about something
    else, even if its form asked for an `owner`."""
    match event.event, event.details.get("values", {}).get("owner"):
        case ("submitted", str(owner)) | ("changed", [_, str(owner)]):
            return owner
        case ("changed", [_, None]):
            return ""
        case _:
            return None


def _of_elements(case: CaseRecord, diagram_of: DiagramOf) -> Iterator[Interval]:
    """The waiting tasks. Where the case waits now is known for certain, and has the last word: of
    a version that cannot be read any more the history says no more than that."""
    stays = _Stays("element", case.calendar)
    for event in case.history:
        diagram = diagram_of(event.version_id)
        if event.event == "modified":
            stays.end(event.details.get("values", {}).get("from", ""), event.at)
        if diagram is not None and event.path:
            _follow(stays, diagram, event)
        elif event.event == "migrated" and diagram is not None:
            stays.end_all(event.at, but=diagram.elements)
    stays.end_all(_last_move(case.history), but=() if case.closed else case.waits_at)
    for name, since in case.waits_at.items():
        stays.begin(name, since, case.history[-1].version_id)
    return stays.all()


def _follow(stays: _Stays, diagram: Diagram, event: Event) -> None:
    """What the path of a token ended, and where it came to wait."""
    for step in event.path:
        flow, element = diagram.flows.get(step), diagram.elements.get(step)
        if flow is not None:
            stays.end(flow.source, event.at)
        elif element is not None and _interrupts(element):
            for name in stays.there:
                if _lies_in(diagram, name, element):
                    stays.end(name, event.at)
        elif element is not None and element.kind in WAITING_TASKS:
            stays.begin(step, event.at, event.version_id)


def _interrupts(element: Element) -> bool:
    return element.attached_to is not None and element.interrupting


def _lies_in(diagram: Diagram, name: str, border: Element) -> bool:
    """Whether an element is the activity whose border an event is on, or lies in it."""
    element = diagram.elements.get(name)
    around = {outer.id for outer in diagram.around(element)} if element else set()
    return border.attached_to in around | {name}


def _last_move(history: Sequence[Event]) -> datetime:
    moved = (event.at for event in reversed(history) if event.to_status is not None)
    return next(moved, history[-1].at)
