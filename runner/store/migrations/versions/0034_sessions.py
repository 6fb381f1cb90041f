"""Sessions are rows, so that each can be seen and ended. Decision 0217."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    person = sa.ForeignKey("people.id", name="fk_sessions_person_id")
    op.create_table(
        "sessions",
        sa.Column("id", number, autoincrement=True, nullable=False),
        sa.Column("person_id", number, person, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("digest", name="uq_sessions_digest"),
    )
    for column in ("person_id", "seen_at", "begun_at"):
        op.create_index(f"ix_sessions_{column}", "sessions", [column])
