"""Events: what they wait for or bring about, and what is missing about it."""

from datetime import UTC, datetime

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.errors import DiagramError
from tests.bpmn.importing.imported import FIDELITY, drawing, errors, imported, process, sentences
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    flow,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


# ------------------------------------------------------------------ messages, signals, errors


def test_an_event_that_names_no_message_means_one_of_its_own_name():
    diagram = drawing(catch("reply", "<bpmn:messageEventDefinition/>"))
    assert diagram.elements["reply"].message == "reply"


def test_a_message_with_a_prefix_is_the_one_that_is_meant(calendars):
    parts = start(), catch("c", '<bpmn:messageEventDefinition messageRef="tns:m_answer"/>'), end()
    result = imported(*parts, chain("start", "c", "end"), messages="answer")
    assert process(result, calendars).diagram.elements["c"].message == "answer"
    assert not any("message" in sentence for sentence in sentences(result))


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_what_an_event_refers_to_is_added_where_the_file_lacks_it(calendars, kind):
    event = f'<bpmn:{kind}EventDefinition {kind}Ref="answer"/>'
    result = imported(start(), catch("c", event), end(), chain("start", "c", "end"))
    assert errors(result.data, calendars) == []
    assert f"The event 'c' refers to the {kind} 'answer', which the file lacks: it is added." in (
        sentences(result)
    )


def test_a_signal_that_nothing_sends_comes_from_outside(calendars):
    parts = start(), catch("c", "<bpmn:signalEventDefinition/>"), end(), chain("start", "c", "end")
    result = imported(*parts)
    assert process(result, calendars).diagram.elements["c"].properties["external"] == "true"
    assert any("signal from outside" in sentence for sentence in sentences(result))


def test_an_error_whose_declaration_is_lost_still_finds_its_border(calendars):
    error = '<bpmn:errorEventDefinition errorRef="lost"/>'
    inner = sub("s", start("is"), user("a"), end("ie", error), chain("is", "a", "ie"))
    parts = start(), inner, border("b", "s", error), end(), end("e2"), chain("start", "s", "end")
    assert errors(imported(*parts, flow("b", "e2")).data, calendars) == []


# ------------------------------------------------------------------ compensation


def test_compensation_is_taken_out_with_what_would_undo_the_work(calendars):
    undo = border("b", "a", "<bpmn:compensateEventDefinition/>")
    handler = node("serviceTask", "undo", isForCompensation="true")
    hangs = '<bpmn:association id="as" sourceRef="b" targetRef="undo"/>'
    result = imported(start(), user("a"), undo, handler, end(), hangs, chain("start", "a", "end"))
    assert process(result, calendars).diagram.elements.keys() == {"start", "a", "end"}
    assert any("only be done to undo" in sentence for sentence in sentences(result))


def test_what_only_a_line_leads_to_from_compensation_is_taken_out_too(calendars):
    undo = border("b", "a", "<bpmn:compensateEventDefinition/>")
    hangs = '<bpmn:association id="as" sourceRef="b" targetRef="undo"/>'
    parts = start(), user("a"), undo, user("undo"), end(), hangs, chain("start", "a", "end")
    assert "undo" not in process(imported(*parts), calendars).diagram.elements


# ------------------------------------------------------------------ places to fill in


WAITING = bpmn(start(), catch("later", timer("")), end(), chain("start", "later", "end"))


def test_an_empty_timer_is_asked_for_and_runs_once_it_is_filled_in(calendars):
    result = import_diagram(WAITING)
    [asked] = sentences(result, asks=True)
    assert asked.endswith("does not say how long it waits: fill in a time such as PT8H.")
    assert [error.split(":")[0] for error in errors(result.data, calendars)] == ["timer later"]
    filled = result.data.replace(
        b"<bpmn:timeDuration/>", b"<bpmn:timeDuration>PT2H</bpmn:timeDuration>"
    )
    assert errors(filled, calendars) == []


def test_one_time_answers_all_that_is_asked(calendars):
    result = import_diagram(WAITING, time="P2D")
    assert "The event 'later' does not say how long it waits: P2D, as was asked for." in (
        sentences(result)
    )
    assert process(result, calendars).diagram.elements["later"].timer_text == "P2D"
    with pytest.raises(DiagramError, match="not an ISO 8601 duration"):
        import_diagram(WAITING, time="soon")


