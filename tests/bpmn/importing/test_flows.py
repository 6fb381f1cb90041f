"""Flows of other tools: conditions, links, splits and merges."""

from datetime import UTC, datetime

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import border, bpmn, chain, end, flow, node, start, timer, user, xor

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("${amount > 3}", "amount > 3"),
        ("#{approved}", "approved"),
        ("${a == 1 && !b}", "a == 1 and not b"),
        ('= kind = "Bug"', 'kind == "Bug"'),
        ("${user.isAdmin()}", None),
        ("amount > 3", "amount > 3"),
        ("${a === 1 || b !== 2}", "a == 1 or b != 2"),
        ("${word == 'Stop!  a=b && c'}", "word == 'Stop!  a=b && c'"),
        ("word  ==  'Stop!'", "word  ==  'Stop!'"),
    ],
)
def test_conditions_of_other_engines_are_written_anew(written, becomes):
    data = bpmn(
        start(), user("a", status="S"), node("exclusiveGateway", "x", name="", default="no"), end(), end("end2"),
        chain("start", "a", "x"), flow("x", "end", "Yes", written, id="yes"), flow("x", "end2", "No", id="no"),
    )  # fmt: skip
    imported = import_diagram(data)
    assert read(imported.data).flows["yes"].condition == becomes
    assert any("condition" in c.sentence for c in imported.changes) == (becomes != written)


@pytest.mark.parametrize(
    ("parts", "element", "kind"),
    [
        ((node("task", "a"), node("task", "b"), node("task", "c"), chain("a", "b"), flow("a", "c")),
         "parallelGateway_a", "parallelGateway"),
        ((node("task", "a"), node("task", "b"), node("task", "c"), flow("a", "b", "B", "n > 1"),
          flow("a", "c", "C", "n < 2")), "inclusiveGateway_a", "inclusiveGateway"),
        ((user("a"), node("task", "b"), node("task", "c"), flow("a", "b", "B"), flow("a", "c", "C")),
         "exclusiveGateway_a", "exclusiveGateway"),
        ((node("complexGateway", "g"), node("task", "b"), chain("g", "b")), "g", "inclusiveGateway"),
        ((node("receiveTask", "r"),), "r", "receiveTask"),
        ((node("intermediateCatchEvent", "e"),), "e", "userTask"),
    ],
)  # fmt: skip
def test_what_was_only_understood_is_drawn(parts, element, kind):
    imported = import_diagram(bpmn(*parts))
    assert read(imported.data).elements[element].kind == kind


def test_link_events_run_as_they_are_drawn(calendars):
    link = '<bpmn:linkEventDefinition id="{}" name="L"/>'
    data = bpmn(
        start(), user("a", status="S"), node("intermediateThrowEvent", "out", link.format("l1")),
        node("intermediateCatchEvent", "in", link.format("l2")), user("b", status="T"), end(status="E"),
        chain("start", "a", "out"), chain("in", "b", "end"),
    )  # fmt: skip
    assert errors(data, calendars) == []
    assert import_diagram(data).changes == ()


def test_each_flow_of_an_inclusive_gateway_is_a_yes_or_no(calendars):
    gateway = node("inclusiveGateway", "g", name="")
    parts = start(), user("a"), gateway, user("b"), user("c"), end(), chain("start", "a", "g")
    ways = (
        flow("g", "b", "Repair")
        + flow("g", "c", "Send a new one")
        + chain("b", "end")
        + chain("c", "end")
    )
    result = import_diagram(bpmn(*parts, ways))
    assert errors(result.data, calendars) == []
    diagram = read(result.data)
    assert diagram.flows["g_c"].condition == "take_send_a_new_one"
    assert diagram.elements["g"].default == "g_b"
    form = diagram.elements["a"].forms[""]
    assert form["properties"]["take_send_a_new_one"]["title"] == "Take send a new one"


def test_a_default_that_does_not_leave_its_gateway_is_none(calendars):
    gateway = node("exclusiveGateway", "g", name="Which?", default="gone")
    parts = start(), user("a"), gateway, end("e1"), end("e2"), chain("start", "a", "g")
    result = import_diagram(bpmn(*parts, flow("g", "e1", "One"), flow("g", "e2", "Two")))
    assert errors(result.data, calendars) == []


def test_a_flow_stands_where_its_ends_do(calendars):
    inner = node("subProcess", "s", start("is") + user("a") + end("ie"))
    data = bpmn(start(), inner, end(), chain("start", "s", "end"), chain("is", "a", "ie"))
    result = import_diagram(data)
    assert read(result.data).elements["a"].incoming == ("is_a",)
    assert "The flow 'is_a' is put where 'is' is." in [c.sentence for c in result.changes]
    assert errors(result.data, calendars) == []


