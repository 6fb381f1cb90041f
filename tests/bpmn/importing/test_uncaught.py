"""Errors and escalations that nothing around them catches end what they should."""

from datetime import UTC, datetime

from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import border, chain, end, node, start, sub, timer, user

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_an_error_that_nothing_catches_ends_all_that_goes_on(calendars):
    error = "<bpmn:errorEventDefinition/>"
    fork = node("parallelGateway", "g"), user("a"), user("b"), end("bad", error), end()
    way = chain("start", "g", "a", "bad") + chain("g", "b", "end")
    result = imported(start(), *fork, way)
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    step = ran.act(step.state, "a_bad", {}, NOW, calendars.default)
    assert step.completed
    assert "The end event 'bad' ends the whole process: nothing around it catches its error." in (
        sentences(result)
    )


def test_an_error_from_within_a_sub_process_ends_what_is_around_it_too(calendars):
    inner = sub("s", start("is"), user("a"), end("bad", "<bpmn:errorEventDefinition/>"),
                chain("is", "a", "bad"))  # fmt: skip
    fork = node("parallelGateway", "g"), inner, user("b"), end("e1"), end("e2")
    result = imported(start(), *fork, chain("start", "g", "s", "e1"), chain("g", "b", "e2"))
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    assert ran.act(step.state, "a_bad", {}, NOW, calendars.default).completed


def test_an_escalation_that_nothing_catches_does_nothing(calendars):
    throw = node("intermediateThrowEvent", "t", "<bpmn:escalationEventDefinition/>")
    result = imported(start(), user("a"), throw, end(), chain("start", "a", "t", "end"))
    assert errors(result.data, calendars) == []
    assert "The event 't' loses its escalation, which nothing around it catches." in sentences(
        result
    )


def test_an_error_in_what_handles_it_is_not_caught_by_that_again(calendars):
    error = "<bpmn:errorEventDefinition/>"
    inner = start("is", error), user("u"), end("ie", error), chain("is", "u", "ie")
    handler = node("subProcess", "handle", "".join(inner), triggeredByEvent="true")
    bad = node("parallelGateway", "g"), user("a"), end("bad", error), user("b"), end()
    result = imported(
        start(), *bad, handler, chain("start", "g", "a", "bad"), chain("g", "b", "end")
    )
    assert any("'ie' ends the whole process" in sentence for sentence in sentences(result))


def test_an_error_of_a_handler_beside_other_work_ends_all_the_same(calendars):
    error, starts = "<bpmn:errorEventDefinition/>", timer("PT1H")
    begin = node("startEvent", "is", starts, isInterrupting="false")
    inner = begin, user("u"), end("ie", error), chain("is", "u", "ie")
    handler = node("subProcess", "handle", "".join(inner), triggeredByEvent="true")
    result = imported(start(), user("a"), end(), handler, chain("start", "a", "end"))
    assert any("by an event sub-process beside it" in sentence for sentence in sentences(result))
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    later = step.next_due
    step = ran.wake(step.state, later, calendars.default)
    assert {offer.action for offer in step.offers} == {"a_end", "u_ie"}
    assert ran.act(step.state, "u_ie", {}, later, calendars.default).completed


# ------------------------------------------------------------------ errors of called processes


def _called(error):
    return (
        f'<bpmn:process id="q">{start("qs")}{user("w")}{end("bad", error)}{chain("qs", "w", "bad")}'
        f'</bpmn:process><bpmn:error id="one" errorCode="7"/><bpmn:error id="two" errorCode="7"/>'
    )


def test_an_error_is_caught_at_the_call_by_its_code_whatever_declares_it(calendars):
    thrown, caught = (f'<bpmn:errorEventDefinition errorRef="{key}"/>' for key in ("one", "two"))
    call = node("callActivity", "c", calledElement="q"), border("b", "c", caught)
    way = chain("start", "c", "end"), chain("b", "n", "e2")
    result = imported(start(), *call, user("n"), end(), end("e2"), *way, extra=_called(thrown))
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    assert [o.element for o in ran.act(step.state, "w_bad", {}, NOW, calendars.default).offers] == [
        "n"
    ]


def test_an_error_of_a_called_process_that_nothing_catches_ends_the_case(calendars):
    fork = node("parallelGateway", "g"), node("callActivity", "c", calledElement="q"), user("b")
    way = chain("start", "g", "c", "end"), chain("g", "b", "e2")
    extra = _called("<bpmn:errorEventDefinition/>")
    result = imported(start(), *fork, end(), end("e2"), *way, extra=extra)
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    assert ran.act(step.state, "w_bad", {}, NOW, calendars.default).completed
