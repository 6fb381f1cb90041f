"""What a diagram says: its actions, statuses and called processes."""

import pytest

from runner import bpmn as diagrams
from runner.engine import Process
from runner.errors import DiagramError
from runner.gate import lint
from runner.gate.scenarios.scenario import MORNING
from tests.drawings import (
    border,
    bpmn,
    chain,
    end,
    extension,
    flow,
    message,
    node,
    start,
    user,
    xor,
)


def read(*parts, **options):
    return diagrams.read(bpmn(*parts, **options))


def ids(diagram):
    return [(a.id, a.label, a.audience) for a in diagram.actions]


def test_actions_are_the_named_flows_of_the_gateway_that_follows():
    d = read(
        start(), user("a"), xor("x"), end(), end("end2"), chain("start", "a", "x"),
        flow("x", "end", "Accept", id="accept"),
        flow("x", "end2", "Reject", id="reject", audience="Customer"),
    )  # fmt: skip
    assert ids(d) == [("accept", "Accept", ""), ("reject", "Reject", "Customer")]


def test_a_single_flow_is_an_action_named_after_itself_or_its_task():
    assert ids(
        read(start(), user("a"), end(), flow("start", "a"), flow("a", "end", "Done", id="done"))
    ) == [("done", "Done", "")]
    assert ids(diagrams.read(bpmn(start(), user("a"), end(), chain("start", "a", "end")))) == [
        ("a_end", "a", "")
    ]


def test_a_message_event_with_an_audience_is_an_action_for_each():
    d = read(
        start(), user("a"), border("stop", "a", message("m"), audience="Customer, Support"),
        border("quiet", "a", message("m")), end(), end("e2"), end("e3"),
        chain("start", "a", "end"), chain("stop", "e2"), chain("quiet", "e3"), messages="m",
    )  # fmt: skip
    assert [a for a in ids(d) if a[0] != "a_end"] == [
        ("stop", "stop", "Customer"),
        ("stop", "stop", "Support"),
    ]
    assert {a.message for a in d.actions if a.id == "stop"} == {"m"}


def test_the_audience_is_the_lane_unless_the_flow_says_otherwise():
    lanes = (
        '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Customer">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    d = read(
        lanes, start(), user("a"), xor("x"), end(), end("end2"), chain("start", "a", "x"),
        flow("x", "end", "Agree", id="agree"),
        flow("x", "end2", "Record it", id="record", audience="Support"),
    )  # fmt: skip
    assert ids(d) == [("agree", "Agree", "Customer"), ("record", "Record it", "Support")]


def test_the_forms_of_a_task_and_of_its_outcome_are_one():
    task = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    outcome = {"type": "object", "properties": {"b": {"type": "string"}}}
    d = read(
        start(), user("t", form=task), xor("x"), end(), end("e2"), chain("start", "t", "x"),
        flow("x", "end", "One", id="one"), flow("x", "e2", "Two", id="two").replace(
            "></bpmn:sequenceFlow>", "><bpmn:extensionElements><spiffworkflow:formJsonSchema>"
            + str(outcome).replace("'", '"') + "</spiffworkflow:formJsonSchema>"
            "</bpmn:extensionElements></bpmn:sequenceFlow>"),
    )  # fmt: skip
    forms = {a.id: list(a.form["properties"]) for a in d.actions}
    assert forms == {"one": ["a"], "two": ["a", "b"]}


def test_a_form_may_lie_in_a_file_beside_the_diagram():
    text = bpmn(
        start(), user("a", formJsonSchemaFilename="a.json"), end(), chain("start", "a", "end")
    )
    with pytest.raises(DiagramError, match=r"a\.json"):
        diagrams.read(text)
    d = diagrams.read(
        text, {"a.json": '{"type": "object", "properties": {"x": {"type": "string"}}}'}
    )
    assert list(d.actions[0].form["properties"]) == ["x"]


def test_the_actions_of_the_default_diagram_are_those_of_the_contract(default_diagram):
    offered = {
        (a.id, tuple(a.form["properties"]) if a.form else ()) for a in default_diagram.actions
    }
    assert offered == {
        ("send_first_response", ("body",)),
        ("ask_customer", ("body", "asked")),
        ("propose_solution", ("body", "asked")),
        ("block", ("kind", "reference", "note", "blocker_stands")),
        ("propose_closing", ("body", "asked")),
        ("resume_work", ()),
        ("withdraw_closing", ()),
        ("agree_closing", ()),
        ("keep_open", ()),
        ("record_agreement", ("how",)),
        ("acknowledge", ("blocker_stands",)),
        ("still_blocked", ()),
        ("accept_solution", ("proposal",)),
        ("reject_solution", ("reason", "proposal")),
        ("withdraw_proposal", ()),
        ("clear_blocker", ("note", "blocker_stands")),
        ("customer_closes", ()),
        ("customer_closes", ("how",)),
    }


