"""Ids: missing, double or odd ones, and references to what is not there."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.errors import DiagramError
from tests.bpmn.importing.imported import FIDELITY, errors, imported, process, sentences
from tests.drawings import bpmn, catch, chain, end, flow, message, node, start, user
from tests.engine.parts import called, inside


def test_of_two_flows_with_one_id_the_second_gets_another(calendars):
    result = import_diagram((FIDELITY / "18_dup_flow_id_only.bpmn").read_bytes())
    assert sentences(result)[0] == (
        "The flow 'f_2' gets an id of its own: another element has the id 'f', too."
    )
    assert process(result, calendars).diagram.flows.keys() == {"f", "f_2"}


def test_a_double_id_that_something_refers_to_stays_and_is_refused():
    with pytest.raises(DiagramError, match="Two elements have the id 'a'"):
        read(imported(start(), user("a"), user("a"), end(), chain("start", "a", "end")).data)


@pytest.mark.parametrize(
    ("odd", "new"), [("4 eyes", "_4_eyes"), ("a b", "a_b"), ("0b14-3", "_0b14-3"), ("é(1)", "é_1_")]
)
def test_an_id_that_is_no_name_is_written_as_one_and_so_is_what_refers_to_it(calendars, odd, new):
    parts = start(), user("A", status="S"), end(status="E"), chain("start", "A", "end")
    data = bpmn(*parts).replace(b'"A"', f'"{odd}"'.encode())
    result = import_diagram(data)
    assert errors(result.data, calendars) == []
    assert read(result.data).elements[new].incoming != ()
    assert f"'{odd}' is no name as XML has it" in sentences(result)[0]


def test_a_lane_and_an_association_refer_to_nothing_that_is_not_there(calendars):
    lane = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Desk"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "<bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    note = '<bpmn:association id="as" sourceRef="a" targetRef="lost"/>'
    result = imported(lane, start(), user("a"), end(), chain("start", "a", "end"), note)
    assert errors(result.data, calendars) == []
    assert read(result.data).elements["a"].lane == "Desk"
    assert (
        "The lane 'Desk' does not list 'gone' any more: it is not there, or cannot be listed."
        in sentences(result)
    )
    assert any("refers to 'lost', which does not exist" in s for s in sentences(result))


def test_a_message_flow_that_begins_at_nothing_is_taken_out(calendars):
    lost = (
        '<bpmn:collaboration id="c"><bpmn:messageFlow id="mf" sourceRef="x" targetRef="a"/>'
        "</bpmn:collaboration>"
    )
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), extra=lost)
    assert errors(result.data, calendars) == []


def test_a_data_object_that_was_never_declared_is_declared(calendars):
    data = '<bpmn:dataObjectReference id="r" name="Invoice" dataObjectRef="gone"/>'
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), data)
    assert errors(result.data, calendars) == []
    assert any("gets the data object" in sentence for sentence in sentences(result))


def test_what_a_task_reads_and_writes_stays_when_the_task_becomes_one_for_a_person(calendars):
    io = (
        '<bpmn:ioSpecification id="io"><bpmn:dataInput id="in"/><bpmn:inputSet id="i1">'
        "<bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet id='o1'/>"
        '</bpmn:ioSpecification><bpmn:dataInputAssociation id="da"><bpmn:sourceRef>r</bpmn:sourceRef>'
        "<bpmn:targetRef>in</bpmn:targetRef></bpmn:dataInputAssociation>"
    )
    data = '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="r" dataObjectRef="d"/>'
    result = imported(start(), node("sendTask", "s", io), end(), chain("start", "s", "end"), data)
    assert errors(result.data, calendars) == []
    assert b'id="da"' in result.data


def test_a_flow_gets_the_id_that_its_elements_list():
    parts = (
        user("a", "<bpmn:outgoing>f</bpmn:outgoing>"),
        user("b"),
        end(),
        flow("start", "a", id="f"),
    )
    result = imported(start(), *parts, flow("a", "b", id="f"), flow("b", "end"))
    assert b"<bpmn:outgoing>f_2</bpmn:outgoing>" in result.data


def test_an_element_lists_the_flows_that_are_drawn_and_no_others(calendars):
    lists = user("a", "<bpmn:incoming>start_a</bpmn:incoming><bpmn:incoming>gone</bpmn:incoming>")
    result = imported(start(), lists, end(), chain("start", "a", "end"))
    assert errors(result.data, calendars) == []
    assert b"<bpmn:incoming>start_a" in result.data


def test_a_global_task_and_a_process_of_one_id_are_told_apart(calendars):
    data = bpmn(start(), node("callActivity", "a", calledElement="q"), end(), chain("start", "a", "end"),
                extra='<bpmn:globalTask id="q"/>' + called("q", *inside("in")))  # fmt: skip
    result = import_diagram(data)
    assert read(result.data).elements["a"].called == "q"
    assert "The global task 'q_2' gets an id of its own" in " ".join(sentences(result))


def test_data_is_known_inside_its_activity_alone():
    """Two tasks may call theirs alike; what refers to it is in the same task."""
    io = '<bpmn:ioSpecification><bpmn:dataInput id="d"/><bpmn:inputSet><bpmn:dataInputRefs>d</bpmn:dataInputRefs></bpmn:inputSet></bpmn:ioSpecification>'
    result = imported(start(), user("a", io), user("b", io), end(), chain("start", "a", "b", "end"))
    read(result.data)
    assert result.data.count(b"<bpmn:dataInputRefs>d_2<") == 1


def test_the_elements_of_other_pools_list_no_flow_that_is_not_there():
    other = called(
        "q",
        start("qs").replace("><", "><bpmn:outgoing>lost</bpmn:outgoing><"),
        end("qe"),
        chain("qs", "qe"),
    )
    assert (
        b"lost"
        not in imported(start(), user("a"), end(), chain("start", "a", "end"), extra=other).data
    )


def test_what_is_declared_twice_in_the_same_words_is_declared_once(calendars):
    kind = '<bpmn:itemDefinition xmlns:x="urn:x" id="kind" structureRef="Mail" x:of="y"/>'
    extra = kind * 2 + '<bpmn:message id="m_m" name="m" itemRef="kind"/>'
    drawn = start(), catch("c", message("m")), end(), chain("start", "c", "end")
    result = imported(*drawn, extra=extra)
    assert errors(result.data, calendars) == []
    assert result.data.count(b"itemDefinition") == 1
