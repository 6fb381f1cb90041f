"""docs/permissions.md is the table of the rights. After a change of the table:

python -m tests.people.test_permissions > docs/permissions.md
"""

from dataclasses import dataclass

import pytest

from runner.errors import Forbidden
from runner.model import ROLES, Person
from runner.people.permissions import RIGHTS, may, require, side_of
from tests.conftest import ROOT


@dataclass(frozen=True)
class Of:
    customer: Person
    participants: tuple = ()


OF_SEVEN = Of(Person(7, "alice@example.com", "Alice"))

INTRODUCTION = """# Who may do what

One table, `runner/people/permissions.py`, is asked by the pages, the API and the command line. *yes*: at every case but one's own. The
customer of a case is its customer and nothing else, whatever roles they have: nobody handles their own case. Whoever has no access to a
case is told that there is none. A visitor who has not signed in may submit a case, and follow it by a signed link. Who gets copies of a
case, and a colleague of its customer where that is allowed, reads it and writes in it; the customer's actions are theirs only where the customer
has let them answer ([0234](decisions/0234-who-reads-along-decides-nothing.md)).

Which actions a case offers, and to whom, the diagram says ([diagram.md](diagram.md)): an action that is drawn for a role, such as *lead*,
is for those of support who have it, and for admins; one for *Team: Printers* is for its members, and for admins.

This page is made from that table: `python -m tests.people.test_permissions > docs/permissions.md`. A test compares the two, and
`tests/web/api/test_rights.py` tries each of them over the API, as each role.

"""


def page() -> str:
    roles = [role for role in ROLES if role != "customer"]
    heads = [
        "",
        "customer of the case",
        "copied, or a colleague",
        "customer",
        *(role.replace("_", " ") for role in roles),
    ]
    rows = [
        [right.what, _yes(right.own_case), _yes(right.beside), _yes("customer" in right.roles)]
        + [_yes(role in right.roles) for role in roles]
        for right in RIGHTS.values()
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    return INTRODUCTION + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _yes(allowed: bool) -> str:
    return "yes" if allowed else ""


def test_the_page_of_permissions_is_current():
    assert (ROOT / "docs/permissions.md").read_text() == page(), __doc__


def test_the_customer_of_a_case_has_no_other_right_to_it_whatever_their_roles():
    alice = Person(7, "alice@example.com", "Alice", frozenset(ROLES))
    assert side_of(alice, OF_SEVEN) == "customer"
    for operation, right in RIGHTS.items():
        assert may(alice, operation, OF_SEVEN) == right.own_case


def test_a_refusal_names_those_who_may():
    bob = Person(8, "bob@example.com", "Bob", frozenset({"customer"}))
    with pytest.raises(Forbidden, match="Only support may write an internal note"):
        require(bob, "write_note", OF_SEVEN)
    with pytest.raises(Forbidden, match="Only the customer of the case and support may write a"):
        require(bob, "write", OF_SEVEN)


def test_no_case_is_seen_by_a_person_without_a_role():
    assert side_of(Person(9, "zoe@example.com", "Zoe"), OF_SEVEN) is None


if __name__ == "__main__":
    print(page(), end="")