def test_statuses_come_in_their_order_and_the_final_one_last(default_diagram):
    assert [(s.name, s.final) for s in default_diagram.statuses] == [
        ("New", False),
        ("Work in Progress", False),
        ("Pending Customer", False),
        ("Customer Replied", False),
        ("Solution Proposed", False),
        ("Blocked", False),
        ("Closed", True),
    ]


def test_statuses_without_an_order_come_behind_the_others_from_left_to_right():
    d = read(
        start(), user("a", status="A"), user("b", status="B", order="2"), user("c", status="C"),
        user("d", status="D", order="1"), end(status="Over", order="1"),
        chain("start", "a", "b", "c", "d", "end"),
    )  # fmt: skip
    assert [status.name for status in d.statuses] == ["D", "B", "A", "C", "Over"]


def test_a_called_process_of_the_same_file_belongs_to_the_drawing():
    d = read(
        start(), node("callActivity", "call", calledElement="q"), end(), chain("start", "call", "end"),
        extra='<bpmn:process id="q">' + start("qs") + user("qa") + end("qe")
        + chain("qs", "qa", "qe") + "</bpmn:process>",
    )  # fmt: skip
    assert d.elements["qa"].container == "q"


def test_the_audience_of_a_task_is_that_of_its_flows_but_where_one_says_otherwise():
    drawn = read(
            start(), user("a", audience="analyst"), xor("x"), end(), end("other"), chain("start", "a", "x"),
            flow("x", "end", "Done"), flow("x", "other", "Give up", audience="lead"),
    )  # fmt: skip
    assert [(a.label, a.audience) for a in drawn.actions] == [
        ("Done", "analyst"),
        ("Give up", "lead"),
    ]


def in_lane(name, task):
    listed = f"<bpmn:flowNodeRef>{task}</bpmn:flowNodeRef>"
    lane = f'<bpmn:lane id="lane_{task}" name="{name}">{listed}</bpmn:lane>'
    return f'<bpmn:laneSet id="lanes_{task}">{lane}</bpmn:laneSet>' if name else ""


@pytest.mark.parametrize(
    ("around", "inside", "audiences"),
    [
        (("", "lead, analyst"), ("", ""), ["lead", "analyst"]),
        (("", "lead"), ("", "analyst"), ["analyst"]),
        (("", "lead"), ("Customer", ""), ["Customer"]),
        (("Support", "lead"), ("", ""), ["lead"]),
        (("Support", ""), ("", ""), ["Support"]),
        (("Support", "lead"), ("Customer", "analyst"), ["analyst"]),
    ],
)
@pytest.mark.parametrize("called", [False, True])
def test_who_does_a_task_may_be_said_around_it(called, around, inside, audiences):
    (outer_lane, outer), (lane, own) = around, inside
    said, task = extension(audience=outer) if outer else "", user("work", audience=own)
    inner = in_lane(lane, "work") + start("s") + task + end("e") + chain("s", "work", "e")
    host = (
        node("callActivity", "host", said, calledElement="q")
        if called
        else node("subProcess", "host", said + inner)
    )
    drawn = read(
        in_lane(outer_lane, "host"), start(), host, end(), chain("start", "host", "end"),
        extra=node("process", "q", inner) if called else "",
    )  # fmt: skip
    assert [action.audience for action in drawn.actions] == audiences


def test_a_flow_that_is_left_alone_at_its_gateway_keeps_its_id_and_label():
    drawn = read(
            start(), user("a"), xor("x"), end(), chain("start", "a", "x"),
            flow("x", "end", "Acknowledge", id="acknowledge"),
    )  # fmt: skip
    assert [(a.id, a.label) for a in drawn.actions] == [("acknowledge", "Acknowledge")]


def called(lane="", **status):
    """Bob's case, handled in a process that another one calls."""
    inner = node("process", "q", start("qs") + user("work") + end("qe") + chain("qs", "work", "qe"))
    call = node("callActivity", "call", extension(**status), calledElement="q")
    return diagrams.read(
        bpmn(lane, start(), call, end(status="Done"), chain("start", "call", "end"), extra=inner)
    )


def test_a_called_process_has_the_status_and_the_lane_of_what_calls_it(calendars):
    lane = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Support"><bpmn:flowNodeRef>call</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    drawn = called(lane, status="At work")
    assert drawn.elements["work"].lane == "Support"
    assert drawn.status_of(drawn.elements["work"]) == "At work"
    step = Process(drawn, calendars).start({}, MORNING, calendars.default)
    assert step.status == "At work"


def test_a_wait_in_a_called_process_without_a_status_is_refused():
    found = lint.check(called(), "lifecycle", MORNING)
    assert ("status", "work") in [(f.rule, f.element) for f in found]
