"""Everything that can come of a diagram: its markings, and the firings between them.

Two ways of looking. `whole` takes every order in which people, messages and timers may come, as
the engine would. `reduced` leaves out orders that make no difference: it moves one token at a time
as long as no other can run into it, and all of them where that shows nothing new. That keeps every
deadlock, every element that can be reached, every way to the end, and every place where two tokens
meet (stubborn sets, after A. Valmari, "Stubborn sets for reduced state space generation", 1989).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from runner.bpmn import Diagram
from runner.gate.soundness.net import (
    Firing,
    Marking,
    Net,
    Token,
)
from runner.gate.soundness.places import Undecided

MOST_TOKENS = 100_000
"""Tokens in all markings that are looked at together: about a second's work."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A firing, as the numbers of the markings that it leads from and to."""

    source: int
    target: int
    firing: Firing


@dataclass
class Space:
    """The markings that were met, the first one first, and the firings out of each.

    `doubled` are the markings in which two tokens ran into one another, and `halted` those of them
    from which nothing was played on. `unfinished` says why not all markings were met; '' when they
    were. What was met can happen all the same.
    """

    net: Net
    markings: list[Marking] = field(default_factory=list)
    arcs: list[list[Arc]] = field(default_factory=list)
    first: list[Arc | None] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    halted: set[int] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    unfinished: str = ""

    def path(self, marking: int) -> tuple[str, ...]:
        """One shortest way to a marking, as flows and elements in the order of the tokens, and
        where tokens are then."""
        held = [self.net.places[token.place].id for token in self.markings[marking]]
        steps: list[tuple[str, ...]] = []
        arc = self.first[marking]
        while arc is not None:
            event = (arc.firing.event,) if arc.firing.event else ()
            way = arc.firing.path
            steps.append(way if event and event[0] in way else way + event)
            arc = self.first[arc.source] if arc.source >= 0 else None
        path = _joined(reversed(steps))
        whole = path + tuple(key for key in dict.fromkeys(held) if key not in path)
        return tuple(filter(self.net.is_drawn, whole))


def _joined(steps: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    """The steps one after the other; a flow that one ends and the next begins with comes once."""
    path: list[str] = []
    for step in steps:
        path += step[1:] if path and step and path[-1] == step[0] else step
    return tuple(path)


Successors = Callable[[Net, Marking, Callable[[Marking], bool]], list[Firing]]


def whole(diagram: Diagram, most: int = MOST_TOKENS) -> Space:
    """Raises Undecided for more than `most` tokens in all markings, or for what is not followed."""
    space = _explore(Net(diagram), _every_order, most)
    if space.unfinished:
        raise Undecided(space.unfinished)
    return space


def reduced(diagram: Diagram, most: int = MOST_TOKENS, alike: int = 1) -> Space:
    """As `whole`, without the orders that make no difference; and `unfinished` for more than `most`
    tokens. `alike` is how many tokens that ran into one another are played on with. Raises
    Undecided for what is not followed."""
    return _explore(Net(diagram), _needed_orders, most, alike)


def _explore(net: Net, successors: Successors, most: int, alike: int = 1) -> Space:
    """Breadth first, so that the first way to a marking is a shortest one."""
    space = Space(net)
    numbers: dict[Marking, int] = {}
    tokens = 0

    def visit(source: int, firing: Firing) -> Arc:
        nonlocal tokens
        number = numbers.setdefault(firing.marking, len(space.markings))
        arc = Arc(source, number, firing)
        if number == len(space.markings):
            tokens += len(firing.marking) + 1
            space.markings.append(firing.marking)
            space.first.append(arc)
            space.arcs.append([])
            if _is_doubled(firing.marking):
                space.doubled.append(number)
                if _most_alike(net, firing.marking) > alike:
                    space.halted.add(number)
        return arc

    space.starts = [visit(-1, firing).target for firing in net.start()]
    number = 0
    while number < len(space.markings) and tokens <= most:
        if number not in space.halted:
            firings = successors(net, space.markings[number], lambda met: met not in numbers)
            space.arcs[number] = [visit(number, firing) for firing in firings]
        number += 1
    if number < len(space.markings):
        space.unfinished = f"it has more than {number:,} states."
    return space


def _is_doubled(marking: Marking) -> bool:
    """Do two tokens that a split made meet at one place? They are neighbours, being sorted."""
    return any(
        one.place == other.place and one.origin == other.origin for one, other in pairwise(marking)
    )


def _most_alike(net: Net, marking: Marking) -> float:
    """How many tokens are together at one place. Of two in one sub-process this game cannot tell
    whose the tokens inside are: they count as any number."""
    numbers = Counter((token.place, token.origin) for token in marking)
    inside = any(net.inside(place) is not None for (place, _), n in numbers.items() if n > 1)
    return math.inf if inside else max(numbers.values())


# ------------------------------------------------------------------ the order of things


def _moving(net: Net, marking: Marking) -> list[Token]:
    """The tokens that go on by themselves."""
    return [t for t in marking if net.places[t.place].flow and not net.is_parked(t.place)]


def rests(net: Net, marking: Marking) -> bool:
    """Does nothing go on by itself? An activity whose inside is over still does, and a join that
    has all its tokens."""
    return not _moving(net, marking) and not any(net.joined(marking))


def _every_order(net: Net, marking: Marking, _: Callable[[Marking], bool]) -> list[Firing]:
    for token in _moving(net, marking):
        return list(net.advance(marking, token))
    return list(net.joined(marking)) or list(net.outside(marking, marking))


def _needed_orders(net: Net, marking: Marking, is_new: Callable[[Marking], bool]) -> list[Firing]:
    moving = _moving(net, marking)
    for token in moving:
        if not net.takes_others(token) and _is_safe_from(net, marking, token):
            return list(net.advance(marking, token))
    joined = list(net.joined(marking))
    if joined:
        return joined
    waiting = [
        t for t in marking if net.places[t.place].flow is None and net.inside(t.place) is None
    ]
    for token in waiting if not moving else ():
        if _is_safe_from(net, marking, token):
            firings = list(net.outside(marking, _with_hosts(net, marking, token)))
            if any(is_new(firing.marking) for firing in firings):
                return firings
    firings = list(net.outside(marking, marking))
    for token in moving:
        firings += net.advance(marking, token)
    return firings


def _is_safe_from(net: Net, marking: Marking, token: Token) -> bool:
    """Can no other token run into this one, or into an activity around it, where it is?"""
    for place in (token.place, *net.hosts(token.place)):
        at = net.places[place]
        for other in marking:
            there = net.places[other.place]
            if (
                there.scope == at.scope
                and other.place != place
                and other.origin == token.origin
                and at.id in net.meets(there.id)
            ):
                return False
    return True


def _with_hosts(net: Net, marking: Marking, token: Token) -> list[Token]:
    """A token, the activities around it, whose events may take it away, and the other tokens that
    wait for the same messages."""
    around = {host for hosts in net.around(token, marking) for host in hosts}
    chosen = [other for other in marking if other == token or other in around]
    heard = {message for one in chosen for message in net.messages(one)}
    if not heard:
        return chosen
    return [
        other for other in marking if other in chosen or heard.intersection(net.messages(other))
    ]
