"""Decision tables: what a hit policy promises, the rows keep."""

import pytest

from tests.gate.lint.examples import READS_TABLE, dmn
from tests.gate.lint.pages import findings

OVERLAPPING = [('"P1", "P2"', '"PT1H"'), ('"P2"', '"PT2H"'), ("-", '"PT8H"')]
APART = [('"P1"', '"PT1H"'), ('"P2"', '"PT2H"'), ('"P3", "P4"', '"PT8H"')]


def said(rows, hit_policy):
    ((name, text),) = dmn(rows, "x_target")
    table = ((name, text.replace('"UNIQUE"', f'"{hit_policy}"')),)
    return [(f.element, f.message) for f in findings(READS_TABLE, table) if f.rule == "table"]


def test_rows_of_a_unique_table_that_overlap_are_named_with_a_case_that_fits_both():
    told = said(OVERLAPPING, "UNIQUE")
    assert [element for element, _ in told] == ["a"] * 3
    assert told[0][1].startswith("Rows 1 and 2 of the decision table 'Target' both match when")
    assert "priority" in told[0][1] and "P2" in told[0][1]


@pytest.mark.parametrize(("rows", "policy"), [(OVERLAPPING, "FIRST"), (APART, "UNIQUE")])
def test_rows_that_are_apart_or_taken_in_their_order_are_right(rows, policy):
    assert said(rows, policy) == []


def test_a_hit_policy_that_would_not_be_kept_is_refused():
    ((_, message),) = said(APART, "PRIORITY")
    assert "'PRIORITY'" in message
