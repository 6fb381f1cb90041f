"""Keys of requests: each is taken once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from runner.store import idempotency, people
from tests.desk import MONDAY
from tests.store.transactions import in_a_transaction


def add(tx):
    return people.add(tx, "a@example.com", "A", ["agent"], MONDAY)


def test_a_key_is_taken_once_and_forgotten_after_a_while(db):
    with db.write() as tx:
        person = add(tx)
        assert idempotency.take_key(tx, person.id, "k", "d", MONDAY)
        assert not idempotency.take_key(tx, person.id, "k", "d", MONDAY)
        assert idempotency.forget_keys(tx, MONDAY) == 0
        assert idempotency.forget_keys(tx, MONDAY + timedelta(days=1)) == 1
        assert idempotency.take_key(tx, person.id, "k", "d", MONDAY)


def test_a_key_that_comes_many_times_at_once_is_taken_once(db):
    person = in_a_transaction(db, add)

    def take(_):
        return in_a_transaction(db, idempotency.take_key, person.id, "k", "d", MONDAY)

    with ThreadPoolExecutor() as pool:
        assert sum(pool.map(take, range(8))) == 1
