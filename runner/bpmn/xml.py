"""XML that comes from strangers: bytes in, a tree out, or a refusal that says why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from runner.errors import DiagramError
from runner.model import Finding

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

DRAFTS = (
    "http://www.omg.org/spec/BPMN/20100501/BPMN20.xsd", "http://schema.omg.org/spec/BPMN/2.0",
)  # fmt: skip
"""Namespaces of drafts of BPMN 2.0, whose processes are written as the standard has them."""

Node = etree._Element


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. A 14 MB diagram with a million elements is well-formed XML, too.

    `elements` and `depth` are those of XML, `attributes` those of one element of it; `nodes` are
    the tasks, events and gateways that are drawn: no process that people work by has more, and the
    engine slows down with it.
    """

    bytes: int = 5_000_000
    elements: int = 50_000
    depth: int = 100
    nodes: int = 1_000
    attributes: int = 200


LET_IN = Limits(10**9, 10**9, 10**9, 10**9, 10**9)
"""For what passed the limits once, whatever they are now."""


def parse(data: bytes, limits: Limits) -> Node:
    """The root of a file, in any encoding that XML knows.

    Entities are not expanded, nothing is fetched, and a DOCTYPE is refused whatever it says. What
    is too large is refused while it is scanned, before a tree is made of it.
    """
    if len(data) > limits.bytes:
        raise refusal(
            "limits",
            f"The file has {len(data):,} bytes; {limits.bytes:,} are allowed.",
            "Split the diagram, or raise the limit in the settings.",
        )
    _Scan(limits).run(data)
    return tree(data)


