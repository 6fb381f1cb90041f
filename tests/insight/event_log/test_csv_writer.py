"""Cells that a program for tables would compute."""

import csv
import io
from datetime import datetime

import pytest

from runner.insight.event_log.csv_writer import csv_log
from runner.model import LoggedCase, LoggedEvent
from tests.desk import MONDAY


def cells(**fields):
    case = LoggedCase("C-1", MONDAY, fields, (LoggedEvent(MONDAY, "Hello", {}),))
    text = b"".join(csv_log([case])).decode()
    return next(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_a_text(evil):
    assert cells(product=evil)["product"] == "'" + evil


def test_a_time_says_its_zone():
    assert cells()["time"].endswith("+00:00")
    assert datetime.fromisoformat(cells()["time"]) == MONDAY


def test_commas_quotes_and_lines_come_back_as_they_were():
    assert cells(product='a "b", c\nd')["product"] == 'a "b", c\nd'
