"""The picture of a diagram: everything on it is drawn, overlays say where cases are, and whatever a
diagram holds, the SVG is harmless."""

import pytest
from lxml import etree

from runner import bpmn as diagrams
from runner.bpmn.render import (
    Overlays,
    TokenOverlay,
    VisitOverlay,
    draw,
)
from runner.bpmn.render.text import INSIDE, width, wrap
from tests.drawings import HEAD

SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"svg", "title", "desc", "g", "rect", "circle", "path", "text", "tspan"}


def drawn(data, overlays=None):
    """The picture of a file, parsed."""
    diagram = data if isinstance(data, diagrams.Diagram) else diagrams.read(data)
    return etree.fromstring(draw(diagram, overlays))


def found(svg, element, part="*"):
    return svg.xpath(f'.//*[local-name()="{part}" or "{part}"="*"][@data-element="{element}"]')


def words(node):
    return " ".join(" ".join(node.itertext()).split())


def parts(node):
    """The names of everything inside a node, in order."""
    return [child.tag.removeprefix(SVG) for child in node.iter()]


def sheet(*elements, plane="", flows="", root="p", extra=""):
    """A file in which each element, written out with its shape, is drawn on one plane."""
    nodes = "".join(node for node, _ in elements)
    shapes = "".join(shape for _, shape in elements)
    return (
        f"{HEAD.replace('xmlns:dc=', DI)}{extra}<bpmn:process id='p' isExecutable='true'>{nodes}{flows}"
        f"</bpmn:process><bpmndi:BPMNDiagram id='d'><bpmndi:BPMNPlane id='pl' bpmnElement='{root}'>"
        f"{shapes}{plane}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    ).encode()


DI = 'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:dc='


def placed(kind, id, name="", inner="", box=(100, 100, 100, 80), look="", **more):
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    x, y, w, h = box
    node = f'<bpmn:{kind} id="{id}" name="{name}"{attributes}>{inner}</bpmn:{kind}>'
    return node, shape(id, x, y, w, h, look)


def shape(id, x, y, w, h, look=""):
    return (
        f'<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}" {look}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></bpmndi:BPMNShape>'
    )


def edge(id, *points):
    ways = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{id}_di" bpmnElement="{id}">{ways}</bpmndi:BPMNEdge>'


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


def test_it_has_room_for_all_shapes_and_flows(default_diagram):
    x, y, w, h = map(float, drawn(default_diagram).get("viewBox").split())
    for shape in default_diagram.shapes.values():
        box = shape.bounds
        assert x < box.x and box.x + box.width < x + w
        assert y < box.y and box.y + box.height < y + h


KINDS = [
    *"task userTask serviceTask sendTask receiveTask scriptTask businessRuleTask manualTask".split(),
    *"callActivity subProcess transaction adHocSubProcess".split(),
    *"exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway".split(),
    *"startEvent endEvent intermediateThrowEvent".split(),
    *"dataObjectReference dataStoreReference textAnnotation group".split(),
]


def test_every_kind_looks_different():
    pictures = {}
    for kind in KINDS:
        svg = drawn(sheet(placed(kind, "it", box=(0, 0, 60, 60))))
        (figure,) = found(svg, "it")
        pictures[kind] = b"".join(etree.tostring(child) for child in figure)
    assert len(set(pictures.values())) == len(KINDS)


EVENTS = (
    "message timer signal error escalation conditional link compensate cancel terminate".split()
)


def test_every_kind_of_event_has_its_sign():
    signs = {}
    for kind in EVENTS:
        event = f'<bpmn:{kind}EventDefinition id="it_{kind}"/>'
        svg = drawn(sheet(placed("intermediateCatchEvent", "it", inner=event, box=(0, 0, 36, 36))))
        signs[kind] = etree.tostring(found(svg, "it")[0])
    assert len(set(signs.values())) == len(EVENTS)


def test_an_event_that_throws_is_filled_and_one_that_does_not_interrupt_is_dashed():
    mail = "<bpmn:messageEventDefinition id='m'/>"
    thrown = found(drawn(sheet(placed("endEvent", "it", inner=mail))), "it")[0]
    assert thrown.xpath('.//*[@class="solid"]')
    host = placed("task", "host")
    border = placed("boundaryEvent", "it", attachedToRef="host", cancelActivity="false", inner=mail)
    assert found(drawn(sheet(host, border)), "it")[0].xpath(".//@stroke-dasharray")


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


def test_only_the_first_page_of_a_file_is_drawn():
    """Modelers put the inside of a collapsed sub-process on a page of its own."""
    page = shape("second", 100, 100, 100, 80)
    more = f"</bpmndi:BPMNPlane></bpmndi:BPMNDiagram><bpmndi:BPMNDiagram id='d2'><bpmndi:BPMNPlane id='pl2' bpmnElement='p'>{page}"
    svg = drawn(
        sheet(placed("task", "first"), flows='<bpmn:task id="second" name="Second"/>', plane=more)
    )
    assert found(svg, "first")
    assert not found(svg, "second")


def test_a_file_without_a_drawing_says_so_and_how_to_mend_it():
    svg = drawn(f"{HEAD}<bpmn:process id='p'><bpmn:task id='t'/></bpmn:process></bpmn:definitions>".encode())  # fmt: skip
    assert "has no drawing: open it in a modeler" in words(svg)


# ------------------------------------------------------------------ overlays

WAY = (
    "case_submitted to_receipt confirm_receipt to_target find_first_response_target to_case"
    " case_open opened to_first_response first_response send_first_response to_work work_begins"
    " investigate"
).split()


def test_a_token_is_shown_where_the_case_is(default_diagram):
    svg = drawn(default_diagram, Overlays(tokens=(TokenOverlay("investigate", "since Monday"),)))
    (badge,) = svg.xpath('.//*[@class="badge token"]')
    assert badge.get("data-element") == "investigate"
    assert "since Monday" in words(badge)
    (ring,) = svg.xpath('.//*[@class="ring token"]')
    assert ring.getparent().get("data-element") == "investigate"


def test_the_path_is_numbered_where_something_was_done_and_says_when(default_diagram):
    path = tuple(VisitOverlay(id, f"{9 + n}:00") for n, id in enumerate([*WAY, "investigate"]))
    svg = drawn(default_diagram, Overlays(path=path))
    badges = {b.get("data-element"): b for b in svg.xpath('.//*[@class="badge path"]')}
    assert "to_work" not in badges and "case_open" not in badges
    assert words(badges["confirm_receipt"]) == "2. Confirm receipt 11:00 2"
    assert words(badges["investigate"]).endswith("6, 7")
    assert "23:00" in words(badges["investigate"].find(f"{SVG}title"))
    ways = {w.get("data-element") for w in svg.xpath('.//*[@class="way path"]')}
    assert ways == {id for id in WAY if id in default_diagram.flows}


def test_a_long_way_back_and_forth_is_written_short(default_diagram):
    svg = drawn(default_diagram, Overlays(path=(VisitOverlay("investigate"),) * 50))
    (badge,) = svg.xpath('.//*[@class="badge path"]')
    assert words(badge).endswith("1, 2, …, 50")


def test_what_can_come_next_is_dashed_be_it_a_flow_or_an_event(default_diagram):
    svg = drawn(default_diagram, Overlays(next=("propose_solution", "customer_closes")))
    assert svg.xpath('.//*[@class="way next"]/@data-element') == ["propose_solution"]
    (ring,) = svg.xpath('.//*[@class="ring next"]')
    assert ring.getparent().get("data-element") == "customer_closes"


def test_counts_stand_at_their_elements(default_diagram):
    svg = drawn(default_diagram, Overlays(counts={"investigate": 1204, "review_solution": 1}))
    badges = {b.get("data-element"): words(b) for b in svg.xpath('.//*[@class="badge count"]')}
    assert badges["investigate"].endswith("1,204")
    assert badges["review_solution"].startswith("1 case:")


def test_findings_stand_at_their_elements_and_flows_and_cover_no_name(default_diagram):
    svg = drawn(
        default_diagram,
        Overlays(findings={"investigate": "trap", "reject_solution": "policy, dead"}),
    )
    badges = {b.get("data-element"): words(b) for b in svg.xpath('.//*[@class="badge fault"]')}
    assert badges["investigate"].endswith("× trap")
    assert badges["reject_solution"] == "Reject Solution: policy, dead × policy, dead"
    (ring,) = svg.xpath('.//*[@class="ring fault"]')
    assert ring.getparent().get("data-element") == "investigate"
    assert "“Reject Solution”: policy, dead." in svg.find(f"{SVG}desc").text
    (badge,) = found(svg, "reject_solution", "g")[-1:]
    x = float(badge.get("transform").split("(")[1].split()[0])
    box = badge.find(f".//{SVG}rect")
    assert x + float(box.get("width")) / 2 < 2876, "left of the flow, which runs down"


def test_overlays_at_elements_that_are_not_drawn_are_left_out(default_diagram):
    gone = Overlays(
        (TokenOverlay("gone"),),
        (VisitOverlay("gone"),),
        ("gone",),
        {"gone": 3},
        {"gone": "trap", "": "limits"},
    )
    assert not drawn(default_diagram, gone).xpath('.//*[@class="marks"]/*')


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


# ------------------------------------------------------------------ names


def test_lines_break_between_words_and_words_only_when_they_are_too_wide():
    assert wrap("Find the first response target", 86, INSIDE) == [
        "Find the first",
        "response target",
    ]
    pieces = wrap("Donaudampfschifffahrt", 60, INSIDE)
    assert "".join(pieces) == "Donaudampfschifffahrt"
    assert all(width(piece, INSIDE) <= 64 for piece in pieces)


def test_a_name_that_does_not_fit_ends_with_dots():
    assert wrap("one two three four", 20, INSIDE, most=2) == ["one", "two…"]
