"""A diagram of ours as the engines on the JVM run it: the same elements, conditions and times in
their words. A service task or a decision table does nothing there: its expression is true."""

from __future__ import annotations

from lxml import etree

from runner.bpmn import Diagram, executable

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_PICTURE = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_WORDS = ("http://operaton.org/schema/1.0/bpmn", "http://flowable.org/bpmn")
PROCESS = "lifecycle"

_NOTHING = ("extensionElements", "documentation", "laneSet", "group", "category", "textAnnotation",
            "association", "collaboration", "incoming", "outgoing")  # fmt: skip


def foreign(diagram: Diagram) -> bytes:
    """The diagram that Operaton and Flowable run, without its picture."""
    root = etree.fromstring(etree.tostring(executable(diagram).root))
    for name in _NOTHING:
        etree.strip_elements(root, f"{{{_BPMN}}}{name}", with_tail=False)
    etree.strip_elements(root, f"{_PICTURE}BPMNDiagram", with_tail=False)
    for process in root.iter(f"{{{_BPMN}}}process"):
        process.set("id", PROCESS)
    for name in ("serviceTask", "businessRuleTask"):
        for task in list(root.iter(f"{{{_BPMN}}}{name}")):
            task.tag = f"{{{_BPMN}}}serviceTask"
            for words in _WORDS:
                task.set(f"{{{words}}}expression", "${true}")
    for condition in root.iter(f"{{{_BPMN}}}conditionExpression"):
        condition.text = f"${{{condition.text}}}"
    for time in root.iter(f"{{{_BPMN}}}timeDate", f"{{{_BPMN}}}timeDuration"):
        text = (time.text or "").strip()
        time.text = text.strip('"') if text.startswith('"') else f"${{{text}}}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
