"""The engine's copy of a drawing: what differs, and that the drawing's ids are known outside."""

from dataclasses import replace

from runner import bpmn as diagrams
from runner.bpmn import xml
from runner.bpmn.executable import executable
from runner.bpmn.package import read_package
from runner.config import shipped_workflows
from tests.drawings import (
    border,
    bpmn,
    chain,
    commented,
    end,
    flow,
    message,
    node,
    start,
    timer,
    user,
    xor,
)


def copy_of(*parts, **more):
    return executable(diagrams.read(bpmn(*parts, **more)))


def by_id(copy):
    return {node.get("id"): node for node in copy.root.iter() if isinstance(node.tag, str)}


def test_ids_that_the_engine_uses_itself_have_another_name_inside():
    copy = copy_of(start("Start"), user("End"), end(), chain("Start", "End", "end"))
    assert {copy.outside(id) for id in by_id(copy)} >= {"Start", "End", "end"}
    assert "Start" not in by_id(copy)
    (alias,) = [id for id in by_id(copy) if copy.outside(id) == "Start"]
    assert by_id(copy)["Start_End"].get("sourceRef") == alias


def test_an_outcome_is_taken_by_its_id():
    copy = copy_of(
        start(), user("a"), xor("x"), end("yes_end"), end("no_end"), chain("start", "a", "x"),
        flow("x", "yes_end", "Yes", id="yes"), flow("x", "no_end", "No", id="no"),
    )  # fmt: skip
    conditions = {
        id: xml.text(node) for id, node in by_id(copy).items() if xml.tag(node) == "sequenceFlow"
    }
    assert (conditions["yes"], conditions["no"]) == ('outcome == "yes"', 'outcome == "no"')
    assert conditions["start_a"] == ""


def test_timers_are_quoted_or_the_name_of_a_due_date():
    copy = copy_of(
        start(), user("a"), end(), border("soon", "a", timer("PT1H")), border("due", "a", timer("hand_over", "timeDate")),
        chain("start", "a", "end"), flow("soon", "end"), flow("due", "end"),
    )  # fmt: skip
    assert [xml.text(node) for node in copy.root.iter(f"{{{xml.BPMN}}}timeDuration")] == ['"PT1H"']
    assert [xml.text(node) for node in copy.root.iter(f"{{{xml.BPMN}}}timeDate")] == ["hand_over"]


def test_a_message_that_a_case_starts_with_is_its_submission():
    copy = copy_of(start("start", message("m")), end(), chain("start", "end"), messages="m")
    assert not list(copy.root.iter(f"{{{xml.BPMN}}}messageEventDefinition"))


def test_the_picture_is_left_out_and_processes_can_run():
    data = bpmn(
        start(),
        node("task", "a"),
        end(),
        chain("start", "a", "end"),
        extra='<bpmndi:BPMNDiagram id="d"/>',
    )
    copy = executable(diagrams.read(data.replace(b'isExecutable="true"', b"")))
    assert not copy.root.findall(f"{{{xml.BPMNDI}}}BPMNDiagram")
    assert [p.get("isExecutable") for p in xml.children(copy.root, "process")] == ["true"]


def test_comments_change_nothing_of_the_shipped_lifecycle():
    package = read_package(shipped_workflows() / "case_lifecycle.bpmn")
    noted = diagrams.read(commented(package.data), package.files)
    assert noted.data.count(b"<!--why-->") > 100
    assert drawn(noted) == drawn(diagrams.read(package.data, package.files))


def drawn(diagram):
    texts = [
        (node.tag, node.get("id"), node.text and node.text.strip())
        for node in executable(diagram).root.iter("{*}*")
    ]
    known = (*diagram.elements.values(), *diagram.flows.values())
    return [replace(each, line=0) for each in known], texts


def test_a_script_that_sets_nothing_is_an_empty_text():
    bare, empty = node("scriptTask", "s"), node("scriptTask", "e", "<bpmn:script/>")
    copy = copy_of(start(), bare, empty, end(), chain("start", "s", "e", "end"))
    assert [script.text or "" for script in copy.root.iter("{*}script")] == ["", ""]
