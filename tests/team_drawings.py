"""Packages that name teams."""

from tests.drawings import bpmn, chain, end, extension, flow, node, start, xor


def drawn(audience="Team: Printers", lane="", to="owner", inner=""):
    """A case that one team decides; then somebody is told."""
    named = extension(status="Open", audience=audience) if audience else extension(status="Open")
    told = (
        "<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id='notify'>"
        f"<spiffworkflow:parameters><spiffworkflow:parameter id='to' type='str' value='\"{to}\"'/>"
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"
    )
    lanes = (
        f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="{lane}">'
        "<bpmn:flowNodeRef>decide</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    return bpmn(
        lanes if lane else "", start(), node("userTask", "decide", named), xor("x"),
        node("serviceTask", "tell", told), end(status="Done"), end("no", status="Refused"),
        chain("start", "decide", "x"), flow("x", "tell", "Approve", id="approve"),
        flow("x", "no", "Refuse", id="refuse"), flow("tell", "end"),
    )  # fmt: skip


def table(*rows, inputs=("product",), output="team", policy="FIRST"):
    """A decision on teams; a row is its cells, the last one its output."""
    asked = "".join(
        f'<input id="i{n}"><inputExpression id="e{n}"><text>{text}</text></inputExpression></input>'
        for n, text in enumerate(inputs)
    )
    cells = "".join(
        f'<rule id="r{n}">'
        + "".join(f"<inputEntry id='r{n}c{c}'><text>{cell}</text></inputEntry>"
                  for c, cell in enumerate(row[:-1]))
        + f'<outputEntry id="r{n}o"><text>{row[-1]}</text></outputEntry></rule>'
        for n, row in enumerate(rows)
    )  # fmt: skip
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Teams"'
        ' namespace="https://caselane.example/tests"><decision id="case_team" name="Teams">'
        f'<decisionTable id="t" hitPolicy="{policy}">{asked}'
        f'<output id="o" name="{output}" typeRef="string" />{cells}</decisionTable></decision>'
        "</definitions>"
    )
