"""How tokens can stand when all of them wait."""

import pytest

from runner import bpmn as diagrams
from runner.gate.soundness import find_wait_states
from tests.drawings import both, bpmn, chain, end, node, start, sub, user
from tests.engine.parts import called

INSIDE = start("s") + user("b") + end("e") + chain("s", "b", "e")
WAYS = {
    "a sub-process": (sub("x", INSIDE), ""),
    "a called process": (node("callActivity", "x", calledElement="c"), called("c", INSIDE)),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_activity_that_is_over_has_gone_on_to_the_join(way):
    """Its token never is nowhere: else a case might move there whose join then waits for ever."""
    activity, beside = WAYS[way]
    drawn = bpmn(start(), both("f"), user("a"), activity, both("j"), user("last"), end(),
                 chain("start", "f", "a", "j", "last", "end"), chain("f", "x", "j"), extra=beside)  # fmt: skip
    from_a, from_x = "a -> j", "x -> j"
    assert find_wait_states(diagrams.read(drawn)) == {
        ((), frozenset(places)) for places in (("a", "x"), ("a", from_x), (from_a, "x"), ("last",))
    } | {(("x",), frozenset({"b"}))}
