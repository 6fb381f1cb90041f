"""Tables as text, for programs that compute what looks like a formula."""

import csv

import pytest

from runner.model import csv_lines
from runner.model.csv_text import FORMULA


@pytest.mark.parametrize("begins", FORMULA)
def test_no_cell_is_a_formula(begins):
    [row] = csv.reader(csv_lines([["plain", f"{begins}1+1"]]).decode().splitlines(keepends=True))
    assert row[0] == "plain"
    assert row[1][0] == "'"


def test_commas_quotes_and_lines_stay_in_their_cell():
    cells = ["a,b", 'say "no"', "two\nlines", "", "ü"]
    text = csv_lines([cells, ["next"]]).decode()
    assert list(csv.reader(text.splitlines(keepends=True))) == [cells, ["next"]]
