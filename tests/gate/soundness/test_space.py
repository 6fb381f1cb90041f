"""The state space of the token game, beside the engine."""

import random

import pytest

from runner import bpmn as diagrams
from runner.bpmn.calendar import Calendars
from runner.engine import Process
from runner.gate.soundness import whole
from tests.drawings import bpmn
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.lockstep import NOON

WALKED = [
    name
    for name in DRAWINGS
    if not any(
        part in name
        for part in ("data to data", "over data", "its items", "conditional", "at once")
    )
]
"""The constructs of the corpus that start without data of their own, that no data strands, and whose
instances (which count as one here) do not part ways."""


def read(*parts, **more):
    return diagrams.read(bpmn(*parts, **more))


def settled(space):
    """Where tokens wait, for every state in which nothing goes on by itself."""
    markings = zip(space.markings, space.arcs, strict=True)
    return {
        waits_at(space, marking)
        for marking, arcs in markings
        if not marking or all(arc.firing.event for arc in arcs)
    }


def waits_at(space, marking):
    net = space.net
    hosts = {host for token in marking for host in net.hosts(token.place)}
    places = [net.places[t.place] for t in marking if t.place not in hosts]
    return frozenset(place.id for place in places if place.flow is None)


NESTED = "message that two borders wait for"


@pytest.mark.parametrize("name", [*WALKED, NESTED, "default"])
def test_whatever_the_engine_comes_to_is_in_the_state_space(
    name, default_diagram, calendars: Calendars
):
    drawings = DRAWINGS | {NESTED: BEYOND_STOCK[NESTED]}
    diagram = default_diagram if name == "default" else diagrams.read(drawings[name])
    process, known = Process(diagram, calendars, cache=0), settled(whole(diagram))
    reached = set()
    for seed in range(60 if name == "default" else 20):
        rng, now, office = random.Random(seed), NOON, calendars.default
        step = process.start({"priority": "P2"}, now, office)
        for _ in range(25):
            here = frozenset(task.element for task in step.tasks)
            assert here in known, here
            reached.add(here)
            moves = [("act", offer.action) for offer in step.offers]
            moves += [("deliver", name) for name in step.messages] + [("wake", "")] * bool(
                step.timers
            )
            if not moves:
                break
            kind, what = rng.choice(moves)
            if kind == "wake":
                now = max(now, step.next_due)
                step = process.wake(step.state, now, office)
            else:
                given = {"n": rng.randint(0, 3)} if kind == "act" else {}
                step = getattr(process, kind)(step.state, what, given, now, office)
    assert len(reached) >= len(known) / 2
