"""People, as they are stored."""

from concurrent.futures import ThreadPoolExecutor

from runner.store import people
from tests.desk import MONDAY
from tests.store.transactions import in_a_transaction


def add(tx, email="a@example.com", roles=("agent",)):
    return people.add(tx, email, "A", roles, MONDAY)


def test_people_keep_their_names_and_roles(db):
    with db.write() as tx:
        added = add(tx, roles=["agent", "lead"])
        assert people.by_email(tx, "a@example.com") == added
        assert people.by_id(tx, added.id).roles == {"agent", "lead"}
        assert people.with_roles(tx, ["lead"]) == [added]
        assert people.by_id(tx, 99) is None
        people.deactivate(tx, added.id, MONDAY)
        assert people.with_roles(tx, ["lead"]) == []


def test_an_address_that_comes_twice_at_once_is_one_person(db):
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda _: in_a_transaction(db, add).id, range(8)))
    assert len(set(found)) == 1


def test_a_name_is_said_where_nobody_else_has_it(db):
    with db.write() as tx:
        for email, name in (("a@x.example", "A"), ("b@x.example", "B"), ("c@x.example", "B")):
            people.add(tx, email, name, ["agent"], MONDAY)
        emails = ("a@x.example", "b@x.example", "c@x.example", "[erased]")
        assert people.names_by_email(tx, emails) == {"a@x.example": "A"}
        assert people.names_by_email(tx, emails[:2]) == {"a@x.example": "A", "b@x.example": "B"}
        assert people.names_by_email(tx, ()) == {}
