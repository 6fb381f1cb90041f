"""Bytes to a Diagram: what a drawing says, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner import bpmn as diagrams
from runner.bpmn import Limits, executable
from runner.errors import CaselaneError, DiagramError
from tests.drawings import HEAD, bpmn, chain, end, node, start, timer, user
from tests.hostile import NAMES, hostile

OTHER = '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="s"/></bpmn:process>'
SMALL = bpmn(start(), user("a"), end(), chain("start", "a", "end"))


def read(*parts, **options):
    return diagrams.read(bpmn(*parts, **options))


def test_a_data_store_that_a_task_uses_is_a_stray_one_that_is_only_drawn_is_not():
    store = '<bpmn:dataStoreReference id="crm" name="CRM"/>'
    reads = '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>crm</bpmn:sourceRef></bpmn:dataInputAssociation>'
    way = chain("start", "a", "end")
    assert read(start(), user("a"), end(), way, store).strays == ()
    [stray] = read(start(), user("a", reads), end(), way, store).strays
    assert (stray.id, stray.kind) == ("crm", "dataStoreReference")


@pytest.mark.parametrize("written", ["m_answer", "tns:m_answer", " tns:m_answer ", "&#10;m_answer"])
def test_a_reference_is_read_with_or_without_a_prefix_and_whatever_blanks(written):
    event = f'<bpmn:messageEventDefinition messageRef="{written}"/>'
    catch = node("intermediateCatchEvent", "c", event)
    diagram = read(start(), catch, end(), chain("start", "c", "end"), messages="answer")
    assert diagram.elements["c"].message == "answer"


def test_every_kind_of_reference_may_have_a_prefix():
    host = node("subProcess", "s", start("is") + end("ie") + chain("is", "ie"))
    edge = node("boundaryEvent", "b", "<bpmn:errorEventDefinition/>", attachedToRef="tns:s")
    flows = chain("start", "s", "end") + chain("b", "end")
    lane = '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="Desk"><bpmn:flowNodeRef>tns:s</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    plain = bpmn(lane, start(), host, edge, end(), flows).replace(b'Ref="s"', b'Ref="tns:s"')
    diagram = diagrams.read(plain)
    assert diagram.elements["b"].attached_to == "s"
    assert diagram.elements["s"].lane == "Desk"
    assert diagram.elements["s"].outgoing == ("s_end",)


def test_a_reference_into_a_file_that_is_imported_is_not_one_to_here():
    event = '<bpmn:messageEventDefinition messageRef="o:m_answer"/>'
    catch = node("intermediateCatchEvent", "c", event)
    elsewhere = '<bpmn:import namespace="urn:other" location="other.bpmn" importType="x"/>'
    data = bpmn(
        start(), catch, end(), chain("start", "c", "end"), messages="answer", extra=elsewhere
    )
    data = data.replace(b"<bpmn:definitions ", b'<bpmn:definitions xmlns:o="urn:other" ')
    [trigger] = diagrams.read(data).elements["c"].triggers
    assert (trigger.refers_to, trigger.target) == ("o:m_answer", None)


def test_a_name_is_one_line():
    data = bpmn(start(), user("a"), end(), chain("start", "a", "end"), messages="m")
    data = data.replace(b'name="a"', b'name="Look&#10;  at it"').replace(
        b'name="m"', b'name="a&#10;b"'
    )
    assert diagrams.read(data).elements["a"].name == "Look at it"
    assert b"a&#10;b" in diagrams.read(data).data


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


@given(st.binary(max_size=300))
def test_any_bytes_are_a_diagram_or_refused(data):
    for text in (data, SMALL[: len(data)] + data, SMALL.replace(b"userTask", data[:9])):
        with suppress(CaselaneError):
            executable(diagrams.read(text))


def test_hostile_diagrams_are_read_or_refused():
    for name in NAMES:
        with suppress(CaselaneError):
            executable(diagrams.read(hostile(name)))


@pytest.mark.parametrize(
    ("written", "interrupting"),
    [("1", True), ("0", False), (" true ", True), ("True", True), ("FALSE", False)],
)
def test_a_truth_value_is_written_as_a_word_or_a_digit(written, interrupting):
    late = node("boundaryEvent", "late", timer("PT1H"), attachedToRef="a", cancelActivity=written)
    drawn = read(start(), user("a"), late, end(), chain("start", "a", "end"), chain("late", "end"))
    assert drawn.elements["late"].interrupting == interrupting


def test_only_an_event_is_attached_to_something():
    drawn = read(
        start(), node("userTask", "a", attachedToRef="zz"), end(), chain("start", "a", "end")
    )
    assert drawn.elements["a"].attached_to is None


@pytest.mark.parametrize("said", ["yes", "", "nein"])
def test_what_is_neither_true_nor_false_is_refused_by_name(said):
    task = node("userTask", "a", isForCompensation=said)
    with pytest.raises(DiagramError, match=f"'isForCompensation' says '{said}', which is neither"):
        read(start(), task, end(), chain("start", "a", "end"))
