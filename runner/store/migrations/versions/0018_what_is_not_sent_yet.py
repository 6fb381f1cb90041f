"""What is sent and can still be taken back, and unsent texts. Decision 0267."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0018"
down_revision = "0017"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _reference("holds", "case_id", "cases"),
        _reference("holds", "person_id", "people"),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("request", Json, nullable=False, server_default="{}"),
        sa.Column("text", Json, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_case_id_due_at", "holds", ["case_id", "due_at"])
    op.create_table(
        "unsent_texts",
        _reference("unsent_texts", "case_id", "cases"),
        _reference("unsent_texts", "person_id", "people"),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("fields", Json, nullable=False, server_default="{}"),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("saved_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", "form", name="pk_unsent_texts"),
    )
    op.create_index("ix_unsent_texts_person_id", "unsent_texts", ["person_id"])


def _reference(table: str, column: str, to: str) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=False)
