"""The shipped diagram as a picture: computed from its DI, so that an edit cannot quietly spoil it."""

from itertools import combinations, pairwise

import pytest
from lxml import etree

from runner.bpmn import Bounds
from runner.bpmn.elements import SUB_PROCESSES
from runner.bpmn.xml import BPMN

LETTER, LINE = 6.6, 14  # an average letter and a line of an 11 px label, in px: a wide font's
TASK_LETTER, TASK_LINE = 6.1, 15  # the same for the 12 px names inside tasks
FONT_SLACK = 3


@pytest.fixture(scope="module")
def drawing(default_diagram):
    return Picture(default_diagram)


class Picture:
    """Boxes and lines of a diagram."""

    def __init__(self, diagram):
        self.diagram = diagram
        self.root = etree.fromstring(diagram.data)
        self.drawn = {id: shape for id, shape in diagram.shapes.items() if id in diagram.elements}
        self.solid = {
            id: shape.bounds
            for id, shape in self.drawn.items()
            if diagram.elements[id].kind not in SUB_PROCESSES
        }
        self.labels = {
            id: item.label
            for id, item in {**self.drawn, **diagram.edges}.items()
            if item.label is not None
        }

    def ends(self, flow):
        flow = self.diagram.flows[flow]
        return {flow.source, flow.target}

    def segments(self, flow):
        points = self.diagram.edges[flow].points
        return list(pairwise(points))


def overlap(a: Bounds, b: Bounds) -> bool:
    return (
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    )


def crosses(segment, box: Bounds) -> bool:
    """Does a horizontal or vertical segment touch the inside of a box?"""
    (a, b), inset = segment, 1
    line = Bounds(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x) or 0.1, abs(a.y - b.y) or 0.1)
    inner = Bounds(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)
    return overlap(line, inner)


def meet(one, other) -> bool:
    """Do two horizontal or vertical segments have a point in common?"""
    (a, b), (c, d) = one, other
    return max(min(a.x, b.x), min(c.x, d.x)) <= min(max(a.x, b.x), max(c.x, d.x)) and max(
        min(a.y, b.y), min(c.y, d.y)
    ) <= min(max(a.y, b.y), max(c.y, d.y))


def wrapped(text: str, width: float, letter: float) -> int:
    """How many lines a text takes; words are never broken."""
    lines, used = 1, 0.0
    for word in text.split():
        length = len(word) * letter
        if used and used + letter + length > width + FONT_SLACK:
            lines, used = lines + 1, length
        else:
            used += length + (letter if used else 0)
    return lines


# ------------------------------------------------------------------ shapes, connectors, labels


def test_everything_is_drawn(drawing):
    assert drawing.drawn.keys() == drawing.diagram.elements.keys()
    assert drawing.diagram.edges.keys() == drawing.diagram.flows.keys()


def test_no_shapes_overlap(drawing):
    elements = drawing.diagram.elements
    for (a, box), (b, other) in combinations(drawing.solid.items(), 2):
        joined = elements[a].attached_to == b or elements[b].attached_to == a
        assert joined or not overlap(box, other), f"{a} and {b} overlap"


def test_border_events_sit_on_the_border_of_their_activity(drawing):
    for id, element in drawing.diagram.elements.items():
        if element.attached_to:
            event, host = drawing.drawn[id].bounds, drawing.drawn[element.attached_to].bounds
            x, y = event.x + event.width / 2, event.y + event.height / 2
            on_side = x in (host.x, host.x + host.width) or y in (host.y, host.y + host.height)
            inside = host.x <= x <= host.x + host.width and host.y <= y <= host.y + host.height
            assert on_side and inside, id


def test_everything_lies_in_the_box_that_it_belongs_to(drawing):
    for id, element in drawing.diagram.elements.items():
        container = drawing.drawn.get(element.container)
        if container and not element.attached_to:
            box, frame = drawing.drawn[id].bounds, container.bounds
            assert frame.x < box.x and box.x + box.width < frame.x + frame.width, id
            assert frame.y < box.y and box.y + box.height < frame.y + frame.height, id


