"""Gateways whose conditions leave something out: a person decides there. Decision 0347."""

from __future__ import annotations

from runner.bpmn import expressions, xml
from runner.bpmn.graphs import reach
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.flows import question
from runner.bpmn.importing.form_fields import FORM, form_of, forms_of, specs_in
from runner.bpmn.importing.variables import GIVEN, decide_behind, set_without_form
from runner.bpmn.importing.ways import graph_of, starts_of
from runner.bpmn.known import SUBMITTED, Known, Variables, constant, fields_of, values_to_try
from runner.bpmn.xml import Node
from runner.errors import ExpressionError


def ask_where_nothing_holds(editor: DiagramEditor) -> None:
    """Where no condition of a gateway holds and none of its flows is the default, a person says
    which one is taken."""
    known, unset = _known(editor), _unset(editor)
    for gateway in editor.nodes():
        flows = editor.out_of(gateway)
        if xml.tag(gateway) not in _DECIDING or gateway.get("default") or len(flows) < 2:
            continue
        texts = [xml.text(c) for f in flows for c in xml.children(f, "conditionExpression")]
        here = {
            name: item.joined(_NOTHING) if gateway in unset.get(name, ()) else item
            for name, item in known.items()
        }
        if len(texts) == len(flows) and _leave_a_gap(texts, here):
            decide_behind(editor, gateway)
            _ask(editor, gateway, flows)


_DECIDING = ("exclusiveGateway", "inclusiveGateway")


def _known(editor: DiagramEditor) -> Variables:
    """What every case has, and what the forms of the drawing may set."""
    forms = [form_of(node) for process in editor.processes() for node in process.iter(FORM)]
    known: dict[str, Known] = dict(SUBMITTED)
    for form in filter(None, forms):
        for name, item in fields_of([form]).items():
            known[name] = known[name].joined(item) if name in known else item
    return known


_NOTHING = constant(None)


def _unset(editor: DiagramEditor) -> dict[str, frozenset[Node]]:
    """Where each variable may not be set yet: the places that a token can come to without passing
    an element or flow whose form has it. Only for those that nothing else sets."""
    setters: dict[str, list[Node]] = {}
    places = [*editor.nodes(), *editor.flows()]
    for place in places:
        for form in forms_of(place):
            for name in specs_in(form):
                setters.setdefault(name, []).append(place)
    otherwise = GIVEN | set_without_form(editor)
    found: dict[str, frozenset[Node]] = {}
    for container in editor.containers():
        ways, starts = graph_of(editor, container), starts_of(editor, container)
        for name in setters.keys() - otherwise - found.keys():
            if all(place.getparent() is container for place in setters[name]):
                found[name] = reach(starts, ways, setters[name])
    return found


def _leave_a_gap(conditions: list[str], known: Variables) -> bool:
    try:
        tried = values_to_try(conditions, known)
        return any(
            not any(expressions.evaluate(text, values) for text in conditions) for values in tried
        )
    except ExpressionError:
        return False


def _ask(editor: DiagramEditor, gateway: Node, flows: list[Node]) -> None:
    task = editor.add_node("userTask", question(gateway), gateway)
    choice = editor.add_node("exclusiveGateway", "", task)
    editor.add_flow(task, choice)
    for flow in flows:
        target = editor.by_id(flow.get("targetRef"))
        if target is not None:
            name = flow.get("name") or target.get("name") or f"To {target.get('id')}"
            new = editor.add_flow(choice, _merged(editor, flow, target))
            new.set("name", xml.one_line(name))
    gateway.set("default", editor.add_flow(gateway, task).get("id", ""))
    editor.say(gateway, "asks a person where none of its conditions holds: they leave something "
               "out")  # fmt: skip


def _merged(editor: DiagramEditor, flow: Node, target: Node) -> Node:
    """Where another flow can come in beside a flow: a gateway that joins would wait for both."""
    if xml.tag(target) not in ("parallelGateway", "inclusiveGateway", "complexGateway"):
        return target
    merge = editor.add_node("exclusiveGateway", "", target, before=True)
    editor.lead(flow, target=merge)
    editor.add_flow(merge, target)
    return merge
