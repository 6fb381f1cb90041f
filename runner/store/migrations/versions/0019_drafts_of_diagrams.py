"""Drafts of diagrams, and who is editing them."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0019"
down_revision = "0018"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "diagram_drafts",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("base_id", _ID, sa.ForeignKey("versions.id")),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("bpmn", sa.LargeBinary, nullable=False),
        sa.Column("files", Json, nullable=False, server_default="{}"),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("changed_by", _ID, sa.ForeignKey("people.id"), nullable=False),
    )
    op.create_table(
        "diagram_draft_editors",
        sa.Column("draft_id", _ID, sa.ForeignKey("diagram_drafts.id"), primary_key=True),
        sa.Column("person_id", _ID, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("seen_at", Instant, nullable=False),
    )
