"""Which process of a file is meant."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn.process_choice import choose_process
from runner.bpmn.xml import tree
from runner.errors import DiagramError
from tests.drawings import bpmn, chain, end, start, user

SMALL = bpmn(start(), end(), chain("start", "end"))
ALL_AT_ONCE = '<bpmn:process id="{}" isExecutable="{}"><bpmn:startEvent id="s{}"/></bpmn:process>'


def other(id="q", executable="false"):
    return ALL_AT_ONCE.format(id, executable, id)


def chosen(data, wanted=None):
    process, notes = choose_process(tree(data), wanted)
    return process.get("id"), [note.rule for note in notes]


def test_the_executable_process_is_meant():
    assert chosen(bpmn(start(), extra=other())) == ("p", [])


def test_one_of_several_executable_ones_has_to_be_asked_for():
    data = bpmn(start(), end(), chain("start", "end"), extra=other(executable="true"))
    with pytest.raises(DiagramError, match="several processes"):
        chosen(data)
    assert chosen(data, "q") == ("q", [])
    assert diagrams.read(data, process="p").process == "p"
    with pytest.raises(DiagramError, match="'r'"):
        chosen(data, "r")


def test_of_those_that_nobody_marked_the_largest_is_a_guess_that_is_said():
    data = bpmn(start(), user("a"), extra=other()).replace(b'isExecutable="true"', b"")
    assert chosen(data) == ("p", ["which-process"])


def test_a_called_process_is_part_of_the_one_that_calls_it():
    call = '<bpmn:callActivity id="call" calledElement="q"/>'
    data = bpmn(start(), call, extra=other()).replace(b'isExecutable="true"', b"")
    assert chosen(data) == ("p", [])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (SMALL.replace(b'<bpmn:process id="p"', b"<bpmn:process"), "no id"),
        (bpmn(start(), extra=other("p")), "Two processes have the id 'p'"),
    ],
)
def test_a_process_without_an_id_of_its_own_is_refused(data, why):
    with pytest.raises(DiagramError, match=why):
        chosen(data)
