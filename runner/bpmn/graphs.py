"""Graphs of whatever can be compared: what can be come to, and what all ways lead over."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Graph = Mapping[N, Collection[N]]
"""What comes next after each node. What has no entry leads nowhere."""


def reach(begin: Iterable[N], graph: Graph[N], without: Collection[N] = ()) -> frozenset[N]:
    """All that can be come to without passing some nodes, those at which it begins included."""
    todo = [node for node in begin if node not in without]
    seen = set(todo)
    while todo:
        new = [n for n in graph.get(todo.pop(), ()) if n not in seen and n not in without]
        seen.update(new)
        todo += new
    return frozenset(seen)


def backwards(graph: Graph[N]) -> dict[N, list[N]]:
    """What comes before each node."""
    found: dict[N, list[N]] = {node: [] for node in graph}
    for node, ahead in graph.items():
        for after in ahead:
            found.setdefault(after, []).append(node)
    return found


def cycles(graph: Graph[N]) -> list[list[N]]:
    """The groups of nodes that lie on a cycle together (strongly connected components, after
    S. R. Kosaraju), each in the order of the graph.

    Written here because the standard library finds one cycle but no components (`graphlib`), and a
    graph library would be a large dependency for thirty lines.
    """
    back = backwards(graph)
    order = {node: number for number, node in enumerate(graph)}
    done: set[N] = set()
    found: list[list[N]] = []
    for node in reversed(_finished(graph, graph)):
        if node not in done:
            group = reach([node], back, done)
            done |= group
            if len(group) > 1 or node in graph.get(node, ()):
                found.append(sorted(group, key=order.__getitem__))
    return found


def immediate_dominators(root: N, graph: Graph[N]) -> dict[N, N]:
    """The last place that all ways from the root to another one lead over: the root itself where
    two of them have nothing else in common. K. Cooper, T. Harvey and K. Kennedy, "A Simple, Fast
    Dominance Algorithm", 2001."""
    order = _finished([root], graph)[::-1]
    number = {node: place for place, node in enumerate(order)}
    before = backwards({node: graph.get(node, ()) for node in order})
    nearest = {root: root}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            found = _common([n for n in before[node] if n in nearest], nearest, number)
            changed = changed or nearest.get(node) != found
            nearest[node] = found
    return nearest


def _common(nodes: list[N], nearest: Mapping[N, N], number: Mapping[N, int]) -> N:
    """The last place that the ways to all of these lead over."""
    common, *others = nodes
    for node in others:
        other = node
        while common != other:
            if number[common] > number[other]:
                common = nearest[common]
            else:
                other = nearest[other]
    return common


def _finished(begin: Iterable[N], graph: Graph[N]) -> list[N]:
    """The nodes in the order in which a depth-first search leaves them."""
    seen: set[N] = set()
    finished: list[N] = []
    todo = [(node, False) for node in begin]
    while todo:
        node, leaving = todo.pop()
        if leaving:
            finished.append(node)
        elif node not in seen:
            seen.add(node)
            todo.append((node, True))
            todo += [(after, False) for after in graph.get(node, ())]
    return finished
