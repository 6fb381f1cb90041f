"""Flows: what they lead to, what decides about them, and gateways that are only understood."""

from __future__ import annotations

import re

from lxml import etree

from runner.bpmn import expressions, xml
from runner.bpmn.elements import WAITING_TASKS
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.form_fields import as_word
from runner.bpmn.lowering import link_name
from runner.bpmn.xml import BPMN, XSI, Node
from runner.errors import ExpressionError


def put_where_it_belongs(editor: DiagramEditor) -> None:
    """A flow stands where its two ends do, and an event on a border where its activity does."""
    for node in editor.nodes():
        host = editor.by_id(node.get("attachedToRef"))
        if host is not None and xml.tag(node) == "boundaryEvent":
            _move(editor, node, host)
    for flow in editor.flows():
        ends = [editor.by_id(flow.get(role)) for role in ("sourceRef", "targetRef")]
        source, target = ends
        if source is not None and target is not None and source.getparent() is target.getparent():
            _move(editor, flow, source)


def _move(editor: DiagramEditor, node: Node, beside: Node) -> None:
    if node.getparent() is not beside.getparent():
        beside.addnext(node)
        editor.say(node, f"is put where '{beside.get('name') or beside.get('id')}' is")


def drop_dangling(editor: DiagramEditor) -> None:
    gone = []
    for container in editor.containers():
        here = {node.get("id") for node in editor.nodes(container)}
        for flow in editor.flows(container):
            if not {flow.get("sourceRef"), flow.get("targetRef")} <= here:
                editor.say(flow, "is taken out, since it does not join two elements of one process")
                gone.append(flow)
    editor.remove(*gone)


# ------------------------------------------------------------------ conditions


def read_labels(editor: DiagramEditor) -> None:
    """Some tools write the labels of flows as their conditions. Where one is said in words, which
    nothing here can read, those of the other flows of the gateway are labels, too."""
    for gateway in editor.nodes():
        flows = editor.out_of(gateway) if xml.tag(gateway) == "exclusiveGateway" else []
        said = {flow: item for flow in flows for item in xml.children(flow, "conditionExpression")}
        texts = [xml.one_line(xml.text(item)) for item in said.values()]
        if all(map(_WORDS.fullmatch, texts)) and any(translated(text) is None for text in texts):
            for (flow, item), text in zip(said.items(), texts, strict=True):
                flow.remove(item)
                flow.set("name", flow.get("name") or text)
                editor.say(flow, f"is named “{text[:60]}”, which stood as its condition")


_WORDS = re.compile(r"[^\W\d]\w*(?:[ -]\w+)*[.?!]?")


def translate_conditions(editor: DiagramEditor) -> None:
    """`${amount > 3}` as other engines write it. What the closed language cannot say is dropped."""
    defaults = {node.get("default") for node in editor.nodes()}
    _take_off_alone(editor)
    for flow in editor.flows():
        for condition in xml.children(flow, "conditionExpression"):
            if flow.get("id") in defaults:
                flow.remove(condition)
                editor.say(flow, "loses its condition: it is the default, and taken without one")
                continue
            written = xml.text(condition)
            new = translated(written)
            if new == written and written != flow.get("name") and not written.isdecimal():
                continue
            if not written:
                flow.remove(condition)
                editor.say(flow, "loses its condition, which is empty")
                continue
            if written == flow.get("name"):
                flow.remove(condition)
                editor.say(flow, "loses its condition, which only repeats its name")
                continue
            if written.isdecimal():
                flow.remove(condition)
                editor.say(flow, f"loses its condition “{written}”: a number decides nothing")
                continue
            condition.attrib.pop("language", "")
            if new is None:
                flow.remove(condition)
                editor.say(flow, f"loses its condition “{written[:60]}”, which cannot be read here")
            else:
                condition.text = new
                editor.say(flow, f"has its condition written as “{new}”")


