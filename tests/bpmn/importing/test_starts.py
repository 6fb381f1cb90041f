"""Where an imported process begins."""

from datetime import UTC, datetime

import pytest

from tests.bpmn.importing.imported import imported, process, sentences
from tests.drawings import (
    catch,
    chain,
    end,
    extension,
    flow,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_of_several_ways_to_begin_a_person_says_which_one_it_is(calendars):
    mail = node("startEvent", "mail", "<bpmn:messageEventDefinition/>", name="By mail")
    phone = node("startEvent", "phone", name="By phone")
    parts = (
        mail,
        phone,
        user("a"),
        user("b"),
        end(),
        chain("mail", "a", "end"),
        chain("phone", "b", "end"),
    )
    result = imported(*parts)
    ran = process(result, calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    labels = {a.id: a.label for a in ran.diagram.actions}
    assert [labels[offer.action] for offer in step.offers] == ["By mail", "By phone"]
    phoned = step.offers[1].action
    step = ran.act(step.state, phoned, {}, NOW, calendars.default)
    assert [offer.element for offer in step.offers] == ["b"]
    assert sum("one of several ways to begin" in s for s in sentences(result)) == 2


def test_without_a_start_all_that_nothing_leads_to_begins(calendars):
    inner = sub("s", user("a"), user("b"), chain("a", "b"), user("c"))
    ran = process(imported(start(), inner, end(), chain("start", "s", "end")), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    assert {offer.element for offer in step.offers} == {"a", "c"}


def test_a_process_that_has_one_start_keeps_it(calendars):
    result = imported(start(), user("a"), end(), chain("start", "a", "end"))
    assert not any("start event" in sentence for sentence in sentences(result))


def test_a_message_flow_ends_at_no_start_that_a_person_chooses(calendars):
    message = "<bpmn:messageEventDefinition/>"
    parts = node("startEvent", "mail", message), start("other"), user("a"), end()
    pool = (
        '<bpmn:collaboration id="c"><bpmn:participant id="us" processRef="p"/>'
        '<bpmn:participant id="them"/><bpmn:messageFlow id="mf" sourceRef="them" targetRef="mail"/>'
        "</bpmn:collaboration>"
    )
    result = imported(*parts, chain("mail", "a", "end"), chain("other", "a"), extra=pool)
    assert process(result, calendars)
    assert any("no message is received at 'mail'" in sentence for sentence in sentences(result))


def test_what_a_flow_leads_to_begins_nothing_by_itself(calendars):
    task = node("receiveTask", "r", instantiate="true")
    result = imported(task, end(), chain("r", "end"))
    assert process(result, calendars).diagram.elements["r"].incoming != ()


@pytest.mark.parametrize(
    ("alone", "asked"),
    [
        (user("b"), "The task 'b' never happens: draw what leads to it, or remove it."),
        (
            catch("b", timer("P1D")),
            "The event 'b' never happens: draw what leads to it, put it on the border of what it "
            "interrupts, or remove it.",
        ),
    ],
)
def test_what_nothing_leads_to_is_left_to_be_drawn(calendars, alone, asked):
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), alone)
    assert sentences(result, asks=True) == [asked]


def test_what_begins_with_an_event_and_stands_beside_the_flows_is_started_by_it(calendars):
    first = start("hs", '<bpmn:messageEventDefinition messageRef="m_stop"/>')
    handler = sub("h", first, user("b"), end("he"), chain("hs", "b", "he"))
    parts = start(), user("a"), end(), chain("start", "a", "end"), handler
    result = imported(*parts, messages="stop")
    assert process(result, calendars).diagram.elements["h"].by_event
    assert "The sub-process 'h' is started by its event: no flow leads to it." in sentences(result)


def test_a_sub_process_that_flows_lead_to_begins_when_a_token_comes(calendars):
    inner = sub("s", start("is", timer("PT1H")), user("b"), end("ie"), chain("is", "b", "ie"))
    result = imported(start(), inner, end(), chain("start", "s", "end"))
    assert process(result, calendars).diagram.elements["is"].triggers == ()
    assert any("flows lead to its sub-process" in sentence for sentence in sentences(result))


@pytest.mark.parametrize("event", ["", message("order"), timer("PT1H")])
def test_the_form_of_a_start_is_filled_in_behind_it(calendars, event):
    """A submission has a form of its own: that of the start event is shown to nobody."""
    form = {"type": "object", "properties": {"urgent": {"type": "boolean"}}, "required": ["urgent"]}
    ways = flow("x", "end", "", "urgent") + flow("x", "e2", "", "not urgent")
    begin = start(inner=extension(form) + event)
    drawn = begin, xor("x"), end(), end("e2"), ways, chain("start", "x")
    result = imported(*drawn, messages="order")
    [action] = process(result, calendars).diagram.actions
    assert list(action.form["properties"]) == ["urgent"]
    assert any("gets a task behind it in which its form" in said for said in sentences(result))


def test_a_start_that_only_sets_constants_keeps_its_form(calendars):
    form = {"type": "object", "properties": {"urgent": {"const": False}}}
    result = imported(start(inner=extension(form)), user("a"), end(), chain("start", "a", "end"))
    assert "start" in {
        e.id for e in process(result, calendars).diagram.elements.values() if e.forms
    }


def test_a_process_of_event_sub_processes_alone_is_asked_for_its_beginning():
    result = imported(on_event("h", timer("P1D")))
    asked = (
        "The process 'p' has nothing in it that begins: draw a start event and what it leads to."
    )
    assert sentences(result, asks=True) == [asked]


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_what_cannot_come_before_a_case_begins_starts_nothing(calendars, kind):
    begin = start(inner=f"<bpmn:{kind}EventDefinition/>")
    result = imported(begin, user("a"), end(), chain("start", "a", "end"))
    assert process(result, calendars).diagram.elements["start"].triggers == ()


def test_an_event_sub_process_that_flows_lead_to_is_a_plain_one(calendars):
    handler = on_event("h", "<bpmn:messageEventDefinition/>")
    result = imported(start(), handler, end(), chain("start", "h", "end"))
    assert not process(result, calendars).diagram.elements["h"].by_event
