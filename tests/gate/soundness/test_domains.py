"""What is known of variables: finite choices of forms, and what conditions make of them."""

import pytest

from runner import bpmn as diagrams
from runner.gate.soundness.domains import MOST_COMBINATIONS, Variables
from tests.drawings import bpmn, chain, end, flow, node, start, user, xor


def asked(condition, properties, required=(), beside=""):
    """A task whose form sets variables, a gateway that asks, and what is known after the form."""
    form = {"type": "object", "properties": properties, "required": list(required)}
    diagram = diagrams.read(
        bpmn(
            beside, start(), user("a", form=form), xor("x", default="no"), end("yes_end"), end("no_end"), chain("start", "a", "x"),
            flow("x", "yes_end", when=condition, id="yes"), flow("x", "no_end", id="no"),
        )
    )  # fmt: skip
    variables = Variables(diagram)
    filled = variables.filled_in(variables.start, form, None)
    return variables, filled


def outcomes(variables, condition, data):
    return [truth for truth, _ in variables.decide(condition, data)]


KIND = {"kind": {"enum": ["Bug", "Other"]}}


def test_a_choice_of_a_form_goes_both_ways_and_is_known_afterwards():
    condition = 'kind == "Bug"'
    variables, filled = asked(condition, KIND, ["kind"])
    (yes, bug), (no, other) = variables.decide(condition, filled)
    assert (yes, no) == (True, False)
    assert outcomes(variables, condition, bug) == [True]
    assert outcomes(variables, condition, other) == [False]


def test_before_the_form_is_filled_in_nothing_is_set():
    condition = 'kind == "Bug"'
    variables, _ = asked(condition, KIND, ["kind"])
    assert outcomes(variables, condition, variables.start) == [False]


def test_what_may_be_left_out_may_be_missing():
    condition = "kind == None"
    variables, filled = asked(condition, KIND)
    assert outcomes(variables, condition, filled) == [True, False]
    variables, filled = asked(condition, KIND, ["kind"])
    assert outcomes(variables, condition, filled) == [False]


def test_a_constant_is_what_the_form_sets():
    variables, filled = asked("urgent", {"urgent": {"const": True}})
    assert outcomes(variables, "urgent", filled) == [True]


def test_a_text_or_number_may_be_anything():
    variables, filled = asked("hours > 3", {"hours": {"type": "number"}}, ["hours"])
    assert outcomes(variables, "hours > 3", filled) == [True, False]


@pytest.mark.parametrize(
    "beside",
    [
        node("scriptTask", "s", '<bpmn:script>kind = "New"</bpmn:script>'),
        '<bpmn:dataObject id="kind"/>',
    ],
)
def test_what_is_set_otherwise_than_by_forms_may_be_anything(beside):
    condition = 'kind == "New"'
    variables, filled = asked(condition, KIND, ["kind"], beside)
    assert outcomes(variables, condition, filled) == [True, False]


def test_branches_that_meet_leave_what_either_made_it():
    condition = 'kind == "Bug"'
    variables, filled = asked(condition, KIND, ["kind"])
    both = [data for _, data in variables.decide(condition, filled)]
    assert outcomes(variables, condition, variables.merged(both)) == [True, False]
    assert variables.merged(both[:1]) == both[0]


def test_too_many_combinations_are_not_tried():
    names = [f"v{n}" for n in range(9)]
    condition = " and ".join(names)
    variables, filled = asked(condition, {name: {"type": "boolean"} for name in names}, names)
    assert 2 ** len(names) > MOST_COMBINATIONS
    assert list(variables.decide(condition, filled)) == [(True, filled), (False, filled)]