def _take_off_alone(editor: DiagramEditor) -> None:
    """The only flow out of an activity or event has no condition (BPMN 2.0.2, 10.3): where it did
    not hold, there would be no other way."""
    for node in editor.nodes():
        flows = [] if xml.tag(node).endswith("Gateway") else editor.out_of(node)
        for condition in xml.children(flows[0], "conditionExpression") if len(flows) == 1 else ():
            flows[0].remove(condition)
            editor.say(flows[0], "loses its condition: there is no other way out of "
                       f"'{node.get('name') or node.get('id')}'")  # fmt: skip


def translated(written: str) -> str | None:
    """A condition of another engine in the closed language; None where that cannot say it."""
    if _can_be_read(written):
        return written
    inside = re.fullmatch(r"[$#]\{(.*)\}", written, re.DOTALL)
    text = inside[1] if inside else written.removeprefix("=")
    parts = _QUOTED.split(text)  # quoted texts, which stay as they are, are every second part
    parts[::2] = map(_with_our_signs, parts[::2])
    text = "".join(parts).strip()
    return text if _can_be_read(text) else None


_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")


def _with_our_signs(text: str) -> str:
    for sign, word in (("&&", " and "), ("||", " or "), ("!==", "!="), ("===", "==")):
        text = text.replace(sign, word)
    text = re.sub(r"!(?!=)\s*", "not ", text)
    text = re.sub(r"(?<![=<>!])=(?!=)", "==", text)
    return re.sub(r"\s+", " ", text)


def _can_be_read(text: str) -> bool:
    try:
        expressions.parse(text)
    except ExpressionError:
        return False
    return True


# ------------------------------------------------------------------ what is only understood


def drop_what_stands_alone(editor: DiagramEditor) -> None:
    """An end or a gateway to which nothing leads, and which leads nowhere, does nothing."""
    for node in editor.nodes():
        idle = xml.tag(node) == "endEvent" or xml.tag(node).endswith("Gateway")
        if idle and not (editor.into(node) or editor.out_of(node)):
            editor.say(node, "is taken out: nothing leads to it, and it leads nowhere")
            editor.remove(node)


def drop_twins(editor: DiagramEditor) -> None:
    """Of flows that say the same and lead from one element to the same next one, one is enough."""
    seen: set[tuple[str, ...]] = set()
    gone = []
    for flow in editor.flows():
        conditions = map(xml.text, xml.children(flow, "conditionExpression"))
        said = (*(flow.get(key, "") for key in ("sourceRef", "targetRef", "name")), *conditions)
        source = editor.by_id(flow.get("sourceRef"))
        if said in seen and source is not None and source.get("default") != flow.get("id"):
            editor.say(flow, "is taken out: another one says the same")
            gone.append(flow)
        seen.add(said)
    editor.remove(*gone)


def draw_ends(editor: DiagramEditor) -> None:
    for container in editor.containers():
        for node in editor.nodes(container):
            if not (_ends(node) or editor.out_of(node)):
                end = editor.add_node("endEvent", "", node)
                editor.add_flow(node, end)
                editor.say(node, "gets an end event behind it: its token ended nowhere")


def _ends(node: Node) -> bool:
    """Does a token that comes there go on without a flow, or not at all?"""
    throws_link = xml.tag(node) == "intermediateThrowEvent" and link_name(node)
    is_end = xml.tag(node) == "endEvent" or node.get("triggeredByEvent") == "true"
    return bool(is_end or throws_link)


def draw_splits(editor: DiagramEditor) -> None:
    """Several flows out of one activity: all of them, or those whose conditions hold."""
    for node in editor.nodes():
        if not xml.tag(node).endswith("Gateway") and len(editor.out_of(node)) > 1:
            split_behind(editor, node)


def split_behind(editor: DiagramEditor, node: Node) -> None:
    """Draws the gateway that several flows out of a node are understood as."""
    flows = editor.out_of(node)
    some = any(xml.children(flow, "conditionExpression") for flow in flows)
    named = xml.tag(node) in WAITING_TASKS and all(flow.get("name") for flow in flows)
    kind, means = (
        ("exclusiveGateway", "one of them") if named and not some
        else ("inclusiveGateway", "those whose conditions hold") if some
        else ("parallelGateway", "all of them")
    )  # fmt: skip
    gateway = editor.add_node(kind, "", node)
    for flow in flows:
        editor.lead(flow, source=gateway)
        bare = not xml.children(flow, "conditionExpression")
        if some and bare and flow.get("id") != node.get("default"):
            add_condition(flow, "True")  # out of an activity it is taken whatever others say
    if node.get("default"):
        gateway.set("default", node.attrib.pop("default"))
    editor.add_flow(node, gateway)
    editor.say(node, f"gets a gateway behind it that takes {means}: it was only understood")


