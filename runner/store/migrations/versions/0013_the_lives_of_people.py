"""What changed about people is written down, their links can be revoked, and requests counted."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("links_revoked_at", Instant, nullable=True))
    op.create_table(
        "people_changes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column(
            "person_id",
            _ID,
            sa.ForeignKey("people.id", name="fk_people_changes_person_id"),
            nullable=False,
        ),
        sa.Column("actor_id", _ID, sa.ForeignKey("people.id", name="fk_people_changes_actor_id")),
        sa.Column("at", Instant, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_people_changes"),
    )
    op.create_index("ix_people_changes_person_id_id", "people_changes", ["person_id", "id"])
    op.create_table(
        "request_counts",
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("minute", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("who", "minute", name="pk_request_counts"),
    )
    op.create_index("ix_request_counts_minute", "request_counts", ["minute"])
