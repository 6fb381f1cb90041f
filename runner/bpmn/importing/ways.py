"""The ways of tokens from place to place, and what all of them lead over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import Node

Graph = Mapping[Node, Sequence[Node]]
"""What comes next."""


def graph_of(editor: DiagramEditor, container: Node) -> Graph:
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


def backwards(graph: Graph) -> Graph:
    """What comes before."""
    found: dict[Node, list[Node]] = {node: [] for node in graph}
    for node, ahead in graph.items():
        for after in ahead:
            found.setdefault(after, []).append(node)
    return found


def reachable(begin: Iterable[Node], graph: Graph, without: Collection[Node] = ()) -> set[Node]:
    """All that can be come to without passing some, those at which it begins included."""
    todo = [node for node in begin if node not in without]
    seen = set(todo)
    while todo:
        new = [n for n in graph.get(todo.pop(), ()) if n not in seen and n not in without]
        seen.update(new)
        todo += new
    return seen


def immediate_dominators(root: Node, graph: Graph) -> dict[Node, Node]:
    """The last place that all ways from the root to another one lead over: the root itself where
    two of them have nothing else in common. K. Cooper, T. Harvey and K. Kennedy, "A Simple, Fast
    Dominance Algorithm", 2001."""
    order = _in_reverse_postorder(root, graph)
    number = {node: place for place, node in enumerate(order)}
    before = backwards({node: graph.get(node, ()) for node in order})
    nearest = {root: root}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            found = _common([n for n in before[node] if n in nearest], nearest, number)
            changed = changed or nearest.get(node) is not found
            nearest[node] = found
    return nearest


def _common(nodes: list[Node], nearest: Mapping[Node, Node], number: Mapping[Node, int]) -> Node:
    """The last place that the ways to all of these lead over."""
    common, *others = nodes
    for node in others:
        other = node
        while common is not other:
            if number[common] > number[other]:
                common = nearest[common]
            else:
                other = nearest[other]
    return common


def _in_reverse_postorder(root: Node, graph: Graph) -> list[Node]:
    done: list[Node] = []
    seen = {root}
    todo = [(root, iter(graph.get(root, ())))]
    while todo:
        node, ahead = todo[-1]
        after = next((n for n in ahead if n not in seen), None)
        if after is None:
            done.append(node)
            todo.pop()
        else:
            seen.add(after)
            todo.append((after, iter(graph.get(after, ()))))
    return done[::-1]
