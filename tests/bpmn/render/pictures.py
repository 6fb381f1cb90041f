"""Diagrams with a drawing, and what is found on their pictures."""

from lxml import etree

from runner import bpmn as diagrams
from runner.bpmn.render import draw
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
