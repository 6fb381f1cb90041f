"""How many stays began and ended on each day is counted as they are written, and where milestones
were missed is kept with the facts.

Triggers count the days, as those of 0051 do. SQLite's are made anew: they count row by row, and
what they did for each row cost more than the row. Decision 0352.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from runner.store.migrations import create_index
from runner.store.tables import Instant

revision = "0052"
down_revision = "0051"

BUILT_AHEAD = ("ix_intervals_by_end",)

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_EVENTS = {"insert": {"NEW": ""}, "delete": {"OLD": "-"}, "update": {"OLD": "-", "NEW": ""}}
"""What happens to rows of `intervals`: the ones that count, and the sign with which they do."""


def upgrade() -> None:
    """What takes long comes first: the key to `cases` keeps writers of cases out until the end."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    _add_days()
    create_index("ix_intervals_by_end", "intervals", ["kind", "version_id", "ended_at"])
    for statement in _on_sqlite() if on_sqlite else _on_postgresql():
        op.execute(statement)
    _add_late([_TO_CASES] if on_sqlite else [])
    op.execute(_LATE)
    if not on_sqlite:
        op.create_foreign_key(_KEY, "late_stays", "cases", ["case_id"], ["id"])


_KEY = "fk_late_stays_case_id"
_TO_CASES = sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=_KEY)


def _add_days() -> None:
    op.create_table(
        "stay_days",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version_id", _ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("began", sa.Integer, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "version_id", "name", "day", name="pk_stay_days"),
    )


def _add_late(keys: Sequence[sa.ForeignKeyConstraint]) -> None:
    op.create_table(
        "late_stays",
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("milestone", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version_id", _ID, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "milestone", "kind", "number", name="pk_late_stays"),
        *keys,
    )
    op.create_index(
        "ix_late_stays_kind_version_id_name_due_at", "late_stays",
        ["kind", "version_id", "name", "due_at"],
    )  # fmt: skip


_LATE = """
    INSERT INTO late_stays (case_id, milestone, kind, number, name, version_id, due_at)
    SELECT i.case_id, m.name, i.kind, i.number, i.name, i.version_id, m.due_at
    FROM milestones m JOIN intervals i ON i.case_id = m.case_id
    WHERE m.state = 'missed' AND i.kind <> 'owner' AND i.started_at <= m.due_at
        AND (i.ended_at IS NULL OR i.ended_at > m.due_at)
"""

_ADD_DAYS = """
    ON CONFLICT (kind, version_id, name, day) DO UPDATE SET
        began = stay_days.began + excluded.began, ended = stay_days.ended + excluded.ended
"""


def _days_of(rows: str, sign: str, day: str) -> str:
    """Who takes all counts away before the rows has nothing counted down."""
    there = " WHERE EXISTS (SELECT 1 FROM stay_days)" if sign else " WHERE TRUE"
    return f"""
        INSERT INTO stay_days (kind, version_id, name, day, began, ended)
        SELECT kind, version_id, name, day, {sign}sum(began), {sign}sum(ended) FROM (
            SELECT kind, version_id, name, {day.format("started_at")} AS day, 1 AS began, 0 AS ended
            FROM {rows}
            UNION ALL
            SELECT kind, version_id, name, {day.format("ended_at")}, 0, 1
            FROM {rows} WHERE ended_at IS NOT NULL
        ) AS one{there} GROUP BY kind, version_id, name, day {_ADD_DAYS}
    """


# ------------------------------------------------------------------ PostgreSQL

_POSTGRESQL_DAY = "({} AT TIME ZONE 'UTC')::date::text"


def _on_postgresql() -> Iterator[str]:
    for event, rows in _EVENTS.items():
        name, tables = f"count_days_{event}", {"OLD": "went", "NEW": "came"}
        done = "".join(
            f"{_days_of(tables[row], sign, _POSTGRESQL_DAY)};" for row, sign in rows.items()
        )
        known = " ".join(f"{row} TABLE AS {tables[row]}" for row in rows)
        yield f"""
            CREATE FUNCTION caselane_{name}() RETURNS trigger
            LANGUAGE plpgsql AS $$ BEGIN {done} RETURN NULL; END $$
        """
        yield f"""
            CREATE TRIGGER {name} AFTER {event.upper()} ON intervals REFERENCING {known}
            FOR EACH STATEMENT EXECUTE FUNCTION caselane_{name}()
        """
    yield _days_of("intervals", "", _POSTGRESQL_DAY)


# ------------------------------------------------------------------ SQLite


def _on_sqlite() -> Iterator[str]:
    for event, rows in _EVENTS.items():
        name = f"count_intervals_{event}"
        done = "".join(f"{one};" for row, sign in rows.items() for one in _counted(row, sign))
        yield f"DROP TRIGGER {name}"
        yield f"CREATE TRIGGER {name} AFTER {event.upper()} ON intervals BEGIN {done} END"
    yield _days_of("intervals", "", "substr({}, 1, 10)")


def _counted(row: str, sign: str) -> Iterator[str]:
    """One row needs no groups. Names of owners stand in `stay_days` alone."""
    one = sign + "1"
    there = " AND EXISTS (SELECT 1 FROM {})" if sign else ""
    for time in ("clock", "business"):
        yield f"""
            INSERT INTO stay_counts (kind, version_id, time_kind, name, again, minutes, number)
            SELECT {row}.kind, {row}.version_id, '{time}', {row}.name, {row}.again,
                coalesce({row}.{time}, -1), {one}
            WHERE {row}.kind <> 'owner'{there.format("stay_counts")}
            ON CONFLICT (kind, version_id, time_kind, name, again, minutes)
            DO UPDATE SET number = number + excluded.number
        """
    for at, began, ended in (("started_at", one, "0"), ("ended_at", "0", one)):
        yield f"""
            INSERT INTO stay_days (kind, version_id, name, day, began, ended)
            SELECT {row}.kind, {row}.version_id, {row}.name, substr({row}.{at}, 1, 10),
                {began}, {ended}
            WHERE {row}.{at} IS NOT NULL{there.format("stay_days")} {_ADD_DAYS}
        """
