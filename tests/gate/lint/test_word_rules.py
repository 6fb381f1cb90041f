"""A misspelt word is named, with the word that was meant."""

import re

import pytest

from runner.gate.lint.word_rules import PROPERTIES
from tests.conftest import ROOT
from tests.drawings import (
    border,
    bpmn,
    chain,
    end,
    extension,
    flow,
    message,
    node,
    notify,
    start,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.gate.lint.pages import findings


def said(rule, *parts, **more):
    return [f.message for f in findings(bpmn(*parts, **more), ()) if f.rule == rule]


@pytest.mark.parametrize(
    ("word", "meant"), [("staus", "status"), ("audiance", "audience"), ("tyme", "time")]
)
def test_a_misspelt_property_is_named_with_the_one_that_is_meant(word, meant):
    drawn = (start(), user("a", **{word: "x"}), end(), chain("start", "a", "end"))
    (message,) = said("unknown-property", *drawn)
    assert f"'{word}'" in message and f"Did you mean '{meant}'?" in message


STATUS = '<spiffworkflow:property name="status" value="Open"/>'
FORM = '<spiffworkflow:formJsonSchema>{"type": "object"}</spiffworkflow:formJsonSchema>'
LISTS = "<spiffworkflow:properties>{}</spiffworkflow:properties>"


@pytest.mark.parametrize(
    ("extensions", "says"),
    [
        (LISTS.format(STATUS * 2), "'a' has the property 'status' twice."),
        (LISTS.format(STATUS) + LISTS.format(""), "'a' has two lists of properties."),
        (FORM * 2, "'a' has two forms for 'everybody'."),
        (FORM.replace("Schema>{", 'Schema audience="lead">{') * 2, "'a' has two forms for 'lead'."),
        (FORM + LISTS.format(STATUS.replace("status", "formJsonSchemaFilename")), "'a' has a form of its own and one in a file."),
        (FORM + FORM.replace("Schema>{", 'Schema audience="lead">{') + LISTS.format(STATUS), None),
    ],
)  # fmt: skip
def test_what_is_said_twice_is_named(extensions, says):
    task = user("a", f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>")
    drawn = (start(), task, end(), chain("start", "a", "end"))
    assert said("said-twice", *drawn) == ([says] if says else [])


TRUE = "<bpmn:conditionExpression>True</bpmn:conditionExpression>"
TWICE = "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
SEVERAL = f"<bpmn:multiInstanceLoopCharacteristics>{TWICE}</bpmn:multiInstanceLoopCharacteristics>"
AGAIN = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        (SEVERAL, None),
        (SEVERAL + AGAIN, "'a' says twice how often it is done."),
        (SEVERAL.replace(TWICE, TWICE * 2), "'a' has the element 'loopCardinality' twice."),
    ],
)
def test_of_two_numbers_or_conditions_none_is_the_one_that_counts(inner, says):
    drawn = (start(), user("a", inner), xor("x", default="x_end"), end(), end("e2"))
    ways = chain("start", "a", "x", "end")
    once, twice = (
        f'<bpmn:sequenceFlow id="f" sourceRef="x" targetRef="e2">{said}</bpmn:sequenceFlow>'
        for said in (TRUE, TRUE * 2)
    )
    named = "'f' has the element 'conditionExpression' twice."
    assert said("said-twice", *drawn, ways, once) == ([says] if says else [])
    assert set(said("said-twice", *drawn, ways, twice)) == {named, *([says] if says else [])}


@pytest.mark.parametrize(("within", "found"), [(False, ["'a' lies in two lanes."]), (True, [])])
def test_an_element_lies_in_one_lane_and_may_in_the_one_around_it(within, found):
    ref = "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>"
    other = f'<bpmn:lane id="l2" name="Customer">{ref}</bpmn:lane>'
    inner = f'<bpmn:childLaneSet id="ls2">{other}</bpmn:childLaneSet>' if within else ""
    lane = f'<bpmn:lane id="l" name="Support">{ref}{inner}</bpmn:lane>'
    lanes = f'<bpmn:laneSet id="ls">{lane}{"" if within else other}</bpmn:laneSet>'
    assert said("said-twice", lanes, start(), user("a"), end(), chain("start", "a", "end")) == found


def test_an_audience_is_a_role_whatever_its_case_or_support():
    for audience in ("customer", "Support", "Process_Owner, lead"):
        drawn = (start(), user("a"), end(), flow("start", "a"), flow("a", "end", audience=audience))
        assert said("unknown-audience", *drawn) == []


INSIDE = start("s") + user("w") + end("e") + chain("s", "w", "e")


@pytest.mark.parametrize(
    ("parts", "idle"),
    [
        ((user("a", milestone="m", time="business", move="Customer"), flow("a", "end")), ["milestone", "time"]),
        ((user("a"), flow("a", "end", status="Open", audience="lead", external="true")), ["external", "status"]),
        ((user("a"), flow("a", "end"), border("b", "a", timer("PT1H"), False, milestone="m", proposal="true"),
          end("e"), flow("b", "e", audience="lead")), ["proposal", "audience"]),
        ((user("a"), flow("a", "end"), border("b", "a", message("m"), audience="lead", customer="Soon.")), ["customer"]),
        ((node("subProcess", "a", extension(audience="lead", status="Open", proposal="true") + INSIDE), flow("a", "end")), ["proposal"]),
    ],
)  # fmt: skip
def test_a_property_where_it_means_nothing_is_named(parts, idle):
    told = said("idle-property", start(), end(), flow("start", "a"), *parts, messages="m")
    assert [message.split("'")[1] for message in told] == idle


def test_whom_nobody_is_called_gets_nothing():
    drawn = (start(), notify("a", '"owner, leed"'), end(), chain("start", "a", "end"))
    assert said("unknown-recipient", *drawn) == [
        "'a' notifies 'leed', which is no recipient. Did you mean 'lead'?"
    ]


def test_two_roles_may_see_the_same_label():
    drawn = (
        start(), user("a"), end(), flow("start", "a"), flow("a", "end", "Done", audience="Customer, lead"),
    )  # fmt: skip
    assert said("equal-labels", *drawn) == []


def test_the_properties_that_are_known_are_those_of_the_page():
    page = (ROOT / "docs" / "diagram.md").read_text()
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", page, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == PROPERTIES