def test_an_empty_timer_waits_as_long_as_its_name_says(calendars):
    result = import_diagram((FIDELITY / "11_import_empty_timer.bpmn").read_bytes())
    assert sentences(result, asks=True) == []
    assert process(result, calendars).diagram.elements["B"].timer_text == "PT2H"


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("24 Hours", "PT24H"), ("after 1 week", "P1W"), ("Time-out (7 days)", "P7D"), ("daily", ""),
        ("Remind 2 days before", ""), ("Noon", ""),
    ],
)  # fmt: skip
def test_only_a_name_that_is_a_time_is_read_as_one(name, time):
    event = catch("later", timer("")).replace('name="later"', f'name="{name}"')
    result = imported(start(), event, end(), chain("start", "later", "end"))
    assert read(result.data).elements["later"].timer_text == time
    assert bool(sentences(result, asks=True)) != bool(time)


def test_some_tools_write_that_nothing_was_filled_in():
    result = imported(start(), catch("c", timer("_undefined")), end(), chain("start", "c", "end"))
    assert "does not say how long it waits" in "".join(sentences(result, asks=True))


def test_a_start_that_does_not_say_what_it_waits_for_begins_at_once(calendars):
    result = imported(start(inner=timer("")), user("a"), end(), chain("start", "a", "end"))
    assert process(result, calendars).diagram.elements["start"].triggers == ()
    assert any("begins at once" in sentence for sentence in sentences(result))


def test_an_event_on_a_border_that_says_nothing_and_leads_nowhere_is_taken_out(calendars):
    parts = start(), user("a"), border("b", "a", ""), end(), chain("start", "a", "end")
    result = imported(*parts)
    assert "b" not in process(result, calendars).diagram.elements
    assert any("waits for nothing, and leads nowhere" in said for said in sentences(result))


@pytest.mark.parametrize(
    ("written", "becomes", "asks"),
    [
        ("2 hours", "PT2H", False), ("7 days", "P7D", False), ("1 week", "P1W", False),
        ("PT4H", "PT4H", False), ("a while", "a while", True), ("${due} + 1", "${due} + 1", True),
        ("0 days", "0 days", True),
    ],
)  # fmt: skip
def test_a_time_in_words_is_written_as_one_and_any_other_is_asked_for(written, becomes, asks):
    parts = start(), user("a"), border("b", "a", timer(written)), end(), end("e2")
    result = imported(*parts, chain("start", "a", "end"), flow("b", "e2"))
    assert read(result.data).elements["b"].timer_text == becomes
    assert bool(sentences(result, asks=True)) == asks


def test_an_event_that_says_nothing_is_asked_for_behind_an_event_gateway():
    data = (FIDELITY / "20_import_breaks_event_gateway.bpmn").read_bytes()
    result = import_diagram(data)
    assert read(result.data).elements["C1"].kind == "intermediateCatchEvent"
    assert sentences(result, asks=True) == [
        "The event 'reopen' does not say what it waits for: choose the kind of event, such as a message or a timer."
    ]


def test_an_event_that_says_nothing_is_a_task_in_the_course_of_the_process():
    assert drawing(catch("c", "")).elements["c"].kind == "userTask"


def test_places_to_fill_in_are_asked_for_again_and_change_nothing_again():
    once = import_diagram((FIDELITY / "11_import_empty_timer.bpmn").read_bytes())
    again = import_diagram(once.data)
    assert again.data == once.data
    assert all(change.asks for change in again.changes)


def test_a_reference_to_what_is_no_event_definition_copies_nothing():
    """Else thirty events that refer to the process around them would fill the memory."""
    shared = "<bpmn:eventDefinitionRef>p</bpmn:eventDefinitionRef>"
    events = [node("intermediateCatchEvent", f"e{n}", shared) for n in range(30)]
    assert import_diagram(bpmn(*events)).data.count(b"<bpmn:process") == 1


