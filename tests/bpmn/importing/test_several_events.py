"""Events that are several at once."""

import pytest

from tests.bpmn.importing.imported import NOW, drawing, errors, imported, process, sentences
from tests.drawings import (
    border,
    catch,
    chain,
    end,
    first_event,
    message,
    node,
    on_event,
    start,
    timer,
    user,
)

BOTH = message("m") + timer("PT1H")


def begun(result, calendars):
    ran = process(result, calendars)
    return ran, ran.start({"priority": "P2"}, NOW, calendars.default)


def waits_at(step):
    return sorted(task.element for task in step.tasks)


@pytest.mark.parametrize(
    "gateway", [(), (first_event("g"), catch("o", message("k")), end("e2"), chain("o", "e2"))]
)
def test_of_several_that_are_waited_for_the_first_one_decides(calendars, gateway):
    way = chain("start", "g", "c") + chain("g", "o") if gateway else chain("start", "c")
    parts = start(), *gateway, catch("c", BOTH), user("a"), end(), way, chain("c", "a", "end")
    ran, step = begun(imported(*parts, messages="m k"), calendars)
    assert waits_at(ran.deliver(step.state, "m", {}, NOW, calendars.default)) == ["a"]
    assert len(step.timers) == 1


def test_where_all_are_waited_for_each_has_to_come(calendars):
    both = node("intermediateCatchEvent", "c", message("m") + message("k"), parallelMultiple="true")
    parts = start(), both, user("a"), end(), chain("start", "c", "a", "end")
    ran, step = begun(imported(*parts, messages="m k"), calendars)
    step = ran.deliver(step.state, "k", {}, NOW, calendars.default)
    assert waits_at(step) == ["c"]
    assert waits_at(ran.deliver(step.state, "m", {}, NOW, calendars.default)) == ["a"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_several_on_a_border_are_one_event_each(calendars, interrupting):
    late = border("b", "a", BOTH, interrupting)
    parts = (
        start(),
        user("a"),
        late,
        user("c"),
        end(),
        end("e2"),
        chain("start", "a", "end"),
        chain("b", "c", "e2"),
    )
    ran, step = begun(imported(*parts, messages="m"), calendars)
    assert len(step.timers) == 1
    step = ran.deliver(step.state, "m", {}, NOW, calendars.default)
    assert waits_at(step) == (["c"] if interrupting else ["a", "c"])


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "endEvent"])
def test_several_that_are_thrown_are_thrown_one_after_the_other(calendars, kind):
    thrown = node(kind, "t", message("m") + message("k"))
    way = chain("start", "a", "t") + (chain("t", "end") + end() if kind != "endEvent" else "")
    ran, step = begun(imported(start(), user("a"), thrown, way, messages="m k"), calendars)
    step = ran.act(step.state, step.offers[0].action, {}, NOW, calendars.default)
    sent = [effect.name for happened in step.happened for effect in happened.effects]
    assert step.completed
    assert sorted(sent) == ["k", "m"]


def test_what_ends_everything_else_comes_last():
    parts = (
        start(),
        user("a"),
        node("endEvent", "t", "<bpmn:terminateEventDefinition/>" + message("m")),
    )
    elements = drawing(*parts, chain("start", "a", "t"), messages="m").elements
    assert elements["t"].events == ("terminate",)
    assert elements["intermediateThrowEvent_t"].events == ("message",)


def test_a_case_begins_with_its_submission_whatever_brings_it_about(calendars):
    parts = start(inner=BOTH), user("a"), end(), chain("start", "a", "end")
    _, step = begun(imported(*parts, messages="m"), calendars)
    assert waits_at(step) == ["a"]


ALL = message("m") + message("k")
WAITING = first_event("g"), catch("o", timer("P1D")), chain("start", "g", "o", "end")


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ((chain("start", "a", "end"), on_event("h", BOTH)), "draw an event sub-process for each"),
        ((*WAITING, node("intermediateCatchEvent", "c", ALL, parallelMultiple="true"), chain("g", "c", "a", "end")),
         "draw these in a sub-process"),
        ((chain("start", "a", "end"), node("boundaryEvent", "b", ALL, attachedToRef="a", parallelMultiple="true"),
          chain("b", "e"), end("e")), "keep the one that decides"),
    ],
)  # fmt: skip
def test_where_several_cannot_be_drawn_apart_it_is_said_what_to_draw(calendars, parts, wanted):
    result = imported(start(), user("a"), end(), *parts, messages="m k")
    [asked] = sentences(result, asks=True)
    assert wanted in asked
    [error] = errors(result.data, calendars)
    assert "has 2 event definitions" in error
