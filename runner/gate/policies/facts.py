"""What can be said about a step of a case: the words that policies are written in.

A step is one action, message or timer and everything that follows until the case waits again.
About each step some *facts* hold, each a text such as `status Closed` or `action block by Support`.
The same function gives the facts of a step that could happen and of one that did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from runner.bpmn import WAITING_TASKS, Diagram, Element

ANYTHING = "anything"
SUBMISSION = "submission"
TIMER = "timer"
RESOLUTION = "resolution"


class DiagramFacts:
    """The facts of a diagram."""

    def __init__(self, diagram: Diagram):
        self.diagram = diagram.lowered
        self._starts = {
            element.id
            for element in (*diagram.elements.values(), *self.diagram.elements.values())
            if element.kind == "startEvent" and not self.diagram.elements[element.id].starts_handler
        }
        self._audiences: dict[str, list[str]] = {}
        for action in diagram.actions:
            self._audiences.setdefault(action.id, []).append(action.audience)

    @cached_property
    def statuses(self) -> frozenset[str]:
        return frozenset(status.name for status in self.diagram.statuses)

    @cached_property
    def audiences(self) -> frozenset[str]:
        return frozenset(name for names in self._audiences.values() for name in names)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every fact that the diagram knows, without `by` and `in`."""
        found = {ANYTHING, SUBMISSION, TIMER, RESOLUTION}
        found |= {f"action {action}" for action in self._audiences}
        found |= {f"flow {flow}" for flow in self.diagram.flows}
        for element in self.diagram.elements.values():
            found |= {f"element {element.id}", *self._about(element.id)}
            found |= set(_messages(element))
            if element.timer_kind:
                found.add(f"timer {element.id}")
            if element.properties.get("milestone"):
                found.add(f"milestone {element.properties['milestone']} starts")
        return frozenset(found)

    def facts(
        self, event: str, path: Iterable[str], before: Collection[str], side: str | None = None
    ) -> frozenset[str]:
        """`event` is the action, event or start that was triggered, `path` what tokens went
        through, `before` the statuses that the case may have had, `side` who acted: an audience,
        or a side as the history names it."""
        found = {ANYTHING}
        causes = list(self._causes(event, side))
        found.update(causes)
        found.update(f"{cause} in {status}" for cause in causes for status in before)
        for element_id in path:
            found.update(self._about(element_id))
        return frozenset(found)

    def happened(
        self, event: str, path: Iterable[str], before: str | None, side: str | None
    ) -> frozenset[str]:
        """As `facts`, of a step that a history tells: a case had one status before, or none."""
        return self.facts(event, path, [before] if before else [], side)

    def word_for(self, drawn: str) -> str:
        """The word of the vocabulary that an element or flow is pointed at for: its status, its
        action, its timer or its message, else itself."""
        element = self.diagram.elements.get(drawn)
        if drawn in self._audiences:
            return f"action {drawn}"
        if element is None:
            return f"flow {drawn}"
        about = next((one for one in self._about(drawn) if one.startswith("status ")), "")
        message = next(_messages(element), "")
        timer = f"timer {drawn}" if element.timer_kind else ""
        return about or timer or message or f"element {drawn}"

    def label(self, event: str) -> str:
        """What to call an action, a message or a timer."""
        named = next((a.label for a in self.diagram.actions if a.id == event), "")
        element = self.diagram.elements.get(event)
        return named or (element.label if element else event)

    def status(self, element: Element | None) -> str:
        """The status of a case that waits at an element, or that ended there."""
        return self.diagram.status_of(element)

    def _causes(self, event: str, side: str | None) -> Iterator[str]:
        element = self.diagram.elements.get(event)
        if event in self._starts:
            yield SUBMISSION
        if element is not None and element.timer_kind:
            yield from (TIMER, f"timer {event}")
        if element is not None:
            yield from _messages(element)
        if event in self._audiences and (side is not None or event in self.diagram.flows):
            yield f"action {event}"
            for audience in sorted(self.audiences):
                if side in (audience, "customer" if audience.lower() == "customer" else "support"):
                    yield f"action {event} by {audience}"

    def _about(self, element_id: str) -> Iterator[str]:
        element = self.diagram.elements.get(element_id)
        if element is None:
            yield f"flow {element_id}"
            return
        yield f"element {element_id}"
        if (element.kind in _HOLDS or "status" in element.properties) and self.status(element):
            yield f"status {self.status(element)}"
        yield from (f"notify {name}" for name in element.tells)
        if element.properties.get("resolution"):
            yield from (RESOLUTION, f"resolution {element.properties['resolution']}")
        for name in _listed(element.properties.get("flag", "")):
            yield f"flag {name}"
        if element.properties.get("milestone"):
            yield f"milestone {element.properties['milestone']} missed"
        for event in self._borders.get(element_id, ()):
            if event.properties.get("milestone"):
                yield f"milestone {event.properties['milestone']} starts"

    @cached_property
    def _borders(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.diagram.elements.values():
            if element.attached_to:
                found.setdefault(element.attached_to, []).append(element)
        return found


_HOLDS = WAITING_TASKS | {"intermediateCatchEvent", "receiveTask"}


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _messages(element: Element) -> Iterator[str]:
    """What comes to it from outside the case: a message, or a signal of another program."""
    return (f"message {name}" for name in sorted(element.from_outside))
