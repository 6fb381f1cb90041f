"""Who drew a draft, comments on it, and drafts that go live at a date. Decisions 0301, 0302."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0035"
down_revision = "0034"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NOTHING = sa.text("''")


def _id(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    return sa.Column("id", _ID, autoincrement=True, nullable=False), key


def _reference(table: str, column: str, to: str, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, _ID, key, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "diagram_draft_authors",
        sa.Column("draft_id", sa.BigInteger, nullable=False, autoincrement=False),
        _reference("diagram_draft_authors", "person_id", "people"),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name="pk_diagram_draft_authors"),
    )
    op.create_table(
        "version_authors",
        _reference("version_authors", "version_id", "versions"),
        _reference("version_authors", "person_id", "people"),
        sa.PrimaryKeyConstraint("version_id", "person_id", name="pk_version_authors"),
    )
    op.create_table(
        "review_threads",
        *_id("review_threads"),
        sa.Column("draft_id", sa.BigInteger),
        _reference("review_threads", "version_id", "versions", nullable=True),
        sa.Column("element", sa.Text, nullable=False),
        sa.Column("resolved_at", Instant),
        _reference("review_threads", "resolved_by", "people", nullable=True),
    )
    op.create_index("ix_review_threads_draft_id", "review_threads", ["draft_id"])
    op.create_index("ix_review_threads_version_id", "review_threads", ["version_id"])
    op.create_table(
        "review_comments",
        *_id("review_comments"),
        _reference("review_comments", "thread_id", "review_threads"),
        _reference("review_comments", "person_id", "people"),
        sa.Column("at", Instant, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_review_comments_thread_id", "review_comments", ["thread_id"])
    op.create_table(
        "planned_publications",
        *_id("planned_publications"),
        sa.Column("draft_id", sa.BigInteger),
        _reference("planned_publications", "version_id", "versions", nullable=True),
        _reference("planned_publications", "person_id", "people"),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("live_id", sa.BigInteger, nullable=False),
        sa.Column("accepted", Json, nullable=False, server_default="[]"),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("intake", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False, server_default=_NOTHING),
    )
    op.create_index(
        "ix_planned_publications_draft_id_state", "planned_publications", ["draft_id", "state"]
    )
    # Until now the one who saved it last was known alone.
    op.execute(
        "INSERT INTO diagram_draft_authors (draft_id, person_id) "
        "SELECT id, changed_by FROM diagram_drafts"
    )
