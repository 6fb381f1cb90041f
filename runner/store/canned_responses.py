"""Texts that support sends often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from runner.model import CannedResponse
from runner.store.database import Transaction
from runner.store.tables import canned_responses

_RESPONSE = "SELECT id, person_id, name, body, shared, statuses FROM canned_responses"
_OF_PERSON = " WHERE person_id = :person OR shared ORDER BY shared, lower(name), id"
_FOR_PERSON = _RESPONSE + _OF_PERSON
_NAMED = _FOR_PERSON.replace("body", "''")
_BY_ID = f"{_RESPONSE} WHERE id = :id"


def for_person(tx: Transaction, person: int) -> list[CannedResponse]:
    """A person's own, then those that are shared; each by name."""
    return list(_read(tx.run(_FOR_PERSON, person=person)))


def named_for(tx: Transaction, person: int) -> list[CannedResponse]:
    """The same for a menu: their bodies, which may be 20 kB each, are left out."""
    return list(_read(tx.run(_NAMED, person=person)))


def by_id(tx: Transaction, response_id: int) -> CannedResponse | None:
    return next(_read(tx.run(_BY_ID, id=response_id)), None)


def add(tx: Transaction, response: CannedResponse, now: datetime) -> int:
    """Returns its id."""
    mine = {"person_id": response.owner_id, "changed_at": now}
    return tx.insert(canned_responses, **mine, **_values(response))


def save(tx: Transaction, response: CannedResponse, now: datetime) -> None:
    found = canned_responses.c.id == response.id
    values = {"changed_at": now, **_values(response)}
    tx.change(canned_responses.update().where(found).values(values))


def remove(tx: Transaction, response_id: int) -> None:
    tx.change(canned_responses.delete().where(canned_responses.c.id == response_id))


def _values(response: CannedResponse) -> dict[str, Any]:
    return {
        "name": response.name, "body": response.body, "shared": response.shared,
        "statuses": list(response.statuses),
    }  # fmt: skip


def _read(rows: Iterable[Any]) -> Iterator[CannedResponse]:
    for response_id, owner, name, body, shared, statuses in rows:
        suggested = tuple(orjson.loads(statuses))
        yield CannedResponse(response_id, owner, name, body, bool(shared), suggested)
