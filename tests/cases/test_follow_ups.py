"""A follow-up date is of one person, and moves nothing."""

from datetime import timedelta

import pytest

from runner.cases import CaseQuery
from runner.errors import Forbidden, InvalidInput, NotFound
from tests.desk import MONDAY

DAY = MONDAY + timedelta(days=1)


def test_a_follow_up_date_is_kept_changed_and_forgotten(desk):
    case, cases = desk.open(), desk.app.cases

    def mine():
        return [
            line.follow_up for line in cases.list(desk.alice, CaseQuery(order="follow_up")).items
        ]

    for at, found in (
        (DAY, [DAY]),
        (DAY + timedelta(days=6), [DAY + timedelta(days=6)]),
        (None, []),
    ):
        cases.follow_up(desk.alice, case.number, at)
        assert mine() == found
    assert cases.page(desk.alice, case.number).follow_up is None


def test_it_moves_nothing_and_is_nobody_elses(desk):
    case = desk.open()
    before = case.case, case.history()
    desk.app.cases.follow_up(desk.alice, case.number, DAY)
    assert (case.case, case.history()) == before
    assert desk.app.cases.page(desk.alice, case.number).follow_up == DAY
    assert desk.app.cases.page(desk.amir, case.number).follow_up is None
    assert desk.inbox(desk.amir) == desk.inbox(desk.alice)


def test_the_count_is_of_those_whose_day_has_come(desk):
    for days in (0, 1, 2):
        desk.app.cases.follow_up(desk.alice, desk.open().number, MONDAY + timedelta(days=days))
    assert desk.app.cases.counts(desk.alice).follow_up == 1
    desk.wait(days=1)
    assert desk.app.cases.counts(desk.alice).follow_up == 2
    assert desk.app.cases.counts(desk.amir).follow_up == 0


def test_customers_keep_none_and_no_instant_out_of_reach_is_kept(desk):
    case = desk.open()
    with pytest.raises(Forbidden):
        desk.app.cases.follow_up(desk.bob, case.number, DAY)
    with pytest.raises(NotFound):
        desk.app.cases.follow_up(desk.eve, case.number, DAY)
    with pytest.raises(InvalidInput):
        desk.app.cases.follow_up(desk.alice, case.number, DAY.replace(year=1999))
