"""Lists of cases, as they are stored."""

import pytest

from runner.store import Database, people
from tests.desk import MONDAY
from tests.patience import PATIENCE


def opened(url, busy_seconds=PATIENCE):
    return Database(url, busy_seconds=busy_seconds)


@pytest.fixture
def db(database_url):
    db = opened(database_url)
    db.upgrade()
    yield db
    db.close()


def add(tx, email="a@example.com", roles=("agent",)):
    return people.add(tx, email, "A", roles, MONDAY)


class TestLists:
    def test_pages_hold_every_case_once_whatever_is_added_meanwhile(self, desk):
        numbers = [desk.open(subject=f"Case {i}").number for i in range(7)]
        seen, cursor = [], ""
        while True:
            page = desk.app.cases.list(desk.carol, cursor=cursor, limit=2)
            seen += [case.number for case in page.items]
            desk.open(subject="A later one")
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert seen == numbers[::-1]

    def test_a_search_is_of_the_signs_that_were_given(self, desk):
        odd, _ = desk.open(subject="100% _odd! ÄÖ"), desk.open(subject="100x xodd!")
        for text in ("0%", "_odd", "% _ODD!"):
            found = desk.app.cases.list(desk.carol, text=text).items
            assert [case.number for case in found] == [odd.number]
