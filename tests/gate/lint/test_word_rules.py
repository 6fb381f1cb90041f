"""A misspelt word is named, with the word that was meant."""

import re

import pytest

from runner.gate.lint.word_rules import PROPERTIES
from tests.conftest import ROOT
from tests.drawings import bpmn, chain, end, flow, notify, start, user
from tests.gate.lint.pages import findings


def said(rule, *parts):
    return [f.message for f in findings(bpmn(*parts), ()) if f.rule == rule]


@pytest.mark.parametrize(
    ("word", "meant"), [("staus", "status"), ("audiance", "audience"), ("tyme", "time")]
)
def test_a_misspelt_property_is_named_with_the_one_that_is_meant(word, meant):
    drawn = (start(), user("a", **{word: "x"}), end(), chain("start", "a", "end"))
    (message,) = said("unknown-property", *drawn)
    assert f"'{word}'" in message and f"Did you mean '{meant}'?" in message


def test_an_audience_is_a_role_whatever_its_case_or_support():
    for audience in ("customer", "Support", "Process_Owner, lead"):
        drawn = (start(), user("a"), end(), flow("start", "a"), flow("a", "end", audience=audience))
        assert said("unknown-audience", *drawn) == []


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
