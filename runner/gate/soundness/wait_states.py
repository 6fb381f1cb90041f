"""How tokens can stand when all of them wait: process by process, sub-process by sub-process."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from runner.bpmn import Diagram
from runner.gate.soundness.net import Marking, Net
from runner.gate.soundness.places import Undecided
from runner.gate.soundness.space import MOST_TOKENS, rests, whole
from runner.model import WaitState, arrived


def find_wait_states(diagram: Diagram, most: int = MOST_TOKENS) -> frozenset[WaitState]:
    """Every wait state that a case of a diagram can come to. Raises Undecided, as `whole` does."""
    space = whole(diagram, most)
    found: set[WaitState] = set()
    for marking in space.markings:
        if rests(space.net, marking):
            found.update(_wait_states(space.net, marking))
    return frozenset(found)


class OfDiagram(Protocol):
    """What was made of a diagram: one for each version."""

    @property
    def diagram(self) -> Diagram: ...


@lru_cache(maxsize=8)
def known_wait_states(drawn: OfDiagram) -> frozenset[WaitState]:
    """As `find_wait_states`, played once; empty where the token game cannot tell. It may play for
    seconds: ask before a case is locked."""
    try:
        return find_wait_states(drawn.diagram)
    except Undecided:
        return frozenset()


def _wait_states(net: Net, marking: Marking) -> set[WaitState]:
    scopes: dict[tuple[str, ...], set[str]] = {}
    for token in marking:
        at = net.places[token.place]
        if net.is_over(token, marking):
            continue
        hosts = tuple(net.places[host].id for host in net.hosts(token.place))[::-1]
        place = arrived(at.flow.source, at.flow.target) if at.flow else at.id
        scopes.setdefault(hosts, set()).add(place)
    return {(hosts, frozenset(places)) for hosts, places in scopes.items()}
