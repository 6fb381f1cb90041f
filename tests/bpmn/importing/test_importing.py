"""Foreign and sketchy diagrams: what is changed so that they run, and that every change is said."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.calendar import Calendars
from runner.clock import SystemClock
from runner.errors import DiagramError
from runner.gate.check import check
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, end, flow, node, start, user

SKETCH = bpmn(
    node("task", "look", name="Look at it"), node("exclusiveGateway", "which", name="Which one?"),
    node("scriptTask", "count", "<bpmn:script>import os</bpmn:script>", name="Count"),
    node("sendTask", "mail", name="Send a mail"), node("dataStoreReference", "db", name="Archive"),
    node("task", "ask", name="Ask the boss"),
    chain("look", "which", "count", "mail"), flow("which", "ask"), chain("ask", "mail"),
    flow("ask", "nowhere", id="lost"),
).replace(b'isExecutable="true"', b"")  # fmt: skip


def errors(data: bytes, calendars: Calendars):
    _, findings = check(data, {}, "lifecycle", calendars, SystemClock())
    return [f"{f.rule} {f.element}: {f.message}" for f in findings if f.severity == "error"]


def test_a_sketch_becomes_a_diagram_that_can_be_deployed(calendars):
    imported = import_diagram(SKETCH)
    assert errors(imported.data, calendars) == []
    said = [change.sentence for change in imported.changes]
    for expected in (
        "The process 'p' is marked as executable.",
        "The data store 'Archive' is taken out, since no store outside is reached: use fields of forms.",
        "The script task 'Count' becomes a task for a person, since nothing here can do it by itself.",
        "The flow 'lost' is taken out, since it does not join two elements of one process.",
        "The task 'Look at it' gets a start event in front: the process had none.",
        "The task 'Send a mail' gets an end event behind it: its token ended nowhere.",
        "The task 'Send a mail' gets a gateway in front that merges its flows: it was only understood.",
        "The task 'Count' gives a case the status “Count”.",
    ):
        assert expected in said
    actions = [action.label for action in read(imported.data).actions]
    assert {"Count", "Ask the boss"} <= set(actions)


def test_nothing_is_left_of_a_script():
    assert b"import os" not in import_diagram(SKETCH).data


def test_a_diagram_that_runs_stays_as_it_is_to_the_last_byte():
    data = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    assert import_diagram(data) == import_diagram(data)
    assert (import_diagram(data).data, import_diagram(data).changes) == (data, ())


def test_what_was_changed_needs_no_change_again():
    once = import_diagram(SKETCH)
    assert import_diagram(once.data).changes == ()


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


def test_link_events_are_joined(calendars):
    link = '<bpmn:linkEventDefinition id="{}" name="L"/>'
    data = bpmn(
        start(), user("a", status="S"), node("intermediateThrowEvent", "out", link.format("l1")),
        node("intermediateCatchEvent", "in", link.format("l2")), user("b", status="T"), end(status="E"),
        chain("start", "a", "out"), chain("in", "b", "end"),
    )  # fmt: skip
    imported = import_diagram(data)
    assert errors(imported.data, calendars) == []
    assert any(f.source == "out" and f.target == "in" for f in read(imported.data).flows.values())


def test_several_processes_have_to_be_told_apart():
    extra = '<bpmn:process id="q">' + node("task", "t") + "</bpmn:process>"
    data = bpmn(node("task", "a"), extra=extra).replace(b'isExecutable="true"', b"")
    with pytest.raises(DiagramError, match="say which one"):
        import_diagram(data)
    assert read(import_diagram(data, "q").data).process == "q"


def test_the_process_that_is_meant_is_the_only_one_that_can_run_then():
    extra = '<bpmn:process id="q" isExecutable="true">' + node("task", "t") + "</bpmn:process>"
    imported = import_diagram(bpmn(node("task", "a"), extra=extra), "q")
    assert read(imported.data).process == "q"
    assert any("another one is meant" in change.sentence for change in imported.changes)


def test_a_data_store_without_an_id_takes_nothing_else_with_it():
    note = '<bpmn:dataInputAssociation id="kept"/>'
    imported = import_diagram(bpmn(user("a", note), "<bpmn:dataStoreReference/>"))
    assert b"dataStoreReference" not in imported.data
    assert b'id="kept"' in imported.data


def test_a_reference_to_what_is_no_event_definition_copies_nothing():
    """Else thirty events that refer to the process around them would fill the memory."""
    events = [
        node(
            "intermediateCatchEvent",
            f"e{n}",
            "<bpmn:eventDefinitionRef>p</bpmn:eventDefinitionRef>",
        )
        for n in range(30)
    ]
    imported = import_diagram(bpmn(*events))
    assert imported.data.count(b"<bpmn:process") == 1


def test_what_is_not_bpmn_is_refused():
    for data in (b"<a/>", b"<!DOCTYPE a><a/>", b"nonsense", b""):
        with pytest.raises(DiagramError):
            import_diagram(data)
