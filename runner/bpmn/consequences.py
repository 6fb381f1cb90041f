"""What follows from an action or an event: the statuses and the activities behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from runner.bpmn import expressions
from runner.bpmn.elements import (
    ACTIVITIES,
    SUB_PROCESSES,
    WAITING_TASKS,
    Action,
    Diagram,
    Element,
    Flow,
)
from runner.bpmn.forms import constants

Known = Mapping[str, Any]
"""The variables whose values are certain."""


def leads_to(diagram: Diagram, action: Action) -> tuple[str, ...]:
    """The statuses that a case may have right after an action, in the order of the flows.

    Where a gateway decides on what the form of the action sets, only the flow that it takes counts.
    """
    diagram = diagram.lowered
    known: Known = constants(action.form or {})
    flow = diagram.flows.get(action.id)
    todo = _behind(diagram, diagram.elements[action.id], known) if flow is None else [flow.target]
    return _statuses(diagram, todo, known)


def statuses_behind(diagram: Diagram, element: Element) -> tuple[str, ...]:
    """The statuses that a case may have right after a token has left an element."""
    diagram = diagram.lowered
    return _statuses(diagram, _behind(diagram, diagram.elements[element.id], {}), {})


def reached_from(diagram: Diagram, origin: str, closed: Collection[str]) -> set[str]:
    """Where a token can come to from an element, if none leaves what is `closed` over the flows
    behind it. More than can happen where conditions decide."""
    diagram = diagram.lowered
    todo, found = [origin], set()
    while todo:
        element = diagram.elements[todo.pop()]
        if element.id in found:
            continue
        found.add(element.id)
        around = (element.id, *(host.id for host in diagram.around(element)))
        todo += [event.id for host in around for event in diagram.boundary_events(host)]
        if element.id not in closed:
            todo += _behind(diagram, element, {})
    return found


def consequence(diagram: Diagram, event: str) -> Element | None:
    """The first activity with a name behind an event."""
    diagram = diagram.lowered
    todo, seen = [event], set()
    while todo:
        element = diagram.elements[todo.pop(0)]
        if element.kind in ACTIVITIES - SUB_PROCESSES and element.name:
            return element
        if element.id not in seen:
            seen.add(element.id)
            todo += _behind(diagram, element, {})
    return None


def _statuses(diagram: Diagram, targets: list[str], known: Known) -> tuple[str, ...]:
    """The statuses at which tokens first come to rest on their way on from `targets`."""
    todo = [(target, known) for target in targets]
    seen: set[tuple[str, bool]] = set()
    found: dict[str, None] = {}
    while todo:
        element_id, known = todo.pop(0)
        element = diagram.elements[element_id]
        if (element_id, bool(known)) in seen:
            continue
        seen.add((element_id, bool(known)))
        status = element.properties.get("status")
        if not status and element.kind in WAITING_TASKS:
            status = diagram.status_of(element)
        if status:
            found[status] = None
            continue
        if _may_write(element):
            known = {}
        todo += [(target, known) for target in _behind(diagram, element, known)]
    return tuple(found)


def _may_write(element: Element) -> bool:
    """May an element that a token goes through set a variable that is known to another value?"""
    computes = element.decision or element.script or element.called or element.loop
    return bool(computes or element.forms)


def _behind(diagram: Diagram, element: Element, known: Known) -> list[str]:
    """Where a token goes from an element that does not hold it."""
    if element.kind in SUB_PROCESSES:
        inside = [e for e in diagram.elements.values() if e.container == element.id]
        return [e.id for e in inside if e.kind == "startEvent"]
    caught = diagram.caught_by(element)
    if caught is not None and caught.interrupting:
        return [flow.target for flow in flows_taken(diagram, caught, known)]
    outer = diagram.elements.get(element.container)
    if element.kind == "endEvent" and outer is not None:
        element = outer
    beside = [] if caught is None else [caught.id]
    return [*beside, *(flow.target for flow in flows_taken(diagram, element, known))]


def flows_taken(diagram: Diagram, element: Element, known: Known) -> Iterator[Flow]:
    """The flows out of an element that a token may take: an exclusive gateway takes the first
    whose condition holds, else its default."""
    flows = [diagram.flows[key] for key in element.outgoing]
    if element.kind != "exclusiveGateway":
        yield from flows
        return
    for flow in sorted(flows, key=lambda flow: flow.id == element.default):
        holds = _holds(flow, known)
        if holds is not False:
            yield flow
        if holds:
            return


def _holds(flow: Flow, known: Known) -> bool | None:
    """Whether the condition of a flow holds; None when what is known does not decide it."""
    found = expressions.outcomes(flow.condition, known) if flow.condition else ()
    return None if len(found) != 1 else True in found
