"""Whose move it is, on the lifecycle that ships and where drawings disagree."""

from runner.bpmn import read
from runner.bpmn.moves import Moves, joined, moves_of
from runner.bpmn.status_map import status_map
from tests.conftest import ROOT


def moves(text):
    diagram = read(text.encode())
    return moves_of(diagram, status_map(diagram))


LIFECYCLE = (ROOT / "workflows/case_lifecycle.bpmn").read_text()


def test_the_drawing_says_what_waits_for_whom():
    assert moves(LIFECYCLE) == Moves(
        support=("New", "Work in Progress", "Customer Replied", "Blocked"),
        answered=("Customer Replied",),
        customer=("Pending Customer", "Solution Proposed"),
    )


def test_names_of_statuses_decide_nothing():
    renamed = LIFECYCLE.replace('value="Customer Replied"', 'value="Fresh"')
    assert moves(renamed).answered == ("Fresh",)


def test_what_waits_for_support_in_one_drawing_waits_for_support():
    one, other = Moves(("New",), (), ("Open",)), Moves(("Open",), ("Open",), ("Asked",))
    assert joined([one, other]) == Moves(("New", "Open"), ("Open",), ("Asked",))
