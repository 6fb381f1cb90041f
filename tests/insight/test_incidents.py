"""Incidents and dead letters have a door: they are seen, tried again and put aside."""

import pytest

from runner.errors import Forbidden, NotFound
from runner.insight.incidents import LISTED
from runner.people.accounts import OPERATOR
from tests.desk import MONDAY


@pytest.fixture
def incidents(desk):
    return desk.app.incidents


def test_a_case_whose_timer_was_given_up_goes_on_once_it_is_tried_again(desk, incidents):
    case = desk.open(priority="P1")
    with desk.app.db.write() as tx:
        tx.run(
            "UPDATE jobs SET dead = TRUE, attempts = 10 WHERE key = :key",
            key=f"wake:{case.case.id}",
        )
    case.wait(minutes=31)
    assert case.milestone.state != "missed"
    (letter,) = incidents.listed(OPERATOR).dead_letters
    assert (letter.kind, letter.case_id, letter.attempts) == ("wake", case.case.id, 10)
    assert incidents.retry(OPERATOR) == 1
    desk.work()
    assert case.milestone.state == "missed"
    assert incidents.listed(OPERATOR).dead_letters == ()
    assert incidents.retry(OPERATOR) == 0


def test_incidents_are_put_aside_by_case_and_raised_when_they_happen_again(desk, incidents):
    one, other = desk.open(), desk.open()
    about = [
        (one.case.id, "Stuck"),
        (one.case.id, "Slow"),
        (other.case.id, "Stuck"),
        (None, "Full"),
    ]
    for case_id, kind in about:
        desk.app.cases.report(case_id, kind, "See there.")
    found = incidents.listed(OPERATOR)
    assert [(i.case_id, i.kind) for i in found.incidents] == about[::-1]
    assert {i.at for i in found.incidents} == {MONDAY}
    assert incidents.resolve(OPERATOR, one.number) == 2
    assert incidents.resolve(OPERATOR, one.number) == 0
    assert incidents.resolve(OPERATOR, None) == 1
    assert [i.case_id for i in incidents.listed(OPERATOR).incidents] == [other.case.id]
    desk.app.cases.report(one.case.id, "Stuck", "See there.")
    assert incidents.listed(OPERATOR).incident_count == 2


def test_more_than_are_listed_are_counted(desk, incidents):
    for i in range(LISTED + 1):
        desk.give_up(f"k{i}")
    found = incidents.listed(OPERATOR)
    assert (len(found.dead_letters), found.dead_count) == (LISTED, LISTED + 1)


def test_only_admins_see_and_change_them(desk, incidents):
    number = desk.open().number
    desk.give_up("a")
    for person in (desk.alice, desk.carol, desk.owen, desk.bob):
        for call in (incidents.listed, incidents.retry, lambda p: incidents.resolve(p, number)):
            with pytest.raises(Forbidden):
                call(person)
    assert incidents.listed(OPERATOR).dead_count == 1


@pytest.mark.parametrize("number", ["C-9999", "nonsense", ""])
def test_a_case_that_is_not_there_is_named(desk, incidents, number):
    desk.app.cases.report(None, "Full", "See there.")
    with pytest.raises(NotFound, match=f"'{number}'"):
        incidents.resolve(OPERATOR, number)
    assert incidents.listed(OPERATOR).incident_count == 1
