"""Foreign and sketchy diagrams: what is changed so that they run, and that every change is said."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.bpmn.xml import BPMN, DRAFTS, Limits
from runner.errors import DiagramError
from tests.bpmn.importing.imported import errors
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, flow, node

SKETCH = bpmn(
    node("task", "look", name="Look at it"), node("exclusiveGateway", "which", name="Which one?"),
    node("scriptTask", "count", "<bpmn:script>import os</bpmn:script>", name="Count"),
    node("sendTask", "mail", name="Send a mail"), node("dataStoreReference", "db", name="Archive"),
    node("task", "ask", name="Ask the boss"),
    chain("look", "which", "count", "mail"), flow("which", "ask"), chain("ask", "mail"),
    flow("ask", "nowhere", id="lost"),
).replace(b'isExecutable="true"', b"")  # fmt: skip


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
        "The task 'Count' gives a case the status “Count”.",
    ):
        assert expected in said
    actions = [action.label for action in read(imported.data).actions]
    assert {"Count", "Ask the boss"} <= set(actions)


def test_a_diagram_that_runs_stays_as_it_is_to_the_last_byte():
    data = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    assert import_diagram(data) == import_diagram(data)
    assert (import_diagram(data).data, import_diagram(data).changes) == (data, ())


def test_what_was_changed_needs_no_change_again():
    once = import_diagram(SKETCH)
    assert import_diagram(once.data).changes == ()


def test_the_process_that_is_meant_is_the_only_one_that_can_run_then():
    extra = '<bpmn:process id="q" isExecutable="true">' + node("task", "t") + "</bpmn:process>"
    imported = import_diagram(bpmn(node("task", "a"), extra=extra), "q")
    assert read(imported.data).process == "q"
    assert any("another one is meant" in change.sentence for change in imported.changes)


def test_what_is_not_bpmn_is_refused():
    for data in (b"<a/>", b"<!DOCTYPE a><a/>", b"nonsense", b""):
        with pytest.raises(DiagramError):
            import_diagram(data)


def test_a_diagram_of_too_many_elements_is_refused_before_any_work():
    data = bpmn(*(node("task", f"t{n}") for n in range(20)))
    with pytest.raises(DiagramError, match="20 tasks, events and gateways; 10 are allowed"):
        import_diagram(data, limits=Limits(nodes=10))


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_draft_of_the_standard_is_read_as_the_standard(calendars, draft, encoding):
    text = SKETCH.decode().replace(BPMN, draft)
    data = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    with pytest.raises(DiagramError, match=r"draft of BPMN 2\.0"):
        read(data)
    imported = import_diagram(data)
    assert errors(imported.data, calendars) == []
    assert any(f"has the namespace of a draft, {draft}," in c.sentence for c in imported.changes)


def test_what_is_no_bpmn_is_refused_by_the_name_of_its_root():
    with pytest.raises(
        DiagramError, match=r"its root is Package of the namespace http://a\.example"
    ):
        import_diagram(b'<Package xmlns="http://a.example"/>')
