"""Where tokens can be: on flows and at elements, in every running instance of a container."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from runner.bpmn import (
    SUB_PROCESSES,
    Diagram,
    Element,
    Flow,
)

DEEPEST = 20
"""Levels of sub-processes and called processes."""

PROCESS = 0
"""The number of the process's own scope."""


class Undecided(Exception):
    """The token game cannot be played, or not to its end. The message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A flow, or an element that holds a token, in a running instance of its container."""

    id: str
    scope: int
    flow: Flow | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A running process, sub-process or called process. `host` is the place of its activity."""

    container: str
    host: int | None
    outer: int | None
    depth: int = 0


class Places:
    """The places of a diagram by number. New ones are met as the game goes on."""

    def __init__(self, diagram: Diagram):
        self._drawn = diagram
        self.diagram = diagram.lowered
        self.elements, self.flows = self.diagram.elements, self.diagram.flows
        self.places: list[Place] = []
        self.scopes = [Scope(diagram.process, None, None)]
        self._numbers: dict[tuple[str, int], int] = {}
        self._inner: dict[int, int] = {}
        self._meets: dict[str, frozenset[str]] = {}
        self._without: dict[str, dict[str, frozenset[str]]] = {}
        hosts = {e.attached_to for e in self.elements.values() if e.attached_to}
        self.events_on = {key: self.diagram.boundary_events(key) for key in hosts}

    def is_drawn(self, key: str) -> bool:
        """Does a flow or an element stand in the drawing, and not only in its lowered form?"""
        return key in self._drawn.elements or key in self._drawn.flows

    def place(self, element_id: str, scope: int) -> int:
        number = self._numbers.get((element_id, scope))
        if number is None:
            number = len(self.places)
            self._numbers[element_id, scope] = number
            self.places.append(Place(element_id, scope, self.flows.get(element_id)))
        return number

    def inside(self, host: int) -> int | None:
        """The scope that runs inside a place; None for everything but sub-processes and calls."""
        element = self.elements.get(self.places[host].id)
        if element is None or element.kind not in _HOSTS:
            return None
        if host not in self._inner:
            outer = self.places[host].scope
            depth = self.scopes[outer].depth + 1
            if depth > DEEPEST:
                raise Undecided(f"'{element.label}' calls itself, or is nested too deeply.")
            self._inner[host] = len(self.scopes)
            container = element.called or element.id
            self.scopes.append(Scope(container, host, outer, depth))
        return self._inner[host]

    def within(self, place: int, scope: int) -> bool:
        """Is a place in a scope, or in one that runs inside it?"""
        at: int | None = self.places[place].scope
        while at is not None and at != scope:
            at = self.scopes[at].outer
        return at == scope

    def hosts(self, place: int) -> Iterator[int]:
        """The places of the activities around a place, from the inside out."""
        host = self.scopes[self.places[place].scope].host
        while host is not None:
            yield host
            host = self.scopes[self.places[host].scope].host

    def element_of(self, place: int) -> Element:
        """The element at a place, or the one that its flow leads to."""
        at = self.places[place]
        return self.elements[at.flow.target if at.flow else at.id]

    def is_parked(self, place: int) -> bool:
        """Does a token there wait for tokens on other flows?"""
        flow = self.places[place].flow
        return flow is not None and is_join(self.elements[flow.target])

    # -------------------------------------------------------------- what can come to where

    def meets(self, element_id: str) -> frozenset[str]:
        """The flows and elements of the same container that lie behind one, but not through joins,
        where tokens meet without harm."""
        return self._reached(element_id, self._meets, lambda element: not is_join(element))

    def reach_without(self, element_id: str, join: str) -> frozenset[str]:
        """The flows and elements of the same container that lie behind one, but not through one
        join."""
        known = self._without.setdefault(join, {})
        return self._reached(element_id, known, lambda element: element.id != join)

    def _reached(
        self, element_id: str, known: dict[str, frozenset[str]], goes_on: Callable[[Element], bool]
    ) -> frozenset[str]:
        if element_id not in known:
            seen: set[str] = set()
            todo = list(self._behind(element_id))
            while todo:
                at = todo.pop()
                if at in seen:
                    continue
                seen.add(at)
                if at in self.flows or goes_on(self.elements[at]):
                    todo += self._behind(at)
            known[element_id] = frozenset(seen)
        return known[element_id]

    def _behind(self, element_id: str) -> Iterator[str]:
        if element_id in self.flows:
            yield self.flows[element_id].target
            return
        yield from self.elements[element_id].outgoing
        yield from (event.id for event in self.events_on.get(element_id, ()))


_HOSTS = SUB_PROCESSES | {"callActivity"}
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


def is_join(element: Element) -> bool:
    return element.kind in _JOINS and len(element.incoming) > 1
