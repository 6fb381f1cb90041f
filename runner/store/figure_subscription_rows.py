"""Reports by mail and alerts of views of figures, and who gets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import orjson

from runner.model import (
    AlertState,
    FigureSubscription,
    Person,
    terms_as_data,
    terms_from_data,
)
from runner.store import people
from runner.store.database import Transaction
from runner.store.tables import figure_subscribers, figure_subscriptions, instant

_READ = "SELECT id, view_id, person_id, terms, state, next_at FROM figure_subscriptions"
_OF_VIEW = f"{_READ} WHERE view_id = :id ORDER BY id"
_BY_ID = f"{_READ} WHERE id = :id"
_PEOPLE = f"""SELECT {people.COLUMNS} {people.TABLES} WHERE p.id IN (
    SELECT person_id FROM figure_subscribers WHERE subscription_id = :id
) ORDER BY p.id"""


def of_view(tx: Transaction, view_id: int) -> list[FigureSubscription]:
    return list(_read(tx, _OF_VIEW, view_id))


def by_id(tx: Transaction, subscription_id: int) -> FigureSubscription | None:
    return next(_read(tx, _BY_ID, subscription_id), None)


def add(tx: Transaction, one: FigureSubscription, now: datetime) -> int:
    """Returns its id."""
    new = tx.insert(
        figure_subscriptions, view_id=one.view_id, person_id=one.owner_id,
        terms=dict(terms_as_data(one.terms)), next_at=one.next_at, created_at=now,
    )  # fmt: skip
    for person in one.people:
        tx.change(figure_subscribers.insert().values(subscription_id=new, person_id=person.id))
    return new


def put_off(tx: Transaction, subscription_id: int, until: datetime) -> None:
    found = figure_subscriptions.c.id == subscription_id
    tx.change(figure_subscriptions.update().where(found).values(next_at=until))


def set_state(tx: Transaction, subscription_id: int, state: AlertState) -> None:
    found = figure_subscriptions.c.id == subscription_id
    tx.change(figure_subscriptions.update().where(found).values(state=asdict(state)))


def remove(tx: Transaction, subscription_id: int) -> None:
    of = figure_subscribers.c.subscription_id == subscription_id
    tx.change(figure_subscribers.delete().where(of))
    found = figure_subscriptions.c.id == subscription_id
    tx.change(figure_subscriptions.delete().where(found))


def _read(tx: Transaction, statement: str, wanted: int) -> Iterator[FigureSubscription]:
    for own, view, owner, terms, state, next_at in tx.run(statement, id=wanted).fetchall():
        yield FigureSubscription(
            own, view, owner, terms_from_data(orjson.loads(terms)), instant(next_at),
            _people(tx, own), AlertState(**orjson.loads(state)),
        )  # fmt: skip


def _people(tx: Transaction, subscription_id: int) -> tuple[Person, ...]:
    """With their teams and rights of now."""
    return tuple(people.read_people(tx.run(_PEOPLE, id=subscription_id)))
