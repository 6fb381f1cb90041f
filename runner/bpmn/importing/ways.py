"""The ways of tokens from place to place in a diagram that is being changed."""

from __future__ import annotations

from runner.bpmn import xml
from runner.bpmn.graphs import Graph
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import Node


def graph_of(editor: DiagramEditor, container: Node) -> Graph[Node]:
    """What a token comes to next: from a node its flows, from a flow its target. What is on the
    border of an activity, and the target of a link, come after the node as well."""
    graph: dict[Node, list[Node]] = {}
    caught: dict[str, list[Node]] = {}
    nodes = editor.nodes(container)
    for node in nodes:
        graph[node] = editor.out_of(node)
        for flow in graph[node]:
            target = editor.by_id(flow.get("targetRef"))
            graph[flow] = [] if target is None else [target]
        if xml.tag(node) == "intermediateCatchEvent" and (name := link_name(node)):
            caught.setdefault(name, []).append(node)
    for node in nodes:
        host = editor.by_id(node.get("attachedToRef"))
        if host in graph:
            graph[host] = [*graph[host], node]
        if xml.tag(node) == "intermediateThrowEvent":
            graph[node] = [*graph[node], *caught.get(link_name(node) or "", ())]
    return graph


def starts_of(editor: DiagramEditor, container: Node) -> list[Node]:
    return [node for node in editor.nodes(container) if xml.tag(node) == "startEvent"]
