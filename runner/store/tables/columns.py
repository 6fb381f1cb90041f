"""What tables are made of: the types of their columns, and the columns that many of them have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.TypeDecorator):
    """An aware datetime in UTC: timestamptz on PostgreSQL, ISO 8601 text of fixed width (which
    sorts as time does) on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return to_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return to_instant(value)


class Json(sa.TypeDecorator):
    """A JSON value, kept as text: it is read whole or not at all."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def to_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def to_instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


def instant(value: Any) -> datetime:
    """As `to_instant`, for a column that is never NULL."""
    known = to_instant(value)
    assert known is not None
    return known


def id_column() -> sa.Column:
    """A generated number. SQLite generates them for INTEGER only."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def case_column(**more: Any) -> sa.Column:
    return sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, **more)


def person_column(**more: Any) -> sa.Column:
    return sa.Column("person_id", sa.ForeignKey("people.id"), **more)


def at_column(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, Instant, nullable=nullable)


def text_column(name: str, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable, server_default=default)


def json_column(name: str, default: str = "{}") -> sa.Column:
    return sa.Column(name, Json, nullable=False, server_default=default)


def partial_index(name: str, *columns: str, where: str) -> sa.Index:
    """An index of the rows that queries of the hot path look among."""
    condition = sa.text(where)
    return sa.Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


def flag_column(name: str, default: Any) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=default)


def salt_column() -> sa.Column:
    """What the digest of a text is salted with. NULL: the text was erased, or an older program
    wrote it."""
    return sa.Column("salt", sa.LargeBinary)


def count_column(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")
