"""Whether there are people enough for what a diagram asks of different ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runner.bpmn import Diagram, Element
from runner.model import Finding, Person
from runner.people.permissions import is_meant


def too_few_people(diagram: Diagram, people: Iterable[Person]) -> Iterator[Finding]:
    """A warning for each activity that more different people have to do than may do it today. Its
    cases would wait there until somebody is given the right."""
    people = tuple(people)
    for element in diagram.elements.values():
        if not element.asks_different_people:
            continue
        wanted = _wanted(element)
        audiences = {action.audience for action in diagram.actions if action.element == element.id}
        able = [p for p in people if any(is_meant(p, audience) for audience in audiences)]
        if audiences and len(able) < wanted:
            yield Finding(
                "too-few-people",
                f"'{element.label}' asks {wanted} different people, and {len(able)} may do it: "
                "a case would wait there.",
                "Give more people the right (caselane user roles), or ask fewer.",
                element=element.id,
                severity="warning",
            )


def _wanted(element: Element) -> int:
    """How often an activity is done, where its drawing says a number; else twice at least."""
    times = element.loop.times.strip() if element.loop else ""
    return int(times) if times.isdecimal() else 2