def test_an_event_on_a_border_stands_where_its_activity_does():
    inner = node("subProcess", "s", start("is") + user("a") + end("ie") + chain("is", "a", "ie"))
    late = border("b", "a", timer("PT1H")), end("e2")
    result = import_diagram(bpmn(start(), inner, *late, end(), chain("start", "s", "end")))
    assert read(result.data).elements["b"].container == "s"


def test_an_end_and_a_gateway_that_stand_alone_are_taken_out(calendars):
    alone = end("lost"), node("exclusiveGateway", "x")
    result = import_diagram(bpmn(start(), user("a"), end(), *alone, chain("start", "a", "end")))
    assert read(result.data).elements.keys() == {"start", "a", "end"}
    assert sum("leads nowhere" in change.sentence for change in result.changes) == 2


def test_a_condition_that_only_repeats_the_name_of_its_flow_is_a_name():
    data = bpmn(
        start(), user("a"), node("exclusiveGateway", "x"), end(), end("e2"), chain("start", "a", "x"),
        flow("x", "end", "Refused", "Refused"), flow("x", "e2", "Granted", "Granted"),
    )  # fmt: skip
    diagram = read(import_diagram(data).data)
    assert [flow.condition for flow in diagram.flows.values() if flow.source == "x"] == [None, None]


def test_what_only_describes_a_process_to_others_is_taken_off():
    data = bpmn(start(), user("a"), end(), chain("start", "a", "end"))
    data = data.replace(b"<bpmn:process ", b'<bpmn:process processType="Public" ')
    data = data.replace(b"<bpmn:sequenceFlow ", b'<bpmn:sequenceFlow isImmediate="false" ', 1)
    result = import_diagram(data)
    assert b"Public" not in result.data and b"isImmediate" not in result.data
    said = " ".join(change.sentence for change in result.changes)
    assert "is not public any more" in said and "leads on at once" in said


def test_a_number_is_no_condition():
    result = imported(
        start(), user("a"), xor("x"), user("b"), end(), chain("start", "a", "x", "end"), flow("x", "b", when="1", id="f"),
        chain("b", "end"),
    )  # fmt: skip
    assert any("'f' loses its condition “1”" in sentence for sentence in sentences(result))


def test_conditions_in_words_are_the_labels_of_a_choice(calendars):
    words = {"end": "Refused", "e2": "Approved", "e3": "Manual check required"}
    ways = [flow("x", key, "", word) for key, word in words.items()]
    result = imported(
        start(), user("a"), xor("x"), end(), end("e2"), end("e3"), chain("start", "a", "x"), *ways
    )
    actions = process(result, calendars).diagram.actions
    assert sorted(action.label for action in actions) == sorted(words.values())


def test_the_default_flow_has_no_condition(calendars):
    ways = flow("x", "end", "No", "refused", id="no") + flow("x", "e2", "Yes", "n > 1")
    parts = start(), user("a"), xor("x", default="no"), end(), end("e2"), chain("start", "a", "x")
    result = imported(*parts, ways)
    assert process(result, calendars).diagram.flows["no"].condition is None


def test_the_only_way_on_has_no_condition(calendars):
    result = imported(start(), user("a"), end(), flow("start", "a"), flow("a", "end", when="n > 1"))
    assert process(result, calendars).diagram.flows["a_end"].condition is None
    said = "The flow 'a_end' loses its condition: there is no other way out of 'a'."
    assert said in sentences(result)


def test_behind_a_task_the_flow_without_a_condition_is_taken_when_the_others_are_not(calendars):
    parts = start(), user("a"), xor("x"), user("b"), end(), end("e2"), chain("start", "a", "x")
    ways = flow("x", "b", "yes"), flow("x", "e2", "no", when="not clear"), chain("b", "end")
    ran = process(imported(*parts, *ways), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    [offer] = step.offers
    step = ran.act(step.state, offer.action, {"clear": True}, NOW, calendars.default)
    assert [offer.element for offer in step.offers] == ["b"]


@pytest.mark.parametrize(("name", "left"), [("", 1), ("Same", 1), ("Other", 2)])
def test_of_flows_that_say_the_same_one_is_left(calendars, name, left):
    twins = flow("a", "b", name and "Same", id="one") + flow("a", "b", name, id="two")
    parts = start(), user("a"), user("b"), end(), chain("start", "a"), twins, chain("b", "end")
    diagram = process(imported(*parts), calendars).diagram
    assert len({"one", "two"} & diagram.flows.keys()) == left
