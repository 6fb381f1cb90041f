"""Which flows a token may take out of a gateway."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from runner.bpmn import Diagram, Element, Flow
from runner.gate.soundness.domains import Variables, conditions

MOST_WAYS = 64
"""Ways in which an inclusive gateway may split that are told apart."""

Way = tuple[tuple[Flow, ...], int]
"""The flows that are taken together, and the variables, as far as they are known then."""


class Gateways:
    def __init__(self, diagram: Diagram, variables: Variables):
        self._flows = diagram.flows
        self._variables = variables
        self._conditions = conditions(diagram)
        self._ways: dict[tuple[str, int], list[Way]] = {}

    def split(self, element: Element, data: int) -> list[Way]:
        """Which flows a token may take out of an element, with what is known of its variables."""
        key = (element.id, data)
        if key not in self._ways:
            flows = self.outgoing(element)
            if len(flows) > 1 and element.kind == "exclusiveGateway":
                self._ways[key] = [((f,) if f else (), d) for f, d in self._choose(element, data)]
            elif len(flows) > 1 and element.kind == "inclusiveGateway":
                self._ways[key] = self._choose_some(element, data)
            else:
                self._ways[key] = [(flows, data)]
        return self._ways[key]

    def _choose(self, gateway: Element, data: int) -> Iterator[tuple[Flow | None, int]]:
        """An exclusive gateway takes the first flow whose condition holds, else its default."""
        left: dict[int, None] = {data: None}
        free = False
        for flow in self.outgoing(gateway):
            if flow.id == gateway.default:
                continue
            passed: dict[int, None] = {}
            for known in left:
                sides = list(self._variables.decide(self._conditions.get(flow.id), known))
                free = free or sides == [(True, known), (False, known)]
                for holds, then in sides:
                    if holds:
                        yield flow, then
                    else:
                        passed[then] = None
            left = passed
        default = self._flows.get(gateway.default or "")
        for known in left:
            if default is not None:
                yield default, known
            elif not free:
                yield None, known

    def _choose_some(self, gateway: Element, data: int) -> list[Way]:
        """An inclusive gateway takes every flow whose condition holds, else its default."""
        default = self._flows.get(gateway.default or "")
        asked = [flow for flow in self.outgoing(gateway) if flow is not default]
        can = {
            flow.id: {
                holds for holds, _ in self._variables.decide(self._conditions.get(flow.id), data)
            }
            for flow in asked
        }
        must = tuple(flow for flow in asked if can[flow.id] == {True})
        may = [flow for flow in asked if can[flow.id] == {True, False}]
        sizes = range(len(may) + 1) if 2 ** len(may) <= MOST_WAYS else (0, 1, len(may))
        ways = []
        for extra in chain.from_iterable(combinations(may, size) for size in sizes):
            flows = must + extra
            if flows or default is not None:
                ways.append((flows or (default,), data))
        return ways or [((), data)]

    def outgoing(self, element: Element) -> tuple[Flow, ...]:
        return tuple(self._flows[key] for key in element.outgoing)
