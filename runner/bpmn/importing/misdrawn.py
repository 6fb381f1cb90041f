"""What is drawn where it cannot be, and can mean one thing only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import ACTIVITIES, SUB_PROCESSES, WAITING_TASKS
from runner.bpmn.geometry import Bounds, around
from runner.bpmn.graphs import Graph, reach
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.event_repairs import definitions, label
from runner.bpmn.importing.flows import question, split_behind
from runner.bpmn.importing.ways import graph_of
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import BPMN, Node


def cross_at_the_border(editor: DiagramEditor) -> None:
    """A flow that crosses the border of a sub-process leads to it or from it: in through its start,
    out when what is inside is over. One that leaves an element inside beside others is a way to
    leave early, and stays."""
    left: set[Node] = set()
    for flow in editor.flows():
        source, target = (editor.by_id(flow.get(role)) for role in ("sourceRef", "targetRef"))
        if source is None or target is None or source.getparent() is target.getparent():
            continue
        if (around := _around(target, source)) is not None and _is_first(editor, target):
            editor.lead(flow, target=around)
            editor.say(flow, f"leads to '{label(around)}', in which '{label(target)}' is")
        elif (around := _around(source, target)) is not None and around not in left:
            if {*editor.out_of(source), *editor.out_of(around)} - {flow}:
                continue
            left.add(around)
            editor.lead(flow, source=around)
            editor.say(flow, f"leads on from '{label(around)}', in which '{label(source)}' is")


def _around(inner: Node, outer: Node) -> Node | None:
    """The sub-process beside one node in which the other is."""
    beside = outer.getparent()
    around = (node for node in inner.iterancestors() if node.getparent() is beside)
    return next((node for node in around if xml.tag(node) in SUB_PROCESSES), None)


def _is_first(editor: DiagramEditor, node: Node) -> bool:
    """Does its sub-process begin with it?"""
    before = [editor.by_id(flow.get("sourceRef")) for flow in editor.into(node)]
    return all(n is not None and xml.tag(n) == "startEvent" for n in before)


def lead_past_starts_and_ends(editor: DiagramEditor) -> None:
    """A flow into a start or an event on a border leads to what follows that. An end event that a
    flow leaves is one that is passed."""
    for node in editor.nodes():
        into, out = editor.into(node), editor.out_of(node)
        if xml.tag(node) in ("startEvent", "boundaryEvent") and into and out:
            follows = _merge_behind(editor, node)
            for flow in into if follows is not None else ():
                editor.lead(flow, target=follows)
                editor.say(flow, f"leads to what follows '{label(node)}': no flow comes there")
        elif xml.tag(node) == "endEvent" and out and not _stops(node):
            editor.say(node, "is passed, and is no end: a flow leads on from it")
            editor.becomes(node, "intermediateThrowEvent")


def _merge_behind(editor: DiagramEditor, node: Node) -> Node | None:
    """What a token comes to behind a node, and others can come to one by one: a gateway that forks
    would wait for them."""
    if len(editor.out_of(node)) > 1:
        split_behind(editor, node)
    [flow] = editor.out_of(node)
    follows = editor.by_id(flow.get("targetRef"))
    if follows is None or xml.tag(follows) not in ("parallelGateway", "inclusiveGateway"):
        return follows
    merge = editor.add_node("exclusiveGateway", "", follows, before=True)
    editor.lead(flow, target=merge)
    editor.add_flow(merge, follows)
    return merge


def _stops(end: Node) -> bool:
    kinds = {xml.tag(item) for item in definitions(end)}
    return bool(kinds & {"terminateEventDefinition", "errorEventDefinition"})


def wait_where_it_waits(editor: DiagramEditor) -> None:
    """A time or a condition is waited for, and nothing that is thrown: a throwing event with one
    waits, and an end comes behind what waits."""
    for node in editor.nodes():
        kinds = [xml.tag(item) for item in definitions(node)]
        if not kinds or not {*kinds} <= _WAITED_FOR:
            continue
        if xml.tag(node) == "intermediateThrowEvent":
            editor.say(node, "waits: what it says cannot be thrown")
            editor.becomes(node, "intermediateCatchEvent")
        elif xml.tag(node) == "endEvent":
            wait = editor.add_node(
                "intermediateCatchEvent", node.get("name", ""), node, before=True
            )
            for item in definitions(node):
                wait.append(item)
            for flow in editor.into(node):
                editor.lead(flow, target=wait)
            editor.add_flow(wait, node)
            editor.say(node, "gets an event in front that waits: an end waits for nothing")


_WAITED_FOR = {"timerEventDefinition", "conditionalEventDefinition"}


def draw_again_what_several_wait_for(editor: DiagramEditor) -> None:
    """What an event-based gateway waits for is behind that gateway alone: an event to which other
    gateways or flows lead is drawn once more for these."""
    for event in editor.nodes():
        behind, others = _by_gateway(editor, event)
        if xml.tag(event) == "intermediateCatchEvent" and behind:
            for flow in behind[1:]:
                _draw_again(editor, event, [flow], "several gateways wait for it")
            if others:
                _draw_again(editor, event, others, "other flows lead to it, too")


def _by_gateway(editor: DiagramEditor, node: Node) -> tuple[list[Node], list[Node]]:
    """The flows into a node that come from event-based gateways, and the others."""
    into = [(flow, editor.by_id(flow.get("sourceRef"))) for flow in editor.into(node)]
    behind = [f for f, n in into if n is not None and xml.tag(n) == "eventBasedGateway"]
    return behind, [flow for flow, _ in into if flow not in behind]


def _draw_again(editor: DiagramEditor, node: Node, flows: list[Node], why: str) -> None:
    """Draws a node once more, to which some of its flows then lead."""
    again = editor.add_node(xml.tag(node), node.get("name", ""), node)
    _copy(editor, (i for i in node if xml.tag(i) not in ("incoming", "outgoing")), again)
    for flow in flows:
        editor.lead(flow, target=again)
    for onward in editor.out_of(node):
        target = editor.by_id(onward.get("targetRef"))
        if target is not None:
            more = editor.add_flow(again, target)
            more.attrib.update({k: v for k, v in onward.items() if k == "name"})
            _copy(editor, onward, more)
            if onward.get("id") == node.get("default"):
                again.set("default", more.get("id", ""))
    editor.say(node, f"is drawn once more: {why}")


def _copy(editor: DiagramEditor, items: Iterable[Node], into: Node) -> None:
    """Copies what stands in another element, with ids of its own. Ids in extensions are names of
    what is filled in."""
    for item in items:
        own = deepcopy(item)
        for inside in own.iter(f"{{{BPMN}}}*"):
            if inside.get("id"):
                editor.name(inside, f"{into.get('id')}_{xml.tag(inside)}")
        into.append(own)


def attach_where_it_lies(editor: DiagramEditor) -> None:
    """An event that is on the border of nothing, or that no flow leads to, and that lies over the
    border of one activity, is on that border."""
    for container in editor.containers():
        nodes = editor.nodes(container)
        activities = editor.boxes(node for node in nodes if xml.tag(node) in ACTIVITIES)
        for node in (node for node in nodes if _is_loose(editor, node)):
            under = [
                host
                for box in editor.boxes([node]).values()
                for host in _on_borders(box, activities)
            ]
            if len(under) == 1:
                editor.becomes(node, "boundaryEvent")
                node.set("attachedToRef", under[0].get("id", ""))
                editor.say(node, f"is on the border of '{label(under[0])}', where it lies")
            elif editor.into(node):
                _take_off_border(editor, node)
                editor.say(node, "waits in the flow: it is on the border of no activity")


def _on_borders(event: Bounds, boxes: Mapping[Node, Bounds]) -> list[Node]:
    """Those on whose border the middle of an event is drawn, or close to it."""
    close = around([event.centre], {node: box.widened(CLOSE) for node, box in boxes.items()})
    return [node for node in close if not boxes[node].widened(-CLOSE).holds([event.centre])]


CLOSE = 12
"""Pixels between a border and what is drawn on it."""


def _is_loose(editor: DiagramEditor, node: Node) -> bool:
    if xml.tag(node) == "intermediateCatchEvent":
        return not (editor.into(node) or link_name(node))
    host = editor.by_id(node.get("attachedToRef"))
    return xml.tag(node) == "boundaryEvent" and (host is None or xml.tag(host) not in ACTIVITIES)


def _take_off_border(editor: DiagramEditor, event: Node) -> None:
    for name in ("attachedToRef", "cancelActivity"):
        event.attrib.pop(name, "")
    editor.becomes(event, "intermediateCatchEvent")


def lie_in_one_lane(editor: DiagramEditor) -> None:
    """What two lanes beside one another list lies in the one in which it is drawn."""
    for lanes in editor.root.iter(f"{{{BPMN}}}laneSet", f"{{{BPMN}}}childLaneSet"):
        listed: dict[str, list[Node]] = {}
        for lane in xml.children(lanes, "lane"):
            for item in xml.children(lane, "flowNodeRef"):
                listed.setdefault(xml.text(item), []).append(item)
        for key, items in listed.items():
            if len(items) > 1 and (node := editor.by_id(key)) is not None:
                _keep_where_drawn(editor, node, items)


def _keep_where_drawn(editor: DiagramEditor, node: Node, items: list[Node]) -> None:
    lanes = {item: item.getparent() for item in items}
    boxes = editor.boxes(lane for lane in lanes.values() if lane is not None)
    drawn_in = [
        lane for box in editor.boxes([node]).values() for lane in around([box.centre], boxes)
    ]
    if len(drawn_in) == 1:
        for item, lane in lanes.items():
            if lane is not drawn_in[0]:
                xml.detach(item)
        editor.say(node, f"lies in the lane '{label(drawn_in[0])}', in which it is drawn")


def lie_where_drawn(editor: DiagramEditor) -> None:
    """What no lane lists is listed by the one in which it is drawn; what import has drawn, too."""
    boxes = editor.boxes(editor.process.iter(f"{{{BPMN}}}lane"))
    listed = {xml.text(item) for item in editor.process.iter(f"{{{BPMN}}}flowNodeRef")}
    unlisted = [
        node
        for node in (editor.nodes(editor.process) if boxes else ())
        if node.get("id") not in listed and not node.get("attachedToRef")
    ]
    new = set(editor.drawn)
    for node, box in editor.boxes(unlisted).items():
        for lane in around([box.centre], boxes)[:1]:
            item = etree.Element(f"{{{BPMN}}}flowNodeRef")
            item.text = node.get("id")
            lane.insert(len(lane) - len(xml.children(lane, "childLaneSet")), item)
            if node not in new:
                editor.say(node, f"lies in the lane '{label(lane)}', in which it is drawn")


def choose_where_nothing_is_awaited(editor: DiagramEditor) -> None:
    """An event-based gateway behind which nothing waits for an event is a choice; one with a single
    way waits for what is on that."""
    for gateway in editor.nodes():
        flows = editor.out_of(gateway) if xml.tag(gateway) == "eventBasedGateway" else []
        ahead = [editor.by_id(flow.get("targetRef")) for flow in flows]
        awaited = [node for node in ahead if node is not None and xml.tag(node) in _AWAITED]
        if flows and (not awaited or len(flows) == 1):
            why = "no event is waited for behind it" if not awaited else "there is one way alone"
            editor.say(gateway, f"becomes an exclusive gateway: {why}")
            for name in ("instantiate", "eventGatewayType"):
                gateway.attrib.pop(name, "")
            editor.becomes(gateway, "exclusiveGateway")


_AWAITED = ("intermediateCatchEvent", "receiveTask")


def wait_beside_the_task(editor: DiagramEditor) -> None:
    """Behind an event-based gateway a person does the one task that stands there, unless one of the
    events comes first: these are on the border of the task. What is on the border of a receive task
    there is one more event behind the gateway."""
    for gateway in editor.nodes():
        flows = editor.out_of(gateway) if xml.tag(gateway) == "eventBasedGateway" else []
        ahead = [n for flow in flows if (n := editor.by_id(flow.get("targetRef"))) is not None]
        tasks = [node for node in ahead if xml.tag(node) in WAITING_TASKS]
        events = [node for node in ahead if xml.tag(node) == "intermediateCatchEvent"]
        beside = len(tasks) == 1 and len(events) == len(ahead) - 1 and _only_from(editor, events)
        others = _by_gateway(editor, tasks[0])[1] if beside else []
        if beside and (not others or _is_alone(editor, tasks[0])):
            if others:
                _draw_again(editor, tasks[0], others, "nothing else is waited for beside it where "
                            "other flows lead to it")  # fmt: skip
            for event in events:
                _put_on_border(editor, event, tasks[0])
            editor.becomes(gateway, "exclusiveGateway")
        for task in (node for node in ahead if xml.tag(node) == "receiveTask"):
            for border in _interrupting(editor, task):
                _take_off_border(editor, border)
                editor.add_flow(gateway, border)
                editor.say(border, f"is one of the events that '{label(gateway)}' waits for, and "
                           f"not on the border of '{label(task)}', another one")  # fmt: skip


def choose_beside_the_events(editor: DiagramEditor) -> None:
    """Behind an event-based gateway a person chooses one of several tasks that stand there, unless
    one of the events comes first: these are on the border of the choice."""
    for gateway in editor.nodes():
        flows = editor.out_of(gateway) if xml.tag(gateway) == "eventBasedGateway" else []
        ahead = [n for flow in flows if (n := editor.by_id(flow.get("targetRef"))) is not None]
        events = [node for node in ahead if xml.tag(node) == "intermediateCatchEvent"]
        tasks = [node for node in ahead if xml.tag(node) in WAITING_TASKS]
        known = len(tasks) + len(events) == len(ahead) and _only_from(editor, events)
        if known and len(tasks) > 1 and events:
            choice = editor.ask_before(gateway, question(gateway))
            editor.say(choice, f"is new: a person chooses there what '{label(gateway)}' leads to, "
                       "since no task is waited for")  # fmt: skip
            for event in events:
                _put_on_border(editor, event, choice)
            editor.becomes(gateway, "exclusiveGateway")


def _only_from(editor: DiagramEditor, events: list[Node]) -> bool:
    return all(len(editor.into(event)) == 1 for event in events)


def _is_alone(editor: DiagramEditor, task: Node) -> bool:
    """Is there nothing about a task that another one like it would not have?"""
    plain = all(xml.tag(item) in _PLAIN for item in task)
    return plain and not any(n.get("attachedToRef") == task.get("id") for n in editor.nodes())


_PLAIN = ("documentation", "extensionElements", "incoming", "outgoing")


def _put_on_border(editor: DiagramEditor, event: Node, task: Node) -> None:
    border = editor.add_node("boundaryEvent", event.get("name", ""), task)
    border.set("attachedToRef", task.get("id", ""))
    for item in event.findall(f"{{{BPMN}}}*"):
        if xml.tag(item) not in ("incoming", "outgoing"):
            border.append(item)
    for flow in editor.out_of(event):
        editor.lead(flow, source=border)
    editor.say(
        border, f"is put on the border of '{label(task)}', which is done unless it comes first"
    )
    editor.remove(*editor.into(event), event)


def _interrupting(editor: DiagramEditor, task: Node) -> list[Node]:
    beside = editor.nodes(task.getparent())
    mine = [node for node in beside if node.get("attachedToRef") == task.get("id")]
    return [node for node in mine if node.get("cancelActivity") != "false"]


def take_one_where_one_comes_back(editor: DiagramEditor) -> None:
    """A parallel gateway of which one way only leads back to it would send on one more token in
    each round: it takes one of its ways."""
    for container in editor.containers():
        graph = graph_of(editor, container)
        for gateway in editor.nodes(container):
            flows = editor.out_of(gateway) if xml.tag(gateway) == "parallelGateway" else []
            ways = [reach([flow], graph, without=[gateway]) for flow in flows]
            back = [way for way in ways if _only_comes_back(way, gateway, graph)]
            if len(flows) > 1 and 0 < len(back) < len(flows):
                editor.say(gateway, "takes one of its flows: one only leads back to it, and each "
                           "round would send on one token more")  # fmt: skip
                editor.becomes(gateway, "exclusiveGateway")


def _only_comes_back(way: Collection[Node], gateway: Node, graph: Graph[Node]) -> bool:
    comes = any(gateway in graph.get(node, ()) for node in way)
    return comes and not any(xml.tag(node) == "endEvent" for node in way)
