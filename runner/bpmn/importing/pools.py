"""Which process of a file is imported, where it holds several. Decision 0240."""

from __future__ import annotations

from collections.abc import Iterable

from runner.bpmn import xml
from runner.bpmn.elements import FLOW_NODES
from runner.bpmn.xml import BPMN, Node
from runner.errors import DiagramError


def choose(root: Node, wanted: str | None) -> tuple[Node, list[Node]]:
    """The process to import, and those that are left out.

    It is the one with the id or the name `wanted`; else the only one that is executable; else the
    one in which most is drawn, the first of several such ones. Processes that others of the file
    call are part of these. Raises DiagramError where `wanted` is no clear choice.
    """
    processes = xml.children(root, "process")
    if wanted is not None:
        found = [node for node in processes if wanted in (node.get("id"), label(node))]
        if len(found) != 1:
            raise _unclear(f"The file has no process '{wanted}', or several.", processes)
        return found[0], [node for node in processes if node is not found[0] and _size(node)]
    called = {node.get("calledElement") for node in root.iter(f"{{{BPMN}}}callActivity")}
    drawn = [node for node in processes if _size(node)] or processes
    own = [node for node in drawn if node.get("id") not in called] or drawn
    marked = [node for node in own if node.get("isExecutable") == "true"] or own
    largest = sorted(marked, key=_size, reverse=True)
    if not largest:
        raise DiagramError("The file holds no process: draw one.")
    return largest[0], [node for node in own if node is not largest[0]]


def label(process: Node) -> str:
    """What people know a process by: the name of its pool, its own name, or its id."""
    root, key = process.getroottree().getroot(), process.get("id")
    pools = [p for p in root.iter(f"{{{BPMN}}}participant") if p.get("processRef") == key]
    names = [node.get("name") for node in (*pools, process)]
    return next(filter(None, names), key or "without a name")


def listed(processes: Iterable[Node]) -> str:
    return ", ".join(f"'{label(node)}' (--process {node.get('id')})" for node in processes)


def _size(process: Node) -> int:
    return sum(xml.is_bpmn(node) and xml.tag(node) in FLOW_NODES for node in process.iter())


def _unclear(what: str, processes: list[Node]) -> DiagramError:
    return DiagramError(f"{what} Say which one is meant: {listed(processes) or 'it holds none'}.")