def test_a_condition_that_says_nothing_runs_once_it_is_filled_in(calendars):
    event = "<bpmn:conditionalEventDefinition><bpmn:condition/></bpmn:conditionalEventDefinition>"
    result = imported(start(), catch("c", event), end(), chain("start", "c", "end"))
    [asked] = sentences(result, asks=True)
    question = "The event 'c' does not say what it waits for: fill in a condition, such as "
    assert asked.startswith(question)
    answer = asked.removeprefix(question).removesuffix(".")
    filled = result.data.replace(b"condition/>", f"condition>{answer}</bpmn:condition>".encode())
    assert errors(filled, calendars) == []


@pytest.mark.parametrize(
    ("written", "becomes"), [("${n == 1}", "n == 1"), ("=n = 1 && m", "n == 1 and m"), ("f(n", "")]
)
def test_the_condition_of_an_event_is_written_anew(written, becomes):
    event = f"<bpmn:conditionalEventDefinition><bpmn:condition>{written.replace('&', '&amp;')}</bpmn:condition></bpmn:conditionalEventDefinition>"
    result = imported(start(), user("a"), border("c", "a", event), user("b"), end(), end("e2"),
                      chain("start", "a", "end"), chain("c", "b", "e2"))  # fmt: skip
    [trigger] = read(result.data).elements["c"].triggers
    assert trigger.condition == (becomes or written)
    assert bool(sentences(result, asks=True)) != bool(becomes)


def test_a_message_flow_from_where_none_is_sent_is_taken_out(calendars):
    pool = (
        '<bpmn:collaboration id="c"><bpmn:participant id="us" processRef="p"/>'
        '<bpmn:participant id="them"/><bpmn:messageFlow id="mf" sourceRef="t" targetRef="them"/>'
        "</bpmn:collaboration>"
    )
    parts = start(), user("a"), node("intermediateThrowEvent", "t"), end()
    result = imported(*parts, chain("start", "a", "t", "end"), extra=pool)
    assert process(result, calendars)
    assert "The message flow 'mf' is taken out: no message is sent at 't'." in sentences(result)


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [("us", "a", "it stays in one pool"), ("", "them", "it begins or ends at nothing")],
)
def test_a_message_flow_that_leads_to_no_other_pool_is_taken_out(calendars, source, target, why):
    pool = (
        '<bpmn:collaboration id="c"><bpmn:participant id="us" processRef="p"/><bpmn:participant id="them"/>'
        f'<bpmn:messageFlow id="mf" sourceRef="{source}" targetRef="{target}"/></bpmn:collaboration>'
    )
    result = imported(
        start(),
        user("a"),
        end(),
        chain("start", "a", "end"),
        extra=pool.replace(' sourceRef=""', ""),
    )
    assert process(result, calendars)
    assert any(f"taken out: {why}" in sentence for sentence in sentences(result))


def test_a_shared_definition_that_is_not_there_is_asked_for():
    lost = "<bpmn:eventDefinitionRef>gone</bpmn:eventDefinitionRef>"
    parts = start(), user("a"), border("b", "a", lost), end(), end("e2")
    result = imported(*parts, chain("start", "a", "end"), flow("b", "e2"))
    assert "The boundary event 'b' loses its event definition 'gone': it is none." in sentences(
        result
    )
    assert any("choose the kind of event" in sentence for sentence in sentences(result, asks=True))


def test_compensation_on_the_border_of_itself_is_taken_out():
    undo = "<bpmn:compensateEventDefinition/>"
    beside = border("b", "c", undo), border("c", "b", undo), border("d", "d", undo)
    diagram = drawing(start(), user("a"), end(), chain("start", "a", "end"), *beside)
    assert set(diagram.elements) == {"start", "a", "end"}


def test_what_starts_by_compensation_is_taken_out(calendars):
    undo = (
        start("is", "<bpmn:compensateEventDefinition/>"),
        user("u"),
        end("ie"),
        chain("is", "u", "ie"),
    )
    handler = node("subProcess", "undo", "".join(undo), triggeredByEvent="true")
    result = imported(start(), user("a"), handler, end(), chain("start", "a", "end"))
    assert "undo" not in process(result, calendars).diagram.elements
    assert "The sub-process 'undo' is taken out: there is no compensation here." in sentences(
        result
    )


