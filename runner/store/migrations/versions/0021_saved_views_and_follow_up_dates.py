"""People save views of the inbox, and keep follow-up dates of their own."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0021"
down_revision = "0020"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SHARED = sa.text("shared")


def _person(table: str) -> sa.Column:
    key = sa.ForeignKey("people.id", name=f"fk_{table}_person_id")
    return sa.Column("person_id", _ID, key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _person("saved_views"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("query", sa.Text, nullable=False, server_default="{}"),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    op.create_index("ix_saved_views_person_id", "saved_views", ["person_id"])
    op.create_index(
        "ix_saved_views_shared", "saved_views", ["id"],
        sqlite_where=_SHARED, postgresql_where=_SHARED,
    )  # fmt: skip
    op.create_table(
        "follow_ups",
        _person("follow_ups"),
        sa.Column(
            "case_id", _ID, sa.ForeignKey("cases.id", name="fk_follow_ups_case_id"), nullable=False
        ),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "case_id", name="pk_follow_ups"),
    )
    op.create_index("ix_follow_ups_person_id_at", "follow_ups", ["person_id", "at"])
