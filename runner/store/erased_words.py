"""Words of a person, taken out of all texts of the database, in capitals or not. Decision 0244."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import orjson
import sqlalchemy as sa

from runner.store.database import Transaction
from runner.store.search import pattern
from runner.store.tables import Json, attachments, metadata, people_changes

ERASED = "[erased]"

_COVERED = {"messages", "history", "attachments", "audit_lines", "people", "alembic_version"}
"""What the chains cover is erased in `personal_data`, one by one."""

_LEFT = {
    ("cases", "waits"), ("cases", "flags"), ("versions", "files"), ("versions", "findings"),
    ("routes", "path"), ("ways", "statuses"), ("stay_counts", "name"), ("stay_days", "name"),
}  # fmt: skip
"""What the engine and the gate wrote, and what triggers count: see `_drop_empty`."""

_COUNTS = (
    ("attempts", "who"), ("daily_counts", "who"), ("request_counts", "who"),
    ("bounced_addresses", "email"),
)  # fmt: skip
"""Rows by whose name something is counted: two that were erased must not become one."""

_LAST = people_changes.c.details


def without(value: Any, words: Sequence[str]) -> Any:
    """A JSON value in whose texts some words stand no more."""
    if not words:
        return value
    if isinstance(value, str):
        return re.sub("|".join(map(re.escape, words)), ERASED, value, flags=re.IGNORECASE)
    if isinstance(value, Mapping):
        return {without(name, words): without(one, words) for name, one in value.items()}
    return [without(one, words) for one in value] if isinstance(value, list) else value


def patterns(word: str) -> Iterable[str]:
    """For LIKE with `!` as its escape, on texts in small letters: they find a word as it is, and
    within JSON. Databases differ in letters beyond ASCII: any letter will do there."""
    forms = {word, orjson.dumps(word).decode()[1:-1]}
    return [_like(form) for form in sorted(forms)]


def _like(word: str) -> str:
    ascii_only = "".join(c if c.isascii() else "\0" for c in word).lower()
    return pattern(ascii_only).replace("\0", "_")


Part = Callable[[Transaction, Sequence[str]], None]


def parts() -> Iterator[Part]:
    """Each takes words out of a table, wherever a text of it still has them. Not out of what says
    how a person was called before: that finds the rest, see `erase_last`."""
    yield _drop_counts
    for table, columns in groupby(_texts(), lambda column: column.table):
        if table is not _LAST.table:
            yield partial(_erase_in_all, [*columns])
    yield partial(_erase_in, attachments.c.name)  # of files that are in no case yet
    yield _drop_empty


def erase_last(tx: Transaction, words: Sequence[str]) -> None:
    """Takes words out of what was changed of people."""
    _erase_in(_LAST, tx, words)


def _drop_counts(tx: Transaction, words: Sequence[str]) -> None:
    for table, column in _COUNTS:
        for like in (like for word in words for like in patterns(word)):
            tx.run(f"DELETE FROM {table} WHERE lower({column}) LIKE :like ESCAPE '!'", like=like)


def _drop_empty(tx: Transaction, words: Sequence[str]) -> None:
    """Days of owners that are called otherwise now are left with nothing."""
    tx.run("DELETE FROM stay_days WHERE began = 0 AND ended = 0")


def _erase_in_all(columns: Iterable[sa.Column[Any]], tx: Transaction, words: Sequence[str]) -> None:
    tx.lock("facts")  # triggers count intervals by name: two in another order would wait for ever
    for column in columns:
        _erase_in(column, tx, words)


def _erase_in(column: sa.Column[Any], tx: Transaction, words: Sequence[str]) -> None:
    table: Any = column.table
    keys = list(table.primary_key.columns)
    text = sa.func.lower(sa.type_coerce(column, sa.Text))
    likes = [text.like(like, escape="!") for word in words for like in patterns(word)]
    for *key, known in tx.all(sa.select(*keys, column.label("found")).where(sa.or_(*likes))):
        now = without(known, words)
        if now != known:
            row = [one == value for one, value in zip(keys, key, strict=True)]
            now = f"{ERASED} {secrets.token_hex(8)}" if _is_unique(column) else now
            tx.change(table.update().where(*row).values({column.name: now}))


def _is_unique(column: sa.Column[Any]) -> bool:
    """Whether two rows must not have the same: they must not become the same, either."""
    table: Any = column.table
    ruled = [*table.constraints, *(index for index in table.indexes if index.unique)]
    kinds = (sa.PrimaryKeyConstraint, sa.UniqueConstraint, sa.Index)
    return any(isinstance(one, kinds) and column.name in one.columns for one in ruled)


def _texts() -> Iterator[sa.Column[Any]]:
    for table in metadata.sorted_tables:
        for column in table.columns if table.name not in _COVERED else ():
            if isinstance(column.type, sa.Text | Json) and (table.name, column.name) not in _LEFT:
                yield column
