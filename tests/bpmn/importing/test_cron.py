"""How often a time of cron comes."""

import pytest

from runner.bpmn.importing.cron import cron_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("*/15 * * * *", "PT15M"), ("0 0/5 * * * ?", "PT5M"), ("* * * * *", "PT1M"), ("0 0 * * * ?", "PT1H"),
        ("0 0 */2 * * *", "PT2H"), ("0 9 * * *", "P1D"), ("0 0 9 * * ? *", "P1D"),
        ("0 0 9 ? * MON", "P1W"), ("0 0 0 1 * ?", "P1M"),
    ],
)  # fmt: skip
def test_times_that_are_always_as_far_apart_are_a_period(text, period):
    assert cron_period(text) == period


@pytest.mark.parametrize(
    "text",
    ["0 0/7 * * * ?", "0/30 * * * * ?", "0 0 9 ? * MON-FRI", "0 0 0 31 * ?", "0 0 12 1 1 ?",
     "0 0 9 1 * MON", "0 0 9,17 * * ?", "0 0 9 * * ? 2027", "PT1H", "R/P1D", "", "* * * *", "0 0 25h * * ?"],
)  # fmt: skip
def test_anything_else_is_none(text):
    assert cron_period(text) is None
