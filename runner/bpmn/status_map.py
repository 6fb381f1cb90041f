"""The status map of a diagram: a box for each status, whose move it is, and the ways between them.

The map shows statuses and the ways between them, without tasks, gateways and events: a customer
who does not read BPMN sees where a case is and where it can go.

Decision 0168.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from runner.bpmn.consequences import leads_to, statuses_behind
from runner.bpmn.elements import CAUGHT_AROUND, WAITING_TASKS, Action, Diagram, Element, Status

MOST_BOXES = 8
"""Statuses of one case's map. Of a diagram with more, those that the case knows are shown."""

_WAITS = WAITING_TASKS | {"receiveTask", "intermediateCatchEvent"}


@dataclass(frozen=True, slots=True)
class StatusBox:
    """A status, and whose move it is: what the property `move` or the lane of its tasks says."""

    status: Status
    moves: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.status.name


@dataclass(frozen=True, slots=True)
class StatusWay:
    """A way from a status to another, and what leads there: names of actions, messages, timers."""

    source: str
    target: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusMap:
    """`everywhere` are ways that lead from every open status, each said once, without a source."""

    boxes: tuple[StatusBox, ...]
    ways: tuple[StatusWay, ...]
    everywhere: tuple[StatusWay, ...] = ()
    left_out: int = 0
    """Statuses of the diagram that this map does not show."""

    def ways_from(self, status: str) -> tuple[StatusWay, ...]:
        """The ways out of a status, those that lead from everywhere among them."""
        if any(box.name == status and box.status.final for box in self.boxes):
            return ()
        labels = {way.target: way.labels for way in self.ways if way.source == status}
        for way in self.everywhere:
            labels[way.target] = (*labels.get(way.target, ()), *way.labels)
        return tuple(StatusWay(status, target, names) for target, names in labels.items())

    def of_case(self, current: str, visited: Iterable[str]) -> StatusMap:
        """The map of one case: of more than MOST_BOXES statuses those that it has been in, the one
        that it is in, and the ends."""
        if len(self.boxes) <= MOST_BOXES:
            return self
        kept = {current, *visited} | {box.name for box in self.boxes if box.status.final}
        boxes = tuple(box for box in self.boxes if box.name in kept)
        return StatusMap(
            boxes,
            tuple(way for way in self.ways if {way.source, way.target} <= kept),
            self.everywhere,
            len(self.boxes) - len(boxes),
        )


@dataclass(frozen=True, slots=True)
class _Leaving:
    """That a cause, an action or an event, leads from a status to another."""

    cause: str
    label: str
    source: str
    target: str


def status_map(diagram: Diagram) -> StatusMap:
    """Derives the map. Boxes stand in the order of the statuses in lists."""
    diagram = diagram.lowered
    waits = [e for e in diagram.in_order if e.kind in _WAITS and diagram.status_of(e)]
    moves: dict[str, dict[str, None]] = {}
    for wait in waits:
        whose = wait.properties.get("move") or wait.lane
        moves.setdefault(diagram.status_of(wait), {}).update({whose: None} if whose else {})
    boxes = (StatusBox(s, tuple(moves.get(s.name, ()))) for s in diagram.statuses)
    actions = diagram.actions
    leavings = [leaving for wait in waits for leaving in _leavings(diagram, actions, wait)]
    everywhere = _everywhere(leavings, moves.keys())
    return StatusMap(
        tuple(boxes),
        _ways(leaving for leaving in leavings if leaving.cause not in everywhere),
        _ways(replace(leaving, source="") for leaving in leavings if leaving.cause in everywhere),
    )


def _leavings(diagram: Diagram, actions: Iterable[Action], wait: Element) -> Iterator[_Leaving]:
    source = diagram.status_of(wait)
    for cause, label, targets in _left_by(diagram, actions, wait):
        for target in targets:
            if target != source:
                yield _Leaving(cause, label, source, target)


def _left_by(
    diagram: Diagram, actions: Iterable[Action], wait: Element
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What ends a wait: its id, what to call it, and the statuses that it leads to."""
    outcomes = [action for action in actions if action.element == wait.id and not action.message]
    for action in outcomes:
        yield action.id, action.label, leads_to(diagram, action)
    if not outcomes:
        yield wait.id, wait.label, statuses_behind(diagram, wait)
    for event in _interrupting(diagram, wait):
        by_people = [action for action in actions if action.id == event.id]
        for action in by_people:
            yield event.id, event.label, leads_to(diagram, action)
        if not by_people:
            yield event.id, event.label, statuses_behind(diagram, event)


def _interrupting(diagram: Diagram, wait: Element) -> Iterator[Element]:
    """The events that interrupt a wait from outside: on its border and on those around it. What is
    thrown inside belongs to the end that throws it."""
    host: Element | None = wait
    while host is not None:
        for event in diagram.boundary_events(host.id):
            if event.interrupting and not CAUGHT_AROUND & set(event.events):
                yield event
        host = diagram.elements.get(host.container)


def _everywhere(leavings: Iterable[_Leaving], open_statuses: Collection[str]) -> set[str]:
    """The causes that lead from every open status to one and the same. With fewer than three
    open statuses there is nothing to say shorter."""
    sources: dict[str, set[str]] = {}
    targets: dict[str, set[str]] = {}
    for leaving in leavings:
        sources.setdefault(leaving.cause, set()).add(leaving.source)
        targets.setdefault(leaving.cause, set()).add(leaving.target)
    if len(open_statuses) < 3:
        return set()
    return {c for c in sources if sources[c] == set(open_statuses) and len(targets[c]) == 1}


def _ways(leavings: Iterable[_Leaving]) -> tuple[StatusWay, ...]:
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for leaving in leavings:
        labels.setdefault((leaving.source, leaving.target), {})[leaving.label] = None
    return tuple(StatusWay(*pair, tuple(names)) for pair, names in labels.items())
