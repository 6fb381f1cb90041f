"""People and the keys that they hold."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.store import Database, idempotency, incidents, people
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


class TestPeopleAndKeys:
    def test_people_keep_their_names_and_roles(self, db):
        with db.write() as tx:
            added = add(tx, roles=["agent", "lead"])
            assert people.by_email(tx, "a@example.com") == added
            assert people.by_id(tx, added.id).roles == {"agent", "lead"}
            assert people.with_roles(tx, ["lead"]) == [added]
            assert people.by_id(tx, 99) is None
            people.deactivate(tx, added.id, MONDAY)
            assert people.with_roles(tx, ["lead"]) == []

    def test_an_address_that_comes_twice_at_once_is_one_person(self, db):
        with ThreadPoolExecutor() as pool:
            found = list(pool.map(lambda _: _in_a_transaction(db, add).id, range(8)))
        assert len(set(found)) == 1

    def test_a_key_is_taken_once_and_forgotten_after_a_while(self, db):
        with db.write() as tx:
            person = add(tx)
            assert idempotency.take_key(tx, person.id, "k", "d", MONDAY)
            assert not idempotency.take_key(tx, person.id, "k", "d", MONDAY)
            assert idempotency.forget_keys(tx, MONDAY) == 0
            assert idempotency.forget_keys(tx, MONDAY + timedelta(days=1)) == 1
            assert idempotency.take_key(tx, person.id, "k", "d", MONDAY)

    def test_a_key_that_comes_many_times_at_once_is_taken_once(self, db):
        person = _in_a_transaction(db, add)

        def take(_):
            return _in_a_transaction(db, idempotency.take_key, person.id, "k", "d", MONDAY)

        with ThreadPoolExecutor() as pool:
            assert sum(pool.map(take, range(8))) == 1

    def test_the_same_incident_is_raised_once_until_it_is_resolved(self, desk):
        case = desk.open()

        def report(_):
            desk.app.cases.report(case.case.id, "Stuck", "It does not move.")

        with ThreadPoolExecutor() as pool:
            list(pool.map(report, range(6)))
        with desk.app.db.write() as tx:
            assert len(incidents.open_incidents(tx)) == 1
            incidents.resolve_incidents(tx, case.case.id, MONDAY)
            assert incidents.open_incidents(tx) == []
        assert desk.inbox(desk.carol) == ["Incident with case C-1001: Stuck"]


def _in_a_transaction(db, function, *arguments):
    with db.write() as tx:
        return function(tx, *arguments)
