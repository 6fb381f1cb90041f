"""The drawing in simpler words: event sub-processes and links as constructs that run already.

- An *event sub-process* becomes a plain sub-process. What else is drawn in its process or
  sub-process, the scope, is put into a sub-process of the scope, the *body*, and the start event
  goes onto the border of the body: it is armed when the scope begins, and catches what is thrown
  before the border of the scope does. It differs from other events on borders in three things,
  which `Element.starts_handler` says: it goes on listening when the body is over, until the scope
  is; one that interrupts ends everything in the scope; and it shares the data of the scope.
- A *terminate* end event of the scope throws an error that ends the body, and then the scope.
- A *link* becomes a flow from the throwing event to the catching one.
- *Several flows out of an activity or an event* (an implicit split) lead out of gateways behind it:
  all of them are taken, those with a condition where that holds, and the default where none does.
- *Several flows from one element to another* each go their own way: all but the first pass an event
  in between, so that the engine tells them apart where they join.
- A *timer that a process starts with* becomes a catching event behind a plain start event: the case
  is there from its submission on, and waits.

Elements and flows keep their ids; what is new is named after the scope or the event sub-process.
What is drawn otherwise than BPMN allows is left as it is: lint names it, and the engine refuses it.

Decision 0220.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.elements import ACTIVITIES, FLOW_NODES
from runner.bpmn.process_choice import processes_from
from runner.bpmn.xml import BPMN, XSI, Node

HANDLED = frozenset({"message", "timer", "error", "escalation", "signal", "conditional"})
"""What can start an event sub-process."""

_SCOPES = frozenset({"process", "subProcess", "transaction"})
_DEFINITION = "EventDefinition"


def lowered(root: Node, process: str) -> Node | None:
    """A copy of a file with those constructs rewritten; None for a file without any. `process` is
    the one that cases run."""
    drawn = list(_drawn_in(root, process))
    scopes = [node for node in drawn if xml.tag(node) in _SCOPES]
    if not any(map(_is_to_be_lowered, drawn)) and not any(map(_understands_gateways, scopes)):
        return None
    copy = deepcopy(root)
    scopes = [node for node in _drawn_in(copy, process) if xml.tag(node) in _SCOPES]
    new_id = _new_ids(copy)
    for scope in scopes:
        if scope.get("id") == process:
            _lower_timed_start(scope, new_id)
        _draw_splits(scope, new_id)
        _part_twins(scope, new_id)
        _lower_links(scope)
        _lower_handlers(scope, new_id, scope.get("id") == process)
    return copy


def _drawn_in(root: Node, process: str) -> Iterator[Node]:
    """A process, those that it calls, and everything in them."""
    main = next(node for node in xml.children(root, "process") if node.get("id") == process)
    for one in processes_from(root, main):
        yield from one.iter(f"{{{BPMN}}}*")


def _is_to_be_lowered(node: Node) -> bool:
    timed = xml.tag(node) == "startEvent" and bool(_definitions(node, "timer"))
    return timed or _is_by_event(node) or xml.tag(node) == "linkEventDefinition"


def _is_by_event(node: Node) -> bool:
    return xml.tag(node) == "subProcess" and node.get("triggeredByEvent") == "true"


def _new_ids(root: Node) -> Callable[[str], str]:
    taken = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}

    def new_id(wanted: str) -> str:
        while wanted in taken:
            wanted += "_"
        taken.add(wanted)
        return wanted

    return new_id


# ------------------------------------------------------------------ event sub-processes


def _lower_handlers(scope: Node, new_id: Callable[[str], str], is_main: bool) -> None:
    lines = _Lines(scope)
    handlers = [node for node in scope if _is_by_event(node) and not lines.touch(node)]
    starts = [start for node in handlers if (start := _start_of(node)) is not None]
    if not starts:
        return
    drawn = xml.children(scope, "startEvent")
    ends = [node for node in xml.children(scope, "endEvent") if _definitions(node, "terminate")]
    body = _wrap(scope, {_parent(start) for start in starts}, new_id)
    for start in starts:
        _attach(start, body, new_id)
    if ends:
        _terminate_around(ends, body, new_id)
    if is_main:
        _begin_as(drawn, scope)


def _start_of(handler: Node) -> Node | None:
    """The start event of an event sub-process; None where it is not drawn as BPMN has it."""
    starts = xml.children(handler, "startEvent")
    if len(starts) != 1 or _Lines(handler).come_to(starts[0]):
        return None
    kinds = [xml.tag(item)[: -len(_DEFINITION)] for item in _definitions(starts[0])]
    return starts[0] if len(kinds) == 1 and kinds[0] in HANDLED else None


class _Lines:
    """What flows and events on borders of a scope are drawn at, by id."""

    def __init__(self, scope: Node):
        flows = xml.children(scope, "sequenceFlow")
        self._sources = {flow.get("sourceRef") for flow in flows}
        self._targets = {flow.get("targetRef") for flow in flows}
        self._hosts = {event.get("attachedToRef") for event in xml.children(scope, "boundaryEvent")}

    def leave(self, node: Node) -> bool:
        return node.get("id") in self._sources

    def come_to(self, node: Node) -> bool:
        return node.get("id") in self._targets

    def touch(self, node: Node) -> bool:
        return self.leave(node) or self.come_to(node) or node.get("id") in self._hosts


def _definitions(event: Node, kind: str = "") -> list[Node]:
    """The event definitions in an event, of one kind where it is named."""
    return [
        child
        for child in event
        if xml.tag(child).endswith(f"{kind}{_DEFINITION}") and xml.is_bpmn(child)
    ]


def _wrap(scope: Node, outside: set[Node], new_id: Callable[[str], str]) -> Node:
    """Puts what is drawn in a scope, but for some event sub-processes, into a sub-process of it."""
    inside = [node for node in scope if _is_drawn(node) and node not in outside]
    body = _add(scope, "subProcess", new_id(f"{scope.get('id')}_body"))
    body.extend(inside)
    begin = _add(scope, "startEvent", new_id(f"{body.get('id')}_start"))
    over = _add(scope, "endEvent", new_id(f"{body.get('id')}_end"))
    _connect(scope, begin, body, new_id)
    _connect(scope, body, over, new_id)
    return body


def _is_drawn(node: Node) -> bool:
    return xml.is_bpmn(node) and (xml.tag(node) in FLOW_NODES or xml.tag(node) == "sequenceFlow")


def _attach(start: Node, body: Node, new_id: Callable[[str], str]) -> None:
    """Moves the start event of an event sub-process to the border of the body."""
    handler = _parent(start)
    scope, name = _parent(handler), handler.get("id")
    del handler.attrib["triggeredByEvent"]
    begin = _add(handler, "startEvent", new_id(f"{name}_start"))
    for flow in xml.children(handler, "sequenceFlow"):
        if flow.get("sourceRef") == start.get("id"):
            flow.set("sourceRef", begin.get("id", ""))
    start.tag = f"{{{BPMN}}}boundaryEvent"
    start.set("attachedToRef", body.get("id", ""))
    start.set("cancelActivity", start.attrib.pop("isInterrupting", "true"))
    scope.append(start)
    over = _add(scope, "endEvent", new_id(f"{name}_end"))
    _connect(scope, start, handler, new_id)
    _connect(scope, handler, over, new_id)


def _terminate_around(ends: list[Node], body: Node, new_id: Callable[[str], str]) -> None:
    """Ends that terminate the scope, though they lie in its body now."""
    scope, base = _parent(body), body.get("id")
    error = _add(scope.getroottree().getroot(), "error", new_id(f"{base}_terminated"))
    error.set("errorCode", error.get("id", ""))
    for end in ends:
        for definition in _definitions(end, "terminate"):
            end.remove(definition)
        _define(end, "error", error)
    caught = _add(scope, "boundaryEvent", new_id(f"{base}_over"))
    caught.set("attachedToRef", base or "")
    _define(caught, "error", error)
    over = _add(scope, "endEvent", new_id(f"{base}_all_over"))
    _define(over, "terminate")
    _connect(scope, caught, over, new_id)


def _begin_as(drawn: list[Node], scope: Node) -> None:
    """The process begins with a new start event, and with what the drawn one says: its form. What
    triggers the drawn one is the submission, which is over when the body begins."""
    begin = next(iter(xml.children(scope, "startEvent")))
    for start in drawn:
        _undefine(start)
        _say_the_same(begin, start)


def _say_the_same(begin: Node, start: Node) -> None:
    for extension in xml.children(start, "extensionElements"):
        begin.append(deepcopy(extension))


# ------------------------------------------------------------------ timers that start


def _lower_timed_start(process: Node, new_id: Callable[[str], str]) -> None:
    starts = xml.children(process, "startEvent")
    kinds = [xml.tag(item) for start in starts for item in _definitions(start)]
    if len(starts) == 1 and kinds == [f"timer{_DEFINITION}"]:
        starts[0].tag = f"{{{BPMN}}}intermediateCatchEvent"
        begin = _add(process, "startEvent", new_id(f"{starts[0].get('id')}_before"))
        _say_the_same(begin, starts[0])
        _connect(process, begin, starts[0], new_id)


# ------------------------------------------------------------------ flows that need no gateway

_PARTING = ACTIVITIES | {"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
"""What several flows may leave: all of them are taken. Start events can have several anyway."""

_TAKE_ONE = frozenset({"exclusiveGateway", "eventBasedGateway"})


def _understands_gateways(scope: Node) -> bool:
    return next(_implicit_splits(scope), None) is not None or bool(_twins(scope))


def _implicit_splits(scope: Node) -> Iterator[tuple[Node, list[Node]]]:
    """The activities and events that several flows leave, with these."""
    leaving: dict[str | None, list[Node]] = {}
    for flow in xml.children(scope, "sequenceFlow"):
        leaving.setdefault(flow.get("sourceRef"), []).append(flow)
    for node in scope:
        flows = leaving.get(node.get("id"), [])
        if len(flows) > 1 and xml.is_bpmn(node) and xml.tag(node) in _PARTING:
            yield node, flows


def _draw_splits(scope: Node, new_id: Callable[[str], str]) -> None:
    for node, flows in list(_implicit_splits(scope)):
        default = node.attrib.pop("default", "")
        asked = [flow for flow in flows if flow.get("id") == default or _condition(flow)]
        always = [flow for flow in flows if flow not in asked]
        if asked and not default:  # what has no condition is taken whatever the others say
            for flow in always:
                _write_condition(flow, "True")
            asked, always = flows, []
        before = _behind(scope, node, "parallelGateway", always, new_id) if always else node
        if asked:
            choice = _behind(scope, before, "inclusiveGateway", asked, new_id)
            if default:
                choice.set("default", default)


def _behind(
    scope: Node, node: Node, kind: str, flows: list[Node], new_id: Callable[[str], str]
) -> Node:
    """A new gateway behind a node, which flows leave in its place."""
    gateway = _add(scope, kind, new_id(f"{node.get('id')}_split"))
    gateway.set("name", node.get("name") or node.get("id", ""))
    _connect(scope, node, gateway, new_id)
    for flow in flows:
        flow.set("sourceRef", gateway.get("id", ""))
    return gateway


def _condition(flow: Node) -> str:
    return xml.text(flow.find(f"{{{BPMN}}}conditionExpression"))


def _write_condition(flow: Node, text: str) -> None:
    for empty in xml.children(flow, "conditionExpression"):
        flow.remove(empty)
    condition = etree.SubElement(flow, f"{{{BPMN}}}conditionExpression")
    condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    condition.text = text


def _twins(scope: Node) -> list[Node]:
    """The flows that lead where another one before them leads from the same element, all of which
    can be taken at once."""
    alone = {node.get("id") for node in scope if xml.tag(node) in _TAKE_ONE}
    seen: set[tuple[str | None, str | None]] = set()
    found = []
    for flow in xml.children(scope, "sequenceFlow"):
        ends = flow.get("sourceRef"), flow.get("targetRef")
        if ends in seen and flow.get("sourceRef") not in alone:
            found.append(flow)
        seen.add(ends)
    return found


def _part_twins(scope: Node, new_id: Callable[[str], str]) -> None:
    for flow in _twins(scope):
        target = next((n for n in scope if n.get("id") == flow.get("targetRef")), None)
        if target is not None:
            between = _add(scope, "intermediateThrowEvent", new_id(f"{flow.get('id')}_way"))
            _connect(scope, between, target, new_id)
            flow.set("targetRef", between.get("id", ""))


# ------------------------------------------------------------------ links


def _lower_links(scope: Node) -> None:
    lines = _Lines(scope)
    throwing = _links(scope, "intermediateThrowEvent")
    for name, targets in _links(scope, "intermediateCatchEvent").items():
        sources = throwing.get(name, ())
        if not name or not sources or len(targets) > 1 or lines.come_to(targets[0]):
            continue
        for source in sources:
            if not lines.leave(source):
                _undefine(source)
                flow = etree.SubElement(scope, f"{{{BPMN}}}sequenceFlow")
                flow.set("sourceRef", source.get("id", ""))
                flow.set("targetRef", targets[0].get("id", ""))
        _undefine(targets[0])
        targets[0].tag = f"{{{BPMN}}}intermediateThrowEvent"


def _links(scope: Node, kind: str) -> dict[str, list[Node]]:
    """The link events of a kind by their names, the other events of that kind under ''."""
    found: dict[str, list[Node]] = {}
    for event in xml.children(scope, kind):
        found.setdefault(link_name(event), []).append(event)
    return found


def link_name(event: Node) -> str:
    """The name of a link event: that of its definition, or else its own; '' for other events."""
    links = _definitions(event, "link")
    said = (links[0].get("name") or event.get("name", "")) if len(links) == 1 else ""
    return " ".join(said.split())


def _undefine(event: Node) -> None:
    for definition in _definitions(event):
        event.remove(definition)


# ------------------------------------------------------------------ XML


def _parent(node: Node) -> Node:
    parent = node.getparent()
    assert parent is not None
    return parent


def _add(parent: Node, kind: str, node_id: str) -> Node:
    node = etree.SubElement(parent, f"{{{BPMN}}}{kind}")
    node.set("id", node_id)
    return node


def _define(event: Node, kind: str, error: Node | None = None) -> None:
    definition = etree.SubElement(event, f"{{{BPMN}}}{kind}{_DEFINITION}")
    if error is not None:
        definition.set("errorRef", error.get("id", ""))


def _connect(scope: Node, source: Node, target: Node, new_id: Callable[[str], str]) -> None:
    flow = _add(scope, "sequenceFlow", new_id(f"{source.get('id')}_to_{target.get('id')}"))
    flow.set("sourceRef", source.get("id", ""))
    flow.set("targetRef", target.get("id", ""))
