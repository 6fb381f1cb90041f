"""Where new shapes are drawn."""

from itertools import combinations

from runner.bpmn import read
from runner.bpmn.geometry import Bounds, Point
from runner.bpmn.importing import import_diagram
from tests.drawings import bpmn, chain, end, flow, node, start, sub, user

PLACES = {
    "start": (0, 100, 36, 36), "a": (60, 80, 100, 80), "x": (170, 95, 50, 50), "b": (230, 80, 100, 80),
    "c": (230, 180, 100, 80), "end": (340, 100, 36, 36),
}  # fmt: skip


def _shape(key, box):
    bounds = "<dc:Bounds x='{}' y='{}' width='{}' height='{}'/>".format(*box)
    return f'<bpmndi:BPMNShape id="{key}_s" bpmnElement="{key}">{bounds}</bpmndi:BPMNShape>'


def _edge(key, *points):
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{key}_e" bpmnElement="{key}">{way}</bpmndi:BPMNEdge>'


def _crowded():
    """Two ways out of a task, a gateway that nothing decides about, and a line around them."""
    flows = (
        flow("start", "a", id="f1"), flow("a", "x", "On", id="f2"), flow("a", "end", "Off", id="f3"),
        flow("x", "b", id="f4"), flow("x", "c", id="f5"), flow("b", "end", id="f6"), flow("c", "end", id="f7"),
    )  # fmt: skip
    lines = (
        _edge("f1", (36, 118), (60, 118)), _edge("f2", (160, 118), (170, 118)), _edge("f3", (110, 80), (110, 40), (358, 40), (358, 100)),
        _edge("f4", (220, 118), (230, 118)), _edge("f5", (195, 145), (195, 220), (230, 220)), _edge("f6", (330, 118), (340, 118)),
        _edge("f7", (330, 220), (358, 220), (358, 136)),
    )  # fmt: skip
    shapes = "".join(_shape(key, box) for key, box in PLACES.items()) + "".join(lines)
    plane = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    parts = start(), user("a"), node("exclusiveGateway", "x"), user("b"), user("c"), end()
    data = bpmn(*parts, *flows, extra=plane)
    return data.replace(
        b"<bpmn:definitions ",
        b'<bpmn:definitions xmlns:di="http://www.omg.org/spec/DD/20100524/DI" ',
    )


def _meet(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.x + other.width and other.x < one.x + one.width
        and one.y < other.y + other.height and other.y < one.y + one.height
    )  # fmt: skip


def _lies_on(point: Point, box: Bounds) -> bool:
    return box.x <= point.x <= box.x + box.width and box.y <= point.y <= box.y + box.height


def _on_the_way(edge):
    """Points along a line, so near to one another that no shape lies between two."""
    for one, other in zip(edge.points, edge.points[1:], strict=False):
        for part in range(201):
            share = part / 200
            yield Point(one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share)


def test_no_new_shape_lies_over_another_one_or_over_a_foreign_flow():
    data = import_diagram(_crowded()).data
    diagram = read(data)
    new = [shape for key, shape in diagram.shapes.items() if key not in PLACES]
    assert len(new) >= 2
    shapes = diagram.shapes.values()
    for one, other in combinations(shapes, 2):
        assert not _meet(one.bounds, other.bounds), (one.element, other.element)
    for edge in diagram.edges.values():
        ends = diagram.flows[edge.element]
        for shape in new:
            own = shape.element in (ends.source, ends.target)
            over = [point for point in _on_the_way(edge) if _lies_on(point, shape.bounds)]
            assert own or not over, (edge.element, shape.element)


def test_flows_of_what_is_drawn_begin_and_end_at_its_border():
    diagram = read(import_diagram(_crowded()).data)
    new = set(diagram.shapes) - set(PLACES)
    for edge in diagram.edges.values():
        way = diagram.flows[edge.element]
        for key, point in ((way.source, edge.points[0]), (way.target, edge.points[-1])):
            assert not {way.source, way.target} & new or _lies_on(point, diagram.shapes[key].bounds)


def test_a_drawing_in_which_nothing_is_new_keeps_its_places():
    shapes = "".join(_shape(key, (0, 0, 100, 80)) for key in ("start", "a", "end"))
    plane = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    data = bpmn(
        start(), user("a", status="S"), end(status="E"), chain("start", "a", "end"), extra=plane
    )
    assert import_diagram(data).data == data


def test_a_sub_process_reaches_around_what_is_new_in_it():
    drawn = "".join(
        _shape(key, box) for key, box in {"s": (0, 0, 120, 100), "a": (10, 10, 100, 80)}.items()
    )
    plane = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    shapes = read(import_diagram(bpmn(sub("s", user("a")), extra=plane)).data).shapes
    inside = [key for key in shapes if key.endswith("_a")]
    assert len(inside) == 2  # its start and its end
    assert all(shapes["s"].bounds.holds(shapes[key].bounds.corners) for key in inside)
