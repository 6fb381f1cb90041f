"""Joins that wait for several tokens where there is only one."""

import pytest

from tests.bpmn.importing.imported import drawing, imported, process, sentences
from tests.drawings import (
    border,
    both,
    catch,
    chain,
    end,
    flow,
    link,
    node,
    start,
    timer,
    user,
    xor,
)


def joined(split, *more):
    return (
        start(), user("u"), split, user("a"), user("b"), both("j"), end(), *more,
        chain("start", "u", "x"), flow("x", "a", "A"), flow("x", "b", "B"), chain("a", "j", "end"), chain("b", "j"),
    )  # fmt: skip


def test_a_join_behind_a_choice_lets_the_one_token_go_on(calendars):
    result = imported(*joined(xor("x")))
    assert process(result, calendars).diagram.elements["j"].kind == "exclusiveGateway"
    assert any("'j' lets the one token go on" in said for said in sentences(result))


@pytest.mark.parametrize(
    "parts",
    [
        joined(both("x")),
        joined(xor("x"), border("t", "u", timer("P1D"), False), chain("t", "a")),
    ],
)
def test_a_join_stays_one_behind_what_makes_several_tokens(parts):
    assert drawing(*parts).elements["j"].kind == "parallelGateway"


def test_a_join_follows_links_back_to_what_makes_several_tokens(calendars):
    jumps = [
        node("intermediateThrowEvent", f"t_{key}", link(key)) + catch(f"c_{key}", link(key)) + user(key)
        + chain("x", f"t_{key}") + chain(f"c_{key}", key, "j")
        for key in "ab"
    ]  # fmt: skip
    result = imported(
        start(), both("x"), *jumps, both("j"), user("z"), end(), chain("start", "x"), chain("j", "z", "end")
    )  # fmt: skip
    assert process(result, calendars).diagram.elements["j"].kind == "parallelGateway"
