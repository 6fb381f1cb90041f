"""Versions keep what the gate said of them, and may wait for a second person."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds columns one by one: a table that others refer to cannot be made anew on SQLite."""
    op.add_column("versions", sa.Column("findings", Json, nullable=False, server_default="[]"))
    op.add_column("versions", sa.Column("live_at", Instant))
    op.add_column(
        "versions",
        sa.Column(
            "approved_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("people.id", name="fk_versions_approved_by"),
        ),
        inline_references=True,
    )
    op.execute("UPDATE versions SET live_at = deployed_at")
    op.create_index("ix_versions_live_at_id", "versions", ["live_at", "id"])
