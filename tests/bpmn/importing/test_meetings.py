"""Tokens that meet without a join, and those that an event sends back."""

import pytest

from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import NOW, drawing, imported, process, sentences, waits_at
from tests.drawings import border, both, chain, either, end, flow, node, start, timer, user, xor


def split(gateway, *behind):
    """Two branches, what they come to, and an end."""
    return (
        start(), gateway, user("a"), user("b"), user("z"), end(), *behind,
        chain("start", "x", "a"), chain("x", "b"), chain("z", "end"),
    )  # fmt: skip


MERGED = xor("m"), chain("a", "m", "z"), chain("b", "m")
BARE = chain("a", "z"), chain("b", "z")


@pytest.mark.parametrize("behind", [MERGED, BARE])
def test_what_follows_several_tokens_is_done_once(calendars, behind):
    result = imported(*split(both("x"), *behind))
    ran = process(result, calendars)
    assert any("once for each of them" in said for said in sentences(result))
    assert waits_at(ran, calendars, ("a", {})) == {"b"}
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    for _ in "ab":
        step = ran.act(step.state, step.offers[0].action, {}, NOW, calendars.default)
    assert [offer.element for offer in step.offers] == ["z"]


@pytest.mark.parametrize(
    "parts",
    [
        split(xor("x"), *MERGED),
        split(both("x"), both("j"), chain("a", "j", "z"), chain("b", "j")),
        (start(), both("x"), user("a"), user("b"), end(), chain("start", "x", "a", "end"), chain("x", "b", "end")),
        (start(), user("a"), border("b", "a", timer("P1D"), False), user("r"), user("z"), end(),
         chain("start", "a", "z", "end"), chain("b", "r", "z")),
    ],
)  # fmt: skip
def test_where_one_token_comes_or_all_are_joined_nothing_is_added(parts):
    assert not any("once for each" in said for said in sentences(imported(*parts)))


def test_those_that_come_from_behind_pass_by_the_gateway_that_waits(calendars):
    again = xor("w"), chain("z", "w"), flow("w", "z", "Again"), flow("w", "end", "Enough")
    parts = [part for part in split(both("x"), *BARE, *again) if part != chain("z", "end")]
    result = imported(*parts)
    assert process(result, calendars)
    elements = drawing(*parts).elements
    assert len(elements["z"].incoming) == len(elements["inclusiveGateway_z"].incoming) == 2


@pytest.mark.parametrize("merge", [(chain("start", "a"), chain("r", "a")),
                                   (xor("m"), chain("start", "m", "a"), chain("r", "m"))])  # fmt: skip
def test_what_an_event_beside_leads_back_to_its_activity_ends(calendars, merge):
    parts = (start(), user("a"), border("b", "a", timer("P1D"), False), user("r"), end(), *merge,
             chain("a", "end"), chain("b", "r"))  # fmt: skip
    result = imported(*parts)
    assert process(result, calendars)
    assert drawing(*parts).elements["endEvent_r"].incoming == ("r_a" if len(merge) == 2 else "r_m",)
    assert any(
        "leads to an end of its own: 'a' is still open" in said for said in sentences(result)
    )


def test_a_way_back_that_others_take_too_stays():
    parts = (
        start(), user("a"), border("b", "a", timer("P1D"), False), user("r"), xor("x"), end(),
        chain("start", "a", "x"), flow("x", "r", "Again"), flow("x", "end", "Enough"), chain("b", "r", "a"),
    )  # fmt: skip
    assert drawing(*parts).flows["r_a"].target != "endEvent_r"


@pytest.mark.parametrize("merge", [xor("m"), both("m")])
def test_an_inclusive_split_is_brought_together_too(calendars, merge):
    form = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}
    parts = (
        start(), user("ask", form=form), either("x", default="x_m"), user("a"), user("b"), merge, user("z"), end(),
        chain("start", "ask", "x", "m", "z", "end"), flow("x", "a", when="n > 1"), flow("x", "b", when="n > 2"), chain("a", "m"), chain("b", "m"),
    )  # fmt: skip
    assert process(imported(*parts), calendars).diagram.elements["m"].kind == "inclusiveGateway"


