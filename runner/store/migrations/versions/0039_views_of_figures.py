"""Pages of figures that people keep under names."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0039"
down_revision = "0038"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    person = sa.ForeignKey("people.id", name="fk_figure_views_person_id")
    op.create_table(
        "figure_views",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, person, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("query", Json, nullable=False, server_default="{}"),
        sa.Column("audience", sa.Text, nullable=False, server_default="own"),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_views"),
    )
    op.create_index("ix_figure_views_person_id", "figure_views", ["person_id"])
