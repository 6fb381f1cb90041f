"""Tokens that meet without a join, that a join waits for in vain, or that an event sends back to
where its activity still is: in a case, what follows is done once. Decision 0370."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runner.bpmn import xml
from runner.bpmn.graphs import Graph, backwards, immediate_dominators, reach
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, label
from runner.bpmn.importing.ways import graph_of, starts_of
from runner.bpmn.xml import Node


def end_what_leads_back(editor: DiagramEditor) -> None:
    """An event that does not interrupt leaves its activity open. A flow that leads from it alone
    back to there would open it once more, so that it ends instead."""
    for container in editor.containers():
        graph = graph_of(editor, container)
        for event in editor.nodes(container):
            host = editor.by_id(event.get("attachedToRef"))
            if host is None or event.get("cancelActivity") != "false":
                continue
            others = reach(starts_of(editor, container), graph, without=[event])
            alone = reach([event], graph) - others
            for node in [node for node in editor.nodes(container) if node in alone]:
                for flow in editor.out_of(node):
                    if _leads_to(editor, flow, host):
                        editor.lead(flow, target=editor.add_node("endEvent", "", node))
                        editor.say(flow, f"leads to an end of its own: '{label(host)}' is still "
                                   "open, and is not begun a second time")  # fmt: skip


def join_what_meets(editor: DiagramEditor) -> None:
    """Where several tokens of one split come together, an inclusive gateway waits for all that
    still come: what follows would be done once for each of them."""
    for container in editor.containers():
        graph, nodes = graph_of(editor, container), editor.nodes(container)
        merges = [node for node in nodes if _only_merges(editor, node)]
        met: dict[Node, set[Node]] = {}
        splits = [node for node in nodes if _splits(editor, node)]
        for split in splits if merges else ():
            nearest = immediate_dominators(split, {**graph, split: _at_once(editor, split)})
            for node in merges:
                if nearest.get(node) is split and node is not split:
                    before = reach(graph[split], graph, without=[node])
                    met.setdefault(node, set()).update(before.intersection(editor.into(node)))
        for node, flows in met.items():
            if len(flows) > 1:
                _wait_for_all(editor, node, [f for f in editor.into(node) if f in flows])


def go_on_without_what_was_led_away(editor: DiagramEditor) -> None:
    """A parallel gateway waits for ever where a token need not come: led elsewhere by a choice or
    an event that interrupts, not sent by an inclusive split, or begun only by an event that may
    not happen. An inclusive one goes on with those that come."""
    for container in editor.containers():
        nodes = editor.nodes(container)
        joins = [node for node in nodes if _joins_all(editor, node)]
        if not joins:
            continue
        graph = graph_of(editor, container)
        beside = [node for node in nodes if node.get("cancelActivity") == "false"]
        certain = reach(starts_of(editor, container), graph, without=beside)
        split_by = _split_by([node for node in nodes if _splits(editor, node)], joins, graph)
        for join in joins:
            sure = [flow for flow in editor.into(join) if flow in certain]
            missed = 0 < len(sure) < len(editor.into(join))
            if missed or _misses_one(sure, split_by[join], graph):
                editor.say(join, "goes on with the tokens that still come: one that it waited for "
                           "may not")  # fmt: skip
                editor.becomes(join, "inclusiveGateway")


def _split_by(splits: list[Node], joins: list[Node], graph: Graph[Node]) -> dict[Node, list[Node]]:
    """The splits whose tokens first meet at a join. Those of a split before them have met there
    already, or come to it as one."""
    found: dict[Node, list[Node]] = {join: [] for join in joins}
    for split in splits:
        nearest = immediate_dominators(split, graph)
        for join in joins:
            if nearest.get(join) is split and join is not split:
                found[join].append(split)
    return found


def _joins_all(editor: DiagramEditor, node: Node) -> bool:
    joins = xml.tag(node) == "parallelGateway" and len(editor.into(node)) > 1
    return joins and len(editor.out_of(node)) == 1


def _misses_one(flows: list[Node], splits: list[Node], graph: Graph[Node]) -> bool:
    """Can a token that one of the splits sends to a join come over another flow, or not at all?"""
    if any(xml.tag(split) == "inclusiveGateway" for split in splits):
        return True
    ways = [way for split in splits for way in graph[split]]
    joins = {join for flow in flows for join in graph[flow]}
    between = {node: graph[node] for node in reach(ways, graph, without=joins)}
    if ways and not between.keys() >= {*flows}:
        return True  # no split sends what comes over the others: it comes instead, and alone
    before = backwards(between)
    ends = [n for n in between if xml.tag(n) == "endEvent" and not definitions(n)]
    for flow in flows if ways else ():
        to_flow, elsewhere = reach([flow], before), _elsewhere(flow, ends, between, before)
        if any(way in to_flow and way in elsewhere for way in ways):
            return True
    return False


def _elsewhere(flow: Node, ends: list[Node], graph: Graph[Node], before: Graph[Node]) -> set[Node]:
    """From where a token can come to an end, or to the other flows into a join, without passing one
    flow into it: over one of the ways of a choice or of an activity with events that interrupt it,
    over all that a parallel gateway sends on. What ends everything else leaves nobody waiting."""
    [join] = graph[flow]
    found = {*ends, *(other for other in before[join] if other is not flow)}
    todo, left = list(found), {}
    while todo:
        ahead = todo.pop()
        for node in before[ahead] if ahead.get("cancelActivity") != "false" else ():
            if node in found or node is flow:
                continue
            if xml.tag(node) == "parallelGateway":
                left[node] = left.get(node, len(graph[node])) - 1
            if not left.get(node):
                found.add(node)
                todo.append(node)
    return found


def _at_once(editor: DiagramEditor, split: Node) -> list[Node]:
    """The flows that tokens can take beside one another: the default only where no other is."""
    instead = split.get("default") if xml.tag(split) == "inclusiveGateway" else None
    return [flow for flow in editor.out_of(split) if flow.get("id") != instead]


def _wait_for_all(editor: DiagramEditor, node: Node, flows: Sequence[Node]) -> None:
    once = "as drawn, what follows would be done once for each of them"
    plain = xml.tag(node) == "exclusiveGateway" and len(editor.out_of(node)) == 1
    if plain and len(flows) == len(editor.into(node)):
        editor.say(node, f"waits for all the tokens that come to it: {once}")
        editor.becomes(node, "inclusiveGateway")
        return
    gateway = editor.add_node("inclusiveGateway", "", node, before=True)
    for flow in flows:
        editor.lead(flow, target=gateway)
    editor.add_flow(gateway, node)
    editor.say(node, f"gets a gateway in front that waits for all the tokens that come: {once}")


def _only_merges(editor: DiagramEditor, node: Node) -> bool:
    """Does each token that comes go on by itself?"""
    return xml.tag(node) not in _ENDED_OR_JOINED and len(editor.into(node)) > 1


_ENDED_OR_JOINED = ("endEvent", "parallelGateway", "inclusiveGateway", "complexGateway")


def _splits(editor: DiagramEditor, node: Node) -> bool:
    """Can it send several tokens on at once?"""
    several = xml.tag(node) in ("parallelGateway", "inclusiveGateway")
    return several and len(editor.out_of(node)) > 1


def _leads_to(editor: DiagramEditor, flow: Node, host: Node) -> bool:
    """Directly, or over gateways that only merge."""
    return any(node is host for node in _passed(editor, flow))


def _passed(editor: DiagramEditor, flow: Node) -> Iterator[Node]:
    seen: set[Node] = set()
    node = editor.by_id(flow.get("targetRef"))
    while node is not None and node not in seen:
        yield node
        seen.add(node)
        onward = editor.out_of(node)
        if xml.tag(node) != "exclusiveGateway" or len(onward) != 1:
            return
        node = editor.by_id(onward[0].get("targetRef"))
