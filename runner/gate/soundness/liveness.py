"""Which variables still matter to a token: those that a condition may read before they are set.

Backwards over the drawing, as compilers find live variables. Tokens that differ in nothing else
have the same future, so the token game follows one of them. Decision 0235.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from runner.bpmn import WAITING_TASKS, Diagram
from runner.gate.soundness.domains import OUTCOME, conditions, names_of

Names = frozenset[str]
_NONE: Names = frozenset()


class _Way(NamedTuple):
    """A token goes from one flow or element to the next: what it reads and sets on the way."""

    source: str
    target: str
    reads: Names = _NONE
    sets: Names = _NONE


def live_variables(diagram: Diagram) -> dict[str, Names]:
    """By flow and element: the variables that matter to a token on it, or held by it."""
    live = dict.fromkeys((*diagram.elements, *diagram.flows), _NONE)
    ways = [*_between_elements(diagram), *_through_containers(diagram), *_chosen(diagram)]
    ways += _shared(diagram)
    before = None
    while live != before:
        before = dict(live)
        for way in reversed(ways):
            live[way.source] |= way.reads | (live[way.target] - way.sets)
    return live


def _between_elements(diagram: Diagram) -> Iterator[_Way]:
    asked = conditions(diagram)
    for element in diagram.elements.values():
        if element.attached_to:
            yield _Way(element.attached_to, element.id)
        if element.kind not in WAITING_TASKS or len(element.outgoing) > 1:
            for element_id in element.outgoing:
                yield _Way(element.id, element_id, names_of(asked.get(element_id)) or _NONE)
    for flow in diagram.flows.values():
        yield _Way(flow.id, flow.target)


def _through_containers(diagram: Diagram) -> Iterator[_Way]:
    """Into an activity that runs others inside it, and back to it from each end there."""
    hosts: dict[str, list[str]] = {}
    for element in diagram.elements.values():
        hosts.setdefault(element.called or element.id, []).append(element.id)
    for inner in diagram.elements.values():
        for host in hosts.get(inner.container, ()):
            if inner.kind == "startEvent":
                yield from (_Way(flow, inner.id) for flow in diagram.elements[host].incoming)
            elif not inner.outgoing:
                yield _Way(inner.id, host)


def _shared(diagram: Diagram) -> Iterator[_Way]:
    """To the start of an event sub-process, which shares the data of what happens in the body."""
    starts = [event for event in diagram.elements.values() if event.starts_handler]
    for item in (*diagram.elements.values(), *diagram.flows.values()) if starts else ():
        around = {outer.id for outer in diagram.around(item)}
        for event in starts:
            if event.attached_to in around:
                yield _Way(item.id, event.id)


def _chosen(diagram: Diagram) -> Iterator[_Way]:
    """Out of a task by an action: its form and its outcome are set."""
    for action in diagram.actions:
        if action.message is None:
            sets = frozenset((action.form or {}).get("properties", ())) | {OUTCOME}
            yield _Way(action.element, action.id, names_of(action.guard) or _NONE, sets)