def test_an_event_that_says_nothing_and_never_comes_is_taken_out(calendars):
    result = imported(start(), user("a"), catch("save", ""), end(), chain("start", "a", "end"),
                      chain("save", "a"))  # fmt: skip
    assert "save" not in process(result, calendars).diagram.elements
    said = "The event 'save' is taken out: nothing leads to it, and it waits for nothing."
    assert said in sentences(result)


def test_an_error_interrupts_whatever_is_drawn(calendars):
    declared = '<bpmn:error id="e1" errorCode="7"/>'
    event = '<bpmn:errorEventDefinition errorRef="e1"/>'
    inner = sub("s", start("is"), user("b"), end("ie", event), chain("is", "b", "ie"))
    result = imported(start(), inner, border("c", "s", event, False), user("d"), end(), end("e2"),
                      chain("start", "s", "end"), chain("c", "d", "e2"), extra=declared)  # fmt: skip
    assert process(result, calendars).diagram.elements["c"].interrupting
    assert "The boundary event 'c' interrupts: an error ends what it comes from." in sentences(
        result
    )


CANCEL = "<bpmn:cancelEventDefinition/>"


@pytest.mark.parametrize("caught", [True, False])
def test_a_transaction_is_cancelled_where_its_border_leads_on(calendars, caught):
    inner = start("is"), user("b"), xor("x"), end("done"), end("no", CANCEL), chain("is", "b", "x")
    ways = flow("x", "done", "Keep", id="keep"), flow("x", "no", "Cancel", id="cancel")
    more = border("c", "t", CANCEL), user("d"), end("e2"), chain("c", "d", "e2")
    result = imported(start(), node("transaction", "t", "".join((*inner, *ways))), end(),
                      chain("start", "t", "end"), *(more if caught else ()))  # fmt: skip
    ran = process(result, calendars)
    assert ran.diagram.elements["t"].kind == "transaction"
    assert any("cancelling" in sentence for sentence in sentences(result)) != caught
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    step = ran.act(step.state, "cancel", {}, NOW, calendars.default)
    assert [offer.element for offer in step.offers] == (["d"] if caught else [])


def test_work_that_flows_lead_through_is_done_though_it_is_marked_as_undoing():
    result = imported(
        start(), node("userTask", "a", isForCompensation="true"), end(), chain("start", "a", "end")
    )
    assert b"isForCompensation" not in result.data
    assert any("'a' is done where it is drawn" in sentence for sentence in sentences(result))


@pytest.mark.parametrize(
    ("name", "beside", "text"),
    [
        ("daily", True, "R1000/P1D"), ("Every 2 hours", True, "R1000/PT2H"), ("every week", True, "R1000/P1W"),
        ("monthly", True, "R1000/P1M"), ("daily", False, ""), ("every day at noon", True, ""),
    ],
)  # fmt: skip
def test_a_name_that_recurs_is_a_cycle_where_nothing_is_interrupted(calendars, name, beside, text):
    event = border("later", "a", timer(""), not beside).replace('name="later"', f'name="{name}"')
    result = imported(start(), user("a"), event, user("b"), end(), end("e2"),
                      chain("start", "a", "end"), chain("later", "b", "e2"))  # fmt: skip
    assert read(result.data).elements["later"].timer_text == text
    assert bool(sentences(result, asks=True)) != bool(text)
    if text:
        process(result, calendars)


def test_what_only_a_border_catches_is_not_waited_for_in_the_course_of_the_process():
    event = catch("c", "<bpmn:escalationEventDefinition/>")
    result = imported(start(), event, end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].kind == "userTask"
    said = "The event 'c' cannot wait for the kind 'escalation': only a border does."
    assert said in sentences(result)


def test_an_event_that_also_refers_to_its_own_definition_means_it_once():
    own = '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>'
    event = catch("c", own + "<bpmn:eventDefinitionRef>t</bpmn:eventDefinitionRef>")
    result = imported(start(), event, end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].events == ("timer",)


def test_an_event_sub_process_that_does_not_say_what_starts_it_is_asked_for():
    handler = on_event("h", "", start("hs"), user("b"), end("he"), chain("hs", "b", "he"))
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), handler)
    assert any("does not say what it waits for" in asked for asked in sentences(result, asks=True))
