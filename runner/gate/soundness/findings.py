"""What the token game shows to be wrong: one finding on the element, with the way that leads there.

Soundness of a workflow (W. van der Aalst, "The application of Petri nets to workflow management",
1998) for BPMN: whatever has happened, the end can still be reached; nothing runs twice or is lost;
everything drawn can happen. In addition, no loop runs without waiting.

Decision 0180.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from runner.bpmn import Diagram, Element, Flow
from runner.bpmn.graphs import backwards, reach
from runner.gate.soundness.domains import names_of
from runner.gate.soundness.net import Marking, Net
from runner.gate.soundness.places import Undecided, is_join
from runner.gate.soundness.space import (
    MOST_TOKENS,
    Arc,
    Space,
    reduced,
)
from runner.model import Finding

UNDECIDED = "not-decided"
"""The rule of what was not looked at. It is accepted by name alone. Decision 0236."""


def check(diagram: Diagram, most: int = MOST_TOKENS, alike: int = 1) -> list[Finding]:
    """Empty for a sound diagram. A warning *not decided* where there are too many states, or where
    something is drawn that is not followed; what was seen until then is told all the same.

    `alike` is more than 1 where tokens may run into one another: what comes of so many of them is
    looked at, too."""
    try:
        space = reduced(diagram, most, alike)
    except Undecided as undecided:
        return [_not_decided(str(undecided))]
    wrong = [*_doubled(space), *_wait_free_loops(space)]
    if space.unfinished:
        return [*wrong, _not_decided(f"{space.unfinished} {_left_out(space)}")]
    if alike > 1 and space.doubled:
        return [*wrong, *_deadlocks(space), *_not_followed(space)]
    wrong = wrong or list(_deadlocks(space))
    return wrong or list(_no_way_to_the_end(space)) or list(_dead(space))


def _not_decided(why: str) -> Finding:
    return Finding(
        UNDECIDED,
        f"Whether every case can come to its end was not decided: {why}",
        "Take parallel parts into sub-processes of their own, or draw less in parallel.",
        "warning",
    )


def _not_followed(space: Space) -> Iterator[Finding]:
    """What becomes of more tokens together than were played on with."""
    if space.halted:
        marking = space.markings[min(space.halted)]
        place = next(a.place for a, b in pairwise(marking) if a.place == b.place)
        label = _meeting(space, place).label
        yield _not_decided(f"what becomes of several tokens at '{label}' was not followed.")


def _left_out(space: Space) -> str:
    """What no token came to before the search stopped."""
    net = space.net
    met = {net.places[token.place].id for marking in space.markings for token in marking}
    ways = (arc.firing for arc in space.first if arc)
    met |= {place for way in ways for place in (way.event, *way.path)}
    left = [element for element in net.elements.values() if element.id not in met]
    if not left:
        return "Every element was reached, but not in every order."
    return f"Not reached until then: {_quoted(left)}."


# ------------------------------------------------------------------ twice


def _doubled(space: Space) -> Iterator[Finding]:
    """One finding for each split whose tokens run into one another, at the first place where they
    can."""
    causes: dict[str, dict[str, int]] = {}
    for number in space.doubled:
        marking = space.markings[number]
        for place in sorted({a.place for a, b in pairwise(marking) if a.place == b.place}):
            element = _meeting(space, place)
            met = causes.setdefault(_split_before(space, number, element), {})
            met.setdefault(element.id, number)
    for met in causes.values():
        element, *others = (space.net.elements[key] for key in met)
        finding = _finding(
            element,
            "doubled-token",
            f"Two tokens can come to '{element.label}' (also to {_quoted(others)}): what follows "
            "would be done twice."
            if others
            else f"Two tokens can come to '{element.label}': what follows would be done twice.",
            "Bring the parallel flows together with a parallel gateway.",
        )
        yield replace(finding, path=space.path(met[element.id]))


def _split_before(space: Space, number: int, meeting: Element) -> str:
    """The last element on the way to two tokens that sent both of them; where none did, the element
    at which they met."""
    net = space.net
    for key in reversed(space.path(number)):
        element = net.elements.get(key)
        if element is None or element.kind in _TAKES_ONE:
            continue
        ways = [flow for flow in element.outgoing if meeting.id in net.meets(flow)]
        if len(ways) > 1:
            return key
    return meeting.id


_TAKES_ONE = ("exclusiveGateway", "eventBasedGateway")


def _quoted(elements: Sequence[Element]) -> str:
    """The first of them by name; how many there are, where these are not all."""
    more = f", … ({len(elements)})" if len(elements) > 5 else ""
    return ", ".join(f"'{element.label}'" for element in elements[:5]) + more


def _meeting(space: Space, place: int) -> Element:
    """Where two tokens came together: the gateway in front of their flow, or their element."""
    at = space.net.places[place]
    if at.flow is not None:
        source = space.net.elements[at.flow.source]
        if len(source.incoming) > 1:
            return source
    return space.net.element_of(place)


# ------------------------------------------------------------------ round and round


_CHANGING = ("scriptTask", "businessRuleTask")
"""They change what a loop decides on: it may end after some rounds."""


def _wait_free_loops(space: Space) -> Iterator[Finding]:
    """Automatic moves that lead back to where they began. Each loop is reported once."""
    ahead = {
        number: [arc for arc in arcs if not arc.firing.event]
        for number, arcs in enumerate(space.arcs)
    }
    looping = _on_cycles(ahead)
    seen: set[str] = set()
    for number in sorted(looping):
        loop = _loop_from(number, ahead, looping)
        ids = {key for arc in loop for key in arc.firing.path}
        if ids & seen:
            continue
        seen |= ids
        elements = [e for e in _drawn(space) if e.id in ids]
        if any(e.kind in _CHANGING for e in elements):
            continue  # lint follows what they set: its rule is busy-loop
        place = next((e for e in elements if not e.kind.endswith("Gateway")), elements[0])
        finding = _finding(
            place,
            "wait-free-loop",
            f"'{place.label}' can go round for ever: nothing in the loop waits.",
            "Let a task or a timer wait in the loop, or lead it out by a condition.",
        )
        once_round = (key for arc in loop for key in arc.firing.path if space.net.is_drawn(key))
        yield replace(finding, path=(*space.path(number), *once_round))


def _on_cycles(ahead: dict[int, list[Arc]]) -> set[int]:
    """What is left when everything without a way in or without a way out is taken away."""
    left = set(ahead)
    while True:
        out = {n for n in left if any(arc.target in left for arc in ahead[n])}
        into = {arc.target for n in out for arc in ahead[n]}
        if out & into == left:
            return left
        left = out & into


def _loop_from(start: int, ahead: dict[int, list[Arc]], within: set[int]) -> list[Arc]:
    way: list[Arc] = []
    at, met = start, {start: 0}
    while True:
        arc = next(arc for arc in ahead[at] if arc.target in within)
        way.append(arc)
        at = arc.target
        if at in met:
            return way[met[at] :]
        met[at] = len(way)


# ------------------------------------------------------------------ stuck


def _deadlocks(space: Space) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, marking in enumerate(space.markings):
        if marking and not space.arcs[number] and number not in space.halted:
            for element in _stuck_at(space, marking):
                if element.id not in seen:
                    seen.add(element.id)
                    finding = _finding(element, "deadlock", *_why_stuck(element))
                    yield replace(finding, path=space.path(number))


def _stuck_at(space: Space, marking: Marking) -> list[Element]:
    """The elements at which tokens stay, not the activities around them."""
    net = space.net
    inside = {host for token in marking for host in net.hosts(token.place)}
    stuck = [net.element_of(token.place) for token in marking if token.place not in inside]
    return list({element.id: element for element in stuck}.values())


def _why_stuck(element: Element) -> tuple[str, str]:
    if is_join(element):
        return (
            f"A token can wait at '{element.label}' for others that never come.",
            "Bring together with an exclusive gateway, in front of it, those flows of which only "
            "one is taken.",
        )
    if not element.outgoing:
        return (
            f"Nothing leads on from '{element.label}': the case would stay there for ever.",
            "Draw a flow from it, to an end event if nothing is left to do.",
        )
    return (
        f"The case can come to '{element.label}' with no way on: no condition holds.",
        "Mark one of its flows as the default.",
    )


def _no_way_to_the_end(space: Space) -> Iterator[Finding]:
    ahead = {number: [arc.target for arc in arcs] for number, arcs in enumerate(space.arcs)}
    ended = [number for number, marking in enumerate(space.markings) if not marking]
    good = reach(ended, backwards(ahead))
    lost = [number for number in range(len(space.markings)) if number not in good]
    waiting = [number for number in lost if any(arc.firing.event for arc in space.arcs[number])]
    for number in (waiting or lost)[:1]:
        element = _stuck_at(space, space.markings[number])[0]
        finding = _finding(
            element,
            "no-way-to-end",
            f"From '{element.label}' the end can never be reached, whatever anybody does.",
            "Draw a way from there to an end event.",
        )
        yield replace(finding, path=space.path(number))


# ------------------------------------------------------------------ never


def _dead(space: Space) -> Iterator[Finding]:
    """Flows and elements that nothing can bring about; not those that only follow such ones."""
    net, alive = space.net, _alive(space)
    for flow in net.flows.values():
        if flow.id not in alive and flow.source in alive and _depends_on_data(net, flow):
            message = f"The flow '{flow.name or flow.id}' can never be taken."
            yield _never(flow, message, "Change its condition, or remove it.")
    for element in _drawn(space):
        if element.id not in alive and _should_happen(element, alive):
            message = f"'{element.label}' can never happen."
            yield _never(element, message, "Connect it, or remove it.")


def _drawn(space: Space) -> list[Element]:
    """The elements of the drawing, as the token game knows them."""
    return [e for e in space.net.elements.values() if space.net.is_drawn(e.id)]


def _alive(space: Space) -> set[str]:
    """The flows and elements that some token comes to, and the events that happen."""
    arcs = [arc for arcs in space.arcs for arc in arcs] + [arc for arc in space.first if arc]
    alive = {key for arc in arcs for key in (arc.firing.event, *arc.firing.path)}
    return alive | {
        space.net.places[token.place].id for marking in space.markings for token in marking
    }


def _depends_on_data(net: Net, flow: Flow) -> bool:
    """Is it dead because of what variables can be? Constants as conditions are for lint."""
    beside = (net.flows[key] for key in net.elements[flow.source].outgoing)
    return any(names_of(other.condition) for other in beside)


def _should_happen(element: Element, alive: set[str]) -> bool:
    """Is nothing in front of it, or does it sit on an activity that happens?"""
    if element.attached_to:
        return element.attached_to in alive
    return not element.incoming


# ------------------------------------------------------------------ findings


def _never(place: Element | Flow, message: str, suggestion: str) -> Finding:
    return replace(_finding(place, "dead", message, suggestion), severity="warning")


def _finding(place: Element | Flow, rule: str, message: str, suggestion: str) -> Finding:
    return Finding(rule, message, suggestion, element=place.id, name=place.name, line=place.line)
