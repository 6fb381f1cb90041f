"""What a file refers to exists, under its prefixed name as well."""

import pytest

from tests.drawings import bpmn
from tests.gate.lint.examples import LINE, pools
from tests.gate.lint.pages import findings


def said(rule, extra):
    return [
        (f.element, f.message) for f in findings(bpmn(*LINE, extra=extra), ()) if f.rule == rule
    ]


def test_a_message_flow_that_ends_at_nothing_is_named():
    ((element, message),) = said("message-flow", pools("a", "nowhere"))
    assert element == "mf" and "begins or ends at nothing" in message


def test_a_message_flow_from_a_pool_to_its_own_task_stays_in_it():
    ((_, message),) = said("message-flow", pools("desk", "a"))
    assert "stays in one pool" in message


@pytest.mark.parametrize(("target", "lost"), [("a", 0), ("tns:a", 0), ("gone", 1)])
def test_an_association_to_nothing_is_named(target, lost):
    note = (
        '<bpmn:collaboration id="c"><bpmn:textAnnotation id="note"/>'
        f'<bpmn:association id="line" sourceRef="note" targetRef="{target}"/></bpmn:collaboration>'
    )
    assert [element for element, _ in said("lost-reference", note)] == ["line"] * lost


def test_a_flow_that_is_not_immediate_is_named_where_the_process_runs():
    data = bpmn(*LINE).replace(b"<bpmn:sequenceFlow ", b'<bpmn:sequenceFlow isImmediate="false" ')
    found = [f.element for f in findings(data, ()) if f.rule == "described-only"]
    assert found == ["start_a", "a_end"]
    other = data.replace(b"true", b"false")
    assert not [f for f in findings(other, ()) if f.rule == "described-only"]
