"""The statuses of a diagram and the ways between them."""

from runner import bpmn as diagrams
from runner.bpmn.status_map import StatusWay, status_map
from tests.conftest import ROOT
from tests.drawings import (
    border,
    bpmn,
    chain,
    cleaning,
    end,
    flow,
    message,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.lifecycle import TABLES


def map_of(*parts, **more):
    return status_map(diagrams.read(bpmn(*parts, **more)))


def pairs(found):
    return {(way.source, way.target) for way in found}


def test_the_default_diagram_as_statuses(default_diagram):
    shown = status_map(default_diagram)
    assert [(box.name, box.moves) for box in shown.boxes] == [
        ("New", ("Support",)), ("Work in Progress", ("Support",)), ("Pending Customer", ("Customer",)),
        ("Customer Replied", ("Support",)), ("Solution Proposed", ("Customer",)),
        ("Blocked", ("Support",)), ("Closed", ()),
    ]  # fmt: skip
    assert {(w.source, w.target): w.labels for w in shown.ways if w.source == "Pending Customer"} == {
        ("Pending Customer", "Work in Progress"):
            ("Withdraw the proposal to close", "Resume work", "10 days of silence"),
        ("Pending Customer", "Customer Replied"): ("Keep the case open", "Customer replied"),
        ("Pending Customer", "Closed"): ("Agree to close", "Record agreement"),
    }  # fmt: skip
    assert shown.everywhere == (StatusWay("", "Closed", ("This is resolved",)),)


def test_the_first_drawing_of_the_lifecycle_has_the_same_map(default_diagram):
    """What was redrawn is the picture, not the life of a case."""
    old = diagrams.read((ROOT / "tests/data/lifecycle_v1.bpmn").read_bytes(), TABLES)
    was, now = status_map(old), status_map(default_diagram)
    assert [box.name for box in was.boxes] == [box.name for box in now.boxes]
    assert pairs(was.ways) == pairs(now.ways)
    assert was.everywhere == now.everywhere


def test_with_few_statuses_every_way_is_one_of_its_own():
    shown = status_map(diagrams.read(cleaning("washing")))
    assert pairs(shown.ways) == {
        ("Fresh", "Being cleaned"), ("Fresh", "Clean"), ("Being cleaned", "Clean"),
    }  # fmt: skip
    assert shown.everywhere == ()


def test_what_is_done_meanwhile_is_no_way():
    """A reminder ends beside the case, which stays where it is."""
    shown = map_of(
        start(), user("a", status="A"), border("late", "a", timer("P1D"), False), notify("tell"),
        user("b", status="B"), end("over", status="Done"), end("told", status="Done"),
        chain("start", "a", "b", "over"), chain("late", "tell", "told"),
    )  # fmt: skip
    assert pairs(shown.ways) == {("A", "B"), ("B", "Done")}


def test_a_status_may_be_that_of_a_sub_process():
    inside = sub("s", start("in"), user("x"), user("y"), end("out"), chain("in", "x", "y", "out"))
    inside = inside.replace(
        'name="s">',
        'name="s"><bpmn:extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="status" value="Within"/>'
        "</spiffworkflow:properties></bpmn:extensionElements>",
        1,
    )
    shown = map_of(
        start(), user("a", status="Before"), inside, end(status="Done"), chain("start", "a", "s", "end"),
        border("stop", "s", message("stop")), flow("stop", "a"), messages="stop",
    )  # fmt: skip
    assert pairs(shown.ways) == {("Before", "Within"), ("Within", "Before"), ("Within", "Done")}


def test_a_way_back_to_the_same_status_is_none():
    shown = map_of(
        start(), user("a", status="A"), xor("x"), end(status="Done"), chain("start", "a", "x"),
        flow("x", "a", "Again"), flow("x", "end", "Done"),
    )  # fmt: skip
    assert pairs(shown.ways) == {("A", "Done")}


def test_the_ways_out_of_a_status_are_its_own_and_those_from_everywhere(default_diagram):
    shown = status_map(default_diagram)
    assert pairs(shown.ways_from("Blocked")) == {
        ("Blocked", "Work in Progress"), ("Blocked", "Customer Replied"), ("Blocked", "Closed"),
    }  # fmt: skip
    assert StatusWay("Solution Proposed", "Closed", ("Accept Solution", "This is resolved")) in (
        shown.ways_from("Solution Proposed")
    )
    assert shown.ways_from("Closed") == ()


def test_of_many_statuses_a_case_sees_those_that_it_knows_and_the_end():
    ids = [f"t{n}" for n in range(11)]
    line = chain("start", *ids, "end")
    shown = map_of(start(), *(user(i, status=i.upper()) for i in ids), end(status="Done"), line)
    assert len(shown.boxes) == 12
    mine = shown.of_case("T3", {"T0", "T1"})
    assert [box.name for box in mine.boxes] == ["T0", "T1", "T3", "Done"]
    assert pairs(mine.ways) == {("T0", "T1")}
    assert mine.left_out == 8


def test_a_case_sees_all_of_eight_statuses(default_diagram):
    shown = status_map(default_diagram)
    assert shown.of_case("New", {"New"}) is shown
