"""Data that events and interfaces declare agrees with what they carry."""

import pytest

from tests.drawings import bpmn, catch, chain, end, start, user
from tests.gate.lint.examples import ITEMS, LINE, data_in
from tests.gate.lint.pages import findings


def named(rule, data):
    return [finding.element for finding in findings(data, ()) if finding.rule == rule]


@pytest.mark.parametrize("kind", ["signal", "error", "escalation"])
@pytest.mark.parametrize(("item", "found"), [("item", []), ("text", ["a"])])
def test_what_an_event_carries_is_what_its_declaration_says(kind, item, found):
    given = f'<bpmn:dataInput id="in" itemSubjectRef="{item}"/><bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet>'
    thrown = f'<bpmn:{kind}EventDefinition {kind}Ref="declared"/>'
    declared = f'<bpmn:{kind} id="declared" name="d" structureRef="item"/>{ITEMS}'
    data = bpmn(
        start(), user("u"), end("a", given + thrown), chain("start", "u", "a"), extra=declared
    )
    assert named("message-data", data) == found


@pytest.mark.parametrize(("item", "found"), [("item", []), ("text", ["p"])])
def test_an_interface_takes_the_data_of_its_operation(item, found):
    offered = (
        '<bpmn:message id="n" name="n" itemRef="item"/><bpmn:interface id="i" name="i"><bpmn:operation id="o" name="o">'
        "<bpmn:inMessageRef>n</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"
    )
    own = f"<bpmn:supportedInterfaceRef>i</bpmn:supportedInterfaceRef>{data_in(item)}"
    bound = '<bpmn:ioBinding operationRef="o" inputDataRef="in" outputDataRef="in"/>'
    assert named("interface-data", bpmn(own, bound, *LINE, extra=offered + ITEMS)) == found


def test_an_event_may_mean_a_message_of_its_name_where_it_names_no_operation():
    data = bpmn(
        start(), catch("a", "<bpmn:messageEventDefinition/>"), end(), chain("start", "a", "end")
    )
    assert named("operation-message", data) == []
