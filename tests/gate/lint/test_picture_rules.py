"""What the picture says otherwise than the diagram is named; how a modeler draws is its own affair."""

import pytest
from lxml import etree

from runner.bpmn.xml import BPMNDI, DC, DI
from runner.gate.lint import picture_rules
from tests.drawings import border, bpmn, chain, end, start, sub, timer, user
from tests.gate.lint.examples import in_lanes
from tests.gate.lint.layout import laid_out
from tests.gate.lint.pages import findings

DRAWN = laid_out(
    bpmn(
        start(), user("a"), user("b"), border("late", "b", timer("P1D")), user("d"), end("over"),
        sub("s", start("s0"), user("c"), end("s1"), chain("s0", "c", "s1")), end(),
        chain("start", "a", "b", "s", "end"), chain("late", "d", "over"),
    )
)  # fmt: skip


def drawn(root, key):
    return next(node for node in root.iter(f"{{{BPMNDI}}}*") if node.get("bpmnElement") == key)


def box(root, key):
    return drawn(root, key).find(f"{{{DC}}}Bounds")


def put(root, key, on, by=0):
    """Draws an element where another one is, so many pixels aside."""
    for name in ("x", "y"):
        box(root, key).set(name, str(float(box(root, on).get(name)) + by))


def lead(root, key, end, to, by=0):
    """Draws an end of a flow (0: its first point) at the corner of an element."""
    point = drawn(root, key).findall(f"{{{DI}}}waypoint")[end]
    for name in ("x", "y"):
        point.set(name, str(float(box(root, to).get(name)) + by))


def said(redraw):
    root = etree.fromstring(DRAWN)
    redraw(root)
    return misdrawn(etree.tostring(root))


def misdrawn(data):
    return [(f.element, f.message) for f in findings(data, ()) if f.rule == "misdrawn"]


@pytest.mark.parametrize(
    ("redraw", "at", "words"),
    [
        (lambda r: lead(r, "b_s", -1, "d"), "b_s", "from 'b' to 's' ends at 'd' in the picture"),
        (lambda r: lead(r, "a_b", 0, "start"), "a_b", "from 'a' to 'b' begins at 'start' in the picture"),
        (lambda r: lead(r, "a_b", 0, "b"), "a_b", "from 'a' to 'b' begins at 'b' in the picture"),
        (lambda r: lead(r, "b_s", -1, "c", 9), "b_s", None),  # inside the sub-process it leads to
        (lambda r: lead(r, "c_s1", -1, "s", 5), "c_s1", None),  # at nothing in its sub-process
        (lambda r: lead(r, "a_b", -1, "b", -20), "a_b", None),  # a little beside
        (lambda r: lead(r, "a_b", -1, "start", -300), "a_b", None),  # at nothing
        (lambda r: put(r, "late", "a"), "late", "drawn on 'a', and belongs to 'b'"),
        (lambda r: put(r, "late", "b", -200), "late", "drawn by itself, and belongs to 'b'"),
        (lambda r: put(r, "d", "c"), "d", "drawn in 's', and is no part of it"),
        (lambda r: put(r, "c", "a"), "c", "drawn outside of 's', and is a part of it"),
        (lambda r: put(r, "c", "s", -20), "c", None),  # it juts out
        (lambda r: drawn(r, "end").set("bpmnElement", "gone"), "gone", "shows 'gone'"),
    ],
)  # fmt: skip
def test_what_is_drawn_otherwise_than_it_runs_is_named(redraw, at, words):
    found = [message for element, message in said(redraw) if element == at]
    if words is None:
        assert not found
    else:
        assert any(words in message for message in found), found


def test_a_picture_that_says_the_same_is_none_of_its_affair():
    assert not said(lambda root: None)


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ("<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", "belongs to the lane 'Support'"),
        ("", "does not list it"),
    ],
)
def test_a_task_in_a_lane_that_is_not_its_own_is_named(listed, words):
    data = in_lanes(140).replace(b"<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", listed.encode())
    ((element, message),) = misdrawn(data)
    assert element == "a" and "drawn in the lane 'Customer'" in message and words in message


def test_each_sheet_has_places_of_its_own():
    """What a sub-process holds may be drawn on a sheet of its own, where other things lie."""
    root = etree.fromstring(DRAWN)
    plane = drawn(root, "start").getparent()
    sheet = etree.SubElement(plane.getparent().getparent(), f"{{{BPMNDI}}}BPMNDiagram", id="d2")
    other = etree.SubElement(sheet, f"{{{BPMNDI}}}BPMNPlane", id="pl2", bpmnElement="s")
    put(root, "c", "a")
    for key in ("s0", "c", "s1", "s0_c", "c_s1"):
        other.append(drawn(root, key))
    drawn(root, "s").set("isExpanded", "false")
    assert not misdrawn(etree.tostring(root))


def test_a_sheet_that_is_too_large_to_compare_is_named(monkeypatch):
    monkeypatch.setattr(picture_rules, "LARGEST", 5)
    ((_, message),) = said(lambda root: None)
    assert "11 elements are drawn on one sheet" in message