def tree(data: bytes) -> Node:
    """The root of a file that has been scanned before."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal("xml", f"The file is not well-formed XML: {error}.") from error
    _normalize(root)
    return root


def _normalize(root: Node) -> None:
    """Makes names one line, references plain ids and truth values words, so that nobody else has to
    read QNames or knows that 1 is true."""
    ids = {node.get("id") for node in root.iter("{*}*")}
    elsewhere = {node.get("namespace") for node in root.iterchildren(f"{{{BPMN}}}import")}
    elsewhere.discard(root.get("targetNamespace"))
    for node in root.iter(f"{{{BPMN}}}*", f"{{{BPMNDI}}}*"):
        if tag(node) in _POINTERS:
            drop_comments(node)
        if tag(node) in _POINTERS and not len(node) and node.text:
            node.text = _local(node, node.text, ids, elsewhere)
        for key in _TRUTHS & set(node.keys()):
            _write_truth(node, key)
        for key in _ONE_LINE & set(node.keys()):
            written = node.get(key, "")
            plain = one_line(written) if key == "name" else _local(node, written, ids, elsewhere)
            if plain != written:
                node.set(key, plain)


def _write_truth(node: Node, key: str) -> None:
    """Whatever else it said, somebody would read it otherwise than it runs."""
    said = node.get(key, "").strip().lower()
    word = {"1": "true", "0": "false"}.get(said, said)
    if word not in ("true", "false") and is_bpmn(node):
        raise refusal(
            "schema",
            f"'{key}' says '{said[:40]}', which is neither true nor false.",
            "Write true or false.",
            element=node.get("id", ""),
            line=line(node),
        )
    node.set(key, word)


def _local(node: Node, written: str, ids: Set[str | None], elsewhere: Set[str | None]) -> str:
    """`m1` for `tns:m1`, if that is an id here and not one of a file that is imported."""
    name = one_line(written)
    prefix, _, local = name.rpartition(":")
    if name in ids or local not in ids or node.nsmap.get(prefix) in elsewhere:
        return name
    return local


def refer_anew(node: Node, new: Mapping[str, str]) -> None:
    """Lets a node that refers to an old id refer to the new one."""
    if tag(node) in _POINTERS and not len(node):
        node.text = new.get(node.text or "", node.text)
    for key in _REFERENCES & set(node.keys()):
        if node.get(key) in new:
            node.set(key, new[node.get(key, "")])


def references(node: Node) -> list[str]:
    """The ids that a node refers to by its attributes, or as a pointer by its text."""
    found = [node.get(key, "") for key in sorted(_REFERENCES & set(node.keys()))]
    return [*found, text(node)] if tag(node) in _POINTERS and not len(node) else found


def one_line(text: str) -> str:
    return " ".join(text.split())


_REFERENCES = frozenset(
    {"sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef"}
    | {"escalationRef", "activityRef", "operationRef", "calledElement", "processRef"}
    | {"dataObjectRef", "dataStoreRef", "itemSubjectRef", "itemRef", "categoryValueRef"}
    | {"source", "target", "bpmnElement"}
)
_ONE_LINE = _REFERENCES | {"name"}
_TRUTHS = frozenset(
    {"cancelActivity", "isInterrupting", "isSequential", "triggeredByEvent", "isExecutable"}
    | {"isCollection", "instantiate", "parallelMultiple", "testBefore"}
    | {"isForCompensation", "isImmediate"}
)
NAME = re.compile(r"[^\W\d][\w.\-·]*")
"""What an id may be: a name of XML without a colon."""
_POINTERS = frozenset(
    {"incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef", "eventDefinitionRef"}
    | {"loopDataInputRef", "loopDataOutputRef", "source", "target"}
    | {"dataInputRefs", "dataOutputRefs", "optionalInputRefs", "optionalOutputRefs"}
    | {"whileExecutingInputRefs", "whileExecutingOutputRefs", "inMessageRef", "outMessageRef"}
)
"""The attributes and elements whose text is the id of something else."""


class _Scan:
    """Looks at a file as it goes by: nothing is kept but the ids of the open elements."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._open: list[str] = []
        self._count = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise refusal(
                "xml",
                f"The file is not well-formed XML: {error}.",
                "Save it again with a BPMN modeler.",
                line=getattr(error, "lineno", 0),
            ) from error

    def _doctype(self, *_: object) -> None:
        raise refusal(
            "doctype",
            "The file has a DOCTYPE, which diagrams may not have.",
            "Remove it: it can make the reader fetch files or blow up.",
            line=self._parser.CurrentLineNumber,
        )

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        self._open.append(attributes.get("id", ""))
        elements, depth = self._limits.elements, self._limits.depth
        if self._count > elements:
            self._refuse(f"The file has more than {elements:,} XML elements.")
        if len(attributes) > self._limits.attributes:
            self._refuse(f"An element has more than {self._limits.attributes:,} attributes.")
        if len(self._open) > depth:
            self._refuse(f"The file is nested more than {depth} levels deep.")

    def _end(self, name: str) -> None:
        self._open.pop()

    def _refuse(self, message: str) -> NoReturn:
        raise refusal(
            "limits",
            message,
            "Split the diagram, or raise the limit in the settings.",
            element=next(filter(None, reversed(self._open)), ""),
            line=self._parser.CurrentLineNumber,
        )


def refusal(
    rule: str, message: str, suggestion: str = "", element: str = "", line: int = 0
) -> DiagramError:
    """The error of a file that is not read, with the finding that says where and why."""
    finding = Finding(rule, message, suggestion, element=element, line=line)
    return DiagramError(f"{message} {suggestion}".strip(), [finding])


def tag(node: Node) -> str:
    """The name of an element without its namespace; '' for comments and processing instructions."""
    name = node.tag  # not by QName, which costs ten times as much: this is asked most of all
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def is_bpmn(node: Node) -> bool:
    return isinstance(node.tag, str) and node.tag.startswith(f"{{{BPMN}}}")


def children(node: Node, name: str, namespace: str = BPMN) -> list[Node]:
    return node.findall(f"{{{namespace}}}{name}")


def text(node: Node | None) -> str:
    """The text in an element, stripped; '' for None, comments and processing instructions."""
    if node is None or not isinstance(node.tag, str):
        return ""
    return "".join(map(str, node.itertext())).strip()


def drop_comments(root: Node) -> None:
    """Leaves out comments and processing instructions, but none of the text around them: each text
    is one piece then. SpiffWorkflow reads a text only up to the first of them."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)


def detach(node: Node) -> None:
    """Takes a node out of what it stands in, if in anything."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def line(node: Node) -> int:
    """The line that an element stands on in its file; 0 when it is not known."""
    return node.sourceline or 0
