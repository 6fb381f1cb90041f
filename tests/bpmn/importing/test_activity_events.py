"""What a person can do in a status, drawn as an event behind its task."""

import pytest

from runner.bpmn import read
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import chain, end, first_event, flow, message, node, start, timer, user, xor

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


def test_an_event_behind_two_gateways_comes_by_itself_for_both():
    parts = (
        start(), xor("x"), user("u"), first_event("g1"), first_event("g2"), done("a"), done("b"), done("late", timer("P1D")), end(),
        chain("start", "u", "x"), flow("x", "g1", "One"), flow("x", "g2", "Other"), chain("g1", "a", "end"), chain("g1", "b", "end"),
        chain("g2", "b"), chain("g2", "late", "end"),
    )  # fmt: skip
    found = read(imported(*parts).data).elements
    assert {found[key].kind for key in ("g1", "g2")} == {"eventBasedGateway"}
    assert {found[key].kind for key in ("a", "b", "late")} == {"intermediateCatchEvent"}


def test_a_gateway_that_leads_to_nothing_is_decided_by_nobody():
    result = imported(start(), user("u"), first_event("g"), chain("start", "u", "g"))
    assert not any("is decided by the person" in said for said in sentences(result))


def status(id):
    return node("task", id, **(MARKED | {"imixs:processid": "1"}))


def test_a_clock_beside_what_a_person_can_do_runs_while_the_case_is_there(calendars):
    """In the gateway behind the task, or beside it; then what leads out of the task are choices."""
    for ways in (
        first_event("g") + chain("open", "g", "close", "end") + chain("g", "late", "end"),
        chain("open", "close", "end") + chain("open", "late", "end") + chain("open", "end"),
    ):
        late = node("intermediateCatchEvent", "late", timer(""), name="[14 Tage]", **MARKED)
        result = imported(
            start(), status("open"), done("close"), late, end(), ways, chain("start", "open")
        )
        drawn = process(result, calendars).diagram
        [event] = [e for e in drawn.elements.values() if e.kind == "boundaryEvent"]
        assert (event.attached_to, event.timer_text) == ("open", "P14D")
        assert "close" in buttons(result, calendars)


def test_what_is_no_event_behind_the_gateway_is_chosen_like_the_others(calendars):
    result = imported(*waiting(user("other"), chain("g", "other", "end")), messages="m")
    assert buttons(result, calendars) >= {"reopen", "close"}
    assert read(result.data).elements["g"].kind == "exclusiveGateway"
