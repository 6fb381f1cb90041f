"""What other tools write beside BPMN: read as nothing of ours, taken over where we have the thing,
and named where it would have done something."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.flows import translated
from runner.bpmn.importing.form_fields import add_field
from runner.bpmn.importing.loops import loops_of
from runner.bpmn.reading import SCRIPTS
from runner.bpmn.xml import BIOC, BPMN, BPMNDI, COLOR, DC, DI, SPIFF, XSI, Node
from runner.model import ROLES


def translate_extensions(editor: DiagramEditor) -> None:
    """Form fields of other engines become ours. All else that would do something is taken out, and
    listed; what only describes, such as positions in another editor, stays."""
    for place in [*editor.processes(), *editor.nodes(), *editor.flows()]:
        _take_over_fields(editor, place)
        _take_over_audience(editor, place)
        _take_off_scripts(editor, place)
        _forget_lost_form(editor, place)
        lost = [*_attributes(place), *_elements(place)]
        if lost:
            editor.say(place, f"loses what only another tool can do: {', '.join(lost)}")
    _empty_messages(editor)


_OURS = {BPMN, BPMNDI, DC, DI, SPIFF, BIOC, COLOR, XSI}
_ATTRIBUTES = {
    "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "formKey",
    "formRef", "class", "expression", "delegateExpression", "resultVariable", "topic", "type",
    "collection", "elementVariable", "decisionRef", "skipExpression", "initiator", "priority",
}  # fmt: skip
_ELEMENTS = {
    "formData", "formProperty", "taskListener", "executionListener", "inputOutput", "ioMapping",
    "connector", "script", "field", "in", "out", "taskDefinition", "assignmentDefinition",
    "formDefinition", "userTaskForm", "taskSchedule", "calledDecision", "calledElement",
    "failedJobRetryTimeCycle", "subscription", "userTask", "priorityDefinition",
}  # fmt: skip


def _is_foreign(name: Any) -> bool:
    return isinstance(name, str) and etree.QName(name).namespace not in (None, *_OURS)


def _attributes(place: Node) -> list[str]:
    """The attributes of others that did something, taken off."""
    found = []
    for node in [place, *loops_of(place)]:
        for key in list(node.keys()):
            if _is_foreign(key) and etree.QName(key).localname in _ATTRIBUTES:
                value = node.attrib.pop(key)
                found.append(f"{etree.QName(key).localname} “{value[:60]}”")
    return found


def _elements(place: Node) -> list[str]:
    """The extension elements of others that did something, taken off."""
    found = []
    for extensions in xml.children(place, "extensionElements"):
        for child in list(extensions.iterchildren("*")):
            if _is_foreign(child.tag) and xml.tag(child) in _ELEMENTS:
                extensions.remove(child)
                found.append(xml.tag(child))
    return found


def _take_off_scripts(editor: DiagramEditor, place: Node) -> None:
    """Code that another tool runs before and after an element: diagrams carry none."""
    for extensions in xml.children(place, "extensionElements"):
        scripts = [s for kind in SCRIPTS for s in xml.children(extensions, kind, SPIFF)]
        for script in scripts:
            extensions.remove(script)
            if said := xml.one_line(xml.text(script)):
                editor.say(place, f"loses its script “{said[:60]}”: diagrams carry no code")


def _forget_lost_form(editor: DiagramEditor, place: Node) -> None:
    """A form in a file that does not lie beside the diagram."""
    if editor.files is None:
        return
    for item in editor.properties(place):
        file = item.get("value", "")
        if item.get("name") == "formJsonSchemaFilename" and file not in editor.files:
            xml.detach(item)
            editor.say(place, f"loses its form: there is no file '{file}'")


def _empty_messages(editor: DiagramEditor) -> None:
    """What a message, signal, error or escalation would carry, in a language that cannot be read
    here."""
    for kind in ("message", "signal", "error", "escalation"):
        for carrier in editor.root.iter(f"{{{BPMN}}}{kind}"):
            payloads = [p for name in _PAYLOADS for p in carrier.iter(f"{{{SPIFF}}}{name}")]
            for payload in payloads:
                said = xml.one_line(xml.text(payload))
                if translated(said) is None:
                    xml.detach(payload)
                    editor.say(carrier, f"carries nothing: “{said[:60]}” cannot be read here")


_PAYLOADS = ("messagePayload", "payloadExpression")


# ------------------------------------------------------------------ who does it


def _take_over_audience(editor: DiagramEditor, place: Node) -> None:
    """Groups that are roles of ours, or lanes, are the audience of a task."""
    for key in [str(key) for key in place.attrib if _is_foreign(key)]:
        if etree.QName(key).localname == "candidateGroups":
            known = _audiences(editor)
            groups = [known.get(name.strip().lower(), "") for name in place.get(key, "").split(",")]
            if all(groups):
                del place.attrib[key]
                editor.set_property(place, "audience", ", ".join(groups))
                editor.say(place, f"is for {' and '.join(groups)}, its group in another tool")


def _audiences(editor: DiagramEditor) -> dict[str, str]:
    """Roles and lanes, by their names in small letters."""
    lanes = [lane.get("name", "") for lane in editor.root.iter(f"{{{BPMN}}}lane")]
    return {name.lower(): name for name in ("Customer", "Support", *ROLES, *lanes) if name}


# ------------------------------------------------------------------ forms


def _take_over_fields(editor: DiagramEditor, place: Node) -> None:
    for extensions in xml.children(place, "extensionElements"):
        for child in list(extensions.iterchildren("*")):
            if not _is_foreign(child.tag) or xml.tag(child) not in ("formData", "formProperty"):
                continue
            fields = [child] if xml.tag(child) == "formProperty" else list(child.iterchildren("*"))
            for field in fields:
                name = field.get("id", "")
                if name.isidentifier():
                    add_field(editor, place, name, _spec(field), _is_required(field))
                    editor.say(place, f"gets the field '{name}' of another tool's form")
            extensions.remove(child)


def _spec(field: Node) -> dict[str, Any]:
    """A field of JSON Schema for one of Camunda's or Flowable's forms."""
    kind = _TYPES.get(field.get("type", "string"), {"type": "string"})
    spec: dict[str, Any] = {
        **kind,
        "title": field.get("label") or field.get("name") or field.get("id", ""),
    }
    values = [item.get("id", "") for item in field.iterchildren("{*}value")]
    if field.get("type") == "enum" and values:
        spec["enum"] = values
    for name, limit in _limits(field).items():
        if name in _LIMITS and _NUMBER.fullmatch(limit):
            spec[_LIMITS[name]] = int(limit)
    return spec


_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"}, "enum": {"type": "string"}, "boolean": {"type": "boolean"},
    "long": {"type": "integer"}, "int": {"type": "integer"}, "double": {"type": "number"},
    "date": {"type": "string", "format": "date"},
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,9}")
_LIMITS = {"min": "minimum", "max": "maximum", "minlength": "minLength", "maxlength": "maxLength"}


def _limits(field: Node) -> dict[str, str]:
    found = field.iter("{*}constraint")
    return {item.get("name", ""): item.get("config", "") for item in found}


def _is_required(field: Node) -> bool:
    return field.get("required") == "true" or "required" in _limits(field)
