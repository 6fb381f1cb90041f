"""A migration keeps what the cases were that it moved, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0026"
down_revision = "0025"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _reference(table: str, column: str, to: str, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "migrations",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", Instant, nullable=False),
        _reference("migrations", "person_id", "people", nullable=True),
        _reference("migrations", "version_id", "versions"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_migrations"),
    )
    op.create_table(
        "migrated_cases",
        _reference("migrated_cases", "migration_id", "migrations"),
        _reference("migrated_cases", "case_id", "cases"),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("moved_digest", sa.Text, nullable=False),
        sa.Column("before", Json, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("migration_id", "case_id", name="pk_migrated_cases"),
    )