def test_every_waiting_task_lies_in_the_region_of_its_status(drawing):
    diagram, root = drawing.diagram, drawing.root
    values = {v.get("id"): v.get("value") for v in root.iter(f"{{{BPMN}}}categoryValue")}
    regions = {values[g.get("categoryValueRef")]: diagram.shapes[g.get("id")].bounds
               for g in root.iter(f"{{{BPMN}}}group")}  # fmt: skip
    assert set(regions) == {status.name for status in diagram.statuses}
    for id, element in diagram.elements.items():
        if "status" in element.properties:
            box, region = drawing.solid[id], regions[element.properties["status"]]
            assert region.x < box.x and box.x + box.width < region.x + region.width
            assert region.y < box.y and box.y + box.height < region.y + region.height


def test_connectors_turn_at_right_angles(drawing):
    for flow in drawing.diagram.flows:
        for a, b in drawing.segments(flow):
            assert (a.x == b.x) != (a.y == b.y), f"{flow} runs askew at {a}"


def test_connectors_begin_and_end_at_the_shapes_they_join(drawing):
    for id, flow in drawing.diagram.flows.items():
        points = drawing.diagram.edges[id].points
        for end, point in ((flow.source, points[0]), (flow.target, points[-1])):
            box = drawing.drawn[end].bounds
            assert box.x <= point.x <= box.x + box.width, f"{id} misses {end}"
            assert box.y <= point.y <= box.y + box.height, f"{id} misses {end}"


def test_no_two_connectors_cross_or_share_a_line(drawing):
    for one, other in combinations(drawing.diagram.flows, 2):
        for a in drawing.segments(one):
            for b in drawing.segments(other):
                assert not meet(a, b), f"{one} and {other} meet"


def test_no_connector_runs_through_a_shape_that_it_does_not_join(drawing):
    for flow in drawing.diagram.flows:
        for id, box in drawing.solid.items():
            if id not in drawing.ends(flow):
                assert not any(crosses(s, box) for s in drawing.segments(flow)), (
                    f"{flow} through {id}"
                )


def test_everything_with_a_name_outside_its_shape_has_a_place_for_it(drawing):
    for id, element in drawing.diagram.elements.items():
        outside = "Event" in element.kind or "Gateway" in element.kind
        assert not (outside and element.name) or id in drawing.labels, id
    for id, flow in drawing.diagram.flows.items():
        assert not flow.name or id in drawing.labels, id


def test_no_label_is_covered(drawing):
    for id, label in drawing.labels.items():
        for other, box in drawing.solid.items():
            assert not overlap(label, box), f"label of {id} under {other}"
        for other, box in drawing.labels.items():
            assert id == other or not overlap(label, box), f"labels of {id} and {other}"
        for flow in drawing.diagram.flows:
            assert not any(crosses(s, label) for s in drawing.segments(flow)), f"{flow} over {id}"


def test_labels_are_large_enough_for_their_texts(drawing):
    items = {**drawing.diagram.elements, **drawing.diagram.flows}
    for id, box in drawing.labels.items():
        name = items[id].name
        assert max(len(word) for word in name.split()) * LETTER <= box.width + FONT_SLACK, id
        assert wrapped(name, box.width, LETTER) * LINE <= box.height + FONT_SLACK, id


def test_names_fit_into_their_tasks(drawing):
    for id, element in drawing.diagram.elements.items():
        if "Task" in element.kind:
            box = drawing.solid[id]
            assert wrapped(element.name, box.width - 20, TASK_LETTER) * TASK_LINE <= box.height - 30


def test_statuses_are_coloured_in_both_spellings(drawing):
    """bpmn.io's own attributes for its tools, those of BPMN in Color for everybody else's."""
    for status in drawing.diagram.statuses:
        assert status.fill.startswith("#") and status.stroke.startswith("#")
    text = drawing.diagram.data
    assert text.count(b"bioc:fill=") == text.count(b"color:background-color=") >= 8


# ------------------------------------------------------------------ texts


def test_every_waiting_task_says_what_it_means_in_the_words_of_the_customer(drawing):
    for element in drawing.diagram.elements.values():
        if "status" in element.properties:
            assert element.documentation.endswith((".", "?")), element.id


def test_every_notification_has_a_text(drawing):
    for element in drawing.diagram.elements.values():
        if element.kind == "serviceTask":
            assert "{number}" in element.documentation, element.id


def test_ids_are_names_and_no_element_is_called_what_a_tool_made_up(drawing):
    for id in (*drawing.diagram.elements, *drawing.diagram.flows):
        assert id.islower() and not id.startswith(("flow_", "activity_", "event_", "gateway_"))
