"""What a person can do in a status, drawn as an event behind its task."""

import pytest

from runner.bpmn import read
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import chain, end, first_event, message, node, start, timer

MARKED = {"xmlns:imixs": "http://www.imixs.org/bpmn2", "imixs:activityid": "10"}


def done(id, inner=""):
    return node("intermediateCatchEvent", id, inner, **MARKED)


def waiting(*parts):
    """A task with a gateway behind it, after which the case is reopened or closed."""
    return (
        start(), node("task", "open"), first_event("g"), done("reopen"), done("close", message("m")), end(), *parts,
        chain("start", "open", "g", "reopen", "open"), chain("g", "close", "end"),
    )  # fmt: skip


def buttons(result, calendars):
    return {action.label for action in process(result, calendars).diagram.actions}


def test_events_that_a_person_brings_about_are_choices_behind_the_task(calendars):
    result = imported(*waiting(), messages="m")
    assert errors(result.data, calendars) == []
    assert buttons(result, calendars) == {"reopen", "close"}
    assert "The event 'close' loses its message, which only another tool can do." in (
        sentences(result)
    )


def test_choices_beside_the_gateway_are_further_ones_of_the_same_task(calendars):
    result = imported(*waiting(done("forward"), chain("open", "forward", "end")), messages="m")
    assert errors(result.data, calendars) == []
    assert buttons(result, calendars) == {"reopen", "close", "forward"}


@pytest.mark.parametrize(("inner", "why"), [("", "without going on"), (timer("P1D"), "a clock")])
def test_what_nothing_leads_to_is_taken_out(inner, why, calendars):
    result = imported(*waiting(done("save", inner), chain("save", "open")), messages="m")
    assert errors(result.data, calendars) == []
    assert any("'save' is taken out" in said and why in said for said in sentences(result))


def test_a_gateway_with_an_event_that_comes_by_itself_waits_for_events():
    late = done("late", timer("P1D"))
    result = imported(*waiting(late, chain("g", "late", "end")), messages="m")
    assert read(result.data).elements["g"].kind == "eventBasedGateway"
    asked = [change.element for change in result.changes if change.asks]
    assert asked == ["reopen"]
