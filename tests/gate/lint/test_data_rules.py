"""Data that events and interfaces declare agrees with what they carry."""

import pytest

from tests.drawings import both, bpmn, catch, chain, end, flow, start, user, xor
from tests.gate.lint.examples import ITEMS, LINE, data_in
from tests.gate.lint.pages import findings


def test_a_data_store_that_a_task_uses_is_refused_on_its_element():
    store = '<bpmn:dataStoreReference id="crm" name="CRM"/>'
    reads = '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>crm</bpmn:sourceRef></bpmn:dataInputAssociation>'
    data = bpmn(start(), user("a", reads), end(), chain("start", "a", "end"), store)
    (error,) = [f for f in findings(data, ()) if f.element == "crm"]
    assert (error.rule, error.severity) == ("stray", "error")
    assert "data store 'CRM'" in error.message


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


@pytest.mark.parametrize(("giver", "found"), [("a", "unset-variable"), ("", "unknown-variable")])
def test_a_data_object_may_be_set_by_what_goes_on_beside(giver, found):
    """Not by nothing; and a gateway may come before what sets it."""
    gives = '<bpmn:dataOutputAssociation id="way"><bpmn:targetRef>d_ref</bpmn:targetRef></bpmn:dataOutputAssociation>'
    form = {"type": "object", "properties": {"d": {"type": "integer"}}, "required": ["d"]}
    data = bpmn(
        '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="d_ref" dataObjectRef="d"/>',
        start(), both("g"), user("a", gives if giver else "", form), user("b"), xor("x", default="x_e2"), end(), end("e1"), end("e2"),
        chain("start", "g", "a", "end"), chain("g", "b", "x", "e2"), flow("x", "e1", when="d > 1"),
    )  # fmt: skip
    assert named(found, data) == ["x_e1"]
    assert {f.rule for f in findings(data, ())} & {"unset-variable", "unknown-variable"} == {found}
