"""XML that comes from strangers: bytes in, a tree out, or a refusal that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from runner.errors import DiagramError

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Node = etree._Element


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. A 14 MB diagram with a million elements is well-formed XML, too."""

    bytes: int = 5_000_000
    elements: int = 50_000
    depth: int = 100


def parse(data: bytes, limits: Limits) -> Node:
    """The root of a file, in any encoding that XML knows.

    Entities are not expanded, nothing is fetched, and a DOCTYPE is refused whatever it says.
    """
    if len(data) > limits.bytes:
        raise DiagramError(
            f"The file has {len(data):,} bytes; {limits.bytes:,} are allowed. "
            "Split the diagram, or raise the limit in the settings."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DiagramError(f"The file is not well-formed XML: {error}.") from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise DiagramError("The file has a DOCTYPE, which diagrams may not have: remove it.")
    _check_size(root, limits)
    return root


def _check_size(root: Node, limits: Limits) -> None:
    count, level, depth = 0, [root], 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > limits.elements:
            raise DiagramError(f"The file has more than {limits.elements:,} XML elements.")
        if depth > limits.depth:
            raise DiagramError(f"The file is nested more than {limits.depth} levels deep.")
        level = [child for node in level for child in node]


def tag(node: Node) -> str:
    """The name of an element without its namespace; '' for comments and processing instructions."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def is_bpmn(node: Node) -> bool:
    return isinstance(node.tag, str) and node.tag.startswith(f"{{{BPMN}}}")


def children(node: Node, name: str, namespace: str = BPMN) -> list[Node]:
    return node.findall(f"{{{namespace}}}{name}")


def text(node: Node | None) -> str:
    return "" if node is None else "".join(map(str, node.itertext())).strip()


def line(node: Node) -> int:
    """The line that an element stands on in its file; 0 when it is not known."""
    return node.sourceline or 0
