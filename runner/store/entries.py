"""Two entries of one person: what belongs to the one becomes the other's. Decision 0279.

What stays is what was done: lines of histories, deployed versions, changes of people.
"""

from __future__ import annotations

import sqlalchemy as sa

from runner.store import tallies
from runner.store.database import Transaction
from runner.store.tables import cases

FOLLOW = (
    ("cases", "customer_id"), ("cases", "owner_id"), ("case_facts", "customer_id"),
    ("case_facts", "owner_id"), ("messages", "author_id"), ("attachments", "person_id"),
    ("tokens", "person_id"), ("saved_views", "person_id"), ("canned_responses", "person_id"),
    ("notifications", "person_id"), ("holds", "person_id"), ("bulk_runs", "person_id"),
    ("people", "stand_in_id"), ("identities", "person_id"), ("review_comments", "person_id"),
    ("planned_publications", "person_id"),
)  # fmt: skip
"""Columns that name the person to whom a row belongs."""

ONE_EACH = (
    ("follow_ups", ("case_id",)), ("case_copies", ("case_id",)),
    ("unsent_texts", ("case_id", "form")), ("team_members", ("team_id",)),
    ("notification_settings", ("topic",)), ("company_people", ()), ("mail_times", ()),
    ("diagram_draft_authors", ("draft_id",)), ("version_authors", ("version_id",)),
)  # fmt: skip
"""Tables with one row for a person and these columns: where both have one, the kept entry's
stays."""

_OPEN = "SELECT count(*) FROM cases WHERE owner_id = :old AND NOT closed"
_OWN = "UPDATE cases SET owner_id = NULL WHERE owner_id = customer_id AND owner_id = :new"
_OWN_COPIES = """
    DELETE FROM case_copies WHERE person_id = :new
    AND case_id IN (SELECT id FROM cases WHERE customer_id = :new)
"""
_OWN_STAND_IN = "UPDATE people SET stand_in_id = NULL WHERE id = :new AND stand_in_id = :new"
_MARK = "UPDATE people SET merged_into_id = :new WHERE id = :old OR merged_into_id = :old"


def merge(tx: Transaction, old: int, new: int) -> int:
    """Makes what belongs to `old` that of `new`. Returns how many cases there are among it. Whoever
    owned a case of which they are the customer now owns it no more."""
    people = {"old": old, "new": new}
    moved = _locked(tx, old)
    owned = tx.run(_OPEN, old=old).fetchone()
    for table, column in FOLLOW:
        tx.run(f"UPDATE {table} SET {column} = :new WHERE {column} = :old", **people)
    for table, key in ONE_EACH:
        same = "".join(f" AND o.{name} = {table}.{name}" for name in key)
        there = f"SELECT 1 FROM {table} o WHERE o.person_id = :new{same}"
        tx.run(
            f"UPDATE {table} SET person_id = :new WHERE person_id = :old AND NOT EXISTS ({there})",
            **people,
        )
        tx.run(f"DELETE FROM {table} WHERE person_id = :old", old=old)
    tallies.add(tx, tallies.OPEN, str(old), -owned[0])
    tallies.add(tx, tallies.OPEN, str(new), owned[0])
    _part_from_own(tx, new)
    tx.run(_MARK, **people)
    return moved


def _locked(tx: Transaction, person: int) -> int:
    """Waits for all that change a case of the person. Cases come before people, as in an action."""
    theirs = sa.or_(cases.c.customer_id == person, cases.c.owner_id == person)
    found = tx.all(sa.select(cases.c.id).where(theirs).order_by(cases.c.id).with_for_update())
    return len(found)


def _part_from_own(tx: Transaction, person: int) -> None:
    """Nobody handles their own case, nor gets copies of it, nor stands in for themselves."""
    own = "SELECT count(*) FROM cases WHERE owner_id = customer_id AND owner_id = :new"
    open_ones = tx.run(f"{own} AND NOT closed", new=person).fetchone()[0]
    tallies.add(tx, tallies.OPEN, str(person), -open_ones)
    tallies.add(tx, tallies.OPEN, "", open_ones)
    for statement in (_OWN, _OWN_COPIES, _OWN_STAND_IN):
        tx.run(statement, new=person)
