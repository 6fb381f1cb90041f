"""A whole shift: agents by mouse, by keyboard alone, without JavaScript and on a telephone, customers in
the portal and by the links of their mail. At its end each case is where the rules put it, and nobody saw
what was not theirs."""

import time

import pytest

from tests.browser.shift import Shift
from tests.lifecycle_model import STATUS
from tests.lives import differences

pytestmark = pytest.mark.browser

SMALL = pytest.param(4, 4, 5, 0, id="one agent and one customer of each kind")
WHOLE = pytest.param(10, 200, 6, 3, id="10 agents and 200 customers", marks=pytest.mark.soak)


@pytest.mark.parametrize(("agents", "customers", "longest", "keep_open"), [SMALL, WHOLE])
def test_a_shift_ends_with_each_case_where_the_rules_put_it(
    tmp_path, browser, agents, customers, longest, keep_open
):
    begun = time.monotonic()
    shift = Shift(tmp_path, browser, agents, customers, longest)
    try:
        shift.work(keep_open)
        assert [
            line for life in shift.lives for line in differences(shift.app, shift.desk.carol, life)
        ] == []
        for life in shift.lives:
            shift.audit(life)
    finally:
        shift.close()
    lives = shift.lives
    assert {name for life in lives for name in life.statuses} == set(STATUS.values())
    print(
        f"{len(lives)} cases, {shift.steps} steps, {sum(len(x.said) for x in lives)} messages and "
        f"{sum(len(x.noted) for x in lives)} notes in {time.monotonic() - begun:.0f} s: "
        "no case elsewhere, nothing lost, nothing shown to the wrong person"
    )
