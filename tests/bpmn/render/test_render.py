"""The picture of a diagram: everything on it is drawn, overlays say where cases are, and whatever a
diagram holds, the SVG is harmless."""

import pytest
from lxml import etree

from runner import bpmn as diagrams
from runner.bpmn.render import Overlays, TokenOverlay, VisitOverlay, draw
from runner.bpmn.render.canvas import BETWEEN_PLANES, read_canvas
from runner.language import Languages, speaking
from tests.bpmn.render.pictures import (
    HARMLESS,
    SVG,
    drawn,
    edge,
    found,
    parts,
    placed,
    shape,
    sheet,
    words,
)
from tests.drawings import HEAD

# ------------------------------------------------------------------ what is drawn


def test_everything_of_the_default_diagram_is_on_its_picture(default_diagram):
    svg = drawn(default_diagram)
    for id, element in default_diagram.elements.items():
        assert element.name in " ".join(map(words, found(svg, id))), id
    for id, flow in default_diagram.flows.items():
        assert flow.name in " ".join(map(words, found(svg, id))), id
    for status in default_diagram.statuses:
        assert status.name in words(svg)


def test_a_coloured_shape_has_its_colours_as_attributes_and_for_style_sheets(default_diagram):
    shape = found(drawn(default_diagram), "review_solution")[0]
    assert shape.get("fill") == "#DFF3E8"
    assert shape.get("stroke") == "#167A51"
    assert shape.get("color") == "#167A51"
    assert "coloured" in shape.get("class")


def test_it_is_one_image_with_a_name_and_a_description(default_diagram):
    svg = drawn(default_diagram, Overlays(tokens=(TokenOverlay("investigate", "since Monday"),)))
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Support case"
    assert "“Investigate and propose a solution” (since Monday)" in svg.find(f"{SVG}desc").text
    with speaking(Languages().get("de")):
        german = drawn(default_diagram, Overlays(tokens=(TokenOverlay("investigate", ""),)))
    assert "Der Fall ist bei „Investigate" in german.find(f"{SVG}desc").text
    assert "(jetzt)" in german.find(f"{SVG}desc").text


def test_it_has_room_for_all_shapes_and_flows(default_diagram):
    x, y, w, h = map(float, drawn(default_diagram).get("viewBox").split())
    for outline in default_diagram.shapes.values():
        box = outline.bounds
        assert x < box.x and box.x + box.width < x + w
        assert y < box.y and box.y + box.height < y + h


def test_an_exclusive_gateway_shows_its_cross_as_drawn():
    plain = drawn(sheet(placed("exclusiveGateway", "it", look='isMarkerVisible="false"')))
    crossed = drawn(sheet(placed("exclusiveGateway", "it", look='isMarkerVisible="true"')))
    assert len(parts(found(crossed, "it")[0])) > len(parts(found(plain, "it")[0]))


def test_pools_lanes_and_notes_are_drawn_though_nothing_is_executed_there():
    pools = (
        "<bpmn:collaboration id='c'><bpmn:participant id='desk' name='Desk' processRef='p'/>"
        "<bpmn:participant id='client' name='Client'/></bpmn:collaboration>"
    )
    note = (
        "<bpmn:textAnnotation id='note'><bpmn:text>Mind the gap</bpmn:text></bpmn:textAnnotation>"
    )
    svg = drawn(
        sheet(
            placed("task", "work", "Work"),
            extra=pools,
            root="c",
            flows=note,
            plane=shape("desk", 0, 0, 600, 250)
            + shape("client", 0, 300, 600, 60)
            + shape("note", 300, 100, 100, 40),
        )
    )
    assert "Mind the gap" in words(found(svg, "note")[0])
    order = [node.get("data-element") for node in svg.iter() if node.get("data-element")]
    assert order.index("desk") < order.index("work"), "a pool lies behind what it holds"
    assert "Client" in words(svg)


def test_what_a_collapsed_sub_process_holds_is_hidden():
    inner = placed("task", "inside", "Inside")
    outer = placed("subProcess", "outer", "Outer", inner=inner[0], look='isExpanded="false"')
    svg = drawn(sheet(outer, plane=inner[1]))
    assert found(svg, "outer")
    assert not found(svg, "inside")


