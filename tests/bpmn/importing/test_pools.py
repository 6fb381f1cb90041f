"""Which of several processes is imported."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.errors import DiagramError
from tests.bpmn.importing.imported import sentences
from tests.drawings import bpmn, chain, end, node, start, user

DESK = (start(), user("a"), user("b"), end(), chain("start", "a", "b", "end"))
POOLS = (
    '<bpmn:collaboration id="c"><bpmn:participant id="p1" name="Service desk" processRef="p"/>'
    '<bpmn:participant id="p2" name="Customer" processRef="q"/></bpmn:collaboration>'
)


def file(*parts: str, beside: str, runs: bool = False) -> bytes:
    pool = f'<bpmn:process id="q">{beside}</bpmn:process>'
    data = bpmn(*parts, extra=pool + POOLS)
    return data if runs else data.replace(b' isExecutable="true"', b"")


def test_the_pool_in_which_most_is_drawn_is_proposed_and_the_others_are_named():
    result = import_diagram(file(*DESK, beside=node("task", "t")))
    assert read(result.data).process == "p"
    assert "The process 'p' is the one that is imported, without 'Customer' (--process q)." in (
        sentences(result)
    )
    assert import_diagram(result.data).changes == ()


def test_the_only_executable_pool_is_taken_however_small():
    small = (start(), user("a"), end(), chain("start", "a", "end"))
    many = "".join(node("task", f"t{n}") for n in range(9))
    assert read(import_diagram(file(*small, beside=many, runs=True)).data).process == "p"


def test_of_pools_of_one_size_the_first_is_proposed_and_the_others_are_named():
    result = import_diagram(file(node("task", "a"), beside=node("task", "t")))
    assert read(result.data).process == "p"
    assert any("without 'Customer' (--process q)" in said for said in sentences(result))


@pytest.mark.parametrize("wanted", ["q", "Customer"])
def test_a_pool_is_chosen_by_its_id_or_its_name(wanted):
    assert read(import_diagram(file(*DESK, beside=node("task", "t")), wanted).data).process == "q"
    with pytest.raises(DiagramError, match="no process 'Nobody'"):
        import_diagram(file(*DESK, beside=node("task", "t")), "Nobody")


def test_a_file_without_a_process_is_refused():
    with pytest.raises(DiagramError, match="no process"):
        import_diagram(file(beside="").replace(b"bpmn:process", b"bpmn:category"))


def test_a_process_that_is_called_comes_along_and_is_mended_too():
    called = node("task", "t") + node("sendTask", "s") + chain("t", "s")
    call = (
        start(),
        node("callActivity", "call", calledElement="q"),
        end(),
        chain("start", "call", "end"),
    )
    result = import_diagram(file(*call, beside=called))
    diagram = read(result.data)
    assert diagram.process == "p"
    assert diagram.elements["s"].kind == "userTask"
    assert any(e.kind == "startEvent" and e.container == "q" for e in diagram.elements.values())
