"""Texts that were written in the forms of a case and not sent yet: one for each person and form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import orjson
import sqlalchemy as sa

from runner.model import UnsentText
from runner.store.database import Transaction
from runner.store.tables import unsent_texts as unsent

_SAVE = """
    INSERT INTO unsent_texts (case_id, person_id, form, fields, why, saved_at)
    VALUES (:case_id, :person, :form, :fields, :why, :now)
    ON CONFLICT (case_id, person_id, form) DO UPDATE
    SET fields = excluded.fields, why = excluded.why, saved_at = excluded.saved_at
"""

_OF_CASE = """
    SELECT form, fields, why FROM unsent_texts WHERE case_id = :case_id AND person_id = :person
"""
_CASES_WITH = """
    SELECT DISTINCT case_id FROM unsent_texts WHERE person_id = :person AND case_id IN ({ids})
"""


def save(tx: Transaction, case_id: int, person: int, text: UnsentText, now: datetime) -> None:
    """Keeps a text in the place of what was kept of the same form."""
    tx.run(
        _SAVE, case_id=case_id, person=person, form=text.form, why=text.why, now=now,
        fields=orjson.dumps(dict(text.fields)).decode(),
    )  # fmt: skip


def of_case(tx: Transaction, case_id: int, person: int) -> dict[str, UnsentText]:
    """What a person has not sent yet in a case, by form."""
    rows = tx.run(_OF_CASE, case_id=case_id, person=person).fetchall()
    return {form: UnsentText(form, orjson.loads(fields), why) for form, fields, why in rows}


def remove(tx: Transaction, case_id: int, person: int, form: str) -> None:
    tx.change(unsent.delete().where(_of(case_id, person), unsent.c.form == form))


def cases_with(tx: Transaction, person: int, among: Iterable[int]) -> set[int]:
    """The ids of those cases in which a person has a text that was not sent."""
    ids = {f"id{i}": case_id for i, case_id in enumerate(among)}
    places = ", ".join(f":{name}" for name in ids) or "NULL"
    rows = tx.run(_CASES_WITH.format(ids=places), person=person, **ids)
    return {row[0] for row in rows.fetchall()}


def _of(case_id: int, person: int) -> sa.ColumnElement[bool]:
    return sa.and_(unsent.c.case_id == case_id, unsent.c.person_id == person)