def test_all_planes_of_a_file_are_drawn_below_one_another():
    """Modelers put the inside of a collapsed sub-process on a plane of its own."""
    page = shape("second", 100, 100, 100, 80)
    more = f"</bpmndi:BPMNPlane></bpmndi:BPMNDiagram><bpmndi:BPMNDiagram id='d2'><bpmndi:BPMNPlane id='pl2' bpmnElement='p'>{page}"
    svg = drawn(
        sheet(placed("task", "first"), flows='<bpmn:task id="second" name="Second"/>', plane=more)
    )
    assert found(svg, "first")
    assert found(svg, "second")
    diagram = diagrams.read(
        sheet(placed("task", "first"), flows='<bpmn:task id="second"/>', plane=more)
    )
    first, second = (read_canvas(diagram).figures[key].bounds for key in ("first", "second"))
    assert second.y == first.y + first.height + BETWEEN_PLANES
    assert second.x == first.x


def test_a_file_without_a_drawing_says_so_and_how_to_mend_it():
    svg = drawn(f"{HEAD}<bpmn:process id='p'><bpmn:task id='t'/></bpmn:process></bpmn:definitions>".encode())  # fmt: skip
    assert "has no drawing: open it in a modeler" in words(svg)


# ------------------------------------------------------------------ hostile diagrams

EVIL = "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;alert(1)"
HOSTILE = {
    "markup in names and ids": sheet(
        placed("userTask", "x&quot; onload=&quot;y", EVIL), placed("startEvent", "start", EVIL)
    ),
    "markup in a note": sheet(
        flows=f"<bpmn:textAnnotation id='n'><bpmn:text>{EVIL}</bpmn:text></bpmn:textAnnotation>",
        plane=shape("n", 0, 0, 100, 50),
    ),
    "links for colours": sheet(
        placed("task", "t", look='bioc:fill="url(https://evil.example/x)" bioc:stroke="red;x:url(y)"')
    ),
    "places that are no numbers": sheet(placed("task", "t", box=("NaN", "-1e309", "inf", "80"))),
    "nowhere": sheet(placed("task", "t", box=(0, 0, 0, 0))),
    "turned inside out": sheet(placed("userTask", "t", "Name", box=(0, 0, -100, -80))),
    "points on one another": sheet(
        placed("task", "t"),
        flows="<bpmn:sequenceFlow id='f' name='Loop' sourceRef='t' targetRef='t'/>",
        plane=edge("f", (5, 5), (5, 5), (5, 5)),
    ),
    "shapes of nothing": sheet(placed("task", "t"), plane=shape("gone", 0, 0, 10, 10)),
    "an unknown kind": sheet(placed("choreographyTask", "t", "Dance")),
    "a long word": sheet(placed("userTask", "t", "W" * 5000)),
    "many lines": sheet(placed("userTask", "t", "a&#10;" * 5000)),
    "letters that XML 1.0 allows and nobody can see": sheet(placed("task", "t", "&#x202e;&#xfeff;x")),
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_diagram_makes_a_harmless_picture(data):
    diagram = diagrams.read(data)
    ids = tuple(diagram.shapes)
    evil = Overlays(
        tuple(TokenOverlay(id, "<script>") for id in ids),
        tuple(VisitOverlay(id, '"><script>') for id in ids),
        ids,
        dict.fromkeys(ids, 1),
    )
    for node in etree.fromstring(draw(diagram, evil)).iter():
        assert node.tag.removeprefix(SVG) in HARMLESS
        for name, value in node.attrib.items():
            assert not name.startswith("on") and "href" not in name
            assert "url(" not in value and "nan" not in value and "inf" not in value
            assert name != "style"


def test_control_characters_from_elsewhere_do_not_break_it(default_diagram):
    svg = drawn(
        default_diagram, Overlays(tokens=(TokenOverlay("investigate", "since\x00\x1b[1m \ud800"),))
    )
    assert "since[1m" in words(svg)
