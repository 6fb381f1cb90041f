"""The ways that tokens can take through a diagram, as far as flows go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from runner.bpmn import Diagram, Element, Flow
from runner.bpmn.elements import SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.graphs import backwards, reach

CATCHING = frozenset({"intermediateCatchEvent", "receiveTask"})


class Paths:
    """A diagram with what follows from its flows, each found once."""

    def __init__(self, diagram: Diagram):
        self.diagram = diagram

    @property
    def elements(self) -> Mapping[str, Element]:
        return self.diagram.elements

    @property
    def flows(self) -> Mapping[str, Flow]:
        return self.diagram.flows

    def of(self, *kinds: str) -> Iterator[Element]:
        """The elements of some kinds, in the order of the file."""
        return (element for element in self.elements.values() if element.kind in kinds)

    @cached_property
    def inside(self) -> Mapping[str, tuple[Element, ...]]:
        """What is drawn in each process and sub-process."""
        found: dict[str, list[Element]] = {key: [] for key in self.containers}
        for element in self.elements.values():
            found.setdefault(element.container, []).append(element)
        return {key: tuple(elements) for key, elements in found.items()}

    @cached_property
    def containers(self) -> tuple[str, ...]:
        """The process, the processes that it calls, and all sub-processes."""
        called = {element.called or "" for element in self.of("callActivity")}
        used = {element.container for element in self.elements.values()}
        known = [self.diagram.process, *sorted(called & used)]
        return (*known, *(e.id for e in self.elements.values() if e.kind in SUB_PROCESSES))

    @cached_property
    def on_border(self) -> Mapping[str, tuple[Element, ...]]:
        """The boundary events of each activity."""
        found: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.attached_to:
                found.setdefault(element.attached_to, []).append(element)
        return {key: tuple(events) for key, events in found.items()}

    @cached_property
    def next(self) -> Mapping[str, tuple[str, ...]]:
        """Where a token may go from each element: over its flows, to the events on its border, into
        a sub-process or a called process, and out of it again at its ends."""
        steps = {key: list(self._directly(element)) for key, element in self.elements.items()}
        for element in self.elements.values():
            body = self.body(element)
            steps[element.id] += [e.id for e in body if e.kind == "startEvent"]
            for inner in body:
                if inner.kind == "endEvent" or not steps[inner.id]:
                    steps[inner.id] += self._directly(element)
        return {key: tuple(dict.fromkeys(targets)) for key, targets in steps.items()}

    @cached_property
    def through(self) -> Mapping[str, tuple[str, ...]]:
        """The same, but through a sub-process and not past it."""
        found = dict(self.next)
        for element in self.elements.values():
            if any(inner.kind == "startEvent" for inner in self.body(element)):
                past = {self.flows[key].target for key in element.outgoing}
                found[element.id] = tuple(key for key in found[element.id] if key not in past)
        return found

    def _directly(self, element: Element) -> Iterator[str]:
        if element.by_event and (scope := self.diagram.outer(element)) is not None:
            yield from self._directly(scope)
        yield from self._jumps.get(element.id, ())
        for flow in element.outgoing:
            if self.flows[flow].target in self.elements:
                yield self.flows[flow].target
        yield from (event.id for event in self.on_border.get(element.id, ()))

    @cached_property
    def _jumps(self) -> Mapping[str, list[str]]:
        """Where the links lead to that an event throws."""
        found: dict[str, list[str]] = {}
        for flow in self.diagram.lowered.flows.values():
            known = flow.source in self.elements and flow.target in self.elements
            if flow.id not in self.flows and known and "link" in self.elements[flow.source].events:
                found.setdefault(flow.source, []).append(flow.target)
        return found

    @cached_property
    def thrown_from(self) -> Mapping[str, list[str]]:
        """The events that throw the links that lead to an event."""
        found: dict[str, list[str]] = {}
        for source, targets in self._jumps.items():
            for target in targets:
                found.setdefault(target, []).append(source)
        return found

    def body(self, element: Element) -> tuple[Element, ...]:
        """What is drawn in a sub-process, or in the process that a call activity calls."""
        if element.kind in SUB_PROCESSES:
            return self.inside.get(element.id, ())
        return self.inside.get(element.called, ()) if element.called else ()

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Where tokens begin: the start events of the process, and what an event starts."""
        own = [e.id for e in self.inside[self.diagram.process] if e.kind == "startEvent"]
        by_event = [
            inner.id for e in self.elements.values() if e.by_event for inner in self.body(e)
        ]
        return (*own, *(key for key in by_event if self.elements[key].kind == "startEvent"))

    @cached_property
    def begun(self) -> tuple[str, ...]:
        """What begins without a flow that leads to it: the starts, and the sub-processes that an
        event starts."""
        return (*self.starts, *(e.id for e in self.elements.values() if e.by_event))

    @cached_property
    def reached(self) -> frozenset[str]:
        """The elements that a token can get to, as far as flows go."""
        return reach(self.begun, self.next)

    @cached_property
    def leads_out(self) -> frozenset[str]:
        """The elements from which the end of the process can be reached."""
        ends = [key for key, targets in self.next.items() if not targets]
        return reach(ends, backwards(self.next))

    def waits(self, element: Element) -> bool:
        """Does a token wait here for an action, a message, a timer or another event?"""
        if element.kind in WAITING_TASKS | CATCHING or element.kind == "eventBasedGateway":
            return "link" not in element.events
        timed = element.kind == "startEvent" and "timer" in element.events
        return timed and not self.starts_beside(element)

    def starts_beside(self, element: Element) -> bool:
        """Is it the start event of an event sub-process?"""
        outer = self.elements.get(element.container)
        return element.kind == "startEvent" and outer is not None and outer.by_event

    def around(self, element: Element) -> Iterator[Element]:
        """The sub-processes and call activities that an element lies in, innermost first."""
        return self.diagram.around(element)