def test_what_is_done_only_instead_of_the_others_meets_nothing():
    form = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}
    parts = (
        start(), user("ask", form=form), either("x"), user("a"), user("b"), end(), end("e"),
        chain("start", "ask", "x"), flow("x", "a", when="n > 3"), flow("x", "b", when="n > 5"), chain("a", "end"), chain("b", "e"),
    )  # fmt: skip
    once = imported(*parts)
    assert any("asks a person where none of its conditions holds" in s for s in sentences(once))
    assert import_diagram(once.data).data == once.data


def test_tokens_that_meet_behind_a_link_are_brought_together():
    links = [
        node("intermediateThrowEvent", "t", '<bpmn:linkEventDefinition name="L"/>'),
        node("intermediateCatchEvent", "c", '<bpmn:linkEventDefinition name="L"/>'),
    ]
    parts = split(both("x"), *links, chain("a", "t"), chain("c", "z"), chain("b", "z"))
    assert "inclusiveGateway_z" in drawing(*parts).elements


def waiting(*more, ends=""):
    """Two branches of which one can be led elsewhere, and a join."""
    return (
        start(), both("x"), user("a"), user("b"), both("j"), user("z"), end(), end("away", ends), *more,
        chain("start", "x", "a"), chain("x", "b", "j", "z", "end"),
    )  # fmt: skip


CHOICE = xor("w"), chain("a", "w"), flow("w", "j", "On"), flow("w", "away", "Away")
LATE = border("t", "a", timer("P1D")), chain("a", "j"), chain("t", "away")


INSTEAD = border("t", "a", timer("P1D")), user("late"), chain("a", "j"), chain("t", "late", "j")
BESIDE = (
    border("t", "a", timer("P1D"), False),
    user("late"),
    chain("a", "j"),
    chain("t", "late", "j"),
)


SOME = (
    either("w", default="w_away"), chain("a", "w"), flow("w", "j", when="priority == 'P1'"), flow("w", "away"),
)  # fmt: skip


@pytest.mark.parametrize("more", [CHOICE, LATE, INSTEAD, BESIDE, SOME])
def test_a_join_goes_on_without_what_was_led_away(calendars, more):
    result = imported(*waiting(*more))
    assert process(result, calendars).diagram.elements["j"].kind == "inclusiveGateway"
    assert any("goes on with the tokens that still come" in said for said in sentences(result))


def test_what_comes_instead_of_several_tokens_is_not_waited_for(calendars):
    """One way of a choice splits, the other one leads right to the join."""
    ran = process(imported(
        start(), user("t"), xor("w"), both("x"), user("a"), user("b"), user("c"), both("j"), user("z"), end(),
        chain("start", "t", "w"), flow("w", "x", "Both"), flow("w", "c", "One"),
        chain("x", "a", "j", "z", "end"), chain("x", "b", "j"), chain("c", "j"),
    ), calendars)  # fmt: skip
    assert waits_at(ran, calendars, ("One", {}), ("c", {})) == {"z"}
    assert waits_at(ran, calendars, ("Both", {}), ("a", {}), ("b", {})) == {"z"}


def one_after_the_other(*first):
    """A split and a join that one token comes to from the first ones, which begin at `s`."""
    return (
        start(), *first, user("c"), user("d"), both("x"), user("a"), user("b"), both("j"), end(),
        chain("start", "s"), chain("s", "d", "k"), chain("c", "k"), chain("x", "a", "j", "end"), chain("x", "b", "j"),
    )  # fmt: skip


ALL = (
    both("s"), both("k"), chain("s", "c"),
    xor("w"), end("away"), chain("k", "w"), flow("w", "x", "On"), flow("w", "away", "Away"),
)  # fmt: skip
EITHER = (
    either("s", default="s_d"), either("k"), flow("s", "c", when="priority == 'P1'"), chain("k", "x"),
)  # fmt: skip


@pytest.mark.parametrize(
    "parts",
    [
        one_after_the_other(*ALL),
        one_after_the_other(*EITHER),
        waiting(*CHOICE, ends="<bpmn:terminateEventDefinition/>"),
        waiting(border("t", "a", timer("P1D"), False), chain("a", "j"), chain("t", "away")),
        waiting(both("y"), chain("a", "y", "j"), chain("y", "away")),
    ],
)
def test_a_join_to_which_all_come_stays_as_it_is(parts):
    assert drawing(*parts).elements["j"].kind == "parallelGateway"
