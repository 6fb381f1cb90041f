"""Links: which of them belong together, and which lead nowhere."""

from __future__ import annotations

from collections import Counter

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, is_by_event, label
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import Node


def join_links(editor: DiagramEditor) -> None:
    """Where links of one name have no target and one target has no link, they belong together: one
    was renamed, or neither was named. Where the process has no target left at all, a link is where
    its way ends, and so it is where nothing but targets without a link can be where it begins; else
    such a target never comes, and is asked for where nothing else leads to what follows."""
    for container in editor.containers():
        thrown, caught = (_links(editor, container, kind) for kind in _LINK_ENDS)
        _join_by_label(editor, thrown, caught)
        lost = [node for node in thrown if link_name(node) not in map(link_name, caught)]
        left = [node for node in caught if link_name(node) not in map(link_name, thrown)]
        begins = not _begins_elsewhere(editor, container, left)
        if len(set(map(link_name, lost))) == len(left) == 1 and not begins:
            [target] = left
            name = link_name(target) or link_name(lost[0]) or target.get("id", "")
            for item in (part for node in (*lost, target) for part in definitions(node)):
                item.set("name", name)
            for source in lost:
                editor.say(source, f"leads to '{label(target)}': each is the only link left over")
        elif begins or not (lost and left):
            for node in (node for node in lost if not editor.out_of(node)):
                editor.say(node, "is an end: there is no link that it leads to")
                _is_only_passed(editor, node, "endEvent")
            for node in (node for node in left if not editor.into(node)):
                if begins:
                    editor.say(node, "is a start: no link leads to it, and nothing else begins")
                    _is_only_passed(editor, node, "startEvent")
                elif _is_needed(editor, node):
                    only = "is the only way to what follows"
                    editor.say(node, f"{only}: draw the link that leads to it", asks=True)
                else:
                    editor.say(node, "is taken out: no link leads to it")
                    editor.remove(node, *editor.out_of(node))


def _is_needed(editor: DiagramEditor, node: Node) -> bool:
    """Does a flow lead from it to where no other one leads?"""
    ahead = [editor.by_id(flow.get("targetRef")) for flow in editor.out_of(node)]
    return any(set(editor.into(n)) <= set(editor.out_of(node)) for n in ahead if n is not None)


def _join_by_label(editor: DiagramEditor, thrown: list[Node], caught: list[Node]) -> None:
    """What is written at two events joins them for a reader, where the names of the links join
    nothing. The target keeps its name, which other links may lead to; it gets one of its own only
    where several share a name that nothing leads to."""
    targets = Counter(map(link_name, caught))
    reached = set(map(link_name, thrown))
    for source in [node for node in thrown if link_name(node) not in targets]:
        named = [node for node in caught if node.get("name") and label(node) == label(source)]
        if len(named) != 1:
            continue
        name, renamed = link_name(named[0]), [source]
        if targets[name] > 1:
            if name in reached or label(source) in targets:
                continue
            name, renamed = label(source), [source, named[0]]
        for item in (part for node in renamed for part in definitions(node)):
            item.set("name", name)
        editor.say(source, f"leads to the event '{label(source)}': the names of the links differ")


def _is_only_passed(editor: DiagramEditor, node: Node, kind: str) -> None:
    for item in definitions(node):
        node.remove(item)
    node.attrib.pop("parallelMultiple", "")
    editor.becomes(node, kind)


def _begins_elsewhere(editor: DiagramEditor, container: Node, links: list[Node]) -> bool:
    """Does anything begin there but what links lead to? A start does, whatever leads to it."""
    nodes = editor.nodes(container)
    first = (node for node in nodes if xml.tag(node) == "startEvent" or not editor.into(node))
    others = (node for node in first if node not in links and not is_by_event(node))
    return any("attachedToRef" not in node.attrib for node in others)


_LINK_ENDS = ("intermediateThrowEvent", "intermediateCatchEvent")


def _links(editor: DiagramEditor, container: Node, kind: str) -> list[Node]:
    nodes = [node for node in editor.nodes(container) if xml.tag(node) == kind]
    return [node for node in nodes if xml.children(node, "linkEventDefinition")]