def add_condition(flow: Node, text: str) -> None:
    condition = etree.SubElement(flow, f"{{{BPMN}}}conditionExpression")
    condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    condition.text = text


def name_outcomes(editor: DiagramEditor) -> None:
    """Flows among which a person chooses are buttons, and buttons have a label."""
    for gateway in editor.nodes():
        flows = editor.out_of(gateway)
        if xml.tag(gateway) != "exclusiveGateway" or len(flows) < 2:
            continue
        for flow in flows:
            if not flow.get("name") and not xml.children(flow, "conditionExpression"):
                target = editor.by_id(flow.get("targetRef"))
                name = "" if target is None else target.get("name", "")
                flow.set("name", xml.one_line(name or f"To {flow.get('targetRef')}"))
                editor.say(flow, "is named after what it leads to: that is the label of its button")


def ask_where_nothing_decides(editor: DiagramEditor) -> None:
    """An exclusive gateway without conditions is a question that a person has to answer."""
    for gateway in editor.nodes():
        bare = _bare(editor, gateway)
        if xml.tag(gateway) != "exclusiveGateway" or not bare or _is_asked(editor, gateway):
            continue
        if take_otherwise(editor, gateway):
            continue
        editor.ask_before(gateway, question(gateway))
        editor.say(gateway, "gets a task in front in which a person decides: no condition did")


def ask_what_is_taken(editor: DiagramEditor) -> None:
    """Of the flows of an inclusive gateway people take any number: each is a yes or no that is
    filled in before, with the other variables that nothing sets."""
    for gateway in editor.nodes():
        bare = _bare(editor, gateway)
        if xml.tag(gateway) != "inclusiveGateway" or not bare:
            continue
        if not gateway.get("default"):
            _make_default(editor, gateway, bare[0])
            bare = bare[1:]
        for flow in bare:
            add_condition(flow, f"take_{as_word(_label(editor, flow))}")
            editor.say(flow, "is taken if a person says so: it has no condition")


def _bare(editor: DiagramEditor, gateway: Node) -> list[Node]:
    """The flows of a gateway that do not say when they are taken, where it has several."""
    flows = editor.out_of(gateway)
    silent = [flow for flow in flows if not xml.children(flow, "conditionExpression")]
    default = gateway.get("default")
    return [flow for flow in silent if flow.get("id") != default] if len(flows) > 1 else []


def take_otherwise(editor: DiagramEditor, gateway: Node) -> bool:
    """Makes the only flow that does not say when it is taken the default. Returns whether there was
    one."""
    bare = _bare(editor, gateway)
    if len(bare) != 1 or gateway.get("default"):
        return False
    _make_default(editor, gateway, bare[0])
    return True


def _make_default(editor: DiagramEditor, gateway: Node, flow: Node) -> None:
    gateway.set("default", flow.get("id", ""))
    editor.say(flow, "is taken when no condition of the others holds")


def _label(editor: DiagramEditor, flow: Node) -> str:
    target = editor.by_id(flow.get("targetRef"))
    return (
        flow.get("name") or ("" if target is None else target.get("name", "")) or flow.get("id", "")
    )


def _is_asked(editor: DiagramEditor, gateway: Node) -> bool:
    """Does a waiting task come right before, so that the flows are its outcomes?"""
    before = [editor.by_id(flow.get("sourceRef")) for flow in editor.into(gateway)]
    return len(before) == 1 and before[0] is not None and xml.tag(before[0]) in WAITING_TASKS


def question(gateway: Node) -> str:
    """What a person is asked who decides at a gateway."""
    return xml.one_line(gateway.get("name") or "Decide how to go on")
