"""Changes of several cases, canned responses, presence, and what is counted by the day."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0022"
down_revision = "0021"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SHARED = sa.text("shared")


def _reference(table: str, column: str, to: str) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "bulk_runs",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _reference("bulk_runs", "person_id", "people"),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("change", Json, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_runs"),
    )
    op.create_table(
        "bulk_cases",
        _reference("bulk_cases", "run_id", "bulk_runs"),
        _reference("bulk_cases", "case_id", "cases"),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("run_id", "case_id", name="pk_bulk_cases"),
    )
    op.create_table(
        "canned_responses",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _reference("canned_responses", "person_id", "people"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("statuses", Json, nullable=False, server_default="[]"),
        sa.Column("changed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_responses"),
    )
    op.create_index("ix_canned_responses_person_id", "canned_responses", ["person_id"])
    op.create_index(
        "ix_canned_responses_shared", "canned_responses", ["id"],
        sqlite_where=_SHARED, postgresql_where=_SHARED,
    )  # fmt: skip
    op.create_table(
        "presence",
        _reference("presence", "case_id", "cases"),
        _reference("presence", "person_id", "people"),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_presence"),
    )
    op.create_index("ix_presence_at", "presence", ["at"])
    op.create_table(
        "daily_counts",
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("who", "day", name="pk_daily_counts"),
    )
