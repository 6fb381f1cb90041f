"""What is sent and can still be taken back, unsent texts, canned replies, and who looks at a case.
Decision 0267."""

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
    op.create_table(
        "canned_replies",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _reference("canned_replies", "person_id", "people", nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.Text),
        sa.Column("changed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
    )
    op.create_index("ix_canned_replies_person_id", "canned_replies", ["person_id"])
    op.create_table(
        "looks",
        _reference("looks", "case_id", "cases"),
        _reference("looks", "person_id", "people"),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("writing_at", Instant),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="pk_looks"),
    )
    op.create_index("ix_looks_seen_at", "looks", ["seen_at"])


def _reference(table: str, column: str, to: str, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=nullable)
