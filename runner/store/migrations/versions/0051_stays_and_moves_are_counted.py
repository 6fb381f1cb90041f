"""Stays and moves are counted as they are written, by triggers: programs of before count, too.

Decision 0345.
"""

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
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    for time in ("clock", "business"):
        op.execute(f"""
            INSERT INTO stay_counts (kind, version_id, time_kind, name, again, minutes, number)
            SELECT kind, version_id, '{time}', name, again, coalesce({time}, -1), count(*)
            FROM intervals GROUP BY kind, version_id, name, again, coalesce({time}, -1)
        """)
    op.execute("""
        INSERT INTO route_counts (route_id, again, number)
        SELECT route_id, again, count(*) FROM moves GROUP BY route_id, again
    """)


def _stays(row: str, step: str) -> str:
    """Counts a row of stays up or down."""
    known = f"{row}.kind, {row}.version_id, '%s', {row}.name, {row}.again, coalesce({row}.%s, -1)"
    values = ", ".join(f"({known % (time, time)}, {step})" for time in ("clock", "business"))
    return f"""
        INSERT INTO stay_counts (kind, version_id, time_kind, name, again, minutes, number)
        VALUES {values}
        ON CONFLICT (kind, version_id, time_kind, name, again, minutes)
        DO UPDATE SET number = stay_counts.number + excluded.number;
    """


def _moves(row: str, step: str) -> str:
    return f"""
        INSERT INTO route_counts (route_id, again, number)
        VALUES ({row}.route_id, {row}.again, {step})
        ON CONFLICT (route_id, again)
        DO UPDATE SET number = route_counts.number + excluded.number;
    """


_COUNTED = {"intervals": _stays, "moves": _moves}
_EVENTS = {"INSERT": ("NEW", "1"), "DELETE": ("OLD", "-1")}

_SQLITE = [
    f"""
    CREATE TRIGGER count_{table}_{event.lower()} AFTER {event} ON {table}
    BEGIN {counted(*of)} END
    """
    for table, counted in _COUNTED.items()
    for event, of in _EVENTS.items()
]
_POSTGRESQL = [
    statement
    for table, counted in _COUNTED.items()
    for event, of in _EVENTS.items()
    for statement in (
        f"""
        CREATE FUNCTION caselane_count_{table}_{event.lower()}() RETURNS trigger
        LANGUAGE plpgsql AS $$ BEGIN {counted(*of)} RETURN NULL; END $$
        """,
        f"""
        CREATE TRIGGER count_{table}_{event.lower()} AFTER {event} ON {table}
        FOR EACH ROW EXECUTE FUNCTION caselane_count_{table}_{event.lower()}()
        """,
    )
]
