"""What programs delivered to hooks, each once, and the cases that a hook opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson
import sqlalchemy as sa

from runner.model import HookDelivery
from runner.store.database import Transaction
from runner.store.tables import cases, hook_deliveries, hook_references

_KEEP = """
    INSERT INTO hook_deliveries (hook, key, at, state, why, cases, body)
    VALUES (:hook, :key, :at, :state, :why, :cases, :body)
    ON CONFLICT (hook, key) DO UPDATE SET at = excluded.at, state = excluded.state,
        why = excluded.why, cases = excluded.cases, body = excluded.body
        WHERE hook_deliveries.state <> 'done'
    RETURNING id
"""
_REFER = """
    INSERT INTO hook_references (hook, reference, case_id) VALUES (:hook, :reference, :case_id)
    ON CONFLICT (hook, reference) DO UPDATE SET case_id = excluded.case_id
"""


def keep(tx: Transaction, one: HookDelivery) -> bool:
    """False for one that was done before; two transactions that keep the same wait for one
    another. One that was refused or ignored may come again."""
    row = tx.run(
        _KEEP, hook=one.hook, key=one.key, at=one.at, state=one.state, why=one.why,
        cases=orjson.dumps(one.cases).decode(), body=one.body,
    ).fetchone()  # fmt: skip
    return row is not None


def finish(tx: Transaction, one: HookDelivery) -> None:
    """What became of one that was kept in this transaction."""
    this = sa.and_(hook_deliveries.c.hook == one.hook, hook_deliveries.c.key == one.key)
    values = {"state": one.state, "why": one.why, "cases": orjson.dumps(one.cases).decode()}
    tx.change(hook_deliveries.update().where(this).values(values))


def of(tx: Transaction, hook: str, limit: int) -> list[HookDelivery]:
    """Newest first."""
    kept = hook_deliveries
    query = sa.select(kept).where(kept.c.hook == hook).order_by(kept.c.at.desc(), kept.c.id.desc())
    return [
        HookDelivery(
            row.hook, row.key, row.at, row.state, row.why, tuple(orjson.loads(row.cases)), row.body
        )
        for row in tx.all(query.limit(limit))
    ]


def forget(tx: Transaction, before: datetime) -> int:
    return tx.change(hook_deliveries.delete().where(hook_deliveries.c.at < before))


# ------------------------------------------------------------------ cases by a reference

MOST_CASES = 100
"""That one delivery moves."""


def refer(tx: Transaction, hook: str, reference: str, case_id: int) -> None:
    tx.run(_REFER, hook=hook, reference=reference, case_id=case_id)


def open_cases(tx: Transaction, hook: str, references: Sequence[str]) -> list[int]:
    """Open cases that a hook opened for one of these references, by their age."""
    mine = sa.and_(
        hook_references.c.hook == hook, hook_references.c.reference.in_(references), ~cases.c.closed
    )
    query = sa.select(cases.c.id).join(hook_references, hook_references.c.case_id == cases.c.id)
    return [row.id for row in tx.all(query.where(mine).order_by(cases.c.id).limit(MOST_CASES))]


def naming(tx: Transaction, references: Sequence[str]) -> list[int]:
    """Open cases that have one of these as their `reference`, such as of what blocks them."""
    facts = sa.cast(cases.c.facts, sa.Text)
    wanted = [facts.contains(orjson.dumps(one).decode(), autoescape=True) for one in references]
    query = sa.select(cases.c.id, cases.c.facts).where(~cases.c.closed, sa.or_(*wanted))
    found = tx.all(query.order_by(cases.c.id).limit(MOST_CASES)) if references else []
    return [row.id for row in found if row.facts.get("reference") in references]
