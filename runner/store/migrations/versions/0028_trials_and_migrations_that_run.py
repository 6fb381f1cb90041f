"""Trials on past cases, and migrations that go on by themselves: how far each has come."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0028"
down_revision = "0027"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NOTHING = sa.text("''")


def _reference(table: str, column: str, to: str, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=nullable)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def upgrade() -> None:
    op.create_table(
        "trial_runs",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("draft_id", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        _reference("trial_runs", "person_id", "people"),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="running"),
        _count("cases"),
        _count("done"),
        sa.Column("why", sa.Text, nullable=False, server_default=_NOTHING),
        sa.Column("report", Json, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_trial_runs"),
    )
    op.create_table(
        "migration_runs",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _reference("migration_runs", "person_id", "people"),
        _reference("migration_runs", "version_id", "versions"),
        _reference("migration_runs", "migration_id", "migrations", nullable=True),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("terms", Json, nullable=False, server_default="{}"),
        sa.Column("last_case", sa.BigInteger, nullable=False, server_default="0"),
        _count("total"),
        _count("moved"),
        _count("back"),
        sa.Column("stayed", Json, nullable=False, server_default="{}"),
        sa.Column("why", sa.Text, nullable=False, server_default=_NOTHING),
        sa.PrimaryKeyConstraint("id", name="pk_migration_runs"),
    )
