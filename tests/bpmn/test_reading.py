"""Bytes to a Diagram: what a drawing says, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner import bpmn as diagrams
from runner.bpmn import Limits, executable, read_timer
from runner.errors import CaselaneError, DiagramError
from tests.conftest import ROOT
from tests.drawings import HEAD, border, bpmn, chain, end, flow, message, node, start, user, xor

HOSTILE = ROOT / "tests" / "data" / "hostile"
OTHER = '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="s"/></bpmn:process>'
SMALL = bpmn(start(), user("a"), end(), chain("start", "a", "end"))


def read(*parts, **options):
    return diagrams.read(bpmn(*parts, **options))


# ------------------------------------------------------------------ safe reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "utf-8-sig"])
def test_any_encoding_of_xml_is_read(encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    name = bpmn(start(), user("a"), end(), chain("start", "a", "end")).decode()
    name = name.replace('name="a"', 'name="Prüfen"')
    data = f'<?xml version="1.0" encoding="{declared}"?>{name}'.encode(encoding)
    assert diagrams.read(data).elements["a"].name == "Prüfen"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "well-formed"),
        (b"<a>", "well-formed"),
        (b"hello", "well-formed"),
        (b"<a/>", "not a BPMN"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SMALL, "DOCTYPE"),
        (f"{HEAD}</bpmn:definitions>".encode(), "no process"),
        (SMALL.replace(b'<bpmn:process id="p"', b"<bpmn:process"), "no id"),
        (
            SMALL.replace(b"<bpmn:startEvent", b"<bpmn:userTask id='a'/><bpmn:startEvent"),
            "Two elements",
        ),
        (bpmn(start(), extra=OTHER), "several processes"),
        (SMALL[:-20], "well-formed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data, why):
    with pytest.raises(DiagramError, match=why):
        diagrams.read(data)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(bytes=100), "100 are allowed"),
        (Limits(elements=3), "3 XML"),
        (Limits(depth=2), "2 levels"),
    ],
)
def test_limits_are_said_with_their_figures(limits, why):
    with pytest.raises(DiagramError, match=why):
        diagrams.read(SMALL, limits=limits)


def test_one_process_of_several_can_be_asked_for():
    data = bpmn(start(), end(), chain("start", "end"), extra=OTHER)
    assert diagrams.read(data, process="p").process == "p"
    with pytest.raises(DiagramError, match="'r'"):
        diagrams.read(data, process="r")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_diagram_or_refused(data):
    for text in (data, SMALL[: len(data)] + data, SMALL.replace(b"userTask", data[:9])):
        with suppress(CaselaneError):
            executable(diagrams.read(text))


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile diagrams are kept beside the project")
def test_hostile_diagrams_are_read_or_refused():
    for path in sorted(HOSTILE.glob("*.bpmn")):
        with suppress(CaselaneError):
            executable(diagrams.read(path.read_bytes()))


# ------------------------------------------------------------------ actions


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
    assert ids(diagrams.read(SMALL)) == [("a_end", "a", "")]


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


def test_the_audience_is_the_lane_unless_the_flow_says_otherwise(default_diagram):
    audiences = {(a.id, a.audience) for a in default_diagram.actions}
    assert ("agree_closing", "Customer") in audiences
    assert ("record_agreement", "Support") in audiences


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
        ("ask_customer", ("body",)),
        ("propose_solution", ("body",)),
        ("block", ("kind", "reference", "note", "blocker_stands")),
        ("propose_closing", ("body",)),
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


# ------------------------------------------------------------------ statuses, called processes


def test_statuses_come_from_left_to_right_and_the_final_one_last(default_diagram):
    assert [(s.name, s.final) for s in default_diagram.statuses] == [
        ("New", False),
        ("Work in Progress", False),
        ("Pending Customer", False),
        ("Customer Replied", False),
        ("Solution Proposed", False),
        ("Blocked", False),
        ("Closed", True),
    ]


def test_a_called_process_of_the_same_file_belongs_to_the_drawing():
    d = read(
        start(), node("callActivity", "call", calledElement="q"), end(), chain("start", "call", "end"),
        extra='<bpmn:process id="q">' + start("qs") + user("qa") + end("qe")
        + chain("qs", "qa", "qe") + "</bpmn:process>",
    )  # fmt: skip
    assert d.elements["qa"].container == "q"


# ------------------------------------------------------------------ timers


@pytest.mark.parametrize("text", ["PT24H", '"PT24H"', "'PT24H'", "  PT24H "])
def test_timers_may_be_quoted_or_not(text):
    assert read_timer("duration", text).duration.seconds == 86400


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "two days"), ("duration", ""), ("duration", "${x}"), ("duration", "-PT1H"),
        ("duration", "__import__('os')"), ("duration", "R3/PT1H"), ("duration", "some_name"),
        ("date", "tomorrow at noon"), ("date", "a.b"),
        ("cycle", "R/PT1H"), ("cycle", "R0/PT1H"), ("cycle", "R3"), ("cycle", "R99999999/PT1S"),
        ("cycle", "R3/PT0S"), ("cycle", "0 0 * * *"), ("cycle", "R/PT0S"), ("cycle", "R3/-PT1H"),
    ],
)  # fmt: skip
def test_timers_that_make_no_sense_are_refused(kind, text):
    with pytest.raises(DiagramError):
        read_timer(kind, text)


def test_a_date_may_be_fixed_or_the_name_of_a_due_date():
    assert read_timer("date", "first_response_due").name == "first_response_due"
    assert read_timer("date", "2026-03-02T10:00:00+01:00").date.hour == 10
