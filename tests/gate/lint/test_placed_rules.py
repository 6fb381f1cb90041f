"""A rule speaks wherever the drawing lies: in a sub-process, or in a process that one in a sub-process calls."""

import pytest
from lxml import etree

from runner.bpmn.xml import BPMN, SPIFF, tag
from tests.drawings import chain, end, node, start
from tests.gate.lint.examples import EXAMPLES
from tests.gate.lint.pages import findings

OF_THE_FILE = {"xml", "doctype", "limits", "not-bpmn", "no-process", "start-event"}
OF_THE_PROCESS = {"end-event", "interface-data", "final-status", "way-to-the-end"}
"""Of what a process as a whole begins, ends and offers: that which lies in another one does not."""
HEAD = {"documentation", "extensionElements", "supportedInterfaceRef", "ioSpecification",
        "ioBinding", "property", "laneSet"}  # fmt: skip
NAMES = sorted(EXAMPLES.keys() - OF_THE_FILE - OF_THE_PROCESS)


def placed(data, called):
    """The same drawing, but for its lanes, in a sub-process; there it is, or is what is called."""
    root = etree.fromstring(data)
    process = next(root.iter(f"{{{BPMN}}}process"))
    parts = [part for part in process if part.tag is not etree.Comment and tag(part) not in HEAD]
    parts = "".join(etree.tostring(part, encoding="unicode", with_tail=False) for part in parts)
    inner = f'<bpmn:process id="inner">{parts}</bpmn:process>' if called else ""
    call = node("callActivity", "call", calledElement="inner")
    call = (
        start("call_begins") + call + end("call_ends") + chain("call_begins", "call", "call_ends")
    )
    around = start("begins"), node("subProcess", "host", call if called else parts), end("ends")
    outer = "".join((*around, chain("begins", "host", "ends")))
    for part in [part for part in process if tag(part) not in HEAD]:
        process.remove(part)
    spaces = f'xmlns:bpmn="{BPMN}" xmlns:spiffworkflow="{SPIFF}"'
    process.extend(etree.fromstring(f"<x {spaces}>{outer}</x>"))
    for other in etree.fromstring(f"<x {spaces}>{inner}</x>"):
        process.addnext(other)
    return etree.tostring(root)


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("called", [False, True])
def test_a_rule_speaks_wherever_the_drawing_lies(called, every):
    silent = []
    for name in NAMES[called::every]:
        example = EXAMPLES[name]
        found = findings(placed(example.wrong, called), example.files)
        if (name, example.at) not in [(finding.rule, finding.element) for finding in found]:
            silent.append(name)
    assert silent == []
