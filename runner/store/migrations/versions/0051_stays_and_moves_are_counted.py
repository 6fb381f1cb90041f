"""Stays and moves are counted as they are written, by triggers: programs of before count, too.

SQLite counts row by row, PostgreSQL statement by statement. Decision 0345.
"""

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stay_counts",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version_id", _ID, autoincrement=False, nullable=False),
        sa.Column("time_kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("minutes", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "version_id", "time_kind", "name", "again", "minutes",
                                name="pk_stay_counts"),
    )  # fmt: skip
    op.create_table(
        "route_counts",
        sa.Column("route_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("route_id", "again", name="pk_route_counts"),
    )  # fmt: skip
    made = _on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql
    for table, (count, columns) in _COUNTED.items():
        for statement in (*made(table, count, columns), *count(table, "")):
            op.execute(statement)


def _stays(rows: str, sign: str) -> list[str]:
    return [
        f"""
        INSERT INTO stay_counts (kind, version_id, time_kind, name, again, minutes, number)
        SELECT kind, version_id, '{time}', name, again, coalesce({time}, -1), {sign}count(*)
        FROM {rows} WHERE kind <> 'owner'{_there("stay_counts", sign)}
        GROUP BY kind, version_id, name, again, coalesce({time}, -1)
        ON CONFLICT (kind, version_id, time_kind, name, again, minutes)
        DO UPDATE SET number = stay_counts.number + excluded.number
        """
        for time in ("clock", "business")
    ]


def _moves(rows: str, sign: str) -> list[str]:
    return [
        f"""
        INSERT INTO route_counts (route_id, again, number)
        SELECT route_id, again, {sign}count(*) FROM {rows}
        WHERE TRUE{_there("route_counts", sign)} GROUP BY route_id, again
        ON CONFLICT (route_id, again)
        DO UPDATE SET number = route_counts.number + excluded.number
        """
    ]


def _there(counts: str, sign: str) -> str:
    """Who takes all counts away before the rows has nothing counted down."""
    return f" AND EXISTS (SELECT 1 FROM {counts})" if sign else ""


_COUNTED = {
    "intervals": (_stays, ("kind", "version_id", "name", "again", "clock", "business")),
    "moves": (_moves, ("route_id", "again")),
}
"""What counts the rows of a table, from its columns. The sign is a minus for rows that went."""

_EVENTS = {
    "INSERT": {"NEW": ""},
    "DELETE": {"OLD": "-"},
    "UPDATE": {"OLD": "-", "NEW": ""},
}

Count = Callable[[str, str], list[str]]


def _on_sqlite(table: str, count: Count, columns: Sequence[str]) -> Iterator[str]:
    """Counts row by row: SQLite has nothing else."""
    for event, rows in _EVENTS.items():
        done = "".join(
            f"{statement};"
            for row, sign in rows.items()
            for statement in count(_row_of(row, columns), sign)
        )
        name = f"count_{table}_{event.lower()}"
        yield f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {done} END"


def _row_of(row: str, columns: Sequence[str]) -> str:
    return f"(SELECT {', '.join(f'{row}.{column} AS {column}' for column in columns)}) AS one"


def _on_postgresql(table: str, count: Count, columns: Sequence[str]) -> Iterator[str]:
    """Counts all rows of a statement at once: one by one, those of the same count would each have
    to pass over what the others left of it."""
    for event, rows in _EVENTS.items():
        name, tables = f"count_{table}_{event.lower()}", {"OLD": "went", "NEW": "came"}
        done = "".join(
            f"{statement};" for row, sign in rows.items() for statement in count(tables[row], sign)
        )
        known = " ".join(f"{row} TABLE AS {tables[row]}" for row in rows)
        yield f"""
            CREATE FUNCTION caselane_{name}() RETURNS trigger
            LANGUAGE plpgsql AS $$ BEGIN {done} RETURN NULL; END $$
        """
        yield f"""
            CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {known}
            FOR EACH STATEMENT EXECUTE FUNCTION caselane_{name}()
        """
