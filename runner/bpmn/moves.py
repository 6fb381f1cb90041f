"""Whose move it is in each status: what an inbox sorts the work by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from runner.bpmn.consequences import statuses_behind
from runner.bpmn.elements import Diagram
from runner.bpmn.status_map import StatusMap
from runner.model import CUSTOMER_REPLY

CUSTOMER = "customer"
"""The customer's name in the property `move`, in lanes and audiences, whatever its case."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Open statuses: those that wait for `support`, among them those that a reply of the customer
    led to (`answered`), and those that wait for the `customer`. One whose drawing says nothing, or
    both, waits for support: it is in somebody's list."""

    support: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()


def moves_of(diagram: Diagram, statuses: StatusMap) -> Moves:
    waits = [box for box in statuses.boxes if not box.status.final]
    customer = [box.name for box in waits if {move.lower() for move in box.moves} == {CUSTOMER}]
    support = [box.name for box in waits if box.name not in customer]
    replies = [e for e in diagram.lowered.elements.values() if e.message == CUSTOMER_REPLY]
    behind = {name for reply in replies for name in statuses_behind(diagram, reply)}
    answered = [name for name in support if name in behind]
    return Moves(tuple(support), tuple(answered), tuple(customer))


def joined(several: Iterable[Moves]) -> Moves:
    """The moves of several diagrams: what waits for support in one of them does so here."""
    each = list(several)
    support = _each_once(name for one in each for name in one.support)
    answered = _each_once(name for one in each for name in one.answered)
    customer = _each_once(name for one in each for name in one.customer if name not in support)
    return Moves(support, answered, customer)


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
